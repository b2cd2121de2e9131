//! The determinations of a stream in a year: the first, and each later change that a plan may know of.

use super::facts::Facts;
use super::reason::Reason;
use super::sum::Sum;
use crate::money::Money;
use crate::period::{Date, Year};
use crate::plan::{AllocationChange, Field, PlanDate};

/// The figures that may count as what is published: the first determination, and it with each later change in turn. A plan
/// may be drawn up on any: what was added later need not be pooled.
#[derive(Clone, Debug)]
pub(super) struct Determinations<'a> {
    first: Sum,
    /// The changes that the plan may know of, the earliest first.
    changes: Vec<&'a AllocationChange>,
}

impl<'a> Determinations<'a> {
    /// Returns those of a stream in a year, by the area or by one partner. `first` is the first.
    pub(super) fn of(facts: &Facts<'a>, stream: &str, partner: Option<&str>, year: Year, first: Sum) -> Self {
        Self { first, changes: known(facts, stream, partner, year) }
    }

    /// Returns the one that a sum agrees with; else the largest that is not above it, else the smallest.
    pub(super) fn nearest(&self, sum: &Sum) -> Sum {
        // One sum grows from change to change: to hold all of them would take their number squared.
        let mut one = self.first.clone();
        let mut below: Option<(Money, usize)> = None;
        let mut least: Option<(Money, usize)> = None;
        for count in 0..=self.changes.len() {
            if let Some(last) = count.checked_sub(1).and_then(|last| self.changes.get(last)) {
                one.add(last.amount);
            }
            if sum.agrees_with(&one) {
                return one;
            }
            if one.total <= sum.total && below.is_none_or(|(most, _)| one.total >= most) {
                below = Some((one.total, count));
            }
            if least.is_none_or(|(least, _)| one.total < least) {
                least = Some((one.total, count));
            }
        }
        below.or(least).map_or(one, |(_, count)| self.after(count))
    }

    /// Returns the last: the first determination with every change.
    pub(super) fn last(&self) -> Sum {
        self.after(self.changes.len())
    }

    /// Returns the first determination with so many changes.
    fn after(&self, count: usize) -> Sum {
        let mut sum = self.first.clone();
        self.changes.iter().take(count).for_each(|change| sum.add(change.amount));
        sum
    }
}

/// Returns the changes of a stream in a year that a plan may know of, the earliest first.
fn known<'a>(facts: &Facts<'a>, stream: &str, partner: Option<&str>, year: Year) -> Vec<&'a AllocationChange> {
    let sent = sent(facts);
    let is_known = |change: &&AllocationChange| sent.is_none_or(|sent| determined(change).is_none_or(|on| on <= sent));
    let mut all: Vec<_> = of_stream(facts, stream, partner, year).filter(is_known).collect();
    all.sort_by_key(|change| determined(change));
    all
}

/// Returns the changes that were determined after the plan was sent in, which no figure of it can have in it.
pub(super) fn after_the_plan<'a>(
    facts: &Facts<'a>,
    stream: &str,
    partner: Option<&str>,
    year: Year,
) -> Vec<&'a AllocationChange> {
    let sent = sent(facts);
    let is_later = |change: &&AllocationChange| sent.zip(determined(change)).is_some_and(|(sent, on)| on > sent);
    of_stream(facts, stream, partner, year).filter(is_later).collect()
}

/// Returns why something more may have been determined of a stream in a year than is known, if it may.
pub(super) fn lost(facts: &Facts<'_>, stream: &str, year: Year) -> Option<Reason> {
    let changes = &facts.plan.allocations.changes;
    if changes.damaged {
        return Some(Reason::from("something in `allocations.changes` cannot be read").lacking("allocations.changes"));
    }
    let is_of_another = |change: &AllocationChange| {
        let other_stream = change.stream.str().is_some_and(|own| own != stream && facts.round.stream(own).is_some());
        other_stream || change.year.get().is_some_and(|own| *own != year)
    };
    let unread = changes.iter().filter(|change| !is_of_another(change)).find_map(|change| {
        let is_unknown = change.stream.str().is_none_or(|own| own != stream);
        let stream = Some(&change.stream).filter(|_| is_unknown).map(|stream| stream.node().unwrap_or(change.node));
        let year = change.year.get().is_none().then(|| change.year.node().unwrap_or(change.node));
        let amount = change.amount.get().is_none().then(|| change.amount.node().unwrap_or(change.node));
        stream.or(year).or(amount)
    });
    unread.map(|node| facts.blocked_by(node, "cannot be read or is missing"))
}

fn of_stream<'a>(
    facts: &Facts<'a>,
    stream: &str,
    partner: Option<&str>,
    year: Year,
) -> impl Iterator<Item = &'a AllocationChange> {
    facts.plan.allocations.changes.items.iter().filter(move |change| {
        let is_theirs = partner.is_none() || change.partner.str().is_none_or(|own| Some(own) == partner);
        is_theirs && change.stream.str() == Some(stream) && change.year.get() == Some(&year)
    })
}

/// Returns the last day on which the plan may have been sent in.
fn sent(facts: &Facts<'_>) -> Option<Date> {
    facts.sent_in().get().and_then(|on| on.latest())
}

/// Returns the first day that a change may be of.
fn determined(change: &AllocationChange) -> Option<Date> {
    match change.on {
        Field::Is(on, _) => PlanDate::earliest(on),
        Field::Absent | Field::Unreadable(_) => None,
    }
}
