//! Reads a round from tables and collects every mistake of shape: after each one, what is wrong is taken out and the rest
//! is read again.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::complaint::Complaint;
use super::tree::{Table, Value, called, span_of};
use crate::policy::references::MOST;
use crate::policy::round::Round;

/// Reads a round, if nothing is wrong with the shape of its tables, and collects every mistake of shape.
pub(super) fn round(mut table: Table<'_>, wrong: &mut Vec<Complaint>) -> Option<Round> {
    let before = wrong.len();
    // Keys that were taken out because of their values; that they are missing now is not reported.
    let mut taken: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for _ in 0..MOST {
        let error = match Round::deserialize(toml::de::Deserializer::from(Spanned::new(0..0, table.clone()))) {
            Ok(round) => return (wrong.len() == before).then_some(round),
            Err(error) => error,
        };
        let (message, span) = (error.message(), error.span().unwrap_or(0..0));
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let told = missing.is_some_and(|key| taken.iter().any(|(at, known)| *at == span && known == key));
        if !told {
            wrong.push(complaint(message, &table, span.clone()));
        }
        if missing.is_some() {
            if span == (0..0) || !take_value(&mut table, &span) {
                return None;
            }
        } else if let Some(key) = take(&mut table, &span, 0..0) {
            taken.push(key);
        } else {
            return None;
        }
    }
    None
}

/// Removes the table or entry at `span`; returns true when there was one.
fn take_value(table: &mut Table<'_>, span: &std::ops::Range<usize>) -> bool {
    take(table, span, 0..0).is_some()
}

/// Removes the key or list entry that is at `span` or has its value there; returns the place of its table, and the key.
fn take(
    table: &mut Table<'_>,
    span: &std::ops::Range<usize>,
    at: std::ops::Range<usize>,
) -> Option<(std::ops::Range<usize>, String)> {
    let is = |key: &Spanned<std::borrow::Cow<'_, str>>, value: &Value<'_>| key.span() == *span || value.span() == *span;
    if let Some(key) = table.iter().find(|(key, value)| is(key, value)).map(|(key, _)| key.get_ref().to_string()) {
        table.remove(key.as_str());
        return Some((at, key));
    }
    for (_, value) in table.iter_mut() {
        if let Some(taken) = take_below(value, span) {
            return Some(taken);
        }
    }
    None
}

fn take_below(value: &mut Value<'_>, span: &std::ops::Range<usize>) -> Option<(std::ops::Range<usize>, String)> {
    let at = value.span();
    match value.get_mut() {
        DeValue::Table(inner) => take(inner, span, at),
        DeValue::Array(items) => {
            if let Some(n) = items.iter().position(|item| item.span() == *span) {
                let mut kept = (0..items.len()).map(|item| item != n);
                *items = std::mem::replace(items, DeArray::new())
                    .into_iter()
                    .filter(|_| kept.next().unwrap_or(true))
                    .collect();
                return Some((at, String::new()));
            }
            items.iter_mut().find_map(|item| take_below(item, span))
        }
        _ => None,
    }
}

/// Turns a message of the deserializer into a complaint in words for whoever wrote the file.
fn complaint(message: &str, table: &DeTable<'_>, span: std::ops::Range<usize>) -> Complaint {
    let place = span_of(span.clone());
    let mut quoted = message.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let is = |key: &str| format!("its keys are {key}");
    if message.starts_with("unknown field") {
        let complaint = Complaint::new(place, format!("there is no key `{first}` here"));
        return match known.as_slice() {
            [] => complaint,
            _ => complaint.unknown(first, known.iter().copied()).help(is(&listed(&known))),
        };
    }
    if message.starts_with("unknown variant") {
        let complaint = Complaint::new(place, format!("`{first}` is none of the words here"));
        return complaint.unknown(first, known.iter().copied()).help(format!("it is one of {}", listed(&known)));
    }
    if message.starts_with("missing field") {
        return Complaint::new(place, format!("`{first}` is missing here"));
    }
    let Some((_, expected)) = message.split_once(", expected ") else { return Complaint::new(place, message) };
    let found = find(table, &span);
    let what = found.map_or("something else", called);
    let bare = match found {
        Some(DeValue::Integer(number)) => Some(number.as_str().to_owned()),
        Some(DeValue::Float(number)) => Some(number.as_str().to_owned()),
        Some(DeValue::Datetime(date)) => Some(date.to_string()),
        _ => None,
    };
    let wanted = match expected {
        text if text.contains("string") => "text in quotes",
        text if text.contains("sequence") => "a list",
        text if text.starts_with("struct") || text.contains("map") => "a table",
        text if text.contains("boolean") => "true or false",
        text => text,
    };
    let complaint = Complaint::new(place, format!("this is {what}; {wanted} belongs here"));
    match bare.filter(|_| wanted == "text in quotes") {
        Some(text) => complaint.help(format!("put it in quotes, so that it stays exact: \"{text}\"")),
        None => complaint,
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Finds the value at `span`.
fn find<'t>(table: &'t DeTable<'_>, span: &std::ops::Range<usize>) -> Option<&'t DeValue<'t>> {
    table.values().find_map(|value| find_below(value, span))
}

fn find_below<'t>(value: &'t Spanned<DeValue<'_>>, span: &std::ops::Range<usize>) -> Option<&'t DeValue<'t>> {
    if value.span() == *span {
        return Some(value.get_ref());
    }
    match value.get_ref() {
        DeValue::Table(table) => find(table, span),
        DeValue::Array(items) => items.iter().find_map(|item| find_below(item, span)),
        _ => None,
    }
}
