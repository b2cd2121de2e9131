//! `delays-above-expectation`: more delayed days a day than the round expects from a month on.

use super::measure::{self, Measure, figure, product};
use super::metric_out_of_range;
use crate::check::prelude::*;
use crate::money::rewrite_number;
use crate::plan::{Number, Numbers};
use crate::policy::DailyCeiling;
use crate::unit::{Quantity, Unit};

pub(crate) static RULE: Rule = Rule {
    id: "delays-above-expectation",
    level: Level::Error,
    clauses: Clauses::One("delay-rate"),
    summary: "more delayed days a day than the round expects",
    why: "The expectation is a rate by the day, plans give months, and months differ in length: what keeps to it in March breaks it in February.",
    fix: "Divide each month's figure by its days and bring it down to the rate, or to the area's own earlier rate where that was lower.",
    example: r#"
[[metrics]]
kind = "delayed-transfers"
target = { 2018-02 = 265.0, 2018-03 = 265.0 }
#                    ^^^^^ the target of `delayed-transfers` for February 2018 is 265.0: over 28 days that is 9.46 a
#                    day, and the limit is 9.4
#                    edit: 263.2
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    for national in &facts.round.metrics {
        let Some(ceiling) = &national.ceiling else { continue };
        let entries = Measure::of(facts, national);
        if entries.is_empty() {
            tests.not_evaluated(Case::of(&national.id), format!("the plan has no metric `{}`", national.id));
        }
        for measure in entries {
            for year in facts.years().filter(|year| Period::Year(*year).last_month() >= ceiling.from) {
                in_year(facts, tests, &measure, ceiling, year);
            }
        }
    }
}

/// The greatest daily rate, and where the plan states it if the plan does.
struct Limit {
    rate: Decimal,
    own: Option<NodeId>,
}

fn limit(facts: &Facts<'_>, measure: &Measure<'_>, ceiling: &DailyCeiling) -> Result<Limit, String> {
    match measure.metric.feb_2017_daily_rate {
        Field::Unreadable(node) => Err(facts.blocked_by(node, "cannot be read").into()),
        Field::Is(own, node) if own.value < Decimal::ZERO => {
            Err(facts.blocked_by(node, &format!("is out of range ({})", metric_out_of_range::RULE.id)).into())
        }
        Field::Is(own, node) if own.value < ceiling.rate.0 => Ok(Limit { rate: own.value, own: Some(node) }),
        Field::Is(..) | Field::Absent => Ok(Limit { rate: ceiling.rate.0, own: None }),
    }
}

/// A target above the limit.
struct Excess {
    period: Period,
    stated: Number,
    at: NodeId,
    /// The same by the day.
    daily: Decimal,
    /// The greatest figure of its precision that keeps to the limit.
    most: Decimal,
}

fn in_year(facts: &Facts<'_>, tests: &mut Tests<'_>, measure: &Measure<'_>, ceiling: &DailyCeiling, year: Year) {
    let case = || Case::in_year(year, measure.key());
    let limit = match limit(facts, measure, ceiling) {
        Ok(limit) => limit,
        Err(reason) => return tests.not_evaluated(case(), reason),
    };
    let (mut excesses, mut held, mut unknown) = (Vec::new(), 0, None);
    let targets = measure
        .metric
        .target
        .entries
        .iter()
        .filter(|(period, _)| period.financial_year() == year && period.last_month() >= ceiling.from);
    for (period, field) in targets {
        let begins_before = measure::months(*period).first().is_none_or(|month| *month < ceiling.from);
        let compared = if begins_before && !field.is_unreadable() {
            Err(format!("{} begins before {}", period.prose(), ceiling.from.prose()))
        } else {
            compare(facts, measure, &limit, *period, field)
        };
        match compared {
            Ok(Some(excess)) => excesses.push(excess),
            Ok(None) => held += 1,
            Err(reason) => unknown = unknown.or(Some(reason)),
        }
    }
    excesses.sort_by_key(|excess| (excess.period.last_month(), excess.period));
    if let Some(failure) = failure(facts, measure, case(), &limit, &excesses) {
        tests.fail(failure.clause(&ceiling.clause));
    } else if held > 0 {
        tests.pass(case());
    }
    match unknown {
        Some(reason) => tests.not_evaluated(case(), reason),
        None if held > 0 || !excesses.is_empty() => {}
        None if measure.national.is_some_and(|national| national.target_years.contains(&year)) => {
            tests.not_evaluated(case(), format!("{} has no target from {} on", measure.name(), ceiling.from.prose()));
        }
        None => tests.not_applicable(case(), format!("the round asks for no target for {}", year.prose())),
    }
}

fn compare(
    facts: &Facts<'_>,
    measure: &Measure<'_>,
    limit: &Limit,
    period: Period,
    field: &Field<Number>,
) -> Result<Option<Excess>, String> {
    let Field::Is(stated, at) = *field else {
        return Err(format!("the target of {} for {} cannot be read", measure.name(), period.prose()));
    };
    let unit = measure.unit()?;
    let months = Decimal::from(measure.months_in_figure(unit, period)?);
    let people = match unit.quantity() {
        Quantity::Rate { per, .. } => Decimal::from(per),
        Quantity::Count if unit == Unit::Days => population(facts, measure, period.financial_year())?,
        Quantity::Count | Quantity::Share { .. } => {
            return Err(format!("{} is in `{}`, not in days", measure.name(), unit.word()));
        }
    };
    // stated × months / days × 100,000 / people, against the limit.
    let too_large = || "the figures are too large to calculate with".to_owned();
    let (hundred_thousand, days) = (Decimal::from(100_000), Decimal::from(measure::days(period)));
    let allowed = product([limit.rate, days, people]).ok_or_else(too_large)?;
    let weight = product([months, hundred_thousand]).ok_or_else(too_large)?;
    if product([stated.value, weight]).ok_or_else(too_large)? <= allowed {
        return Ok(None);
    }
    let daily = product([stated.value, weight])
        .zip(product([days, people]))
        .and_then(|(a, b)| a.checked_div(b))
        .ok_or_else(too_large)?;
    let most = measure::down_to_scale(allowed.checked_div(weight).ok_or_else(too_large)?, stated.value.scale());
    Ok(Some(Excess { period, stated, at, daily, most }))
}

/// Returns the first month from which on every target by the month keeps to the round's daily rate, as the rule
/// compares them.
pub(crate) fn kept_from(facts: &Facts<'_>, metric: &crate::plan::Metric) -> Option<Month> {
    let measure = Measure { metric, national: facts.round.metric(metric.kind.str()?) };
    let limit = limit(facts, &measure, measure.national?.ceiling.as_ref()?).ok()?;
    let mut kept = None;
    let mut targets: Vec<_> = metric.target.entries.iter().collect();
    targets.sort_by_key(|(period, _)| period.last_month());
    for (period, field) in targets {
        let Period::Month(month) = *period else { continue };
        match compare(facts, &measure, &limit, *period, field) {
            Ok(None) => kept = kept.or(Some(month)),
            Ok(Some(_)) => kept = None,
            Err(_) => return None,
        }
    }
    kept
}

/// Returns the people a rate is out of.
fn population(facts: &Facts<'_>, measure: &Measure<'_>, year: Year) -> Result<Decimal, String> {
    let group = measure.national.and_then(|national| national.population.as_deref()).unwrap_or("everyone");
    let people = &facts.plan.area.population;
    let series: &Numbers = match group {
        "adults" => &people.adults,
        "older" => &people.older,
        _ => &people.everyone,
    };
    match series.at(year) {
        Field::Is(number, _) if number.value > Decimal::ZERO => Ok(number.value),
        Field::Is(_, node) | Field::Unreadable(node) => Err(facts.blocked_by(node, "is no number of people").into()),
        Field::Absent => Err(format!("`area.population.{group}.{year}` is not stated")),
    }
}

fn failure(
    facts: &Facts<'_>,
    measure: &Measure<'_>,
    case: Case,
    limit: &Limit,
    excesses: &[Excess],
) -> Option<Failure> {
    let (first, others) = excesses.split_first()?;
    let days = measure::days(first.period);
    let whose = if limit.own.is_some() { "the area's own rate of February 2017" } else { "the limit" };
    let message = format!(
        "the target of {} for {} is {}: over {days} days that is {} a day, and {whose} is {}",
        measure.name(),
        first.period.prose(),
        figure(first.stated.value),
        above(first.daily, limit.rate),
        limit.rate.normalize(),
    );
    let help = match others.len() {
        0 => format!("at most {} keeps to it", figure(first.most)),
        1 => format!("at most {} keeps to it; another period exceeds it too", figure(first.most)),
        count => format!("at most {} keeps to it; {count} more periods exceed it too", figure(first.most)),
    };
    let mut failure = Failure::new(case, first.at, message).help(help).label_if(limit.own, "the area's own daily rate");
    for other in others {
        failure = failure
            .label(other.at, format!("{} a day; at most {}", above(other.daily, limit.rate), figure(other.most)));
    }
    let down = |excess: &Excess| (excess.at, rewrite_number(excess.most, facts.plan.tree.raw(excess.at)));
    // One edit does not mend several periods.
    Some(if others.is_empty() {
        let (at, with) = down(first);
        failure.edit(at, with)
    } else {
        failure.together(excesses.iter().map(down))
    })
}

/// Returns a daily rate with as many decimals as show that it is above the limit.
fn above(daily: Decimal, limit: Decimal) -> Decimal {
    (2..=8).map(|scale| measure::to_scale(daily, scale)).find(|rounded| *rounded > limit).unwrap_or(daily)
}
