//! `metric-miscalculated`: a metric's value is not its numerator over its denominator.

use super::measure::{self, Figures, Measure, figure, product};
use super::{metric_out_of_range, unit_not_of_metric};
use crate::check::prelude::*;
use crate::money::rewrite_number;
use crate::plan::{Metric, Number, Reporting, Series, Values};
use crate::unit::{Quantity, Unit};

pub(crate) static RULE: Rule = Rule {
    id: "metric-miscalculated",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a metric's value is not its numerator over its denominator",
    why: "A rate that does not follow from its own figures is a slip in one of the three, and nobody can tell which by looking at the rate.",
    fix: "Correct the value, the numerator or the denominator.",
    example: r#"
[[metrics]]
kind = "reablement"
target = { 2017-18 = 81.4 }
#                    ^^^^ the target of `reablement` for 2017/18 is 81.4, but 180 out of 214 makes 84.1
#                    edit: 84.1
numerator = { 2017-18 = 180 }
denominator = { 2017-18 = 214 }
"#,
    cases: &[r#"
# An average in days is the days over what they are divided by; a number of days is no quotient.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[metrics]]
kind = "discharge-delay"
target = { 2025-26 = 0.62 }
#                    ^^^^ the target of `discharge-delay` for 2025/26 is 0.62, but 26,000 out of 40,000 makes 0.65
#                    edit: 0.65
numerator = { 2025-26 = 26_000 }
denominator = { 2025-26 = 40_000 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    let mut any = false;
    for measure in Measure::all(facts) {
        for ratio in ratios(&measure) {
            any = true;
            let case = Case::in_period(ratio.period, format!("{} {}", ratio.of, measure.key()));
            match worked_out(facts, &measure, &ratio) {
                Err(reason) => tests.not_evaluated(case, reason),
                Ok(None) => tests.pass(case),
                Ok(Some(wrong)) => tests.fail(failure(facts, &measure, &ratio, case, &wrong)),
            }
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "no metric gives a numerator or a denominator");
    }
}

/// A value with the figures it is to be recomputed from.
struct Ratio {
    period: Period,
    of: &'static str,
    value: Field<Number>,
    numerator: Field<Number>,
    denominator: Field<Number>,
}

/// A value that is not what its figures make it.
struct Miscalculation {
    stated: (Number, NodeId),
    numerator: (Number, NodeId),
    denominator: (Number, NodeId),
    right: Decimal,
    unit: Unit,
}

fn ratios(measure: &Measure<'_>) -> Vec<Ratio> {
    let metric = measure.metric;
    let [target, outturn, baseline] = [&metric.target, &metric.outturn, &metric.baseline].map(Figures::of);
    let values = [("target", &target), ("outturn", &outturn), ("baseline", &baseline)];
    let mut ratios = Vec::new();
    let mut collect = |above: &Values, below: &Values, values: &[(&'static str, &Figures)]| {
        let (numerators, denominators) = (Figures::of(above), Figures::of(below));
        let more = below.entries.iter().filter(|(period, _)| numerators.at(*period).is_absent());
        for (period, _) in above.entries.iter().chain(more) {
            let stated =
                values.iter().map(|(of, figures)| (*of, figures.at(*period))).find(|(_, field)| !field.is_absent());
            let (of, value) = stated.unwrap_or((values[0].0, Field::Absent));
            ratios.push(Ratio {
                period: *period,
                of,
                value,
                numerator: numerators.at(*period),
                denominator: denominators.at(*period),
            });
        }
    };
    collect(&metric.numerator, &metric.denominator, &values);
    collect(&metric.outturn_numerator, &metric.outturn_denominator, &values[1..2]);
    collect(&metric.baseline_numerator, &metric.baseline_denominator, &values[2..]);
    ratios
}

fn worked_out(facts: &Facts<'_>, measure: &Measure<'_>, ratio: &Ratio) -> Result<Option<Miscalculation>, String> {
    let unit = measure.unit()?;
    if let Some(reason) = unit_not_of_metric::blocks(facts, measure, unit) {
        return Err(reason);
    }
    if measure.national.is_some_and(|national| national.standardised) {
        return Err(format!("{} is standardised for age, which no quotient is", measure.name()));
    }
    let given =
        |field: &Field<Number>, what: &str| measure::given(facts, ratio.period, field, what).map_err(String::from);
    let stated = given(&ratio.value, ratio.of)?;
    let numerator = given(&ratio.numerator, "numerator")?;
    let denominator = given(&ratio.denominator, "denominator")?;
    let (top, bottom) = (numerator.0.value, denominator.0.value);
    if metric_out_of_range::excludes(measure, unit, stated.0.value, top, bottom) {
        return Err(format!(
            "the figures for {} are out of range ({})",
            ratio.period.prose(),
            metric_out_of_range::RULE.id
        ));
    }
    let mut right = None;
    for (factor, months) in readings(measure, unit, ratio.period)? {
        let divisor = product([bottom, Decimal::from(months)]);
        let value =
            product([top, Decimal::from(factor)]).zip(divisor).and_then(|(top, bottom)| top.checked_div(bottom));
        let value = value.ok_or_else(|| "the figures are too large to calculate with".to_owned())?;
        if measure::apart(stated.0.value, value).is_some_and(|apart| apart <= stated.0.slack()) {
            return Ok(None);
        }
        right.get_or_insert(value);
    }
    Ok(right.map(|right| Miscalculation { stated, numerator, denominator, right, unit }))
}

/// Returns what the quotient is multiplied by and divided by, in each way the figures can be meant.
fn readings(measure: &Measure<'_>, unit: Unit, period: Period) -> Result<Vec<(i64, i64)>, String> {
    let months = measure::month_count(period);
    let averaged = months > 1 && measure.reporting()? == Reporting::MonthlyAverage;
    let is_average = measure.national.is_some_and(|national| national.average && national.unit == unit);
    match unit.quantity() {
        Quantity::Count if is_average && !averaged => Ok(vec![(1, 1)]),
        Quantity::Count => Err(format!("{} is in {}, which is no quotient", measure.name(), unit.word())),
        Quantity::Share { .. } if averaged => Err(format!("{} averages the percentages of months", measure.name())),
        Quantity::Share { of } => Ok(vec![(of.into(), 1)]),
        // The numerator may be the period's or itself an average of months.
        Quantity::Rate { per, .. } if averaged => Ok(vec![(per.into(), months), (per.into(), 1)]),
        Quantity::Rate { per, monthly: false } => Ok(vec![(per.into(), 1)]),
        Quantity::Rate { per, monthly: true } => Ok(vec![(per.into(), measure.months_in_figure(unit, period)?)]),
    }
}

fn failure(facts: &Facts<'_>, measure: &Measure<'_>, ratio: &Ratio, case: Case, wrong: &Miscalculation) -> Failure {
    let (stated, at) = wrong.stated;
    let scale = stated.value.scale().saturating_sub(measure::places_short(stated, wrong.right));
    let scale = scale.max(scale_of_others(measure.metric, at).min(stated.value.scale()));
    let right = measure::to_scale(wrong.right, scale);
    let (top, bottom) = (wrong.numerator.0.value, wrong.denominator.0.value);
    let (top_text, bottom_text) = (figure(top), figure(bottom));
    let (of, name, when, says) = (ratio.of, measure.name(), ratio.period.prose(), figure(stated.value));
    let message =
        format!("the {of} of {name} for {when} is {says}, but {top_text} out of {bottom_text} makes {}", figure(right));
    let upside_down = swapped_sides(wrong, stated);
    let why = upside_down.or_else(|| measure::slip(stated, wrong.right, Some(wrong.unit)));
    let help = match why {
        Some(why) => format!("{why}: write {}, or correct the numerator or the denominator", figure(right)),
        None => format!("write {}, or correct the numerator or the denominator", figure(right)),
    };
    Failure::new(case, at, message)
        .help(help)
        .clause_if(measure.unit_clause())
        .label(wrong.numerator.1, "the numerator")
        .label(wrong.denominator.1, "the denominator")
        .edit(at, rewrite_number(right, facts.plan.tree.raw(at)))
}

/// Returns the most decimals that other values of a metric have.
fn scale_of_others(metric: &Metric, at: NodeId) -> u32 {
    let values = [&metric.target, &metric.outturn, &metric.baseline].into_iter().flat_map(Series::readable);
    values.filter(|(_, _, other)| *other != at).map(|(_, number, _)| number.value.scale()).max().unwrap_or_default()
}

/// Returns whether the value is right once numerator and denominator change places.
fn swapped_sides(wrong: &Miscalculation, stated: Number) -> Option<String> {
    let (top, bottom) = (wrong.numerator.0.value, wrong.denominator.0.value);
    let factor = wrong.right.checked_mul(bottom)?.checked_div(top)?;
    let turned = bottom.checked_mul(factor)?.checked_div(top)?;
    let near = measure::apart(turned, stated.value)? <= stated.slack();
    near.then(|| "the numerator and the denominator have changed places".to_owned())
}
