//! `metric-worsens`: the last target is worse than the last baseline.

use std::mem::discriminant;

use super::measure::{self, Measure, figure, product};
use crate::check::prelude::*;
use crate::plan::{Direction, Number, Reporting, Values};
use crate::unit::{Quantity, Unit};

pub(crate) static RULE: Rule = Rule {
    id: "metric-worsens",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "the last target is worse than the last baseline",
    why: "The fund is to make things better. A target that gives up ground may be right, where demand grows, but it needs its reasons.",
    fix: "Set a target no worse than the baseline, or give the reason in `rationale`.",
    example: r#"
[[metrics]]
kind = "reablement"
baseline = { 2016-17 = 87.0 }
target = { 2017-18 = 86.0, 2018-19 = 85.5 }
#                                    ^^^^ the target of `reablement` for 2018/19 is 85.5, worse than its baseline of
#                                    87.0 for 2016/17: higher is better
#                                    mend: 87.5
"#,
    cases: &[r#"
# Of a range the milder end is what is tested, whichever is written first.
[[metrics]]
kind = "reablement"
baseline = { 2016-17 = 87.0 }
target = { 2017-18 = 86.0, 2018-19 = { from = 88.0, to = 86.5 } }
#                                                        ^^^^ the target of `reablement` for 2018/19 is 86.5, worse
#                                                        than its baseline of 87.0 for 2016/17: higher is better
#                                                        mend: 87.0

[[metrics]]
kind = "local"
id = "falls"
name = "Falls"
unit = "count"
better = "lower"
baseline = { 2016-17 = 900 }
target = { 2018-19 = { from = 850, to = 900 } }
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
        any = true;
        let case = Case::of(measure.key());
        match worse(facts, &measure) {
            Err(reason) => tests.not_evaluated(case, reason),
            Ok(None) => tests.pass(case),
            Ok(Some(change)) => tests.fail(failure(&measure, case, &change)),
        }
    }
    if !any {
        tests.not_applicable(Case::default(), "the plan has no metrics");
    }
}

/// A figure with its period and place.
type Stated = (Period, Number, NodeId);

/// A change for the worse.
struct Change {
    from: Stated,
    to: Stated,
    better: Direction,
}

fn worse(facts: &Facts<'_>, measure: &Measure<'_>) -> Result<Option<Change>, String> {
    let better = measure.better()?;
    let name = measure.name();
    let from =
        last(&measure.metric.baseline, |_| true).ok_or_else(|| format!("{name} has no baseline that can be read"))?;
    let to = last(&measure.metric.target, |year| facts.round.has_year(year));
    let to = to.ok_or_else(|| format!("{name} has no target in the round's years that can be read"))?;
    Ok(is_worse(measure, better, from, to)?.then_some(Change { from, to, better }))
}

/// Returns the figure of the last period, unless a later one cannot be read.
fn last(series: &Values, counts: impl Fn(Year) -> bool) -> Option<Stated> {
    let entries = series.entries.iter().filter(|(period, _)| counts(period.financial_year()));
    let (period, field) = entries.max_by_key(|(period, _)| (period.last_month(), std::cmp::Reverse(*period)))?;
    match field {
        Field::Is(number, node) if !series.damaged => Some((*period, *number, *node)),
        _ => None,
    }
}

/// Returns whether `to` is worse than `from`: like with like, and by the day where the two periods are not equally
/// long.
fn is_worse(measure: &Measure<'_>, better: Direction, from: Stated, to: Stated) -> Result<bool, String> {
    let differ = || format!("{} and {} cannot be compared", from.0.prose(), to.0.prose());
    if discriminant(&from.0) != discriminant(&to.0) {
        return Err(differ());
    }
    let as_written =
        beyond(better, (from.1.value, Decimal::ZERO), (to.1.value, coarser(from.1, to.1))).ok_or_else(differ)?;
    if same_part_of_year(from.0, to.0) {
        return Ok(as_written);
    }
    let unit = measure.unit()?;
    let average = unit == Unit::Days && measure.national.is_some_and(|national| national.average);
    if matches!(unit.quantity(), Quantity::Share { .. }) || average {
        return Ok(as_written);
    }
    if measure.reporting()? == Reporting::Cumulative {
        return Err(differ());
    }
    let daily = |one: Stated, other: Stated| {
        let factors =
            [Decimal::from(measure.months_in_figure(unit, one.0).ok()?), Decimal::from(measure::days(other.0))];
        Some((product([one.1.value, factors[0], factors[1]])?, product([one.1.slack(), factors[0], factors[1]])?))
    };
    let (a, b) = daily(from, to).zip(daily(to, from)).ok_or_else(differ)?;
    let by_the_day = beyond(better, a, b).ok_or_else(differ)?;
    // A local count may be of things that do not add up over days, such as beds.
    if measure.national.is_none() && by_the_day != as_written { Err(differ()) } else { Ok(by_the_day) }
}

/// Returns whether `to` is worse by more than the two slacks together.
fn beyond(better: Direction, from: (Decimal, Decimal), to: (Decimal, Decimal)) -> Option<bool> {
    let rise = to.0.checked_sub(from.0)?;
    let slack = from.1.checked_add(to.1)?;
    Some(match better {
        Direction::Lower => rise > slack,
        Direction::Higher => rise < Decimal::ZERO.checked_sub(slack)?,
    })
}

/// Returns what rounding can explain between two figures: nothing where they are equally precise.
fn coarser(a: Number, b: Number) -> Decimal {
    if a.value.scale() == b.value.scale() { Decimal::ZERO } else { a.slack().max(b.slack()) }
}

fn same_part_of_year(a: Period, b: Period) -> bool {
    match (a, b) {
        (Period::Year(_), Period::Year(_)) => true,
        (Period::Quarter(_, a), Period::Quarter(_, b)) => a == b,
        (Period::Month(a), Period::Month(b)) => a.month == b.month && a.days() == b.days(),
        _ => false,
    }
}

fn failure(measure: &Measure<'_>, case: Case, change: &Change) -> Failure {
    let (from, to) = (change.from, change.to);
    let name = measure.name();
    let message = format!(
        "the target of {name} for {} is {}, worse than its baseline of {} for {}: {} is better",
        to.0.prose(),
        figure(to.1.value),
        figure(from.1.value),
        from.0.prose(),
        change.better.word(),
    );
    let failure =
        Failure::new(case, to.2, message).clause_if(measure.direction_clause()).label(from.2, "the last baseline");
    let reasoned = measure.metric.rationale.str().is_some_and(|text| !text.trim().is_empty());
    if reasoned {
        failure.level(Level::Advice).help("make sure that its rationale says why it gets worse")
    } else {
        failure.help("set a target no worse than the baseline, or say in `rationale` why not")
    }
}
