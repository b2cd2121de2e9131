//! The older form of a round's file: a table of its own for each of two floors, which now stand in `[[floors]]`.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::tree::{self, Table, Value, entries, string};

/// What files of the older form left unsaid.
const UNSAID: &str = include_str!("../older.toml");

/// The floors a file has in the older form, by id.
pub(in crate::policy) type Older = Vec<String>;

fn unsaid() -> Table<'static> {
    // That it is TOML is tested with the rounds that need it.
    DeTable::parse(UNSAID).map_or_else(|_| Table::new(), |table| tree::inherited(table.into_inner()))
}

/// Returns the floors that had a table of their own.
fn ids() -> Vec<String> {
    entries(&unsaid(), "floors").filter_map(|(floor, _)| string(floor, "id")).map(str::to_owned).collect()
}

/// Moves the floors of the older form among `[[floors]]`; returns which there are.
pub(in crate::policy) fn moved(table: &mut Table<'_>) -> Older {
    let of_table = |value: &Value<'_>| value.get_ref().is_table();
    let older: Older = match table.iter().any(|(key, value)| key.get_ref() != "floors" && of_table(value)) {
        true => ids().into_iter().filter(|id| table.get(id.as_str()).is_some_and(of_table)).collect(),
        false => Vec::new(),
    };
    for id in &older {
        let Some(value) = table.remove(id.as_str()) else { continue };
        let place = value.span();
        let DeValue::Table(mut floor) = value.into_inner() else { continue };
        let key = Spanned::new(place.clone(), "id".into());
        floor.insert(key, Spanned::new(place.clone(), DeValue::String(id.clone().into())));
        let floor = Spanned::new(place.clone(), DeValue::Table(floor));
        match table.get_mut("floors").map(Spanned::get_mut) {
            Some(DeValue::Array(floors)) => {
                let before = std::mem::replace(floors, DeArray::new());
                *floors = before.into_iter().chain([floor]).collect();
            }
            _ => {
                let floors = Spanned::new(place.clone(), DeValue::Array([floor].into_iter().collect()));
                table.insert(Spanned::new(place, "floors".into()), floors);
            }
        }
    }
    older
}

/// Adds what a file of the older form leaves unsaid: of its floors, unless `base` has said it, and the words that plans
/// may use in every round.
pub(in crate::policy) fn completed(table: &mut Table<'_>, older: &[String], base: Option<&Table<'_>>) {
    let mut unsaid = unsaid();
    if !table.contains_key("accepted")
        && let Some(accepted) = unsaid.remove_entry("accepted")
    {
        table.insert(accepted.0, accepted.1);
    }
    let said =
        |id: &str| base.is_some_and(|base| entries(base, "floors").any(|(own, _)| string(own, "id") == Some(id)));
    for (missing, _) in entries(&unsaid, "floors") {
        let Some(id) = string(missing, "id").filter(|id| older.iter().any(|own| own == id) && !said(id)) else {
            continue;
        };
        let Some(DeValue::Array(floors)) = table.get_mut("floors").map(Spanned::get_mut) else { continue };
        let own = floors.iter_mut().filter_map(|floor| match floor.get_mut() {
            DeValue::Table(floor) => Some(floor),
            _ => None,
        });
        for floor in own.filter(|floor| string(floor, "id") == Some(id)) {
            for (key, value) in missing {
                if !floor.contains_key(key.get_ref().as_ref()) {
                    floor.insert(key.clone(), value.clone());
                }
            }
        }
    }
}

/// Returns the steps of a path into the round that is extended, where a floor may be named as in the older form.
pub(super) fn steps<'p>(path: &'p str, base: &Table<'_>) -> Vec<&'p str> {
    let steps: Vec<&str> = path.split('.').collect();
    let named = |id: &str| entries(base, "floors").any(|(floor, _)| string(floor, "id") == Some(id));
    match steps.first() {
        Some(first) if !base.contains_key(*first) && named(first) => [&["floors"], steps.as_slice()].concat(),
        _ => steps,
    }
}

/// Returns a path as the file writes it, which may have the floor in the older form.
pub(super) fn written<'p>(path: &'p str, older: &[String]) -> &'p str {
    let rest = path.strip_prefix("floors.");
    rest.filter(|rest| older.iter().any(|id| rest.split('.').next() == Some(id))).unwrap_or(path)
}
