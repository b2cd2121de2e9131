//! The older form of a round's file: a table of its own for each of two floors, which are entries of `[[floors]]` now.

use std::sync::LazyLock;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::tree::{Table, Value, entries, inherited, string};
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

/// Moves the floors that have a table of their own among `[[floors]]`; returns which they are.
pub(in crate::policy) fn moved(table: &mut Table<'_>) -> Older {
    let is_table = |id: &&str| table.get(*id).is_some_and(|value| value.get_ref().is_table());
    let older: Older = TABLES.into_iter().filter(is_table).collect();
    for id in &older {
        let Some(value) = table.remove(*id) else { continue };
        let place = value.span();
        let DeValue::Table(mut floor) = value.into_inner() else { continue };
        floor.insert(
            Spanned::new(place.clone(), "id".into()),
            Spanned::new(place.clone(), DeValue::String((*id).into())),
        );
        add(table, Spanned::new(place, DeValue::Table(floor)));
    }
    older
}

/// Adds an entry to `[[floors]]`.
fn add<'x>(table: &mut Table<'x>, floor: Value<'x>) {
    if let Some(DeValue::Array(floors)) = table.get_mut("floors").map(Spanned::get_mut) {
        let before = std::mem::replace(floors, DeArray::new());
        *floors = before.into_iter().chain([floor]).collect();
        return;
    }
    let place = floor.span();
    let floors = DeValue::Array([floor].into_iter().collect());
    table.insert(Spanned::new(place.clone(), "floors".into()), Spanned::new(place, floors));
}

/// Adds what the floors of a file of the older form leave unsaid, unless `base` has said it.
pub(in crate::policy) fn completed(table: &mut Table<'_>, older: &[&str], base: Option<&Table<'_>>) {
    if older.is_empty() {
        return;
    }
    let is_said = |id: &str| base.is_some_and(|base| has_floor(base, id));
    let Some(DeValue::Array(floors)) = table.get_mut("floors").map(Spanned::get_mut) else { return };
    for (missing, _) in entries(&UNSAID, "floors") {
        let id = string(missing, "id").filter(|id| older.contains(id) && !is_said(id));
        for floor in floors.iter_mut() {
            if let DeValue::Table(floor) = floor.get_mut()
                && id.is_some()
                && string(floor, "id") == id
            {
                let unsaid = missing.iter().filter(|(key, _)| !floor.contains_key(key.get_ref().as_ref()));
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
