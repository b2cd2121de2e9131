//! `social-care-below-minimum`: the NHS contribution to adult social care is below its floor.

use crate::check::floors;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "social-care-below-minimum",
    level: Level::Error,
    clauses: Clauses::One("social-care-maintained"),
    aspect: Aspect::Floor(FloorOf::Spending(Some(SOCIAL_CARE))),
    statutory: true,
    summary: "the NHS contribution to adult social care is below its floor",
    why: "The NHS keeps up what it gives to adult social care, uplifted every year. Money from the council's own grants or voluntary money does not count.",
    fix: "Plan more social care from the NHS minimum, or correct the `area_of_spend` of lines that are social care.",
    example: r#"
[allocations]
social-care = { 2017-18 = 8_143, 2018-19 = 8_298 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = 8_000, 2018-19 = 8_356 } }]
#                                                                                      ^^^^^
#   social care spending from the NHS minimum in 2017/18 is £8,000, £143 below the published minimum of £8,143 (what
#   counts is recalled: `social-care-counting`)
#   edit: 8_143
#   mend: 8_200
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(SOCIAL_CARE) else { return };
    let grants: Vec<&str> = floor.not_offset_by.iter().map(|word| &**word).collect();
    // What the grants would add is shown beside the sum, so that nobody counts it by mistake.
    let beside = |year| {
        let lines = floors::counted(facts, floor, &grants, year).lines;
        lines.iter().map(|(node, pounds)| (*node, format!("{pounds} of grant, which does not count"))).collect()
    };
    floors::below_minimum(facts, tests, floor, beside);
}
