//! `reduction-below-expectation`: emergency admissions are to fall by less than expected, and the plan does not say why.

use crate::check::facts::is_said;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "reduction-below-expectation",
    level: Level::Warning,
    clauses: Clauses::One("reduction-expected"),
    summary: "emergency admissions are to fall by less than expected, without a reason",
    why: "The payment for performance is for fewer emergency admissions; a smaller fall than expected has to be argued for.",
    fix: "Plan a larger reduction, or say in `[performance] rationale` why it is smaller.",
    example: r#"
[plan]
format = 1
round = "bcf-2014-16"
status = "submitted"
submitted = 2014-09-19

[area]
name = "Exampleton"

[performance]
reduction = 2.8
#           ^^^ emergency admissions are to fall by 2.8%, and at least 3.5% is expected
# + rationale = "admissions are the lowest in the region"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("reduction of emergency admissions");
    let Some(expected) = facts.round.performance.as_ref().and_then(|performance| performance.reduction.as_ref()) else {
        return tests.not_applicable(case, "the round's data expects no reduction");
    };
    let performance = &facts.plan.performance;
    let (reduction, node) = match performance.reduction {
        Field::Is(reduction, node) => (reduction.value, node),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
        Field::Absent => return tests.not_evaluated(case, "the plan does not state `performance.reduction`"),
    };
    if reduction >= expected.percent.0 || is_said(&performance.rationale) {
        return tests.pass(case.at(Some(node)));
    }
    let expectation = expected.percent.0.normalize();
    let message = format!("emergency admissions are to fall by {reduction}%, and at least {expectation}% is expected");
    let falls_if_turned = Decimal::ZERO.checked_sub(reduction).is_some_and(|turned| turned >= expected.percent.0);
    let help = if falls_if_turned {
        "write a reduction as a positive number"
    } else {
        "plan a larger reduction, or say in `performance.rationale` why it is smaller"
    };
    tests.fail(Failure::new(case, node, message).clause(&expected.clause).help(help));
}
