//! A plan laid out on sheets: which columns there are, and what stands in which row.

use std::collections::HashMap;

use super::cell::{Cell, to_cell};
use super::format::{Key, Kind, Leaf, RAW, Sheet, Sort};
use super::labels::{labels, owner};
use super::sheets::Shape;
use crate::money::Unit;
use crate::period::Period;
use crate::plan::segment;
use crate::policy::{Frequency, Round};
use crate::write::Node;

/// A sheet filled in.
#[derive(Debug)]
pub(super) struct Grid<'f> {
    pub(super) sheet: &'f Sheet,
    pub(super) columns: Vec<Column<'f>>,
    pub(super) rows: Vec<Row<'f>>,
}

/// A column of a sheet.
#[derive(Debug)]
pub(super) struct Column<'f> {
    pub(super) header: String,
    pub(super) about: String,
    pub(super) required: bool,
    /// What its cells hold; on a form each row says so for itself.
    pub(super) leaf: Option<&'f Leaf>,
    /// The last key of its path.
    pub(super) key: String,
}

/// A row of a sheet.
#[derive(Debug, Default)]
pub(super) struct Row<'f> {
    /// What the cells of the row hold, where the row decides.
    pub(super) leaf: Option<&'f Leaf>,
    /// Its key is required.
    pub(super) required: bool,
    /// The last key of its path.
    pub(super) key: String,
    /// The cells that hold something, by column.
    pub(super) cells: Vec<(usize, Cell)>,
}

/// A cell of a workbook: its sheet, its row and its column, from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) sheet: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

/// Where the values of a plan stand, by the keys and numbers that lead to them.
pub(super) type Places = HashMap<Vec<String>, At>;

/// The header of the column of keys.
pub(super) const KEY: &str = "key";
/// The header of the column that says what a key is for.
pub(super) const ABOUT: &str = "what it is";
/// The header of the column of single values.
pub(super) const VALUE: &str = "value";
/// The header of the column that says which series a row is.
pub(super) const SERIES: &str = "series";

/// What is laid out, and in what terms.
#[derive(Clone, Copy)]
pub(super) struct Layout<'a> {
    pub(super) plan: &'a Node,
    pub(super) unit: Unit,
    pub(super) round: Option<&'a Round>,
}

/// A value of a plan with the way to it from its sheet's section or entry.
struct Found<'a> {
    path: Vec<String>,
    period: Option<&'a str>,
    leaf: &'a Leaf,
    value: &'a Node,
}

/// The columns of a table, by path and period.
type Slot = (Vec<String>, Option<Period>);

impl Layout<'_> {
    /// Fill in a sheet, the `n`th, and say where everything stands.
    pub(super) fn fill<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        match sheet.shape {
            Shape::Form => self.form(sheet, n, places),
            Shape::Series(_) => self.series(sheet, n, places),
            Shape::Table | Shape::Nested(_) => self.table(sheet, n, places),
        }
    }

    fn section(&self, path: &[String]) -> Option<&Node> {
        path.iter().try_fold(self.plan, |node, key| node.get(key))
    }

    /// The entries a sheet's rows are, each with the way to it and the label of the entry it belongs to.
    fn entries(&self, sheet: &Sheet) -> Vec<(Vec<String>, Option<String>, &Node)> {
        let list = |path: &[String]| match self.section(path) {
            Some(Node::List(items)) => items.as_slice(),
            _ => &[],
        };
        let numbered = |path: &[String], n: usize| path.iter().cloned().chain([n.to_string()]).collect::<Vec<_>>();
        let Some((above, _)) = owner(sheet) else {
            let items = list(&sheet.path).iter().enumerate();
            return items.map(|(n, entry)| (numbered(&sheet.path, n), None, entry)).collect();
        };
        let owners = list(above);
        let mut entries = Vec::new();
        for ((n, owner), label) in owners.iter().enumerate().zip(labels(owners)) {
            let way = numbered(above, n);
            let own = sheet.path.last().filter(|_| sheet.path.len() > above.len());
            match own.map(|own| (own, owner.get(own))) {
                None => entries.push((way, Some(label), owner)),
                Some((own, Some(Node::List(items)))) => {
                    let way = |m: usize| numbered(&[way.clone(), vec![own.clone()]].concat(), m);
                    entries.extend(items.iter().enumerate().map(|(m, entry)| (way(m), Some(label.clone()), entry)));
                }
                Some(_) => {}
            }
        }
        entries
    }

    fn table<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        let entries = self.entries(sheet);
        let owned = owner(sheet);
        let mut slots: HashMap<Slot, (usize, &'f Leaf)> = HashMap::new();
        for (order, key) in sheet.keys.iter().enumerate() {
            self.offered(&key.kind, vec![key.name.clone()], &mut |slot, leaf| {
                slots.insert(slot, (order, leaf));
            });
        }
        let values: Vec<Vec<Found<'_>>> = entries.iter().map(|(_, _, entry)| values(sheet, entry)).collect();
        for found in values.iter().flatten() {
            let order = sheet.keys.iter().position(|key| Some(&key.name) == found.path.first()).unwrap_or(usize::MAX);
            let leaf = leaf_of(sheet, found);
            slots.entry(slot(found)).or_insert((order, leaf));
        }
        let mut order: Vec<(usize, Slot, &Leaf)> = slots.into_iter().map(|(slot, (n, leaf))| (n, slot, leaf)).collect();
        order.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let mut columns: Vec<Column<'f>> = owned.iter().map(|(above, of)| owner_column(above, of)).collect();
        columns.extend(order.iter().map(|(_, slot, leaf)| column(sheet, slot, leaf)));
        let at: HashMap<&Slot, usize> =
            order.iter().enumerate().map(|(n, (_, slot, _))| (slot, n + owned.iter().count())).collect();
        let mut rows = Vec::with_capacity(entries.len());
        for ((way, label, _), found) in entries.iter().zip(&values) {
            let mut cells: Vec<(usize, Cell)> =
                label.iter().map(|label| (0, to_cell(&TEXT, &text(label), self.unit))).collect();
            for found in found {
                let column = at.get(&slot(found)).copied().unwrap_or_default();
                cells.push((column, to_cell(found.leaf, found.value, self.unit)));
                places.insert(full(way, found), At { sheet: n, row: rows.len() + 1, column });
            }
            if cells.is_empty() {
                cells.push((0, to_cell(&RAW, &Node::Table(Vec::new()), self.unit)));
            }
            places.insert(way.clone(), At { sheet: n, row: rows.len() + 1, column: 0 });
            rows.push(Row { cells, ..Row::default() });
        }
        places.entry(sheet.path.clone()).or_insert(At { sheet: n, row: 0, column: 0 });
        // An empty list inside a section is written on the section's own sheet.
        if self.section(&sheet.path).is_some_and(Node::is_empty) && sheet.path.len() == 1 {
            rows.push(Row { cells: vec![(0, Cell::Text(format!("{}[]", super::cell::EXACT)))], ..Row::default() });
        }
        Grid { sheet, columns, rows }
    }

    fn form<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        let section = self.section(&sheet.path);
        let found = section.map(|section| values(sheet, section)).unwrap_or_default();
        let mut keys: Vec<(Vec<String>, &'f Leaf)> = Vec::new();
        let mut periods: Vec<Period> = found.iter().filter_map(period).collect();
        for key in &sheet.keys {
            self.offered(&key.kind, vec![key.name.clone()], &mut |(path, period), leaf| {
                periods.extend(period);
                if keys.last().is_none_or(|(last, _)| *last != path) {
                    keys.push((path, leaf));
                }
            });
            named(&key.kind, &mut vec![key.name.clone()], &mut |path, leaf| {
                if keys.iter().all(|(known, _)| *known != path) {
                    keys.push((path, leaf));
                }
            });
        }
        for found in &found {
            if keys.iter().all(|(known, _)| *known != found.path) {
                let beside = keys.iter().rposition(|(known, _)| known.first() == found.path.first());
                keys.insert(beside.map_or(keys.len(), |at| at + 1), (found.path.clone(), leaf_of(sheet, found)));
            }
        }
        periods.sort_unstable();
        periods.dedup();
        let mut columns = vec![plain_column(KEY), plain_column(ABOUT), plain_column(VALUE)];
        columns.extend(periods.iter().map(|period| plain_column(&period.to_string())));
        let way: Vec<String> = sheet.path.clone();
        let mut rows: Vec<Row<'f>> = Vec::new();
        for (path, leaf) in keys {
            let mut row = self.form_row(sheet, &path, leaf);
            for found in found.iter().filter(|found| found.path == path) {
                let beside = period(found).and_then(|own| periods.iter().position(|known| *known == own));
                let column = beside.map_or(2, |n| n + 3);
                row.cells.push((column, to_cell(found.leaf, found.value, self.unit)));
                places.insert(full(&way, found), At { sheet: n, row: rows.len() + 1, column });
            }
            rows.push(row);
        }
        if section.is_some_and(Node::is_empty) {
            let name = format!("[{}]", sheet.path.join("."));
            let raw = to_cell(&RAW, &Node::Table(Vec::new()), self.unit);
            rows.push(Row { leaf: Some(&RAW), cells: vec![(0, Cell::Text(name)), (2, raw)], ..Row::default() });
        }
        places.insert(way, At { sheet: n, row: 0, column: 0 });
        Grid { sheet, columns, rows }
    }

    fn form_row<'f>(&self, sheet: &Sheet, path: &[String], leaf: &'f Leaf) -> Row<'f> {
        let key = find(&sheet.keys, path);
        let about = key.map(|key| key.about.clone()).unwrap_or_default();
        let mut cells = vec![(0, Cell::Text(dotted(path)))];
        if !about.is_empty() {
            cells.push((1, to_cell(&TEXT, &text(&about), self.unit)));
        }
        let required = path.len() == 1 && key.is_some_and(|key| key.required);
        Row { leaf: Some(leaf), required, key: path.last().cloned().unwrap_or_default(), cells }
    }

    fn series<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        let entries = self.entries(sheet);
        let values: Vec<Vec<Found<'_>>> = entries.iter().map(|(_, _, entry)| values(sheet, entry)).collect();
        let mut periods: Vec<Period> = values.iter().flatten().filter_map(period).collect();
        periods.extend(self.years().into_iter().chain(self.months()));
        periods.sort_unstable();
        periods.dedup();
        let whole = values.iter().flatten().any(|found| found.period.is_none());
        let first = 2 + usize::from(whole);
        let mut columns: Vec<Column<'f>> = owner(sheet).iter().map(|(above, of)| owner_column(above, of)).collect();
        columns.push(Column { required: true, ..plain_column(SERIES) });
        columns.extend(whole.then(|| plain_column(VALUE)));
        columns.extend(periods.iter().map(|period| plain_column(&period.to_string())));
        let mut rows: Vec<Row<'f>> = Vec::new();
        for ((way, label, _), found) in entries.iter().zip(&values) {
            let mut names: Vec<(Vec<String>, &'f Leaf)> = Vec::new();
            for key in sheet.keys.iter().filter(|key| ["baseline", "target"].contains(&key.name.as_str())) {
                let Kind::By { each, .. } = &key.kind else { continue };
                names.push((vec![key.name.clone()], each));
            }
            for found in found {
                if names.iter().all(|(known, _)| *known != found.path) {
                    names.push((found.path.clone(), leaf_of(sheet, found)));
                }
            }
            names.sort_by_key(|(path, _)| sheet.keys.iter().position(|key| Some(&key.name) == path.first()));
            for (path, leaf) in names {
                let label = label.as_deref().unwrap_or_default();
                let label = to_cell(&TEXT, &text(label), self.unit);
                let mut cells = vec![(0, label), (1, Cell::Text(dotted(&path)))];
                for found in found.iter().filter(|found| found.path == path) {
                    let beside = period(found).and_then(|own| periods.iter().position(|known| *known == own));
                    let column = beside.map_or(2, |n| n + first);
                    cells.push((column, to_cell(found.leaf, found.value, self.unit)));
                    places.insert(full(way, found), At { sheet: n, row: rows.len() + 1, column });
                }
                rows.push(Row { leaf: Some(leaf), cells, ..Row::default() });
            }
        }
        Grid { sheet, columns, rows }
    }

    /// The cells a key has when nothing is filled in yet.
    fn offered<'f>(&self, kind: &'f Kind, path: Vec<String>, offer: &mut dyn FnMut(Slot, &'f Leaf)) {
        match kind {
            Kind::Leaf(leaf) => offer((path, None), leaf),
            Kind::By { each, months } => {
                for period in if *months { self.months() } else { self.years() } {
                    offer((path.clone(), Some(period)), each);
                }
            }
            Kind::Table(keys) => {
                for key in keys {
                    let below = path.iter().cloned().chain([key.name.clone()]).collect();
                    self.offered(&key.kind, below, offer);
                }
            }
            Kind::Names { .. } | Kind::Entries(_) => {}
        }
    }

    fn years(&self) -> Vec<Period> {
        self.round.iter().flat_map(|round| &round.years).copied().map(Period::Year).collect()
    }

    /// The months the round wants monthly targets for.
    fn months(&self) -> Vec<Period> {
        let metrics = self.round.iter().flat_map(|round| &round.metrics);
        let years = metrics.filter(|metric| metric.targets == Frequency::Month).flat_map(|metric| &metric.target_years);
        years.flat_map(|year| year.months()).map(Period::Month).collect()
    }
}

/// The rows of known names and of keys without a period on a form, such as the streams of the allocations.
fn named<'f>(kind: &'f Kind, path: &mut Vec<String>, offer: &mut dyn FnMut(Vec<String>, &'f Leaf)) {
    let below = match kind {
        Kind::By { each, .. } => return offer(path.clone(), each),
        Kind::Names { known, .. } | Kind::Table(known) => known,
        Kind::Leaf(_) | Kind::Entries(_) => return,
    };
    for key in below {
        path.push(key.name.clone());
        named(&key.kind, path, offer);
        path.pop();
    }
}

static TEXT: Leaf = Leaf::of(Sort::Text);

fn text(text: &str) -> Node {
    Node::Value(crate::write::Value::Text(text.to_owned()))
}

fn period(found: &Found<'_>) -> Option<Period> {
    found.period.and_then(Period::parse)
}

fn slot(found: &Found<'_>) -> Slot {
    (found.path.clone(), period(found))
}

/// The way to a value from the top of the plan.
fn full(way: &[String], found: &Found<'_>) -> Vec<String> {
    let period = found.period.map(str::to_owned);
    way.iter().chain(&found.path).cloned().chain(period).collect()
}

/// Everything an entry or a section says on this sheet.
fn values<'a>(sheet: &'a Sheet, node: &'a Node) -> Vec<Found<'a>> {
    let mut out = Vec::new();
    for (name, node) in node.entries() {
        let key = sheet.keys.iter().find(|key| key.name == *name);
        if let Some(kind) = key.map(|key| &key.kind).or(sheet.each.as_ref()) {
            collect(kind, node, &mut vec![name.clone()], &mut out);
        }
    }
    out
}

fn collect<'a>(kind: &'a Kind, node: &'a Node, path: &mut Vec<String>, out: &mut Vec<Found<'a>>) {
    let whole = |leaf| Found { path: path.clone(), period: None, leaf, value: node };
    match (kind, node) {
        (Kind::Leaf(leaf), _) => out.push(whole(leaf)),
        (Kind::Entries(_), Node::List(_)) => {}
        (Kind::By { each, .. }, Node::Table(entries)) if !entries.is_empty() => {
            out.extend(entries.iter().map(|(key, value)| Found {
                path: path.clone(),
                period: Some(key),
                leaf: each,
                value,
            }))
        }
        (Kind::Names { known, .. } | Kind::Table(known), Node::Table(entries)) if !entries.is_empty() => {
            for (name, node) in entries {
                let each = match kind {
                    Kind::Names { each, .. } => Some(&**each),
                    _ => None,
                };
                let Some(kind) = known.iter().find(|key| key.name == *name).map(|key| &key.kind).or(each) else {
                    continue;
                };
                path.push(name.clone());
                collect(kind, node, path, out);
                path.pop();
            }
        }
        _ => out.push(whole(&RAW)),
    }
}

/// The leaf of a found value for as long as its sheet lives.
fn leaf_of<'f>(sheet: &'f Sheet, found: &Found<'_>) -> &'f Leaf {
    let mut kind = sheet.keys.iter().find(|key| Some(&key.name) == found.path.first()).map(|key| &key.kind);
    kind = kind.or(sheet.each.as_ref());
    for name in found.path.iter().skip(1) {
        kind = match kind {
            Some(Kind::Names { known, each }) => {
                Some(known.iter().find(|key| key.name == *name).map_or(&**each, |key| &key.kind))
            }
            Some(Kind::Table(keys)) => keys.iter().find(|key| key.name == *name).map(|key| &key.kind),
            _ => None,
        };
    }
    match kind {
        Some(Kind::Leaf(leaf)) => leaf,
        Some(Kind::By { each, .. }) if found.period.is_some() => each,
        _ => &RAW,
    }
}

/// The key a path leads to; of a name that is not known the table that holds it.
fn find<'k>(keys: &'k [Key], path: &[String]) -> Option<&'k Key> {
    let (first, rest) = path.split_first()?;
    let key = keys.iter().find(|key| key.name == *first)?;
    let below = match &key.kind {
        Kind::Names { known, .. } | Kind::Table(known) if !rest.is_empty() => known,
        _ => return Some(key),
    };
    find(below, rest).or(Some(key))
}

/// A path as headers write it.
pub(super) fn dotted(path: &[String]) -> String {
    path.iter().map(|name| segment(name)).collect::<Vec<_>>().join(".")
}

fn column<'f>(sheet: &'f Sheet, (path, period): &Slot, leaf: &'f Leaf) -> Column<'f> {
    let key = find(&sheet.keys, path);
    let header = period.map_or_else(|| dotted(path), |period| format!("{} {period}", dotted(path)));
    let about = key.map(|key| key.about.clone()).unwrap_or_default();
    let required = path.len() == 1 && key.is_some_and(|key| key.required);
    Column { header, about, required, leaf: Some(leaf), key: path.last().cloned().unwrap_or_default() }
}

fn plain_column<'f>(header: &str) -> Column<'f> {
    Column { header: header.to_owned(), about: String::new(), required: false, leaf: None, key: String::new() }
}

fn owner_column<'f>(above: &[String], of: &str) -> Column<'f> {
    let about = format!("Whose row it is: one of the sheet {}, by its id.", above.join("."));
    Column { header: of.to_owned(), about, required: true, leaf: Some(&TEXT), key: of.to_owned() }
}
