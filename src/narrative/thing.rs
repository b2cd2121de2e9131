//! A thing a plan has figures of: its names, and its value by period with every place that holds it.

use rust_decimal::Decimal;

use super::tie::Measured;
use crate::period::Period;
use crate::span::NodeId;

/// A thing a plan has figures of.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    /// The name for a sentence.
    pub label: String,
    /// Each of the names it goes by, in full.
    pub names: Vec<String>,
    /// The names of whom it is of alone, by which a row of a table may go.
    pub whose: Vec<String>,
    /// The list it is one of; two things of one list may be taken for each other.
    pub family: String,
    /// The kind of number its values are.
    pub unit: Measured,
    /// The meaning of its values to the plan.
    pub measure: Measure,
    /// Its values.
    pub entries: Vec<Entry>,
}

/// The meaning of a figure to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// It is to be reached.
    Target,
    /// It was reached.
    Reached,
    /// Money that comes in.
    Income,
    /// Money that goes out.
    Spend,
    /// Anything else.
    Plain,
    /// A change from one year to the next.
    Change,
    /// A figure of the round.
    Policy,
}

/// The value of a thing in a period.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The period; none for a value that is of none.
    pub period: Option<Period>,
    /// The places that hold it.
    pub places: Vec<Place>,
}

/// A place that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The value: pounds, percent, a number.
    pub value: Decimal,
    /// The most by which rounding can have moved it.
    pub slack: Decimal,
    /// The place in the plan; none for a value that was worked out, or is the round's.
    pub node: Option<NodeId>,
}

impl Entry {
    /// Returns whether the places hold one value, within their rounding.
    pub(super) fn is_one(&self) -> bool {
        let Some(first) = self.places.first() else { return true };
        self.places.iter().all(|place| (place.value - first.value).abs() <= place.slack.max(first.slack))
    }
}

impl Thing {
    /// Adds a place that holds the value of a period.
    pub(super) fn add(&mut self, period: Option<Period>, place: Place) {
        match self.entries.iter_mut().find(|entry| entry.period == period) {
            Some(entry) => entry.places.push(place),
            None => self.entries.push(Entry { period, places: vec![place] }),
        }
    }
}
