//! A round laid out for people and programs: sections of facts, each with the clause it stands on.
//!
//! What shows a round and what compares two read this and nothing else, so a new part of the data is laid out in one place.

mod asks;
mod money;
mod performance;

use std::fmt;

use rust_decimal::Decimal;

use super::{Deadline, Round};
use crate::period::Year;

/// The facts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// `conditions`
    pub id: &'static str,
    /// "National conditions"
    pub title: &'static str,
    /// In the order of the data.
    pub facts: Vec<Fact>,
}

/// One thing a round says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The same in every round, once in a section: `delayed-transfers.ceiling`.
    pub id: String,
    /// What it is about, as people say it: "delayed transfers of care: at most".
    pub what: String,
    /// What is said of it.
    pub value: Value,
    /// The clause it stands on.
    pub clause: Option<String>,
}

/// What is said of a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Only that it is there.
    #[default]
    There,
    /// In words: "lower is better, a target for 2017/18".
    Text(String),
    /// A list of words of plans.
    Words(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::There => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Words(words) => f.write_str(&words.join(", ")),
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
    fn new(id: impl Into<String>, what: impl Into<String>, clause: Option<&str>) -> Self {
        Self { id: id.into(), what: what.into(), value: Value::There, clause: clause.map(str::to_owned) }
    }

    fn text(self, text: impl Into<String>) -> Self {
        Self { value: Value::Text(text.into()), ..self }
    }

    fn words(self, words: &[String]) -> Self {
        Self { value: Value::Words(words.to_vec()), ..self }
    }

    fn day(id: &str, what: &str, deadline: &Deadline) -> Self {
        Self::new(id, what, Some(&deadline.clause)).text(deadline.by.prose())
    }
}

impl Round {
    /// Everything the round says, section by section; a section with nothing in it is left out.
    pub fn outline(&self) -> Vec<Section> {
        let sections = [
            ("conditions", "National conditions", self.conditions_facts()),
            ("streams", "Streams of money", self.stream_facts()),
            ("floors", "Floors", self.floor_facts()),
            ("grants", "Grants and earmarks", self.grant_facts()),
            ("dates", "Dates", self.date_facts()),
            ("sign-offs", "Signatures", self.sign_off_facts()),
            ("transfers", "Transfers of care", self.transfer_facts()),
            ("metrics", "Metrics", self.metric_facts()),
            ("performance", "Paid for performance", self.performance_facts()),
            ("topics", "What the narrative covers", self.topic_facts()),
            ("lists", "Lists of words", self.list_facts()),
            ("national", "National figures", self.national_facts()),
        ];
        let sections = sections.into_iter().map(|(id, title, facts)| Section { id, title, facts });
        sections.filter(|section| !section.facts.is_empty()).collect()
    }
}

/// `1.79%`
fn percent(number: Decimal) -> String {
    format!("{}%", number.normalize())
}

/// `2017/18 and 2018/19`
fn years(years: &[Year]) -> String {
    listed(&years.iter().map(|year| year.prose()).collect::<Vec<_>>())
}

/// `a, b and c`
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{round, round_ids};

    #[test]
    fn a_round_is_laid_out_whole() {
        for id in round_ids() {
            let round = round(id).unwrap();
            let outline = round.outline();
            let facts: Vec<&Fact> = outline.iter().flat_map(|section| &section.facts).collect();
            for clause in round.clause_ids_in_use() {
                assert!(facts.iter().any(|fact| fact.clause.as_deref() == Some(clause)), "{id}: `{clause}` is nowhere");
            }
            for section in &outline {
                let mut ids: Vec<&str> = section.facts.iter().map(|fact| fact.id.as_str()).collect();
                ids.sort_unstable();
                assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{id}: {}: {ids:?}", section.id);
            }
        }
    }
}
