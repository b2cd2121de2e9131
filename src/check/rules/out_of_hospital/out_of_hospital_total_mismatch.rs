//! `out-of-hospital-total-mismatch`: the stated total or surplus is not what counts.

use crate::check::floors::{agrees_with, surplus_mismatch, total_mismatch};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "out-of-hospital-total-mismatch",
    level: Level::Error,
    clauses: Clauses::One("out-of-hospital-services"),
    aspect: Aspect::Statement,
    bearing: Bearing::Required,
    summary: "the stated out-of-hospital total or surplus is not the sum of the lines that count",
    why: "The figure in the text is the one assurers read; where it is not what the lines come to, one of the two is wrong.",
    fix: "State the sum of the lines that count (for a surplus, less the minimum), or correct the line that is wrong.",
    example: r#"
[totals]
out-of-hospital = { 2017-18 = 9_700 }
#                             ^^^^^ the plan states £9,700 for 2017/18, and its lines come to £9,800
#                             edit: 9_800

[[schemes]]
id = "community"
name = "Community health teams"
spend = [{ source = "nhs-minimum", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 9_800, 2018-19 = 9_986 } }]
"#,
    cases: &[r#"
# The surplus over the minimum is a total too, and lines that are not the NHS's count to neither.
[allocations]
out-of-hospital = { 2017-18 = 5_684 }

[totals]
out-of-hospital = { 2017-18 = 9_900 }
#                             ^^^^^ the plan states £9,900 for 2017/18, and its lines come to £9,800
#                             edit: 9_800
out-of-hospital-surplus = { 2017-18 = 4_115 }
#                                     ^^^^^ the plan states £4,115 for 2017/18, and its lines come to £4,116
#                                     edit: 4_116

[[schemes]]
id = "community"
name = "Community health teams"
spend = [
  { source = "nhs-minimum", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 9_800 } },
  { source = "nhs-minimum", area_of_spend = "community-health", commissioner = "council", amount = { 2017-18 = 100 } },
]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(OUT_OF_HOSPITAL) else { return };
    let voluntary = facts.voluntary();
    let explain = |year, stated| {
        agrees_with(facts, floor, year, stated, &voluntary)
            .map(|_| "it agrees only when voluntary money is added, which does not count".to_owned())
    };
    total_mismatch(facts, tests, floor, explain);
    surplus_mismatch(facts, tests, floor);
}
