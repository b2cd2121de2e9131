//! `floor-below-minimum`: what is spent on something is below the floor its round sets.

use crate::check::floors::{below_minimum, of_no_other_rule};
use crate::check::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "floor-below-minimum",
    level: Level::Error,
    statutory: true,
    bearing: Bearing::Floor,
    floor: Some(FloorOf::Spending(None)),
    summary: "what is spent on something is below the floor its round sets",
    why: "A round may set the least that is spent on something out of a stream (`[[floors]]` in its data). Only lines of that stream that are for it count; voluntary money does not.",
    fix: "Plan more of it from the stream the finding names, or correct lines that do not say rightly what they are for.",
    fails: r#"
[plan]
format = 1
round = "example-2017-19"
status = "submitted"

[area]
name = "Exampleton"

[allocations]
mental-health = { 2017-18 = 2_400, 2018-19 = 2_450 }

[[schemes]]
id = "crisis"
name = "Crisis house"
spend = [{ source = "nhs-minimum", area_of_spend = "mental-health", amount = { 2017-18 = 2_300, 2018-19 = 2_500 } }]
"#,
    passes: r#"
[plan]
format = 1
round = "example-2017-19"
status = "submitted"

[area]
name = "Exampleton"

[allocations]
mental-health = { 2017-18 = 2_400, 2018-19 = 2_450 }

[[schemes]]
id = "crisis"
name = "Crisis house"
spend = [{ source = "nhs-minimum", area_of_spend = "mental-health", amount = { 2017-18 = 2_400, 2018-19 = 2_500 } }]
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for floor in of_no_other_rule(facts.round) {
        below_minimum(facts, tests, floor, |_| Vec::new());
    }
}
