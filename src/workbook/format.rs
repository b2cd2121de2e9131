//! The plan format as sheets: for each its keys with their kinds, read off the schema of plans, so that there is no second
//! list of keys to be forgotten.

use std::sync::OnceLock;

use serde_json::Value as Json;

use super::sheets::{OPEN, PLACES, Shape};
use crate::check::Vocabulary;
use crate::policy::Round;
use crate::report::schema;

/// What one cell may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Text.
    Text,
    /// Several texts.
    Texts,
    /// A plain number.
    Number,
    /// True or false.
    Truth,
    /// Money.
    Money,
    /// A day, a month, `unknown`.
    Date,
    /// Money or a plain number.
    Figure,
    /// Several of those.
    Figures,
    /// What only the program writes: an empty table or list.
    Raw,
}

/// What one cell may hold, and the words there are for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) sort: Sort,
    /// The words of its list; none where there is no list.
    pub(super) words: Vec<String>,
    /// Whether other words are allowed too.
    pub(super) open: bool,
}

/// What stands under a key.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// One value.
    Leaf(Leaf),
    /// A value by period: financial years, or any period where `months` says so.
    By { each: Leaf, months: bool },
    /// A table with names for keys: those that are known, and any other.
    Names { known: Vec<Key>, each: Box<Kind> },
    /// A table with these keys.
    Table(Vec<Key>),
    /// A list of tables, which has a sheet of its own.
    Entries(Vec<Key>),
}

/// A key of a table.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    /// What it is for, a sentence.
    pub(super) about: String,
    pub(super) required: bool,
    pub(super) kind: Kind,
}

/// A sheet and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// The keys that lead to it in a plan.
    pub(super) path: Vec<String>,
    pub(super) shape: Shape,
    pub(super) seldom: bool,
    pub(super) about: String,
    pub(super) keys: Vec<Key>,
    /// What stands under a name that is none of the keys, where there may be such.
    pub(super) each: Option<Kind>,
}

/// The sheets of plans of any round, made once.
pub(super) fn of_every_round() -> &'static [Sheet] {
    static SHEETS: OnceLock<Vec<Sheet>> = OnceLock::new();
    SHEETS.get_or_init(|| sheets(&super::every_round()))
}

/// The sheets of plans of these rounds, in order.
pub(super) fn sheets(rounds: &[&Round]) -> Vec<Sheet> {
    let schema = schema::plan(rounds);
    let root = keys(&schema, "");
    let named = named(rounds);
    let mut sheets: Vec<Sheet> = Vec::new();
    for place in PLACES {
        let Some((about, keys, each)) = at(&root, place.path) else { continue };
        let monthly = place.shape == super::sheets::METRIC_VALUES.shape;
        let split = PLACES.iter().any(|other| other.path == place.path && other.shape != place.shape);
        let keys = keys.iter().filter(|key| !split || is_series(&key.kind) == monthly).cloned().collect();
        let mut keys = ordered(keys, place.keys);
        if each.is_some() {
            keys.sort_by_key(|key| named.iter().position(|name| *name == key.name).unwrap_or(named.len()));
        }
        let path = place.path.split('.').map(str::to_owned).collect();
        let (name, shape, seldom) = (place.name.to_owned(), place.shape, place.seldom);
        sheets.push(Sheet { name, path, shape, seldom, about, keys, each });
    }
    for key in &root {
        others(key, &[], &mut sheets);
    }
    sheets
}

/// Sheets for what the table of sheets does not name.
fn others(key: &Key, above: &[String], sheets: &mut Vec<Sheet>) {
    let path: Vec<String> = above.iter().cloned().chain([key.name.clone()]).collect();
    let known = sheets.iter().any(|sheet| sheet.path == path);
    let (shape, keys, each) = match &key.kind {
        Kind::Entries(keys) => (Shape::Table, keys, None),
        Kind::Table(keys) => (Shape::Form, keys, None),
        Kind::Names { known, each } => (Shape::Form, known, Some((**each).clone())),
        _ => return,
    };
    // A table inside a section is written with it; only its lists have sheets.
    if !known && (above.is_empty() || shape == Shape::Table) {
        let name: String = path.join(" ").chars().take(31).collect();
        let (about, keys) = (key.about.clone(), keys.clone());
        sheets.push(Sheet { name, path: path.clone(), shape, seldom: true, about, keys, each });
    }
    if shape == Shape::Form {
        for key in keys {
            others(key, &path, sheets);
        }
    }
}

/// What a section is for, its keys (of a list those of its entries), and what stands under other names.
fn at(root: &[Key], path: &str) -> Option<(String, Vec<Key>, Option<Kind>)> {
    let mut found = (String::new(), root.to_vec(), None);
    for name in path.split('.') {
        let key = found.1.into_iter().find(|key| key.name == name)?;
        found = match key.kind {
            Kind::Table(keys) | Kind::Entries(keys) => (key.about, keys, None),
            Kind::Names { known, each } => (key.about, known, Some(*each)),
            _ => return None,
        };
    }
    Some(found)
}

/// Whether it holds figures by quarter or month.
fn is_series(kind: &Kind) -> bool {
    match kind {
        Kind::By { months, .. } => *months,
        Kind::Names { each, .. } => is_series(each),
        _ => false,
    }
}

/// The names of money in the rounds' own order, behind what a section says of itself.
fn named(rounds: &[&Round]) -> Vec<String> {
    let lists = rounds.iter().map(|round| Vocabulary::of(round));
    let names =
        lists.flat_map(|lists| lists.published.into_iter().chain(lists.totals).map(str::to_owned).collect::<Vec<_>>());
    std::iter::once("source".to_owned()).chain(names).collect()
}

/// The keys that are named first, then the others.
fn ordered(mut keys: Vec<Key>, first: &[&str]) -> Vec<Key> {
    keys.sort_by_key(|key| first.iter().position(|name| *name == key.name).unwrap_or(first.len()));
    keys
}

/// The keys of a table's schema.
fn keys(table: &Json, path: &str) -> Vec<Key> {
    let required: Vec<&str> = table["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let key = |(name, schema): (&String, &Json)| {
        let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let about = schema["description"].as_str().unwrap_or_default().to_owned();
        Key { about, required: required.contains(&name.as_str()), kind: kind(schema, &below), name: name.clone() }
    };
    table["properties"].as_object().into_iter().flatten().map(key).collect()
}

fn kind(schema: &Json, path: &str) -> Kind {
    if let Some(definition) = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str()) {
        return defined(definition.rsplit('/').next().unwrap_or_default());
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, path),
        Some("array") if schema["items"]["type"] == "object" => Kind::Entries(keys(&schema["items"], path)),
        Some("array") if schema["items"]["$ref"].is_string() => leaf(Sort::Figures),
        Some("array") => worded(Sort::Texts, &schema["items"]),
        Some("boolean") => leaf(Sort::Truth),
        Some("number") => worded(Sort::Number, schema),
        _ => worded(Sort::Text, schema),
    }
}

fn object(schema: &Json, path: &str) -> Kind {
    let known = keys(schema, path);
    let each = &schema["additionalProperties"];
    if each.is_object() {
        return Kind::Names { known, each: Box::new(kind(each, &format!("{path}.*"))) };
    }
    if OPEN.contains(&path) {
        let each = Kind::By { each: Leaf::of(Sort::Money), months: false };
        return Kind::Names { known, each: Box::new(each) };
    }
    Kind::Table(known)
}

fn defined(definition: &str) -> Kind {
    let by = |sort, months| Kind::By { each: Leaf::of(sort), months };
    match definition {
        "amounts" | "signed-amounts" => by(Sort::Money, false),
        "numbers" => by(Sort::Number, false),
        "values" | "shares" => by(Sort::Number, true),
        "ratings" => by(Sort::Text, true),
        "money" | "signed-money" => leaf(Sort::Money),
        "figure" => leaf(Sort::Figure),
        "date" | "date-or-quarter" => leaf(Sort::Date),
        _ => leaf(Sort::Text),
    }
}

fn leaf(sort: Sort) -> Kind {
    Kind::Leaf(Leaf::of(sort))
}

/// A value with a list of words, closed or open.
fn worded(sort: Sort, schema: &Json) -> Kind {
    let closed = schema["enum"].as_array();
    let list = closed.or_else(|| schema["anyOf"][0]["enum"].as_array());
    let word = |word: &Json| word.as_str().map_or_else(|| word.to_string(), str::to_owned);
    let words = list.into_iter().flatten().map(word).collect();
    Kind::Leaf(Leaf { sort, words, open: closed.is_none() })
}

impl Leaf {
    pub(super) const fn of(sort: Sort) -> Self {
        Self { sort, words: Vec::new(), open: true }
    }
}

/// What only the program writes.
pub(super) static RAW: Leaf = Leaf::of(Sort::Raw);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy;

    fn all() -> Vec<Sheet> {
        let rounds: Vec<&Round> = policy::round_ids().map(|id| policy::round(id).unwrap()).collect();
        sheets(&rounds)
    }

    #[test]
    fn every_section_has_a_sheet_and_every_place_a_section() {
        let sheets = all();
        let root =
            keys(&schema::plan(&policy::round_ids().map(|id| policy::round(id).unwrap()).collect::<Vec<_>>()), "");
        for key in root {
            assert!(sheets.iter().any(|sheet| sheet.path == [key.name.clone()]), "{} has no sheet", key.name);
        }
        for place in PLACES {
            let sheet = sheets.iter().find(|sheet| sheet.name == place.name).unwrap();
            for (named, key) in place.keys.iter().zip(&sheet.keys) {
                assert_eq!(*named, key.name, "{}", place.name);
            }
        }
    }

    #[test]
    fn names_of_sheets_are_what_excel_takes_and_no_two_alike() {
        let names: Vec<String> = all().into_iter().map(|sheet| sheet.name).collect();
        for (n, name) in names.iter().enumerate() {
            assert!(name.len() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
            assert!(!names[..n].contains(name), "{name} stands twice");
        }
    }
}
