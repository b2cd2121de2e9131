//! `floor-below-minimum`: what is spent on something is below the floor its round sets.

use crate::check::floors::{below_minimum, of_no_other_rule};
use crate::check::prelude::*;
use crate::policy::Round;

pub(crate) static RULE: Rule = Rule {
    id: "floor-below-minimum",
    level: Level::Error,
    statutory: true,
    aspect: Aspect::Floor(FloorOf::Spending(None)),
    clauses: Clauses::Of(clauses),
    summary: "what is spent on something is below the floor its round sets",
    why: "A round may set the least that is spent on something out of a stream (`[[floors]]` in its data). Only lines of that stream that are for it count; voluntary money does not.",
    fix: "Plan more of it from the stream the finding names, or correct lines that do not say rightly what they are for.",
    example: r#"
[plan]
format = 1
round = "example-2017-19"
status = "submitted"
submitted = 2017-09-11

[area]
name = "Exampleton"

[allocations]
mental-health = { 2017-18 = 2_400, 2018-19 = 2_450 }

[[schemes]]
id = "crisis"
name = "Crisis house"
spend = [{ source = "nhs-minimum", area_of_spend = "mental-health", amount = { 2017-18 = 2_300, 2018-19 = 2_500 } }]
#                                                                                        ^^^^^ mental health spending from the NHS minimum in 2017/18 is £2,300, £100 below the published minimum of £2,400
#                                                                                        edit: 2_400
"#,
    check,
    ..Rule::PLAIN
}
.kept();

/// Returns the clauses of the floors that no other rule tests.
fn clauses(round: &Round) -> Vec<&str> {
    of_no_other_rule(round).map(|floor| floor.clause.as_str()).collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for floor in of_no_other_rule(facts.round) {
        below_minimum(facts, tests, floor, |_| Vec::new());
    }
}
