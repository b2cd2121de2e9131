//! `grant-offsets-social-care`: grant money is counted as the NHS contribution.

use crate::check::floors::{Verdict, agrees_with, floors};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "grant-offsets-social-care",
    level: Level::Error,
    clauses: Clauses::One("no-offset"),
    statutory: true,
    summary: "the councils' grant is counted as the NHS contribution to social care",
    why: "The grant is paid to councils on top of what the NHS gives. A plan that meets the floor with it takes the same amount away from social care.",
    fix: "Meet the floor from the NHS minimum alone, and state the total without the grant.",
    example: r#"
[allocations]
social-care = { 2017-18 = 8_143 }

[totals]
social-care = { 2017-18 = 8_500 }
#                         ^^^^^ the £8,500 of social care stated for 2017/18 is reached only with £1,000 of grant; the
#                         NHS minimum gives £7,500, and its floor is £8,143
#                         edit: 7_500
#                         mend: 8_200

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "nhs-minimum", area_of_spend = "social-care", amount = { 2017-18 = 7_500, 2018-19 = 8_356 } },
#                                                                               ^^^^^ mend: 8_200
  { source = "ibcf", area_of_spend = "social-care", amount = { 2017-18 = 1_000, 2018-19 = 4_900 } },
]
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(policy) = facts.round.floor(SOCIAL_CARE) else { return };
    let grants: Vec<&str> = policy.not_offset_by.iter().map(|word| &**word).collect();
    for floor in floors(facts, policy) {
        let case = Case::in_year(floor.year, "social-care").sum_of("social-care");
        let required = floor.required.as_ref().map_or(Money::ZERO, |required| required.pounds);
        let stated =
            named(&facts.plan.totals.named, "social-care").map_or(Field::Absent, |totals| totals.at(floor.year));
        match (&floor.verdict, stated) {
            (Verdict::Unknown(reason), _) => tests.not_evaluated(case, reason.clone()),
            (Verdict::TooCoarse(node, _), _) => {
                tests.not_evaluated(case, facts.blocked_by(*node, "is too coarse to tell"));
            }
            (Verdict::Met | Verdict::WithinRounding | Verdict::Unproven(_), _) => tests.pass(case),
            (Verdict::Missed, Field::Is(stated, at)) => match agrees_with(facts, policy, floor.year, stated, &grants) {
                None => tests.pass(case),
                Some(sum) => {
                    let message = format!(
                        "the {} of social care stated for {} is reached only with {} of grant; the NHS minimum gives {}, and its floor is {required}",
                        stated.pounds,
                        floor.year.prose(),
                        sum.total - floor.counted.total,
                        floor.counted.total,
                    );
                    let failure = Failure::new(case, at, message)
                        .sum(&sum, stated.pounds, sum.slack_against(stated))
                        .against(Against::Statement);
                    tests.fail(
                        failure
                            .help("meet the floor from the NHS minimum alone, and state the total without the grant")
                            .set(facts, at, floor.counted.total),
                    );
                }
            },
            (Verdict::Missed, Field::Absent) => {
                tests.not_evaluated(case, "the plan states no `totals.social-care` for the year");
            }
            (Verdict::Missed, Field::Unreadable(node)) => {
                tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
            }
        }
    }
}
