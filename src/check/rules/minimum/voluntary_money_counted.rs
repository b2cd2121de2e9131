//! `voluntary-money-counted`: a floor is missed, and looks met only with voluntary money.

use crate::check::floors::{Verdict, agrees_with, floors};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "voluntary-money-counted",
    level: Level::Warning,
    clauses: Clauses::One("pool-minimum"),
    summary: "a floor is missed, and the plan's own total reaches it only with voluntary money",
    why: "What partners add of their own accord is welcome and counts towards no floor: a floor is the least that must be spent out of the minimum.",
    fix: "Meet the floor from the NHS minimum alone, and state the total without voluntary money.",
    example: r#"
[allocations]
out-of-hospital = { 2017-18 = 5_684 }

[totals]
out-of-hospital = { 2017-18 = 6_000 }
#                             ^^^^^ the £6,000 stated for 2017/18 is reached only with £1,000 of voluntary money,
#                             which counts towards no floor
#                             edit: 5_000
#                             mend: 5_700

[[schemes]]
id = "community"
name = "Community health teams"
spend = [
  { source = "nhs-minimum", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 5_000, 2018-19 = 5_000 } },
#                                                                                                          ^^^^^ mend: 5_700
#                                                                                                                           ^^^^^ mend: 5_700
  { source = "nhs-additional", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 1_000, 2018-19 = 1_000 } },
]
"#,
    cases: &[r#"
# Of a floor that is met, the total may be stated with voluntary money beside it.
[allocations]
out-of-hospital = { 2017-18 = 5_000 }

[totals]
out-of-hospital = { 2017-18 = 6_000 }

[[schemes]]
id = "community"
name = "Community health teams"
spend = [
  { source = "nhs-minimum", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 5_000 } },
  { source = "nhs-additional", area_of_spend = "community-health", commissioner = "nhs", amount = { 2017-18 = 1_000 } },
]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let voluntary = facts.voluntary();
    for asked in &facts.round.floors {
        for floor in floors(facts, asked) {
            let case = Case::in_year(floor.year, &asked.id).sum_of(&*asked.id);
            let stated =
                named(&facts.plan.totals.named, &asked.id).map_or(Field::Absent, |totals| totals.at(floor.year));
            let counted = match (&floor.verdict, stated) {
                (Verdict::Unknown(reason), _) => {
                    tests.not_evaluated(case, reason.clone());
                    continue;
                }
                (Verdict::Missed, Field::Is(stated, at)) => {
                    agrees_with(facts, asked, floor.year, stated, &voluntary).map(|sum| (stated, at, sum))
                }
                _ => None,
            };
            let Some((stated, at, sum)) = counted else {
                tests.pass(case);
                continue;
            };
            let message = format!(
                "the {} stated for {} is reached only with {} of voluntary money, which counts towards no floor",
                stated.pounds,
                floor.year.prose(),
                sum.total - floor.counted.total,
            );
            let failure = Failure::new(case, at, message)
                .sum(&sum, stated.pounds, sum.slack_against(stated))
                .against(Against::Statement);
            tests.fail(
                failure
                    .help("meet the floor from the NHS minimum alone, and state the total without voluntary money")
                    .set(facts, at, floor.counted.total),
            );
        }
    }
}
