//! Values of a plan with their places: readable, absent or unreadable.

use rust_decimal::Decimal;

use super::meant::Mend;
use super::syntax::Tree;
use crate::money::Amount;
use crate::period::{Date, Month, Period, Year};
use crate::span::NodeId;

/// One value of a plan with its place. *Absent* and *unreadable* are different things: nothing may be
/// concluded from a figure that is there and cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// The plan does not say.
    #[default]
    Absent,
    /// The plan says something that cannot be read; a complaint at this node says why.
    Unreadable(NodeId),
    /// The plan says this, here.
    Is(T, NodeId),
}

impl<T> Field<T> {
    /// Returns the value, if it can be read.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Is(value, _) => Some(value),
            _ => None,
        }
    }

    /// Returns its node, readable or not.
    pub const fn node(&self) -> Option<NodeId> {
        match self {
            Self::Absent => None,
            Self::Unreadable(node) | Self::Is(_, node) => Some(*node),
        }
    }

    /// Returns whether the plan does not say.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether it is there and cannot be read.
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable(_))
    }

    /// Returns the same place with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Unreadable(node) => Field::Unreadable(node),
            Self::Is(value, node) => Field::Is(change(value), node),
        }
    }
}

/// A text of a plan.
pub type Text = Box<str>;

impl Field<Text> {
    /// Returns the text, if it can be read.
    pub fn str(&self) -> Option<&str> {
        self.get().map(AsRef::as_ref)
    }
}

/// A plain number, as precise as its last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The value.
    pub value: Decimal,
}

impl Number {
    /// Returns half a unit of its last written digit: the most by which rounding could have moved it.
    pub fn slack(self) -> Decimal {
        Decimal::try_new(5, self.value.scale() + 1).unwrap_or_default()
    }
}

/// A figure of a statement: money, a plain number, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Money (a string).
    Money(Amount),
    /// A plain number.
    Number(Number),
    /// A day.
    Day(Date),
}

/// A day a plan names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanDate {
    /// A day.
    Day(Date),
    /// Some day of a month: by its last.
    Month(Month),
    /// The second half-year (October to March) of a financial year, or its first.
    Half(Year, u8),
    /// It happened, the day is not known.
    Unknown,
}

impl PlanDate {
    /// Returns the last day it can mean.
    pub fn latest(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month(month) => Some(month.last_day()),
            Self::Half(year, 1) => Some(Month { year: year.start(), month: 9 }.last_day()),
            Self::Half(year, _) => Some(Month { year: year.next().start(), month: 3 }.last_day()),
            Self::Unknown => None,
        }
    }

    /// Returns the first day it can mean.
    pub fn earliest(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month(month) => Some(month.first_day()),
            Self::Half(year, 1) => Some(Month { year: year.start(), month: 4 }.first_day()),
            Self::Half(year, _) => Some(Month { year: year.start(), month: 10 }.first_day()),
            Self::Unknown => None,
        }
    }

    /// Returns it as prose writes it.
    pub fn prose(self) -> String {
        match self {
            Self::Day(day) => day.prose(),
            Self::Month(month) => month.prose(),
            Self::Half(year, half) => format!("half-year {half} of {}", year.prose()),
            Self::Unknown => "a day that is not known".into(),
        }
    }
}

/// Values by year or by period, in the order they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series<K, T> {
    /// The table that holds them, readable or not; none when the plan has none.
    pub node: Option<NodeId>,
    /// True when something in the table was lost, so that an absent period may have been there.
    pub damaged: bool,
    /// The values.
    pub entries: Vec<(K, Field<T>)>,
}

impl<K, T> Default for Series<K, T> {
    fn default() -> Self {
        Self { node: None, damaged: false, entries: Vec::new() }
    }
}

/// Money by financial year.
pub type Amounts = Series<Year, Amount>;
/// Numbers by financial year.
pub type Numbers = Series<Year, Number>;
/// Numbers by year, quarter or month.
pub type Values = Series<Period, Number>;

impl<K: Copy + PartialEq, T: Copy> Series<K, T> {
    /// Returns the value of a period. In a damaged table a period that is not there counts as unreadable.
    pub fn at(&self, key: K) -> Field<T> {
        match self.entries.iter().find(|(k, _)| *k == key) {
            Some((_, field)) => *field,
            None => match self.node {
                Some(node) if self.damaged => Field::Unreadable(node),
                _ => Field::Absent,
            },
        }
    }

    /// Returns whether the plan says nothing at all here.
    pub fn is_absent(&self) -> bool {
        self.node.is_none()
    }

    /// Returns the periods with a value that can be read, in the order they are written.
    pub fn readable(&self) -> impl Iterator<Item = (K, T, NodeId)> + '_ {
        self.entries.iter().filter_map(|(key, field)| match field {
            Field::Is(value, node) => Some((*key, *value, *node)),
            _ => None,
        })
    }
}

/// Series by a name of the plan's own: earmarks by id, totals by stream, allocations by stream.
pub type Named<S> = Vec<(Text, NodeId, S)>;

/// Returns the entry called `name`.
pub fn named<'a, S>(list: &'a Named<S>, name: &str) -> Option<&'a S> {
    list.iter().find(|(known, _, _)| &**known == name).map(|(_, _, series)| series)
}

/// A list of a plan's entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T> {
    /// The array that holds them; none when the plan has none.
    pub node: Option<NodeId>,
    /// True when something in it was lost or cannot be read, so that an absent entry may have been there.
    pub damaged: bool,
    /// The entries, in the order they are written.
    pub items: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { node: None, damaged: false, items: Vec::new() }
    }
}

impl<T> List<T> {
    /// Returns whether the plan has no such list, or an empty one.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the entries.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// The place of a complaint or a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a value.
    Value(NodeId),
    /// At a key.
    Key(NodeId),
    /// At nothing: the header of the table that should hold it, and the path it would have.
    Absent(NodeId, String),
    /// At bytes that no node has.
    Bytes(crate::span::Span, String),
}

impl From<NodeId> for Place {
    fn from(node: NodeId) -> Self {
        Self::Value(node)
    }
}

/// The kinds of complaints the reader has; each is a rule of the family `file`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintKind {
    /// A syntax error.
    InvalidToml,
    /// A key the format does not have.
    UnknownKey,
    /// A required key is absent.
    MissingKey,
    /// A value of another type, or a word that is not on the format's list.
    WrongType,
    /// An amount that is none.
    UnreadableMoney,
    /// A version of the format this program does not read.
    UnknownFormat,
}

/// Something in a plan that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The kind.
    pub kind: ComplaintKind,
    /// The place.
    pub at: Place,
    /// The fact.
    pub message: String,
    /// The next action.
    pub help: Option<String>,
    /// Another place that belongs to it.
    pub label: Option<(Place, String)>,
    /// The text to put there instead.
    pub with: Option<String>,
    /// The form of a value of the kind that belongs here, to be shown in a year of the plan where there is no better help.
    pub form: Option<Form>,
}

impl Complaint {
    /// Returns how many bytes it takes, in a list that grows by doubling.
    pub(crate) fn bytes(&self) -> usize {
        let label = self.label.as_ref().map_or(0, |(_, text)| text.len());
        let texts = [&self.help, &self.with].into_iter().flatten().map(String::len).sum::<usize>();
        2 * size_of::<Self>() + self.message.len() + texts + label
    }
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A day, a month, or that it is not known.
    Date,
    /// A financial year.
    Year,
    /// A year, a quarter or a month.
    Period,
    /// A value for each year; true where it may be of a year before the round.
    ByYear(bool),
}

impl Complaint {
    /// Returns a complaint that says this of a place.
    pub(super) fn of(kind: ComplaintKind, at: impl Into<Place>, message: String) -> Self {
        Self { kind, at: at.into(), message, help: None, label: None, with: None, form: None }
    }

    /// Sets what to do, where that is known.
    pub(super) fn mend(&mut self, mend: Option<Mend>) -> &mut Self {
        if let Some(Mend { help, with }) = mend {
            (self.help, self.with) = (Some(help), with);
        }
        self
    }

    /// Returns the table that has a key which the format does not have, where that is what this is about.
    pub fn with_unknown_key(&self, tree: &Tree) -> Option<NodeId> {
        match self.at {
            Place::Value(node) | Place::Key(node) if self.kind == ComplaintKind::UnknownKey => tree.parent(node),
            _ => None,
        }
    }
}
