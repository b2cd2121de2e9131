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
# What one admission costs is held against the same where a part of the fund is paid for fewer of them.
[plan]
format = 1
round = "bcf-2014-16"
money = "thousands"

[area]
name = "Exampleton"

[performance]
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
}
.kept();

/// The costs that are plausible: the least, the greatest.
type Range = (Money, Money);

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (plan, round) = (facts.plan, facts.round);
    let contingency = plan.out_of_hospital.contingency.as_ref().map_or(Field::Absent, |c| c.cost_per_admission);
    let terms = super::terms(facts).map(|terms| (terms.plausible_from, terms.plausible_to));
    let paid_for = round.performance.as_ref().and_then(|performance| performance.admission_cost.as_ref());
    let paid_for = paid_for.map(|cost| (cost.plausible_from, cost.plausible_to));
    for (range, stated) in [(terms, contingency), (paid_for, plan.performance.cost_per_admission)] {
        if let Some(range) = range {
            test(facts, tests, range, stated);
        }
    }
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, (from, to): Range, stated: Field<Amount>) {
    let case = Case::of("cost of an admission");
    let (cost, at) = match stated {
        Field::Is(cost, at) => (cost.pounds, at),
        Field::Absent => return tests.not_applicable(case, "the plan states no cost of an admission"),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
    };
    let is_plausible = |cost: &Money| (from..=to).contains(cost);
    if is_plausible(&cost) {
        return tests.pass(case);
    }
    let message = format!("an admission costs {cost} here; {from} to {to} is plausible");
    let failure = Failure::new(case, at, message);
    let smaller = [1_000, 1_000_000].map(|factor| Money::from_pence(cost.pence() / factor));
    tests.fail(match smaller.iter().find(|cost| is_plausible(cost)) {
        Some(meant) => {
            let unit = "Bare figures are in the unit of `[plan] money`";
            failure
                .help(format!("did you mean {meant}? {unit}; write it as \"{meant}\""))
                .edit(at, format!("\"{meant}\""))
        }
        None => failure.help("check the figure and its unit, or justify it in the narrative and waive this"),
    });
}
