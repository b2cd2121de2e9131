//! `out-of-hospital-below-minimum`: the ring-fence for out-of-hospital services is not met.

use crate::check::floors;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "out-of-hospital-below-minimum",
    level: Level::Error,
    clauses: Clauses::One("out-of-hospital-services"),
    aspect: Aspect::Floor(FloorOf::Spending(Some(OUT_OF_HOSPITAL))),
    statutory: true,
    summary: "NHS-commissioned out-of-hospital spending is below its ring-fence",
    why: "A part of the NHS minimum is ring-fenced for services outside hospital that the NHS commissions, a contingency against missed reductions of admissions included.",
    fix: "Plan more NHS-commissioned services outside hospital from the NHS minimum, or correct lines whose area or commissioner is wrong.",
    example: r#"
[allocations]
out-of-hospital = { 2017-18 = 5_684, 2018-19 = 5_792 }

[[schemes]]
id = "community"
name = "Community health teams"
spend = [{ source = "nhs-minimum", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 5_600, 2018-19 = 5_800 } }]
#                                                                                                                 ^^^^^
#   NHS-commissioned out-of-hospital spending from the NHS minimum in 2017/18 is £5,600, £84 below the published
#   minimum of £5,684 (what counts is recalled: `out-of-hospital-counting`)
#   edit: 5_684
#   mend: 5_700
"#,
    cases: &[r#"
# Where no minimum is published, the national share of the NHS minimum is it: here £5,684.28, which to the pound is met.
[allocations]
nhs-minimum = { 2017-18 = 20_001 }

[[schemes]]
id = "community"
name = "Community health teams"
spend = [{ source = "nhs-minimum", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 5_684 } }]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(OUT_OF_HOSPITAL) else { return };
    floors::below_minimum(facts, tests, floor, |_| Vec::new());
}
