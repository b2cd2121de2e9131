//! `admissions-not-aligned`: planned admissions are not the operating plans' less the further reduction.

use std::collections::BTreeSet;

use super::measure::{self, Figures, Measure, figure};
use super::metric_out_of_range;
use crate::check::prelude::*;
use crate::money::rewrite_number;
use crate::plan::Number;
use crate::unit::{Quantity, Unit};

pub(crate) static RULE: Rule = Rule {
    id: "admissions-not-aligned",
    level: Level::Warning,
    clauses: Clauses::One("admissions-aligned"),
    summary: "planned non-elective admissions are not the operating plans' less the further reduction",
    why: "Hospitals plan their beds by the CCGs' operating plans. A figure of its own here promises beds closed that nobody plans to close.",
    fix: "Use the operating plans' figure, less the reduction the plan states.",
    example: r#"
[[metrics]]
kind = "non-elective-admissions"
operating_plan = { 2017-18 = 61_020 }
additional_reduction = { 2017-18 = 420 }
target = { 2017-18 = 61_020 }
#                    ^^^^^^ the target of `non-elective-admissions` for 2017/18 is 61,020; the operating plans' 61,020
#                    less 420 make 60,600 (to be confirmed)
#                    edit: 60_600
"#,
    cases: &[
        r#"
# A rate is not held against a number of admissions, but against a rate.
[[metrics]]
kind = "non-elective-admissions"
unit = "per-100k-per-month"
operating_plan = { 2017-18 = 60_582, 2018-19 = 739.5 }
target = { 2017-18 = 737.92, 2018-19 = 737.9 }
#                                      ^^^^^ the target of `non-elective-admissions` for 2018/19 is 737.9; the operating
#                                      plans have 739.5 (to be confirmed)
#                                      edit: 739.5
"#,
        r#"
# Without a reduction the target is the operating plans' figure; counts are exact.
[[metrics]]
kind = "non-elective-admissions"
operating_plan = { 2017-18 = 61_020, 2018-19 = 61_000 }
target = { 2017-18 = 61_020, 2018-19 = 61_001 }
#                                      ^^^^^^ the target of `non-elective-admissions` for 2018/19 is 61,001; the
#                                      operating plans have 61,000 (to be confirmed)
#                                      edit: 61_000
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    for national in &facts.round.metrics {
        let Some(clause) = &national.aligned_clause else { continue };
        let entries = Measure::of(facts, national);
        if entries.is_empty() {
            tests.not_evaluated(Case::of(&national.id), format!("the plan has no metric `{}`", national.id));
        }
        for measure in entries {
            entry(facts, tests, &measure, clause);
        }
    }
}

fn entry(facts: &Facts<'_>, tests: &mut Tests<'_>, measure: &Measure<'_>, clause: &str) {
    let metric = measure.metric;
    let [target, plan, reduction] =
        [&metric.target, &metric.operating_plan, &metric.additional_reduction].map(Figures::of);
    if plan.is_empty() {
        return tests.not_evaluated(Case::of(measure.key()), format!("{} has no `operating_plan`", measure.name()));
    }
    let stated = metric.target.entries.iter().chain(&metric.operating_plan.entries).map(|(period, _)| *period);
    let periods: BTreeSet<Period> = stated.filter(|period| facts.round.has_year(period.financial_year())).collect();
    for period in periods {
        let case = Case::in_period(period, measure.key());
        let given = |what: &str, field: Field<Number>| match field {
            Field::Is(number, node) => Ok((number, node)),
            Field::Unreadable(node) => Err(facts.blocked_by(node, "cannot be read").into()),
            Field::Absent => Err(format!("{} has no {what} for {}", measure.name(), period.prose())),
        };
        let reduced = match reduction.at(period) {
            Field::Absent => Ok(None),
            field => given("additional reduction", field).map(Some),
        };
        let figures = given("target", target.at(period))
            .and_then(|target| Ok((target, given("operating plan", plan.at(period))?, reduced?)));
        match figures.and_then(|(target, plan, reduction)| aligned(measure, target, plan, reduction)) {
            Err(reason) => tests.not_evaluated(case, reason),
            Ok(None) => tests.pass(case),
            Ok(Some(wrong)) => tests.fail(failure(facts, measure, period, case, &wrong).clause(clause)),
        }
    }
}

/// A number with its place.
type Stated = (Number, NodeId);

/// A target that is not the operating plans' figure less the reduction.
struct Misalignment {
    target: Stated,
    plan: Stated,
    reduction: Option<Stated>,
    right: Decimal,
}

fn aligned(
    measure: &Measure<'_>,
    target: Stated,
    plan: Stated,
    reduction: Option<Stated>,
) -> Result<Option<Misalignment>, String> {
    let unit = measure.unit()?;
    let numbers = [Some(target), Some(plan), reduction].into_iter().flatten().map(|(number, _)| number);
    if numbers.clone().any(|number| number.value < Decimal::ZERO) {
        return Err(format!("a figure is out of range ({})", metric_out_of_range::RULE.id));
    }
    if are_of_unlike_units(unit, target.0, plan.0) {
        let name = measure.name();
        return Err(format!("the target of {name} and the operating plans' figure are not in the same unit"));
    }
    // Counts are exact; a rate is as precise as its last digit.
    let exact = unit.quantity() == Quantity::Count;
    let slack = if exact {
        Some(Decimal::ZERO)
    } else {
        numbers.map(Number::slack).try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let right = plan.0.value.checked_sub(reduction.map_or(Decimal::ZERO, |(number, _)| number.value));
    let too_large = || "the figures are too large to calculate with".to_owned();
    let right = right.ok_or_else(too_large)?;
    let apart = measure::apart(target.0.value, right).ok_or_else(too_large)?;
    Ok((apart > slack.ok_or_else(too_large)?).then_some(Misalignment { target, plan, reduction, right }))
}

/// Returns whether one figure is a rate and the other a number of admissions: the operating plans count admissions, and
/// what is given beside a rate is one only where it is of its size.
fn are_of_unlike_units(unit: Unit, target: Number, plan: Number) -> bool {
    const TIMES: Decimal = Decimal::TWO;
    let is_whole = |number: Number| number.value.fract().is_zero();
    let is_rate = unit.quantity() != Quantity::Count || is_whole(target) != is_whole(plan);
    let (less, more) = (target.value.min(plan.value), target.value.max(plan.value));
    is_rate && less.checked_mul(TIMES).is_some_and(|twice| more > twice)
}

fn failure(facts: &Facts<'_>, measure: &Measure<'_>, period: Period, case: Case, wrong: &Misalignment) -> Failure {
    let (target, at) = wrong.target;
    let plan = figure(wrong.plan.0.value);
    let sum = match wrong.reduction {
        Some((reduction, _)) => {
            format!("the operating plans' {plan} less {} make {}", figure(reduction.value), figure(wrong.right))
        }
        None => format!("the operating plans have {plan}"),
    };
    let message = format!("the target of {} for {} is {}; {sum}", measure.name(), period.prose(), figure(target.value));
    let help = match slip(wrong) {
        Some(why) => format!("{why}: write {}, or correct what it is made of", figure(wrong.right)),
        None => format!("write {}, or state the further reduction as `additional_reduction`", figure(wrong.right)),
    };
    let failure = Failure::new(case, at, message).help(help).label(wrong.plan.1, "the operating plans' figure");
    let failure = failure.label_if(wrong.reduction.map(|(_, node)| node), "the additional reduction");
    // A target cannot be below nothing, so an edit to less is none.
    if wrong.right < Decimal::ZERO {
        failure
    } else {
        failure.edit(at, rewrite_number(wrong.right, facts.plan.tree.raw(at)))
    }
}

fn slip(wrong: &Misalignment) -> Option<String> {
    let (target, plan) = (wrong.target.0.value, wrong.plan.0.value);
    if let Some((reduction, _)) = wrong.reduction {
        if target == plan {
            return Some("the reduction is not taken off".into());
        }
        if plan.checked_add(reduction.value) == Some(target) {
            return Some("the reduction is added instead of taken off".into());
        }
        if wrong.right.checked_sub(reduction.value) == Some(target) {
            return Some("the reduction is taken off twice".into());
        }
    }
    measure::slip(wrong.target.0, wrong.right, None)
}
