//! The plan format as data, built once from the declarations of the sections.

use std::sync::LazyLock;

use super::describe::describe;
use super::model::Plan;
use super::shape::{Entry, Key, Shape, Table};
use super::words::nearest;

/// Returns the plan format.
pub fn format() -> &'static Table {
    static FORMAT: LazyLock<Table> = LazyLock::new(describe::<Plan>);
    &FORMAT
}

/// Returns what the entries of a list are, by the keys that lead to it.
pub fn entry_of(list: &[String]) -> Option<&'static Entry> {
    match format().at(list.iter().map(String::as_str)) {
        Some(Shape::Entries(entry)) => Some(entry),
        _ => None,
    }
}

/// Returns every key of the format with its dotted path, a section before its keys.
pub fn keys() -> Vec<(String, &'static Key)> {
    let mut all = Vec::new();
    below("", format(), &mut all);
    all
}

fn below(above: &str, table: &'static Table, all: &mut Vec<(String, &'static Key)>) {
    for key in &table.keys {
        let path = if above.is_empty() { key.name.to_owned() } else { format!("{above}.{}", key.name) };
        all.push((path.clone(), key));
        if let Some(table) = key.shape.table() {
            below(&path, table, all);
        }
    }
}

/// Returns whether a path that leads to a list's entries ends in what is nearly one of their keys.
pub fn is_misspelt(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let keys = |(_, key): (String, &'static Key)| key.shape.table().map(|table| table.keys.iter().map(|key| key.name));
    key_at(path).filter(|(_, key)| key.name != last).and_then(keys).is_some_and(|keys| nearest(last, keys).is_some())
}

/// Returns the key that a path leads to, with its path in the format: `sources.amount`, and likewise a path into a plan,
/// in which entries have names, `sources.ccg-minimum.amount.2017-18`, or a header, `[[sources]]`.
pub fn key_at(path: &str) -> Option<(String, &'static Key)> {
    let mut names = path.trim_matches(['[', ']']).split('.');
    let mut at: &'static Key = format().key(names.next()?)?;
    let mut canonical = at.name.to_owned();
    for name in names {
        let inner = at.shape.table().and_then(|table| table.key(name));
        match (inner, &at.shape) {
            (Some(key), _) => {
                canonical = format!("{canonical}.{name}");
                at = key;
            }
            // The name of an entry, a period, a name of the plan's own, a number in a list.
            (None, Shape::Entries(_) | Shape::Series(_) | Shape::Names(_) | Shape::List(_)) => {}
            (None, Shape::Table(table)) if table.others.is_some() => {}
            (None, Shape::Table(_) | Shape::Value(_)) => return None,
        }
    }
    Some((canonical, at))
}
