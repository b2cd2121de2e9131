//! The plan format as sheets: for each its keys with their kinds, as the format's own sections declare them.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::sheets::{self, SHEETS};
use crate::check::{Choice, Lists, words_of};
use crate::plan;
use crate::plan::shape::{self, Names, NamesOf, Need, Shape, Target, Value, WordList};
use crate::policy::Round;

/// The sort of value one cell may hold.
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
    /// A value that only the program writes: an empty table or list.
    Raw,
}

/// The sort of value one cell may hold, and the words there are for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) sort: Sort,
    /// The words of its list; none where there is no list.
    pub(super) words: Vec<String>,
    /// True when other words are allowed too.
    pub(super) open: bool,
    /// The labels people have for the words, each with its word.
    pub(super) labels: Vec<(String, String)>,
    /// The list of the plan whose ids may be the value.
    pub(super) to: Option<&'static str>,
    /// True of a financial year.
    pub(super) year: bool,
}

/// The shape of the values under a key.
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
    /// The name people have for it, where the rounds say so.
    pub(super) label: Option<String>,
    /// The purpose, in a sentence.
    pub(super) about: String,
    pub(super) required: bool,
    /// True of a name of the round's, false of a key of the format.
    pub(super) named: bool,
    pub(super) kind: Kind,
}

/// A sheet and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// The keys that lead to it in a plan.
    pub(super) path: Vec<String>,
    pub(super) shape: sheets::Shape,
    pub(super) seldom: bool,
    pub(super) step: sheets::Step,
    pub(super) about: String,
    pub(super) keys: Vec<Key>,
    /// The shape of the values under a name that is none of the keys, where there may be such names.
    pub(super) each: Option<Kind>,
}

/// Returns the sheets of plans of any round, made once.
pub(super) fn of_every_round() -> &'static [Sheet] {
    static SHEETS: OnceLock<Vec<Sheet>> = OnceLock::new();
    SHEETS.get_or_init(|| sheets(&super::every_round()))
}

/// Returns the sheets of plans of these rounds, in order.
pub(super) fn sheets(rounds: &[&Round]) -> Vec<Sheet> {
    let root = keys(plan::format(), &Lists::of(rounds));
    let named = named(rounds);
    let mut sheets: Vec<Sheet> = Vec::new();
    for place in SHEETS {
        let Some((about, keys, each)) = at(&root, place.path) else { continue };
        let monthly = place.shape == super::sheets::METRIC_VALUES.shape;
        let split = SHEETS.iter().any(|other| other.path == place.path && other.shape != place.shape);
        let mut keys: Vec<Key> = keys.iter().filter(|key| !split || is_series(&key.kind) == monthly).cloned().collect();
        if each.is_some() {
            keys.sort_by_key(|key| named.iter().position(|name| *name == key.name).unwrap_or(named.len()));
        }
        let path = place.path.split('.').map(str::to_owned).collect();
        let (name, shape, seldom) = (place.name.to_owned(), place.shape, place.seldom);
        let about = if monthly { "The figures of each metric, by year, quarter or month." } else { about };
        let (step, about) = (place.step, about.to_owned());
        sheets.push(Sheet { name, path, shape, seldom, step, about, keys, each: each.cloned() });
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
        Kind::Entries(keys) => (sheets::Shape::Table, keys, None),
        Kind::Table(keys) => (sheets::Shape::Form, keys, None),
        Kind::Names { known, each } => (sheets::Shape::Form, known, Some((**each).clone())),
        _ => return,
    };
    // A table inside a section is written with it; only its lists have sheets.
    if !known && (above.is_empty() || shape == sheets::Shape::Table) {
        let name: String = path.join(" ").chars().take(31).collect();
        let (about, keys) = (key.about.clone(), keys.clone());
        let step = sheets::Step::Beside;
        sheets.push(Sheet { name, path: path.clone(), shape, seldom: true, step, about, keys, each });
    }
    if shape == sheets::Shape::Form {
        for key in keys {
            others(key, &path, sheets);
        }
    }
}

/// Returns the purpose of a section, its keys (those of its entries for a list) and the shape under other names.
fn at<'k>(root: &'k [Key], path: &str) -> Option<(&'k str, &'k [Key], Option<&'k Kind>)> {
    let mut found: (&str, &[Key], Option<&Kind>) = ("", root, None);
    for name in path.split('.') {
        let key = found.1.iter().find(|key| key.name == name)?;
        found = match &key.kind {
            Kind::Table(keys) | Kind::Entries(keys) => (&key.about, keys, None),
            Kind::Names { known, each } => (&key.about, known, Some(&**each)),
            _ => return None,
        };
    }
    Some(found)
}

/// Returns whether a shape holds figures by quarter or month.
fn is_series(kind: &Kind) -> bool {
    match kind {
        Kind::By { months, .. } => *months,
        Kind::Names { each, .. } => is_series(each),
        _ => false,
    }
}

/// Returns the names of money in the rounds' own order, after the section's own names.
fn named(rounds: &[&Round]) -> Vec<String> {
    let of_round = |round: &Round| {
        let lists = [WordList::Published, WordList::Totals].map(|list| words_of(round, list));
        lists.concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    std::iter::once("source".to_owned()).chain(rounds.iter().flat_map(|round| of_round(round))).collect()
}

/// Returns the keys of a table of the format.
fn keys(table: &shape::Table, lists: &Lists<'_>) -> Vec<Key> {
    let named = table.others.iter().flat_map(|names| known(names, lists));
    let own = table.keys.iter().map(|key| Key {
        name: key.name.to_owned(),
        label: None,
        about: key.says.to_owned(),
        required: matches!(key.need, Need::Required | Need::Beside(_)),
        named: false,
        kind: kind(&key.shape, lists),
    });
    named.chain(own).collect()
}

/// Returns the names that are known, as keys.
fn known(names: &Names, lists: &Lists<'_>) -> Vec<Key> {
    let NamesOf::Words(list) = names.of else { return Vec::new() };
    let key = |word: &&str| Key {
        name: (*word).to_owned(),
        label: lists.name(word).map(str::to_owned),
        about: format!(
            "{}, by financial year.",
            lists.name(word).map_or_else(|| word.replace('-', " "), str::to_owned)
        ),
        required: false,
        named: true,
        kind: kind(&names.each, lists),
    };
    lists.words(list).words.iter().map(key).collect()
}

fn kind(shape: &Shape, lists: &Lists<'_>) -> Kind {
    match shape {
        Shape::Value(value) => Kind::Leaf(leaf(sort(value), value, lists)),
        Shape::List(value) => {
            let several = if matches!(value, Value::Figure) { Sort::Figures } else { Sort::Texts };
            Kind::Leaf(leaf(several, value, lists))
        }
        Shape::Series(series) => {
            let each = if matches!(series.each, Value::Word(_)) { Sort::Text } else { sort(&series.each) };
            Kind::By { each: Leaf::of(each), months: series.by_period }
        }
        Shape::Table(table) => match &table.others {
            Some(names) => Kind::Names { known: keys(table, lists), each: Box::new(kind(&names.each, lists)) },
            None => Kind::Table(keys(table, lists)),
        },
        Shape::Entries(entry) => Kind::Entries(keys(&entry.table, lists)),
        Shape::Names(names) => Kind::Names { known: known(names, lists), each: Box::new(kind(&names.each, lists)) },
    }
}

/// Returns the sort of a cell where the format has one value.
const fn sort(value: &Value) -> Sort {
    match value {
        Value::Text
        | Value::Coded { .. }
        | Value::Id
        | Value::Word(_)
        | Value::RoundWord { .. }
        | Value::Reference { .. }
        | Value::Year => Sort::Text,
        Value::Truth => Sort::Truth,
        Value::Number | Value::NumberOrRange | Value::Count | Value::Score | Value::Version(_) => Sort::Number,
        Value::Money(_) => Sort::Money,
        Value::Date { .. } => Sort::Date,
        Value::Figure => Sort::Figure,
    }
}

fn leaf(sort: Sort, value: &Value, lists: &Lists<'_>) -> Leaf {
    let Choice { words, closed } = lists.choice(value);
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    if matches!(value, Value::Score) {
        words = (1..=5).map(|score| score.to_string()).collect();
    }
    let open = !(closed || matches!(value, Value::Score));
    let own: HashSet<&str> = words.iter().map(String::as_str).collect();
    let kept = |(label, word): (&str, &str)| own.contains(word).then(|| (label.to_owned(), word.to_owned()));
    let labels = plan::every_label().filter_map(kept).chain(lists.labels().filter_map(kept)).collect();
    Leaf { sort, words, open, labels, to: reference(value), year: matches!(value, Value::Year) }
}

/// Returns the list of the plan whose ids may be the value.
fn reference(value: &Value) -> Option<&'static str> {
    let Value::Reference { to, .. } = value else { return None };
    match to {
        Target::Partner => Some("partners"),
        Target::Source => Some("sources"),
        Target::Scheme => Some("schemes"),
        Target::Metric | Target::Clause | Target::Rule | Target::Place | Target::Scope => None,
    }
}

impl Leaf {
    pub(super) const fn of(sort: Sort) -> Self {
        Self { sort, words: Vec::new(), open: true, labels: Vec::new(), to: None, year: false }
    }
}

/// The leaf of values that only the program writes.
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
        for key in &plan::format().keys {
            assert!(sheets.iter().any(|sheet| sheet.path == [key.name]), "{} has no sheet", key.name);
        }
        for place in SHEETS {
            assert!(sheets.iter().any(|sheet| sheet.name == place.name), "{}", place.name);
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
