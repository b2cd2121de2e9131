//! Look-ups in the tables of a round's file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::complaint::Complaint;
use crate::span::Span;

/// A table of the text `'x`.
pub(super) type Table<'x> = DeTable<'x>;
/// A value of such a table.
pub(super) type Value<'x> = Spanned<DeValue<'x>>;

/// The span of things that are of another file.
const ELSEWHERE: Range<usize> = usize::MAX..usize::MAX;
/// The keys by which the entries of a list may be identified.
const IDENTITIES: [&str; 3] = ["id", "key", "body"];

pub(super) fn span_of(range: Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

/// Returns true when something was inherited rather than written in the file itself.
pub(super) fn is_inherited<T>(of: &Spanned<T>) -> bool {
    of.span() == ELSEWHERE
}

/// Returns the same tables, marked as inherited from another file.
pub(super) fn inherited(table: Table<'_>) -> Table<'_> {
    let mut theirs = Table::new();
    for (key, value) in table {
        let value = inherited_value(value.into_inner());
        theirs.insert(Spanned::new(ELSEWHERE, key.into_inner()), Spanned::new(ELSEWHERE, value));
    }
    theirs
}

fn inherited_value(value: DeValue<'_>) -> DeValue<'_> {
    match value {
        DeValue::Table(table) => DeValue::Table(inherited(table)),
        DeValue::Array(items) => DeValue::Array(
            items.into_iter().map(|item| Spanned::new(ELSEWHERE, inherited_value(item.into_inner()))).collect(),
        ),
        other => other,
    }
}

/// Returns what a value is, in words for whoever wrote it.
pub(super) fn called(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text in quotes",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Datetime(_) => "a date without quotes",
        DeValue::Boolean(_) => "true or false",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns the text at a key.
pub(super) fn string<'t>(table: &'t Table<'_>, key: &str) -> Option<&'t str> {
    table.get(key)?.get_ref().as_str()
}

/// Returns the text at a key with its place; a complaint when the value is no text.
pub(super) fn word(table: &Table<'_>, key: &str) -> Result<Option<(String, Span)>, Complaint> {
    let Some(value) = table.get(key) else { return Ok(None) };
    let span = span_of(value.span());
    match value.get_ref().as_str() {
        Some(text) => Ok(Some((text.to_owned(), span))),
        None => Err(Complaint::new(span, format!("`{key}` is to be a word in quotes"))),
    }
}

/// Returns a list of words with their places.
pub(super) fn words(value: Option<Value<'_>>, wrong: &mut Vec<Complaint>) -> Vec<(String, Span)> {
    let Some(value) = value else { return Vec::new() };
    let not = |span| Complaint::new(span, "`without` is to be a list of words in quotes, like [\"topics.housing\"]");
    let Some(items) = value.get_ref().as_array() else {
        wrong.push(not(span_of(value.span())));
        return Vec::new();
    };
    let mut words = Vec::new();
    for item in items {
        match item.get_ref().as_str() {
            Some(text) => words.push((text.to_owned(), span_of(item.span()))),
            None => wrong.push(not(span_of(item.span()))),
        }
    }
    words
}

/// Returns the entries of a list of tables, each with its place.
pub(super) fn entries<'t, 'x>(table: &'t Table<'x>, key: &str) -> impl Iterator<Item = (&'t Table<'x>, Span)> {
    let items = table.get(key).and_then(|value| value.get_ref().as_array());
    items.into_iter().flatten().filter_map(|item| Some((item.get_ref().as_table()?, span_of(item.span()))))
}

/// Returns the key that identifies the entries of a list, where every entry has a different value of it.
pub(super) fn identity(items: &[Value<'_>]) -> Option<&'static str> {
    IDENTITIES.into_iter().find(|key| {
        let ids: Option<Vec<&str>> = items.iter().map(|item| string(item.get_ref().as_table()?, key)).collect();
        ids.is_some_and(|mut ids| {
            ids.sort_unstable();
            !ids.is_empty() && ids.windows(2).all(|pair| pair[0] != pair[1])
        })
    })
}

/// The most entries of one kind, and keys of one table, that a file of a project may have. No round and no config has a
/// thousandth of them.
pub const MOST_ENTRIES: usize = 100_000;

/// Returns the place of the first list or table with more than [`MOST_ENTRIES`] entries, and what it is called.
pub(super) fn crowded(table: &Table<'_>) -> Option<(Span, String)> {
    if table.len() > MOST_ENTRIES {
        let first = table.keys().next().map_or(Span::at(0), |key| span_of(key.span()));
        return Some((first, "a table".to_owned()));
    }
    table.iter().find_map(|(key, value)| crowded_value(key.get_ref(), value))
}

fn crowded_value(key: &str, value: &Value<'_>) -> Option<(Span, String)> {
    match value.get_ref() {
        DeValue::Table(table) => crowded(table),
        DeValue::Array(items) if items.len() > MOST_ENTRIES => {
            let first = items.first().map_or(value.span(), Spanned::span);
            Some((span_of(first), format!("`{key}`")))
        }
        DeValue::Array(items) => items.iter().find_map(|item| crowded_value(key, item)),
        _ => None,
    }
}

/// Visits every value below a table with the path to it, in the order of its keys.
pub(super) fn leaves<'t, 'x>(table: &'t Table<'x>, path: &str, visit: &mut impl FnMut(&str, &str, &'t Value<'x>)) {
    for (key, value) in table {
        let key = key.get_ref().as_ref();
        leaf(value, key, &join(path, key), visit);
    }
}

fn leaf<'t, 'x>(value: &'t Value<'x>, key: &str, path: &str, visit: &mut impl FnMut(&str, &str, &'t Value<'x>)) {
    match value.get_ref() {
        DeValue::Table(table) => leaves(table, path, visit),
        DeValue::Array(items) => {
            let identity = identity(items);
            for item in items {
                let id = identity.and_then(|identity| string(item.get_ref().as_table()?, identity));
                leaf(item, key, &id.map_or_else(|| path.to_owned(), |id| join(path, id)), visit);
            }
        }
        _ => visit(path, key, value),
    }
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Returns true when a value is the same as another, whatever the place of each.
pub(super) fn same(a: &DeValue<'_>, b: &DeValue<'_>) -> bool {
    match (a, b) {
        (DeValue::String(a), DeValue::String(b)) => a == b,
        (DeValue::Boolean(a), DeValue::Boolean(b)) => a == b,
        (DeValue::Integer(a), DeValue::Integer(b)) => a.as_str() == b.as_str(),
        (DeValue::Array(a), DeValue::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a.get_ref(), b.get_ref()))
        }
        (DeValue::Table(a), DeValue::Table(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| {
                    b.get(key.get_ref().as_ref()).is_some_and(|other| same(value.get_ref(), other.get_ref()))
                })
        }
        _ => false,
    }
}
