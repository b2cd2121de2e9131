//! `contingency-miscosted`: the contingency is not the reductions times the cost of an admission.

use crate::check::prelude::*;
use crate::plan::Contingency;

pub(crate) static RULE: Rule = Rule {
    id: "contingency-miscosted",
    level: Level::Error,
    clauses: Clauses::One("contingency"),
    ground: Ground::Itself,
    summary: "the contingency is not the planned reductions times the cost of an admission",
    why: "The contingency pays for the admissions that were to be avoided and happen all the same; less does not cover them, more ties money up.",
    fix: "Hold the reductions times the cost of an admission.",
    example: r#"
[out_of_hospital.contingency]
amount = { 2017-18 = 600_000, 2018-19 = 759_900 }
#                    ^^^^^^^ the contingency of 2017/18 is £600,000; 420 admissions at £1,490 come to £625,800
#                    edit: 625_800
reductions = { 2017-18 = 420, 2018-19 = 510 }
"#,
    cases: &[r#"
# The plan's own cost of an admission goes before the round's, and a pound is rounding.
[out_of_hospital.contingency]
amount = { 2017-18 = 840_001, 2018-19 = 840_002 }
#                                       ^^^^^^^ the contingency of 2018/19 is £840,002; 420 admissions at £2,000 come
#                                       to £840,000
#                                       edit: 840_000
cost_per_admission = 2_000
reductions = { 2017-18 = 420, 2018-19 = 420 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(contingency) = &facts.plan.out_of_hospital.contingency else {
        return tests.not_applicable(Case::of("contingency"), "the plan holds no contingency");
    };
    for year in facts.years() {
        let case = Case::in_year(year, "contingency");
        match contingency.amount.at(year) {
            Field::Is(amount, at) => test(facts, tests, contingency, case, (year, amount, at)),
            Field::Absent => tests.not_evaluated(case, format!("the contingency does not state {}", year.prose())),
            Field::Unreadable(node) => tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
        }
    }
}

fn test(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    contingency: &Contingency,
    case: Case,
    (year, amount, at): (Year, Amount, NodeId),
) {
    let Some(terms) = super::terms(facts) else { return };
    let reductions = contingency.reductions.at(year);
    let planned = || super::additional_reductions(facts).find(|(period, _, _)| *period == year.into());
    let (count, count_at) = match (reductions, planned()) {
        (Field::Is(number, node), _) | (Field::Absent, Some((_, number, node))) => (number.value, node),
        _ => return tests.not_evaluated(case, format!("no readable number of reductions for {}", year.prose())),
    };
    let cost = match contingency.cost_per_admission {
        Field::Is(cost, _) => cost,
        Field::Absent => Amount::exact(terms.cost_per_admission),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
    };
    let (Some(right), Some(carried)) = (cost.pounds.times(count), cost.slack.times(count)) else {
        return tests.not_evaluated(case, "the reductions are too many to be costed");
    };
    let slack = amount.precision.half() + carried + facts.plan.precision().half();
    if (amount.pounds - right).abs() <= slack {
        return tests.pass_sum(case, &Sum::of([Field::Is(amount, at)]), right, slack);
    }
    let message = format!(
        "the contingency of {} is {}; {} admissions at {} come to {right}",
        year.prose(),
        amount.pounds,
        count.normalize(),
        cost.pounds,
    );
    let failure =
        Failure::new(case, at, message).label(count_at, "the reductions").compared(amount.pounds, right, slack);
    let failure = failure.label_if(contingency.cost_per_admission.node(), "the cost of an admission");
    tests.fail(failure.help(format!("hold {right}")).set(facts, at, right));
}
