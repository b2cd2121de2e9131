//! `floor-within-rounding`: a floor is missed by no more than rounding.

use crate::check::floors::{Verdict, case_of, floors, how_words};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "floor-within-rounding",
    level: Level::Advice,
    ground: Ground::Itself,
    summary: "a floor is missed by no more than rounding",
    why: "All figures are as fine as the floor (the least that must be spent), and rounding alone can explain the gap. To the pound the floor may be met or missed.",
    fix: "State the figures to the pound, so that nobody has to ask.",
    example: r#"
[allocations]
social-care = { 2017-18 = "£8,143k" }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = "£8,142k", 2018-19 = "£8,298k" } }]
#                                                                                      ^^^^^^^^^
#   social care spending from the NHS minimum in 2017/18 is £1,000 below the published minimum of £8,143,000, which
#   rounding can explain
#   edit: "£8,143k"
"#,
    cases: &[
        r#"
# Figures to the pound explain no gap, and a floor that is reached has none.
[allocations]
social-care = { 2017-18 = 8_143_000, 2018-19 = "£8,298k" }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = 8_142_999, 2018-19 = "£8,298k" } }]
"#,
        r#"
# Of several figures nobody can tell which is the one to correct.
[allocations]
social-care = { 2017-18 = "£8,143k" }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = "£5,142k" } }]
#                                                                                      ^^^^^^^^^
#   social care spending from the NHS minimum in 2017/18 is £1,000 below the published minimum of £8,143,000, which
#   rounding can explain

[[schemes]]
id = "day-care"
name = "Day care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = "£3,000k" } }]
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for asked in &facts.round.floors {
        for floor in floors(facts, asked) {
            let case = case_of(asked, floor.year);
            let (Verdict::WithinRounding, Some(required)) = (&floor.verdict, &floor.required) else {
                match &floor.verdict {
                    Verdict::Unknown(reason) => tests.not_evaluated(case, reason.clone()),
                    _ => tests.pass(case),
                }
                continue;
            };
            let gap = required.pounds - floor.counted.total;
            let message = format!(
                "{} in {} is {gap} below {} of {}, which rounding can explain",
                asked.spending,
                floor.year.prose(),
                how_words(required.how, facts, asked),
                required.pounds,
            );
            let at = floor.counted.largest(facts.plan).or_else(|| required.nodes.first().copied());
            let place = at.map_or_else(|| facts.absent(facts.plan.schemes.node, "schemes"), Place::from);
            let mut failure = Failure::new(case, place, message).sum(&floor.counted, required.pounds, floor.slack());
            for node in &required.nodes {
                failure = failure.label(*node, how_words(required.how, facts, asked));
            }
            let failure = failure.help("state the figures to the pound, so that nobody has to ask");
            tests.fail(match floor.counted.lines.iter().find(|(node, _)| Some(*node) == at) {
                Some((node, pounds)) if floor.counted.one_figure().is_some() => {
                    failure.set(facts, *node, *pounds + gap)
                }
                _ => failure,
            });
        }
    }
}
