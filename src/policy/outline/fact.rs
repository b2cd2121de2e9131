//! The facts a round is laid out in, and the words they are said with.

use std::borrow::Borrow;
use std::fmt;

use rust_decimal::Decimal;

use crate::money::Money;
use crate::period::Year;
use crate::policy::days::Deadline;

/// The facts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The id, such as `conditions`.
    pub id: &'static str,
    /// The title, such as "National conditions".
    pub title: &'static str,
    /// The facts, in the order of the data.
    pub facts: Vec<Fact>,
}

/// One thing a round says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The id, the same in every round and unique in its section: `delayed-transfers.ceiling`.
    pub id: String,
    /// The subject, in words for people: "delayed transfers of care: at most".
    pub what: String,
    /// The statement about it.
    pub value: Value,
    /// The clause it rests on.
    pub clause: Option<String>,
}

/// The statement a fact makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// No statement: the thing is there.
    #[default]
    There,
    /// A text: "lower is better, a target for 2017/18".
    Text(String),
    /// A list of words of plans.
    Words(Vec<String>),
    /// An amount of money.
    Amount(Money),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::There => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Words(words) => f.write_str(&words.join(", ")),
            Self::Amount(amount) => amount.fmt(f),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::There => f.write_str(&self.what),
            _ => write!(f, "{}: {}", self.what, self.value),
        }
    }
}

impl Fact {
    pub(super) fn new(id: impl Into<String>, what: impl Into<String>, clause: Option<&str>) -> Self {
        Self { id: id.into(), what: what.into(), value: Value::There, clause: clause.map(str::to_owned) }
    }

    pub(super) fn text(self, text: impl Into<String>) -> Self {
        Self { value: Value::Text(text.into()), ..self }
    }

    pub(super) fn amount(self, amount: Money) -> Self {
        Self { value: Value::Amount(amount), ..self }
    }

    pub(super) fn words(self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { value: Value::Words(words.into_iter().map(Into::into).collect()), ..self }
    }

    pub(super) fn day(id: &str, what: &str, deadline: &Deadline) -> Self {
        Self::new(id, what, Some(&deadline.clause)).text(deadline.by.prose())
    }
}

/// Returns a number as a percentage: `1.79%`.
pub(super) fn percent(number: Decimal) -> String {
    format!("{}%", number.normalize())
}

/// Returns years in words: `2017/18 and 2018/19`.
pub(super) fn years(years: &[Year]) -> String {
    listed(&years.iter().map(|year| year.prose()).collect::<Vec<_>>())
}

/// Returns words as a list in prose: `a, b and c`.
pub(super) fn listed<S: Borrow<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [only] => only.borrow().to_owned(),
        [first @ .., last] => format!("{} and {}", first.join(", "), last.borrow()),
    }
}
