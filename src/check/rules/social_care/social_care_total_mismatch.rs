//! `social-care-total-mismatch`: the stated total is not what counts.

use crate::check::floors;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "social-care-total-mismatch",
    level: Level::Error,
    clauses: Clauses::One("social-care-maintained"),
    aspect: Aspect::Statement,
    bearing: Bearing::Required,
    summary: "the stated NHS contribution to social care is not the sum of the lines that count",
    why: "The figure in the text is the one assurers read. Where it is more than the lines that count, the floor only looks met.",
    fix: "State the sum of the lines that count, or correct the line that is wrong.",
    example: r#"
[totals]
social-care = { 2017-18 = 9_200 }
#                         ^^^^^ the plan states £9,200 for 2017/18, and its lines come to £8,200; it agrees only when
#                         grant lines are added, which do not count
#                         edit: 8_200

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } },
  { source = "ibcf", area_of_spend = "social-care", amount = { 2017-18 = 1_000, 2018-19 = 4_900 } },
]
"#,
    cases: &[r#"
# Voluntary money does not count either, and a total that agrees is right.
[totals]
social-care = { 2017-18 = 9_200, 2018-19 = 8_356 }
#                         ^^^^^ the plan states £9,200 for 2017/18, and its lines come to £8,200; it agrees only when
#                         voluntary money is added, which does not count
#                         edit: 8_200

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } },
  { source = "nhs-additional", area_of_spend = "social-care", amount = { 2017-18 = 1_000, 2018-19 = 1_000 } },
]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(floor) = facts.round.floor(SOCIAL_CARE) else { return };
    let grants: Vec<&str> = floor.not_offset_by.iter().map(|word| &**word).collect();
    let voluntary = facts.voluntary();
    floors::total_mismatch(facts, tests, floor, |year, stated| {
        let agrees = |others: &[&str]| floors::agrees_with(facts, floor, year, stated, others).is_some();
        if agrees(&grants) {
            return Some("it agrees only when grant lines are added, which do not count".into());
        }
        agrees(&voluntary).then(|| "it agrees only when voluntary money is added, which does not count".into())
    });
}
