//! `too-coarse-to-tell`: a rounded figure hides whether a floor is met.

use crate::check::floors::{Verdict, case_of, floors, how_words};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "too-coarse-to-tell",
    level: Level::Warning,
    ground: Ground::Itself,
    bearing: Bearing::Untested,
    summary: "a rounded figure hides whether a floor is met",
    why: "\"£22m\" may be anything from £21.5m to £22.5m. Where a floor (the least that must be spent) lies in between, nobody can say from the plan whether it is met.",
    fix: "State the figure the finding points at to the precision it names.",
    example: r#"
[allocations]
social-care = { 2017-18 = 8_143_000, 2018-19 = 8_298_000 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = "£8m", 2018-19 = 8_356_000 } }]
#                                                                                      ^^^^^
#   social care spending from the NHS minimum in 2017/18 is £8,000,000, and the published minimum is £8,143,000: a
#   figure precise to £1,000,000 cannot tell whether it is met
#   mend: "£8,200k"
"#,
    cases: &[
        r#"
# A coarse figure that is clear of the floor tells.
[allocations]
social-care = { 2017-18 = 8_143_000, 2018-19 = 8_298_000 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = "£9m", 2018-19 = "£10m" } }]
"#,
        r#"
# A rounded minimum hides as much as a rounded line.
[allocations]
social-care = { 2017-18 = "£8m", 2018-19 = 8_298_000 }
#                         ^^^^^
#   social care spending from the NHS minimum in 2017/18 is £7,900,000, and the published minimum is £8,000,000: a
#   figure precise to £1,000,000 cannot tell whether it is met

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = 7_900_000, 2018-19 = 8_300_000 } }]
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
            let (Verdict::TooCoarse(node, precision), Some(required)) = (&floor.verdict, &floor.required) else {
                match &floor.verdict {
                    Verdict::Unknown(reason) => tests.not_evaluated(case, reason.clone()),
                    _ => tests.pass(case),
                }
                continue;
            };
            // A minimum is to be as precise as the lines, and a line as the minimum.
            let of_lines = floor.counted.coarsest.map_or(Money::ZERO, |(_, precision)| precision);
            let other = if required.nodes.contains(node) { of_lines } else { required.precision };
            let needed = other.max(facts.plan.precision());
            let message = format!(
                "{} in {} is {}, and {} is {}: a figure precise to {precision} cannot tell whether it is met",
                asked.spending,
                floor.year.prose(),
                floor.counted.total,
                how_words(required.how, facts, asked),
                required.pounds,
            );
            let mut failure = Failure::new(case, *node, message).sum(&floor.counted, required.pounds, floor.slack());
            for node in &required.nodes {
                failure = failure.label(*node, how_words(required.how, facts, asked));
            }
            tests.fail(failure.help(format!("state this figure to {needed}")));
        }
    }
}
