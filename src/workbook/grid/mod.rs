//! A plan laid out on sheets: which columns there are, and what is in which row.

mod collect;
mod form;
mod series;

use std::collections::HashMap;

use crate::money::Unit;
use crate::period::Period;
use crate::policy::{Frequency, Round};
use crate::workbook::cell::Cell;
use crate::workbook::format::{Kind, Leaf, RAW, Sheet};
use crate::workbook::given::to_cell;
use crate::workbook::labels::{labels, owner};
use crate::workbook::sheets::Shape;
use crate::workbook::words::{dotted, header, words};
use crate::write::Node;
use collect::{Found, Slot, TEXT, find, full, leaf_of, slot, text, values};

/// A sheet filled in.
#[derive(Debug)]
pub(in crate::workbook) struct Grid<'f> {
    pub(in crate::workbook) sheet: &'f Sheet,
    pub(in crate::workbook) columns: Vec<GridColumn<'f>>,
    pub(in crate::workbook) rows: Vec<GridRow<'f>>,
    /// The comment of the plan's text on all of it.
    pub(in crate::workbook) comment: Option<String>,
}

impl Grid<'_> {
    /// Returns whether a cell holds a value as it was written.
    pub(in crate::workbook) fn holds(&self, at: CellPlace, value: &Node, unit: Unit) -> bool {
        let Some(row) = at.row.checked_sub(1).and_then(|row| self.rows.get(row)) else { return false };
        let leaf = self.columns.get(at.column).and_then(|column| column.leaf).or(row.leaf);
        let cell = row.cells.iter().find(|(column, _)| *column == at.column).map(|(_, cell)| cell);
        // What is of another kind than the column is written out.
        let is = |leaf| cell == Some(&to_cell(leaf, value, unit));
        leaf.is_some_and(is) || is(&RAW)
    }
}

/// A column of a sheet.
#[derive(Debug)]
pub(in crate::workbook) struct GridColumn<'f> {
    /// The header, in words.
    pub(in crate::workbook) header: String,
    /// The same as a plan's file writes it, which says which column it is: `amount.2017-18`.
    pub(in crate::workbook) key: String,
    pub(in crate::workbook) about: String,
    pub(in crate::workbook) required: bool,
    /// The leaf of its cells; on a form each row has its own.
    pub(in crate::workbook) leaf: Option<&'f Leaf>,
    /// The sheet whose ids may be in the cells, where the column says whose row it is.
    pub(in crate::workbook) ids: Option<String>,
}

/// A row of a sheet.
#[derive(Debug, Default)]
pub(in crate::workbook) struct GridRow<'f> {
    /// The leaf of the cells of the row, where the row decides.
    pub(in crate::workbook) leaf: Option<&'f Leaf>,
    /// Its key is required.
    pub(in crate::workbook) required: bool,
    /// Its key as a plan's file writes it, where its first cell says it in words.
    pub(in crate::workbook) key: Option<String>,
    /// The comments of the plan's text on it, by the column they are about.
    pub(in crate::workbook) comments: Vec<(usize, String)>,
    /// The cells that hold something, by column.
    pub(in crate::workbook) cells: Vec<(usize, Cell)>,
}

/// A cell of a workbook: its sheet, its row and its column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::workbook) struct CellPlace {
    pub(in crate::workbook) sheet: usize,
    pub(in crate::workbook) row: usize,
    pub(in crate::workbook) column: usize,
}

/// The cells of the values of a plan, by the keys and numbers that lead to them.
pub(in crate::workbook) type Places = HashMap<Vec<String>, CellPlace>;

/// Rows below the last one that are ready to be filled in.
pub(in crate::workbook) const SPARE: usize = 200;
/// The header of the column of keys.
pub(in crate::workbook) const KEY: &str = "key";
/// The header of the column that says what a key is for.
pub(in crate::workbook) const ABOUT: &str = "what it is";
/// The header of the column of single values.
pub(in crate::workbook) const VALUE: &str = "value";
/// The header of the column that says which series a row is.
pub(in crate::workbook) const SERIES: &str = "series";

/// The data that is laid out, and the terms in which it is.
#[derive(Clone, Copy)]
pub(in crate::workbook) struct Layout<'a> {
    pub(in crate::workbook) plan: &'a Node,
    pub(in crate::workbook) unit: Unit,
    pub(in crate::workbook) round: Option<&'a Round>,
}

impl Layout<'_> {
    /// Fills in a sheet, the `n`th, and say where everything is.
    pub(in crate::workbook) fn fill<'f>(&self, sheet: &'f Sheet, n: usize, places: &mut Places) -> Grid<'f> {
        match sheet.shape {
            Shape::Form => self.form(sheet, n, places),
            Shape::Series(_) => self.series(sheet, n, places),
            Shape::Table | Shape::Nested(_) => self.table(sheet, n, places),
        }
    }

    fn section(&self, path: &[String]) -> Option<&Node> {
        path.iter().try_fold(self.plan, |node, key| node.get(key))
    }

    /// Returns the entries a sheet's rows are, each with the way to it and the label of the entry it belongs to.
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
        let mut columns: Vec<GridColumn<'f>> = owned.iter().map(|(above, of)| owner_column(above, of)).collect();
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
                places.insert(full(way, found), CellPlace { sheet: n, row: rows.len() + 1, column });
            }
            if cells.is_empty() {
                cells.push((0, to_cell(&RAW, &Node::Table(Vec::new()), self.unit)));
            }
            places.insert(way.clone(), CellPlace { sheet: n, row: rows.len() + 1, column: 0 });
            rows.push(GridRow { cells, ..GridRow::default() });
        }
        places.entry(sheet.path.clone()).or_insert(CellPlace { sheet: n, row: 0, column: 0 });
        // An empty list inside a section is written on the section's own sheet.
        if self.section(&sheet.path).is_some_and(Node::is_empty) && sheet.path.len() == 1 {
            rows.push(GridRow {
                cells: vec![(0, Cell::Text(format!("{}[]", super::cell::EXACT)))],
                ..GridRow::default()
            });
        }
        Grid { sheet, columns, rows, comment: None }
    }

    /// Offers the cells a key has when nothing is filled in yet.
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

    /// Returns the months the round wants monthly targets for.
    fn months(&self) -> Vec<Period> {
        let metrics = self.round.iter().flat_map(|round| &round.metrics);
        let years = metrics.filter(|metric| metric.targets == Frequency::Month).flat_map(|metric| &metric.target_years);
        years.flat_map(|year| year.months()).map(Period::Month).collect()
    }
}

fn column<'f>(sheet: &'f Sheet, (path, period): &Slot, leaf: &'f Leaf) -> GridColumn<'f> {
    let known = find(&sheet.keys, path);
    let about = known.map(|key| key.about.clone()).unwrap_or_default();
    let required = path.len() == 1 && known.is_some_and(|key| key.required);
    let (words, exact) = (header(sheet, path), dotted(path));
    let (header, key) = match period {
        Some(period) => (format!("{words} {period}"), format!("{exact}.{period}")),
        None => (words, exact),
    };
    GridColumn { header, key, about, required, leaf: Some(leaf), ids: None }
}

fn plain_column<'f>(key: &str) -> GridColumn<'f> {
    // A period is written one way.
    let header = if Period::parse(key).is_some() { key.to_owned() } else { words(key) };
    let key = key.to_owned();
    GridColumn { header, key, about: String::new(), required: false, leaf: None, ids: None }
}

fn owner_column<'f>(above: &[String], of: &str) -> GridColumn<'f> {
    let about = format!("Whose row it is: one of the sheet {}, by its id.", above.join("."));
    let (header, key) = (words(of), of.to_owned());
    GridColumn { header, key, about, required: true, leaf: Some(&TEXT), ids: Some(above.join(".")) }
}
