//! The spending that counts towards a floor, line by line.

use rust_decimal::Decimal;

use super::state::Unsaid;
use crate::check::facts::{Facts, SpendLine};
use crate::check::joint::nhs_share;
use crate::check::sum::Sum;
use crate::money::Money;
use crate::period::Year;
use crate::plan::{Commissioner, Field};
use crate::policy::{self, Floor as Asked};
use crate::span::NodeId;

/// The part of a line that counts towards a floor.
pub(in crate::check) enum Counts {
    /// Whole.
    Whole,
    /// This percentage of it.
    Percent(Decimal),
    /// Not at all.
    No,
    /// Not known: the line lacks this key, or has a value of it, at the node, that cannot be read.
    Unsaid(&'static str, Option<NodeId>),
}

/// Returns what counts towards a floor among the lines of some streams, without the contingency.
pub(in crate::check) fn counted(facts: &Facts<'_>, asked: &Asked, streams: &[&str], year: Year) -> Sum {
    let mut sum = Sum::default();
    let half_a_unit = facts.plan.precision().half();
    for line in streams.iter().flat_map(|stream| facts.lines_of(stream)) {
        let amount = line.spend.amount.at(year);
        match counts(&asked.counts, line) {
            Counts::Whole => sum.add(amount),
            Counts::Percent(percent) => sum.add_percent(amount, percent, half_a_unit),
            Counts::No | Counts::Unsaid(..) => {}
        }
    }
    sum
}

/// Returns the lines of a floor's stream that do not say what they are for.
pub(in crate::check) fn unsaid(facts: &Facts<'_>, asked: &Asked, year: Year) -> Vec<Unsaid> {
    let lines = facts.lines_of(&asked.stream);
    let unsaid = lines.filter_map(|line| {
        let Counts::Unsaid(key, unreadable) = counts(&asked.counts, line) else { return None };
        let (figure, most) = match line.spend.amount.at(year) {
            Field::Is(amount, node) if amount.pounds > Money::ZERO => (node, amount.pounds + amount.slack),
            Field::Unreadable(node) => (node, Money::LIMIT),
            Field::Is(..) | Field::Absent => return None,
        };
        Some(Unsaid { figure, line: line.spend.node, most, key, unreadable })
    });
    unsaid.collect()
}

/// Returns whether a line counts by what a floor says of its lines.
pub(in crate::check) fn counts(rule: &policy::Counts, line: &SpendLine<'_>) -> Counts {
    let spend = line.spend;
    if !rule.areas.is_empty() || !rule.not_areas.is_empty() {
        let Some(area) = spend.area_of_spend.get() else {
            return Counts::lacking("area_of_spend", &spend.area_of_spend);
        };
        let among = rule.areas.is_empty() || rule.areas.contains(area);
        if !among || rule.not_areas.contains(area) {
            return Counts::No;
        }
    }
    if rule.commissioners.is_empty() {
        return Counts::Whole;
    }
    match spend.commissioner.get() {
        None => Counts::lacking("commissioner", &spend.commissioner),
        Some(commissioner) if rule.commissioners.contains(commissioner) => Counts::Whole,
        Some(Commissioner::Joint) if rule.joint_by_nhs_share => match nhs_share(spend) {
            Field::Is(share, _) => Counts::Percent(share.value),
            unknown => Counts::lacking("nhs_share", &unknown),
        },
        Some(_) => Counts::No,
    }
}

impl Counts {
    fn lacking<T>(key: &'static str, field: &Field<T>) -> Self {
        Self::Unsaid(key, field.node().filter(|_| field.is_unreadable()))
    }
}
