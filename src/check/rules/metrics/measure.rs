//! The meaning of a metric's figures: its unit, its direction, its periods, and the slips that explain a wrong figure.

use std::collections::HashMap;

use rust_decimal::RoundingStrategy;

use crate::check::prelude::*;
use crate::check::rules::shape::missing_section;
pub(super) use crate::money::in_prose as figure;
use crate::plan::{self, Direction, Number, Reporting, Values};
use crate::policy::{self, Better};
use crate::text::digits::exchanged;
use crate::unit::{Quantity, Unit};

/// The kind of a metric of the area's own.
pub(super) const LOCAL: &str = "local";

/// An entry of `[[metrics]]` beside what the round says of its kind.
pub(super) struct Measure<'a> {
    pub(super) metric: &'a plan::Metric,
    /// The round's entry; none for a local metric.
    pub(super) national: Option<&'a policy::Metric>,
}

impl<'a> Measure<'a> {
    /// Returns every entry, in the order of the plan.
    pub(super) fn all(facts: &Facts<'a>) -> impl Iterator<Item = Self> {
        let round = facts.round;
        let measure = move |metric: &'a plan::Metric| Self {
            metric,
            national: metric.kind.str().and_then(|kind| round.metric(kind)),
        };
        facts.plan.metrics.iter().map(measure)
    }

    /// Returns the entries of a national metric. A plan may give one twice, in two units.
    pub(super) fn of(facts: &Facts<'a>, national: &policy::Metric) -> Vec<Self> {
        Self::all(facts).filter(|measure| measure.metric.kind.str() == Some(&national.id)).collect()
    }

    /// Returns the entries of a kind of the area's own.
    pub(super) fn local(facts: &Facts<'a>) -> Vec<Self> {
        Self::all(facts).filter(|measure| measure.metric.kind.str() == Some(LOCAL)).collect()
    }

    /// Returns the clause on which its unit rests, where the plan names none and the round has it by another than the
    /// metric.
    pub(super) fn unit_clause(&self) -> Option<&'a str> {
        self.direction_clause().filter(|_| self.metric.unit.is_absent())
    }

    /// Returns the clause on which its direction rests, where the round has it by another than the metric.
    pub(super) fn direction_clause(&self) -> Option<&'a str> {
        self.national.and_then(|national| national.definition_clause.as_deref())
    }

    /// Returns what messages call it.
    pub(super) fn name(&self) -> String {
        format!("`{}`", shortened(self.metric.key().unwrap_or("metric")))
    }

    /// Returns what tests of it are about.
    pub(super) fn key(&self) -> String {
        shortened(self.metric.key().unwrap_or("metric")).into_owned()
    }

    /// Returns what its values count, or why that is not known.
    pub(super) fn unit(&self) -> Result<Unit, String> {
        match (&self.metric.unit, self.national) {
            (Field::Is(unit, _), _) => Ok(*unit),
            (Field::Unreadable(_), _) => Err(format!("the unit of {} cannot be read", self.name())),
            (Field::Absent, Some(national)) => Ok(national.unit),
            (Field::Absent, None) => Err(format!("{} has no `unit`", self.name())),
        }
    }

    /// Returns whether a unit is the one the round counts it in; a metric of the area's own has no other.
    pub(super) fn is_own_unit(&self, unit: Unit) -> bool {
        self.national.is_none_or(|national| national.unit == unit)
    }

    /// Returns which way it improves, or why that is not known. The round's word counts before the plan's.
    pub(super) fn better(&self) -> Result<Direction, String> {
        match (self.national, &self.metric.better) {
            (Some(national), _) if national.better == Better::Lower => Ok(Direction::Lower),
            (Some(_), _) => Ok(Direction::Higher),
            (None, Field::Is(better, _)) => Ok(*better),
            (None, Field::Unreadable(_)) => Err(format!("which way {} improves cannot be read", self.name())),
            (None, Field::Absent) => Err(format!("{} does not say which way is `better`", self.name())),
        }
    }

    /// Returns how its figures of a quarter or year were made.
    pub(super) fn reporting(&self) -> Result<Reporting, String> {
        match &self.metric.reporting {
            Field::Is(reporting, _) => Ok(*reporting),
            Field::Absent => Ok(Reporting::InPeriod),
            Field::Unreadable(_) => Err(format!("the `reporting` of {} cannot be read", self.name())),
        }
    }

    /// Returns by how many months a figure of this unit and period is to be multiplied to be that of the whole period.
    ///
    /// # Errors
    /// When the figure runs from the start of the year, so that it is not the period's own.
    pub(super) fn months_in_figure(&self, unit: Unit, period: Period) -> Result<i64, String> {
        let count = month_count(period);
        match self.reporting()? {
            _ if count == 1 && unit.is_monthly() => Ok(1),
            Reporting::Cumulative if !starts_the_year(period) => Err(format!(
                "the figures of {} are cumulative, and {} does not start the year",
                self.name(),
                period.prose()
            )),
            _ if unit.is_monthly() => Ok(count),
            Reporting::MonthlyAverage => Ok(count),
            Reporting::Cumulative | Reporting::InPeriod => Ok(1),
        }
    }
}

/// Returns why nothing is tested of metrics that are not there.
pub(super) fn missing() -> String {
    format!("the plan has no `metrics` ({})", missing_section::RULE.id)
}

/// Returns whether the section is missing, which is one finding and blocks every rule on its entries.
pub(super) fn blocked(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let is_missing = facts.lacks_section("metrics");
    if is_missing {
        tests.not_evaluated(Case::default(), missing());
    }
    is_missing
}

/// The figures of a series by period, so that looking one up costs the same in the longest series.
pub(super) struct Figures {
    by_period: HashMap<Period, Field<Number>>,
    lost: Option<NodeId>,
}

impl Figures {
    pub(super) fn of(series: &Values) -> Self {
        let lost = series.node.filter(|_| series.damaged);
        Self { by_period: series.entries.iter().copied().collect(), lost }
    }

    /// Returns the figure of a period. In a damaged table one that is not there counts as unreadable.
    pub(super) fn at(&self, period: Period) -> Field<Number> {
        self.by_period.get(&period).copied().unwrap_or_else(|| self.lost.map_or(Field::Absent, Field::Unreadable))
    }

    /// Returns whether it states nothing and nothing of it was lost.
    pub(super) fn is_empty(&self) -> bool {
        self.by_period.is_empty() && self.lost.is_none()
    }
}

/// Returns the months of a period.
pub(super) fn months(period: Period) -> Vec<Month> {
    match period {
        Period::Year(year) => year.months().collect(),
        Period::Quarter(year, quarter) => {
            year.months().skip(3 * usize::from(quarter.saturating_sub(1))).take(3).collect()
        }
        Period::Month(month) => vec![month],
    }
}

/// Returns how many months a period has.
pub(super) fn month_count(period: Period) -> i64 {
    match period {
        Period::Year(_) => 12,
        Period::Quarter(..) => 3,
        Period::Month(_) => 1,
    }
}

/// Returns the days of a period.
pub(super) fn days(period: Period) -> i64 {
    months(period).into_iter().map(|month| i64::from(month.days())).sum()
}

fn starts_the_year(period: Period) -> bool {
    months(period).first().is_some_and(|month| month.month == 4)
}

/// Returns a product of several factors, if a decimal can hold it.
pub(super) fn product<const N: usize>(factors: [Decimal; N]) -> Option<Decimal> {
    factors.into_iter().try_fold(Decimal::ONE, Decimal::checked_mul)
}

/// Returns a value with just so many decimals, nearest.
pub(super) fn to_scale(value: Decimal, scale: u32) -> Decimal {
    rescaled(value.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero), scale)
}

/// Returns a value with just so many decimals, never more than it is.
pub(super) fn down_to_scale(value: Decimal, scale: u32) -> Decimal {
    rescaled(value.round_dp_with_strategy(scale, RoundingStrategy::ToNegativeInfinity), scale)
}

fn rescaled(mut value: Decimal, scale: u32) -> Decimal {
    value.rescale(scale);
    value
}

/// Returns a figure of a period with its place, or why it is not known.
pub(super) fn given(
    facts: &Facts<'_>,
    period: Period,
    field: &Field<Number>,
    what: &str,
) -> Result<(Number, NodeId), Reason> {
    match field {
        Field::Is(number, node) => Ok((*number, *node)),
        Field::Unreadable(node) => Err(facts.blocked_by(*node, "cannot be read")),
        Field::Absent => Err(format!("the {what} for {} is not stated", period.prose()).into()),
    }
}

/// Returns how far two figures lie apart.
pub(super) fn apart(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_sub(b).map(|difference| difference.abs())
}

/// Returns what would explain that `stated` is not `right`: a fragment such as "its two digits are swapped".
pub(super) fn slip(stated: Number, right: Decimal, unit: Option<Unit>) -> Option<String> {
    let near = |value: Option<Decimal>, slack: Option<Decimal>| {
        value.and_then(|v| apart(v, right)).zip(slack).is_some_and(|(d, s)| d <= s)
    };
    let times = |factor: Decimal| near(stated.value.checked_mul(factor), stated.slack().checked_mul(factor));
    let over = |factor: Decimal| near(stated.value.checked_div(factor), stated.slack().checked_div(factor));
    if stated.value.is_zero() || right.is_zero() {
        return None;
    }
    if near(Decimal::ZERO.checked_sub(stated.value), Some(stated.slack())) {
        return Some("only the sign is wrong".into());
    }
    let power = (1..=5).map(|n| (n, Decimal::from(10_i64.pow(n))));
    for (n, factor) in power {
        if times(factor) {
            return Some(too_small(n, unit));
        }
        if over(factor) {
            return Some(format!("it is {} times too large", figure(factor)));
        }
    }
    let month = [(3, "quarter"), (12, "year")].into_iter().find_map(|(count, whole)| {
        let count = Decimal::from(count);
        let average = times(count)
            .then(|| format!("it is the average of a month of the {whole}, not the whole {whole}'s figure"));
        average
            .or_else(|| over(count).then(|| format!("it is the whole {whole}'s figure, not the average of its months")))
    });
    month.or_else(|| {
        let right = to_scale(right, stated.value.scale());
        exchanged(&stated.value.to_string(), &right.to_string()).map(|_| "two of its digits are swapped".into())
    })
}

/// Returns by how many places the point of `stated` is too far left; 0 where that is not what is wrong with it.
pub(super) fn places_short(stated: Number, right: Decimal) -> u32 {
    let near = |factor: Decimal| {
        let value = stated.value.checked_mul(factor).and_then(|value| apart(value, right));
        value.zip(stated.slack().checked_mul(factor)).is_some_and(|(apart, slack)| apart <= slack)
    };
    (1..=5).find(|n| !stated.value.is_zero() && near(Decimal::from(10_i64.pow(*n)))).unwrap_or(0)
}

fn too_small(places: u32, unit: Option<Unit>) -> String {
    match unit.map(Unit::quantity) {
        Some(Quantity::Share { of }) if of == 10_u32.pow(places) => "it is a fraction, not percent".into(),
        Some(Quantity::Rate { per, .. }) => {
            let stated = (per / 10_u32.pow(places)).max(1);
            format!("it is a rate per {}, not per {}", figure(stated.into()), figure(per.into()))
        }
        _ => format!("it is {} times too small", figure(Decimal::from(10_i64.pow(places)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number { value: Decimal::from_str_exact(text).expect("a number") }
    }

    #[test]
    fn slips_are_recognised() {
        let slip = |stated: &str, right: &str, unit| slip(number(stated), number(right).value, unit);
        assert_eq!(slip("0.87", "87.1", Some(Unit::Percent)).as_deref(), Some("it is a fraction, not percent"));
        assert_eq!(
            slip("6.1", "612.4", Some(Unit::Per100k)).as_deref(),
            Some("it is a rate per 1,000, not per 100,000")
        );
        assert_eq!(slip("621.6", "612.63", None).as_deref(), Some("two of its digits are swapped"));
        assert_eq!(slip("-60", "60", None).as_deref(), Some("only the sign is wrong"));
        assert_eq!(
            slip("300.0", "100.01", None).as_deref(),
            Some("it is the whole quarter's figure, not the average of its months")
        );
        assert_eq!(slip("613.6", "612.6", None), None);
    }

    #[test]
    fn a_point_is_too_far_left_by_up_to_five_places() {
        for (stated, places) in [("0.87", 2), ("8.7", 1), ("87", 0), ("0.00087", 5), ("0.000087", 0), ("870", 0)] {
            let (stated, right) = (number(stated), number("87").value);
            assert_eq!(places_short(stated, right), places, "{stated:?}");
            assert_eq!(
                slip(stated, right, None).is_some_and(|why| why.ends_with(" too small")),
                places > 0,
                "{stated:?}"
            );
        }
        assert_eq!(slip(number("0"), number("87").value, None), None);
        assert_eq!(places_short(number("0"), number("87").value), 0);
    }

    #[test]
    fn a_quarter_has_three_months_and_its_days() {
        let quarter = Period::parse("2017-18-Q4").expect("a quarter");
        assert_eq!((months(quarter).len(), days(quarter), starts_the_year(quarter)), (3, 90, false));
        assert_eq!(days(Period::Year(Year::starting(2015))), 366);
    }
}
