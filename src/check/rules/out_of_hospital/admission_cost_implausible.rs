//! `admission-cost-implausible`: the cost of an admission is outside the plausible range.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "admission-cost-implausible",
    level: Level::Warning,
    clauses: Clauses::One("admission-cost"),
    summary: "the cost of an admission is outside the plausible range",
    why: "A cost far from what areas use is most often in the wrong unit, and makes the contingency a thousand times too large or too small.",
    fix: "Correct the cost, or give the reason in the narrative and waive this.",
    example: r#"
[out_of_hospital.contingency]
amount = { 2017-18 = 0, 2018-19 = 0 }
cost_per_admission = 149
#                    ^^^ an admission costs £149 here; £1,000 to £2,500 is plausible (to be confirmed)
#                    mend: 1_490
"#,
    cases: &[
        r#"
# The least that is plausible is plausible.
[out_of_hospital.contingency]
amount = { 2017-18 = 0, 2018-19 = 0 }
cost_per_admission = 1_000
"#,
        r#"
# What is plausible once it is taken in pounds is offered so.
[plan]
format = 1
round = "bcf-2017-19"
money = "thousands"

[area]
name = "Exampleton"

[out_of_hospital.contingency]
amount = { 2017-18 = 0, 2018-19 = 0 }
cost_per_admission = 1_490
#                    ^^^^^ an admission costs £1,490,000 here; £1,000 to £2,500 is plausible (to be confirmed)
#                    edit: "£1,490"
"#,
        r#"
# A pound above the most is not.
[out_of_hospital.contingency]
amount = { 2017-18 = 0, 2018-19 = 0 }
cost_per_admission = 2_501
#                    ^^^^^ an admission costs £2,501 here; £1,000 to £2,500 is plausible (to be confirmed)
"#,
    ],
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(terms) = super::terms(facts) else { return };
    let case = Case::of("cost of an admission");
    let stated = facts.plan.out_of_hospital.contingency.as_ref().map_or(Field::Absent, |c| c.cost_per_admission);
    let (cost, at) = match stated {
        Field::Is(cost, at) => (cost.pounds, at),
        Field::Absent => return tests.not_applicable(case, "the plan states no cost of an admission"),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
    };
    if (terms.plausible_from..=terms.plausible_to).contains(&cost) {
        return tests.pass(case);
    }
    let in_thousands = Money::from_pence(cost.pence() / 1_000);
    let message =
        format!("an admission costs {cost} here; {} to {} is plausible", terms.plausible_from, terms.plausible_to);
    let failure = Failure::new(case, at, message);
    tests.fail(if (terms.plausible_from..=terms.plausible_to).contains(&in_thousands) {
        let help = format!("did you mean {in_thousands}? Bare figures are in the unit of `[plan] money`; write it as \"{in_thousands}\"");
        failure.help(help).edit(at, format!("\"{in_thousands}\""))
    } else {
        failure.help("check the figure and its unit, or justify it in the narrative and waive this")
    });
}
