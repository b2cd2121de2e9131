//! The older form of a round's file: a table of its own for each of two floors, which are entries of `[[floors]]` now.

use std::ops::Range;
use std::sync::LazyLock;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::complaint::Complaint;
use super::tree::{Table, Value, called, entries, inherited, span_of, string};
use crate::plan::{OUT_OF_HOSPITAL, SOCIAL_CARE};

/// The floors that have had tables of their own.
const TABLES: [&str; 2] = [SOCIAL_CARE, OUT_OF_HOSPITAL];

/// The parts that those tables leave unsaid. A test over the rounds that need it proves that it is TOML.
static UNSAID: LazyLock<Table<'static>> = LazyLock::new(|| read(include_str!("../older.toml")));

fn read(text: &'static str) -> Table<'static> {
    DeTable::parse(text).map_or_else(|_| Table::new(), |table| inherited(table.into_inner()))
}

/// The floors a file has in the older form, by id.
pub(in crate::policy) type Older = Vec<&'static str>;

/// Moves the floors that have a table of their own among `[[floors]]`; returns which they are, and complains of what
/// would be lost by that.
pub(in crate::policy) fn moved(table: &mut Table<'_>, wrong: &mut Vec<Complaint>) -> Older {
    let mut older = Older::new();
    for id in TABLES {
        let Some(value) = table.remove(id) else { continue };
        let place = value.span();
        let mut floor = match value.into_inner() {
            DeValue::Table(floor) => floor,
            other => {
                let message = format!("this is {}; a table belongs here", called(&other));
                wrong.push(Complaint::new(span_of(place), message).help(format!("its header is [{id}]")));
                continue;
            }
        };
        wrong.extend(lost(table, &floor, id, place.clone()));
        floor.insert(Spanned::new(place.clone(), "id".into()), Spanned::new(place.clone(), DeValue::String(id.into())));
        add(table, Spanned::new(place, DeValue::Table(floor)));
        older.push(id);
    }
    older
}

/// Returns complaints of what a floor's table has that an entry of `[[floors]]` says as well.
fn lost(table: &Table<'_>, floor: &Table<'_>, id: &str, place: Range<usize>) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    if has_floor(table, id) {
        let help = format!("keep the entry of [[floors]] or the table [{id}], its older form");
        wrong.push(Complaint::new(span_of(place), format!("the floor `{id}` is here twice")).help(help));
    }
    if let Some((key, _)) = floor.get_key_value("id") {
        let help = format!("the table [{id}] is named by its header; a floor of your own is an entry of [[floors]]");
        wrong.push(Complaint::new(span_of(key.span()), "there is no key `id` here").help(help));
    }
    wrong
}

/// Adds an entry to `[[floors]]`. That `floors` is no list is reported when the round is read.
fn add<'x>(table: &mut Table<'x>, floor: Value<'x>) {
    match table.get_mut("floors").map(Spanned::get_mut) {
        Some(DeValue::Array(floors)) => {
            let before = std::mem::replace(floors, DeArray::new());
            *floors = before.into_iter().chain([floor]).collect();
        }
        Some(_) => {}
        None => {
            let place = floor.span();
            let floors = DeValue::Array([floor].into_iter().collect());
            table.insert(Spanned::new(place.clone(), "floors".into()), Spanned::new(place, floors));
        }
    }
}

/// Adds what the floors of a file of the older form leave unsaid, unless `base` has said it: the round it extends
/// without what is left out.
pub(in crate::policy) fn completed(table: &mut Table<'_>, older: &[&str], base: &Table<'_>) {
    if older.is_empty() {
        return;
    }
    let Some(DeValue::Array(floors)) = table.get_mut("floors").map(Spanned::get_mut) else { return };
    for (missing, _) in entries(&UNSAID, "floors") {
        let id = string(missing, "id").filter(|id| older.contains(id) && !has_floor(base, id));
        for floor in floors.iter_mut() {
            if let DeValue::Table(floor) = floor.get_mut()
                && id.is_some()
                && string(floor, "id") == id
            {
                // Where only what is published counts, nothing is uplifted.
                let has_baseline = floor.contains_key("baseline-year");
                let applies = |key: &str| has_baseline || key != "baseline-key";
                let unsaid = missing.iter().filter(|(key, _)| {
                    let key = key.get_ref().as_ref();
                    applies(key) && !floor.contains_key(key)
                });
                let unsaid: Vec<_> = unsaid.map(|(key, value)| (key.clone(), value.clone())).collect();
                floor.extend(unsaid);
            }
        }
    }
}

fn has_floor(table: &Table<'_>, id: &str) -> bool {
    entries(table, "floors").any(|(floor, _)| string(floor, "id") == Some(id))
}

/// Returns the steps of a path into the round that is extended, where a floor may be named as in the older form.
pub(super) fn steps<'p>(path: &'p str, base: &Table<'_>) -> Vec<&'p str> {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.first() {
        Some(first) if !base.contains_key(*first) && has_floor(base, first) => [&["floors"], steps.as_slice()].concat(),
        _ => steps,
    }
}

/// Returns a path as the file writes it, which may have the floor in the older form.
pub(super) fn written<'p>(path: &'p str, older: &[&str]) -> &'p str {
    let rest = path.strip_prefix("floors.");
    rest.filter(|rest| rest.split('.').next().is_some_and(|id| older.contains(&id))).unwrap_or(path)
}
