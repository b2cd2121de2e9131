//! `metric-out-of-range`: a figure a metric cannot have.

use super::measure::{self, Figures, Measure, figure};
use super::unit_not_of_metric;
use crate::check::prelude::*;
use crate::money::rewrite_number;
use crate::plan::{Number, Values};
use crate::unit::{Quantity, Unit};

pub(crate) static RULE: Rule = Rule {
    id: "metric-out-of-range",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a figure a metric cannot have",
    why: "A percentage beyond 100, a count below nothing or a part larger than its whole is a slip of the keyboard, and every figure made from it is wrong.",
    fix: "Correct the figure.",
    example: r#"
[[metrics]]
kind = "reablement"
target = { 2017-18 = 187.0 }
#                    ^^^^^ the target of `reablement` for 2017/18 is 187.0; a percentage lies between 0 and 100
#                    mend: 87.0
"#,
    cases: &[
        r#"
# No more beds can be delayed than there are.
[transfers_of_care]
bed_share = { 2017-10 = 3.6, 2017-11 = 35 , 2017-12 = 350 }
#                                                     ^^^ the share of beds delayed in December 2017 is 350; a
#                                                     percentage lies between 0 and 100
#                                                     mend: 3.5

[[metrics]]
kind = "reablement"
target = { 2017-18 = 87.0 }
"#,
        r#"
# A count may be 0 unless something is divided by it; neither a count nor a rate is below 0.
[[metrics]]
kind = "delayed-transfers"
numerator = { 2017-18-Q1 = -4_000, 2017-18-Q2 = 0 }
#                          ^^^^^^ the numerator of `delayed-transfers` for quarter 1 of 2017/18 is -4,000; a count
#                          cannot be below 0
#                          edit: 4_000
#                          mend: 4_000
denominator = { 2017-18-Q1 = 0 }
#                            ^ the denominator of `delayed-transfers` for quarter 1 of 2017/18 is 0: nothing can be
#                            divided by it
#                            mend: 320_000
feb_2017_daily_rate = -12.5
#                     ^^^^^ the daily rate of `delayed-transfers` in February 2017 is -12.5; a rate cannot be below 0
#                     edit: 12.5
#                     mend: 12.5
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let beds = &facts.plan.transfers_of_care.bed_share;
    let (mut failed, mut count) = (bed_share(tests, beds), usize::from(!beds.is_absent()));
    if measure::blocked(facts, tests) {
        return;
    }
    for measure in Measure::all(facts) {
        for (what, series) in sides(&measure) {
            count += 1;
            failed |= below_nothing(facts, tests, &measure, what, series);
        }
        for (above, below) in pairs(&measure) {
            failed |= part_above_whole(tests, &measure, above, below);
        }
        let blocked = |unit| unit_not_of_metric::blocks(facts, &measure, unit).map_or(Ok(unit), Err);
        match measure.unit().and_then(blocked) {
            Ok(unit) => {
                for (what, series) in values(&measure) {
                    count += 1;
                    failed |= beyond(facts, tests, &measure, unit, what, series);
                }
                failed |= negative_rate(facts, tests, &measure);
            }
            Err(reason) => tests.not_evaluated(Case::of(measure.key()), reason),
        }
    }
    tests.pass_lot(failed, count, "series of metrics");
}

/// Reports shares of beds beyond 100 percent; returns whether there are any.
fn bed_share(tests: &mut Tests<'_>, beds: &Values) -> bool {
    let mut failed = false;
    for (period, Number { value }, node) in beds.readable().filter(|(_, share, _)| is_beyond_all(*share)) {
        failed = true;
        let message =
            format!("the share of beds delayed in {} is {}; {}", period.prose(), figure(value), Unit::Percent.range());
        let failure = Failure::new(Case::in_period(period, "share of beds delayed"), node, message);
        tests.fail(failure.help("correct the figure"));
    }
    failed
}

/// Returns whether a percentage is of more than there is.
pub(crate) fn is_beyond_all(share: Number) -> bool {
    share.value > most(Unit::Percent)
}

/// Returns whether a value or its figures are out of range, so that there is no use in recomputing it.
pub(super) fn excludes(measure: &Measure<'_>, unit: Unit, value: Decimal, top: Decimal, bottom: Decimal) -> bool {
    let part = is_proportion(measure) && top > bottom;
    value < Decimal::ZERO || value > most(unit) || top < Decimal::ZERO || bottom <= Decimal::ZERO || part
}

fn most(unit: Unit) -> Decimal {
    unit.quantity().most().map_or(Decimal::MAX, Decimal::from)
}

/// Returns whether its numerator is part of its denominator.
fn is_proportion(measure: &Measure<'_>) -> bool {
    measure.national.map_or(matches!(measure.unit().map(Unit::quantity), Ok(Quantity::Share { .. })), |national| {
        national.proportion
    })
}

fn values<'a>(measure: &Measure<'a>) -> Vec<(&'a str, &'a Values)> {
    let metric = measure.metric;
    let own = metric
        .value_series()
        .into_iter()
        .chain([("operating plan", &metric.operating_plan), ("additional reduction", &metric.additional_reduction)]);
    own.chain(metric.parts.iter().map(|(name, _, series)| (&**name, series)))
        .filter(|(_, series)| !series.is_absent())
        .collect()
}

fn pairs<'a>(measure: &Measure<'a>) -> [(&'a Values, &'a Values); 3] {
    let metric = measure.metric;
    [
        (&metric.numerator, &metric.denominator),
        (&metric.outturn_numerator, &metric.outturn_denominator),
        (&metric.baseline_numerator, &metric.baseline_denominator),
    ]
}

fn sides<'a>(measure: &Measure<'a>) -> Vec<(&'static str, &'a Values)> {
    let named = pairs(measure).into_iter().flat_map(|(above, below)| [("numerator", above), ("denominator", below)]);
    named.filter(|(_, series)| !series.is_absent()).collect()
}

/// Reports values below nothing, and percentages beyond 100.
fn beyond(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    measure: &Measure<'_>,
    unit: Unit,
    what: &str,
    series: &Values,
) -> bool {
    let mut failed = false;
    for (period, Number { value }, node) in series.readable() {
        if (Decimal::ZERO..=most(unit)).contains(&value) {
            continue;
        }
        let range = unit.range();
        failed = true;
        let message = format!(
            "the {} of {} for {} is {}; {range}",
            shortened(what),
            measure.name(),
            period.prose(),
            figure(value)
        );
        let failure = Failure::new(Case::in_period(period, measure.key()), node, message);
        // That it cannot be below nothing holds in any unit; that it cannot be above 100, in percent only.
        let failure = failure.clause_if(measure.unit_clause().filter(|_| value > Decimal::ZERO));
        tests.fail(mended(facts, failure, node, value, most(unit)));
    }
    failed
}

/// Reports numerators below nothing, and denominators that are not above it.
fn below_nothing(facts: &Facts<'_>, tests: &mut Tests<'_>, measure: &Measure<'_>, what: &str, series: &Values) -> bool {
    let is_divisor = what == "denominator";
    let mut failed = false;
    for (period, Number { value }, node) in series.readable() {
        if value > Decimal::ZERO || (value.is_zero() && !is_divisor) {
            continue;
        }
        failed = true;
        let case = Case::in_period(period, measure.key());
        let of = format!("the {what} of {} for {}", measure.name(), period.prose());
        if value.is_zero() {
            let failure = Failure::new(case, node, format!("{of} is 0: nothing can be divided by it"));
            tests.fail(failure.help("state the number the rate is out of, or leave out both figures"));
        } else {
            let failure = Failure::new(case, node, format!("{of} is {}; a count cannot be below 0", figure(value)));
            tests.fail(mended(facts, failure, node, value, Decimal::MAX));
        }
    }
    failed
}

/// Reports a negative daily rate of February 2017, which is the same whatever the metric's unit; returns whether it is
/// negative.
fn negative_rate(facts: &Facts<'_>, tests: &mut Tests<'_>, measure: &Measure<'_>) -> bool {
    let Field::Is(Number { value }, node) = measure.metric.feb_2017_daily_rate else { return false };
    if value >= Decimal::ZERO {
        return false;
    }
    let message =
        format!("the daily rate of {} in February 2017 is {}; a rate cannot be below 0", measure.name(), figure(value));
    tests.fail(mended(facts, Failure::new(Case::of(measure.key()), node, message), node, value, Decimal::MAX));
    true
}

/// Offers the figure without its sign where that is in range.
fn mended(facts: &Facts<'_>, failure: Failure, node: NodeId, value: Decimal, most: Decimal) -> Failure {
    let size = value.abs();
    if value < Decimal::ZERO && size <= most && !size.is_zero() {
        let failure = failure.help(format!("take the sign off: {}", figure(size)));
        return failure.edit(node, rewrite_number(size, facts.plan.tree.raw(node)));
    }
    failure.help("correct the figure")
}

/// Reports numerators larger than the denominators they are part of.
fn part_above_whole(tests: &mut Tests<'_>, measure: &Measure<'_>, above: &Values, below: &Values) -> bool {
    if !is_proportion(measure) {
        return false;
    }
    let wholes = Figures::of(below);
    let mut failed = false;
    for (period, part, node) in above.readable() {
        let Field::Is(whole, whole_node) = wholes.at(period) else { continue };
        if part.value <= whole.value || whole.value <= Decimal::ZERO {
            continue;
        }
        failed = true;
        let (name, when) = (measure.name(), period.prose());
        let message = format!(
            "the numerator of {name} for {when} is {}, more than the {} it is part of",
            figure(part.value),
            figure(whole.value)
        );
        let help = if turned_round(measure, period, part, whole) {
            "the numerator and the denominator have changed places"
        } else {
            "correct the numerator or the denominator"
        };
        let failure = Failure::new(Case::in_period(period, measure.key()), node, message);
        tests.fail(failure.label(whole_node, "the denominator").help(help));
    }
    failed
}

/// Returns whether the value the metric states is that of the two figures exchanged.
fn turned_round(measure: &Measure<'_>, period: Period, part: Number, whole: Number) -> bool {
    let percent = whole.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|top| top.checked_div(part.value));
    let stated = measure.metric.value_series().into_iter().filter_map(|(_, series)| series.at(period).get().copied());
    let agrees = |value: Number| {
        percent.and_then(|right| measure::apart(value.value, right)).is_some_and(|apart| apart <= value.slack())
    };
    stated.into_iter().any(agrees)
}
