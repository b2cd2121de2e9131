//! The amount a floor requires: the published figure, the plan's own, the baseline uplifted, or a share of the stream.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::state::{How, Required};
use super::{from, unreadable};
use crate::check::facts::Facts;
use crate::check::sum::Sum;
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::Field;
use crate::policy::{Clause, Floor as Asked, Round};
use crate::span::NodeId;

/// Returns how a floor is known, in the words of messages.
pub(in crate::check) fn how_words(how: How, facts: &Facts<'_>, asked: &Asked) -> Cow<'static, str> {
    match how {
        How::Published => "the published minimum".into(),
        How::Stated => "the minimum the plan states".into(),
        How::Uplifted => "the baseline uplifted".into(),
        How::Share => format!("the national share of {}", from(facts, asked)).into(),
        How::Baseline => "the baseline before any inflation".into(),
    }
}

/// Returns what a floor requires in a year, if that is known.
pub(in crate::check) fn required(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<Required> {
    if unreadable(facts, asked, year).is_some() {
        return None;
    }
    let uplifted = || uplifted(facts, asked, year);
    if let Some(published) = published(facts, asked, year) {
        let above = || uplifted().filter(|worked| worked.pounds > published.pounds);
        return Some(above().filter(|_| asked.uplift_above_published).unwrap_or(published));
    }
    let stated = || stated(facts, asked, year);
    stated().or_else(uplifted).or_else(|| before_inflation(facts, asked)).or_else(|| share(facts, asked, year))
}

/// Returns the published floor: the area's, else the sum of its commissioners' where each has one.
pub(in crate::check) fn published(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<Required> {
    if let Field::Is(amount, node) = facts.allocation(&asked.id, year) {
        return Some(figure(amount, node, How::Published));
    }
    let mut sum = Sum::default();
    let mut partners: Vec<&str> =
        facts.holding(&[&asked.stream]).flat_map(crate::plan::Source::contributors).map(|(id, _)| id).collect();
    partners.sort_unstable();
    partners.dedup();
    for partner in partners {
        sum.add(facts.partner_allocation(partner, &asked.id, year));
    }
    let (whole, precision) = (sum.is_whole() && !sum.is_empty(), sum.coarsest.map_or(Money::POUND, |(_, p)| p));
    let nodes = sum.lines.iter().map(|(node, _)| *node).collect();
    whole.then_some(Required { pounds: sum.total, slack: sum.slack, precision, nodes, how: How::Published })
}

fn figure(amount: Amount, node: NodeId, how: How) -> Required {
    Required { pounds: amount.pounds, slack: amount.slack, precision: amount.precision, nodes: vec![node], how }
}

fn stated(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<Required> {
    match facts.plan.stated_minimum(&asked.id).filter(|_| asked.stated)?.at(year) {
        Field::Is(amount, node) => Some(figure(amount, node, How::Stated)),
        _ => None,
    }
}

/// Returns the national share of the published allocation of the stream, else of what its sources hold.
fn share(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<Required> {
    let percent = asked.share.as_ref()?.percent.0;
    let base = match facts.allocation(&asked.stream, year) {
        published @ Field::Is(..) => Sum::of([published]),
        _ => facts.whole_stream(&asked.stream, year),
    };
    let factor = percent.checked_div(Decimal::ONE_HUNDRED)?;
    let whole = base.is_whole() && !base.is_empty();
    let nodes = base.lines.iter().map(|(node, _)| *node).collect();
    let (pounds, slack) = (base.total.times(factor)?, base.slack.times(factor)? + facts.plan.precision().half());
    whole.then_some(Required { pounds, slack, precision: facts.plan.precision(), nodes, how: How::Share })
}

/// Returns the baseline the floor is uplifted from: the published one, else the plan's own.
pub(in crate::check) fn baseline(facts: &Facts<'_>, asked: &Asked) -> Option<(Amount, NodeId)> {
    let year = asked.baseline_year?;
    let own = || facts.plan.stated_baseline(&asked.id).map_or(Field::Absent, |stated| stated.at(year));
    let published = asked.baseline_key.as_deref().map_or(Field::Absent, |key| facts.allocation(key, year));
    match (published, own()) {
        (Field::Is(amount, node), _) | (Field::Absent, Field::Is(amount, node)) => Some((amount, node)),
        _ => None,
    }
}

/// Returns the baseline × the uplifts up to a year. It may be rounded to the pound every year or only at the end; both
/// are right, so the lower of the two is required.
pub(in crate::check) fn uplifted(facts: &Facts<'_>, asked: &Asked, year: Year) -> Option<Required> {
    let (baseline, node) = baseline(facts, asked)?;
    let (exact, rounded) = uplift(facts, asked, baseline.pounds, year)?;
    let slack = uplift(facts, asked, baseline.slack, year)?.0;
    let precision = facts.plan.unit_precision();
    // The least an area's own uplift could ask for.
    let least = exact.min(rounded) - uplift_room(facts, asked, baseline.pounds, year)?;
    Some(Required { pounds: least, slack, precision, nodes: vec![node], how: How::Uplifted })
}

/// Returns whether a floor worked out by the uplift is an indication only: the uplift is recalled, or an area's own may
/// differ.
pub(in crate::check) fn is_indication(facts: &Facts<'_>, asked: &Asked) -> bool {
    let clause = asked.uplift_clause.as_deref().and_then(|id| facts.round.clause(id));
    let recalled = clause.is_some_and(Clause::is_weak);
    recalled || asked.uplift_tolerance.is_some()
}

/// Returns how far the uplifted floor of a year may move with the room an area's own uplift has, in pounds.
pub(in crate::check) fn uplift_room(facts: &Facts<'_>, asked: &Asked, amount: Money, year: Year) -> Option<Money> {
    let Some(points) = &asked.uplift_tolerance else { return Some(Money::ZERO) };
    let exact = uplift(facts, asked, amount, year)?.0;
    let years = facts.round.years.iter().filter(|y| **y <= year).count();
    exact.times(points.0.checked_div(Decimal::ONE_HUNDRED)?.checked_mul(Decimal::from(years))?)
}

/// Returns the baseline itself, where the round does not know by how much it rises.
fn before_inflation(facts: &Facts<'_>, asked: &Asked) -> Option<Required> {
    let (amount, node) = baseline(facts, asked).filter(|_| asked.uplift.is_empty())?;
    Some(figure(amount, node, How::Baseline))
}

/// Returns an amount uplifted to a year: unrounded, and rounded to the pound every year.
pub(in crate::check) fn uplift(facts: &Facts<'_>, asked: &Asked, amount: Money, year: Year) -> Option<(Money, Money)> {
    uplift_over(asked, &facts.round.years, amount, year)
}

/// Returns a floor of a round in a year, in whole pounds, uplifted from the `baseline` of the year before the round's
/// first; nothing where the round does not know the uplift.
pub(crate) fn uplifted_to(round: &Round, floor: &Asked, baseline: Money, year: Year) -> Option<Money> {
    uplift_over(floor, &round.years, baseline, year).map(|(_, rounded)| rounded)
}

fn uplift_over(floor: &Asked, years: &[Year], amount: Money, year: Year) -> Option<(Money, Money)> {
    let mut exact = amount.to_decimal()?;
    let mut rounded = amount;
    for year in years.iter().filter(|y| **y <= year) {
        let factor = floor.uplift(*year)?.checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE)?;
        exact = exact.checked_mul(factor)?;
        rounded = rounded.times(factor)?.rounded_to(Money::POUND);
    }
    Some((Money::from_decimal(exact)?, rounded))
}
