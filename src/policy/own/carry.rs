//! Carries the dates and years of a round over into one that extends it for other years.
//!
//! What was asked in every year of the old round is asked in every year of the new one, and what was said of a year that is
//! gone goes with it. Any other day, month or year is one the old round fixed: carrying it over would be guessing.

use toml::Spanned;
use toml::de::{DeArray, DeValue};

use super::base::Base;
use super::complaint::Complaint;
use super::tree::{Table, Value, is_inherited, join, leaves, span_of, string};
use crate::period::{Date, Month, Year};

/// Tables of words only, whose years are those of publications.
const WORDS: [&str; 4] = ["clauses", "documents", "not-covered", "years"];
/// Lists of years in which something is asked.
const YEARS: [&str; 2] = ["years", "target-years"];

/// Makes the years of `table` those its file gives it, and complains of dates that are still the old ones.
pub(super) fn years(table: &mut Table<'_>, own: &Table<'_>, base: &Base<'_>, wrong: &mut Vec<Complaint>) {
    let Some(given) = own.get("years") else { return };
    let items = given.get_ref().as_array().into_iter().flatten();
    let Some(new) = items.map(|item| Year::parse(item.get_ref().as_str()?)).collect::<Option<Vec<Year>>>() else {
        // A mistake in it is reported when the round is read.
        return;
    };
    if new.is_empty() || new == base.round.years {
        return;
    }
    let carried = Carried { old: &base.round.years, new: &new };
    let keys: Vec<String> = table.keys().map(|key| key.get_ref().to_string()).collect();
    let mut stale = Vec::new();
    for key in keys.iter().filter(|key| !WORDS.contains(&key.as_str())) {
        if let Some(value) = table.get_mut(key.as_str()) {
            carried.value(value, key);
            if let DeValue::Table(_) | DeValue::Array(_) = value.get_ref() {
                carried.stale(value, key, &mut stale);
            }
        }
    }
    stale.sort();
    stale.dedup();
    if stale.is_empty() {
        return;
    }
    let old = &base.round.id;
    let message = format!("these are still as in {old}, whose years are others: {}", stale.join(", "));
    let help = "give each its day, month or year in this round, or leave it out: without = [\"…\"]";
    wrong.push(Complaint::new(span_of(given.span()), message).help(help));
}

struct Carried<'a> {
    old: &'a [Year],
    new: &'a [Year],
}

impl Carried<'_> {
    /// Gives what was asked in every year the new years, and drops what was said of a year that is gone.
    fn value(&self, value: &mut Value<'_>, key: &str) {
        let all = YEARS.contains(&key) && is_inherited(value) && self.is_every_year(value);
        match value.get_mut() {
            DeValue::Array(items) if all => *items = self.every_year(),
            DeValue::Array(items) => {
                let kept = std::mem::replace(items, DeArray::new()).into_iter().filter(|item| !self.is_gone(item));
                *items = kept.collect();
                items.iter_mut().for_each(|item| self.value(item, key));
            }
            DeValue::Table(table) => {
                for key in self.gone(table) {
                    table.remove(key.as_str());
                }
                for (key, value) in table.iter_mut() {
                    self.value(value, key.get_ref());
                }
            }
            _ => {}
        }
    }

    /// Returns the inherited keys of years that the new round does not have.
    fn gone(&self, table: &Table<'_>) -> Vec<String> {
        let gone = table.keys().filter(|key| is_inherited(*key) && self.is_old(key.get_ref()));
        gone.map(|key| key.get_ref().to_string()).collect()
    }

    fn is_old(&self, text: &str) -> bool {
        Year::parse(text).is_some_and(|year| !self.new.contains(&year))
    }

    /// Returns true for an inherited entry about one year that the new round does not have.
    fn is_gone(&self, item: &Value<'_>) -> bool {
        let year = item.get_ref().as_table().and_then(|table| string(table, "year"));
        is_inherited(item) && year.is_some_and(|year| self.is_old(year))
    }

    fn is_every_year(&self, value: &Value<'_>) -> bool {
        let items = value.get_ref().as_array().into_iter().flatten();
        let years: Option<Vec<Year>> = items.map(|item| Year::parse(item.get_ref().as_str()?)).collect();
        years.is_some_and(|years| years == self.old)
    }

    fn every_year(&self) -> DeArray<'static> {
        self.new
            .iter()
            .map(|year| Spanned::new(usize::MAX..usize::MAX, DeValue::String(year.to_string().into())))
            .collect()
    }

    /// Collects the paths of inherited days, months and years that are of the old round.
    fn stale(&self, value: &Value<'_>, key: &str, stale: &mut Vec<String>) {
        let mut visit = |path: &str, key: &str, leaf: &Value<'_>| {
            let Some(text) = leaf.get_ref().as_str().filter(|_| is_inherited(leaf)) else { return };
            let year = Year::parse(text);
            let asked = YEARS.contains(&key) || key == "year";
            let kept = asked && year.is_some_and(|year| self.new.contains(&year));
            if !kept && (year.is_some() || Month::parse(text).is_some() || Date::parse(text).is_some()) {
                stale.push(format!("`{path}`"));
            }
        };
        match value.get_ref() {
            DeValue::Table(table) => leaves(table, key, &mut visit),
            DeValue::Array(items) => {
                for item in items {
                    if let Some(table) = item.get_ref().as_table() {
                        let id = string(table, "id").or_else(|| string(table, "key"));
                        leaves(table, &id.map_or_else(|| key.to_owned(), |id| join(key, id)), &mut visit);
                    }
                }
            }
            _ => {}
        }
    }
}
