//! A sheet with a row an entry, or a row a series.

use std::collections::HashMap;

use super::columns::{Columns, TableColumn, columns, is_header};
use super::frame::frame;
use super::headers::{HeaderTarget, header, kind, leaf, path_of, unknown};
use super::known::Known;
use super::reading::Reading;
use super::told::{of_hidden, of_merged, of_sheet};
use super::totals::{Sums, is_sum};
use crate::plan::{nearest, shortened};
use crate::workbook::cell::{Cell, EXACT};
use crate::workbook::format::{Leaf, Sheet, Sort};
use crate::workbook::grid::CellPlace;
use crate::workbook::labels::{labels, owner};
use crate::workbook::open::Raw;
use crate::workbook::sheets::Shape;
use crate::workbook::taken::{CellError, Taken, from_cell};
use crate::workbook::words::dotted;
use crate::write::{Node, Value};

static TEXT: Leaf = Leaf::of(Sort::Text);

/// Reads a sheet into the plan.
pub(super) fn read(reading: &mut Reading<'_>, sheet: &Sheet, n: usize, raw: &Raw) {
    let Some(frame) = frame(raw, |text| super::columns::is_known(sheet, text)) else { return };
    let columns = match columns(reading, sheet, n, raw, &frame) {
        Ok(columns) => columns,
        Err(fault) => return reading.faults.push(fault),
    };
    let said = |(at, (_, column)): (&usize, &(String, TableColumn<'_>))| match column {
        TableColumn::Key(HeaderTarget { path, period, .. }) => {
            let way: Vec<String> = path.iter().chain(period).cloned().collect();
            Some((dotted(&way), *at))
        }
        _ => None,
    };
    reading.columns.insert(n, columns.iter().filter_map(said).collect());
    let known = Owners::of(reading.owners(sheet));
    let mut sums = Sums::default();
    for (row, cells) in frame.below {
        if reading.full.is_some() {
            return;
        }
        if is_header(cells, &columns) {
            reading.headers.entry(n).or_default().push(*row);
            reading.notes.push(of_sheet(&raw.name, &format!("row {} repeats the headers and was left out", row + 1)));
            continue;
        }
        if is_sum(cells) {
            let leaf = |at: usize| match columns.get(&at) {
                Some((_, TableColumn::Key(target))) => Some(target.leaf),
                _ => None,
            };
            sums.check(reading, raw, (n, *row, cells), leaf);
            continue;
        }
        // What stands in columns that are no part of the plan makes no entry.
        if !cells.iter().any(|(at, _)| columns.get(at).is_some_and(|(_, column)| !matches!(column, TableColumn::Note)))
        {
            continue;
        }
        let line = TableRow { sheet, n, row: *row, cells };
        line.read(reading, &columns, &known, &mut sums);
    }
    reading.notes.extend(of_hidden(raw, frame.below));
    reading.notes.extend(of_merged(raw, frame.headers.0));
}

/// The entries that the rows of a sheet belong to.
struct Owners {
    /// The number of each by its label.
    numbers: HashMap<String, usize>,
    known: Known,
}

impl Owners {
    fn of(entries: &[Node]) -> Self {
        let numbers = labels(entries).into_iter().enumerate().map(|(n, label)| (label, n)).collect();
        Self { numbers, known: Known::entries(entries) }
    }
}

/// A row that is being read.
struct TableRow<'a> {
    sheet: &'a Sheet,
    n: usize,
    row: usize,
    cells: &'a [(usize, Cell)],
}

impl TableRow<'_> {
    fn fault(&self, reading: &mut Reading<'_>, column: usize, message: impl Into<String>, help: impl Into<String>) {
        reading.stray(self.at(column), message, help);
    }

    fn at(&self, column: usize) -> CellPlace {
        CellPlace { sheet: self.n, row: self.row, column }
    }

    fn read(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, known: &Owners, sums: &mut Sums) {
        if let [(at, Cell::Text(text))] = self.cells
            && columns.keys().next() == Some(at)
            && owner(self.sheet).is_none()
            && let Some(exact) = text.trim().strip_prefix(EXACT)
        {
            match exact {
                "[]" => {
                    reading.list(&self.sheet.path);
                    return;
                }
                "{}" => {
                    reading.list(&self.sheet.path).push(Node::Table(Vec::new()));
                    return;
                }
                _ => {}
            }
        }
        let owned = match owner(self.sheet) {
            None => None,
            Some((_, of)) => match self.owner(reading, columns, known, of) {
                Some(n) => Some(n),
                None => return,
            },
        };
        if matches!(self.sheet.shape, Shape::Series(_)) {
            self.series(reading, columns, owned.unwrap_or_default());
        } else {
            self.entry(reading, columns, owned, sums);
        }
    }

    /// Returns the number of the entry the row belongs to.
    fn owner(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, known: &Owners, of: &str) -> Option<usize> {
        let is_owner = |at: &usize| matches!(columns.get(at), Some((_, TableColumn::Owner)));
        let column = columns.keys().copied().find(|at| is_owner(at)).unwrap_or_default();
        let named = self.cells.iter().find(|(at, _)| is_owner(at)).map(|(_, cell)| cell);
        let label = named.map(|cell| from_cell(&TEXT, cell, reading.unit));
        let Some(Ok(Some(Taken { node: Node::Value(Value::Text(label)), .. }))) = label else {
            let help = format!("write its id under `{of}`");
            self.fault(reading, column, format!("the row does not say whose it is: `{of}` is empty"), help);
            return None;
        };
        let found = known.known.id(&label).and_then(|(id, told)| Some((*known.numbers.get(&id)?, told)));
        let Some((found, told)) = found else {
            let near = nearest(&label, known.known.ids()).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "add it on its own sheet, or correct the id".to_owned());
            let message = format!("there is no {} `{}`", of.replace('_', " "), shortened(&label));
            self.fault(reading, column, message, help);
            return None;
        };
        reading.told(told, self.at(column));
        Some(found)
    }

    /// Reads a row that is an entry of a list.
    fn entry(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, owned: Option<usize>, sums: &mut Sums) {
        let mut entry = Node::Table(Vec::new());
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for (at, cell) in self.cells {
            let Some((_, TableColumn::Key(target))) = columns.get(at) else { continue };
            let way = || target.path.iter().chain(&target.period).cloned().collect::<Vec<String>>();
            let read = from_cell(target.leaf, cell, reading.unit);
            sums.add(*at, target.leaf, &read, reading.unit);
            match read {
                Ok(None) => {}
                Ok(Some(taken)) => {
                    let node = reading.node(target.leaf, taken, self.at(*at));
                    *way().iter().fold(&mut entry, |node, key| node.under(key)) = node;
                    found.push((way(), *at));
                }
                Err(error) => wrong.push((way(), *at, error)),
            }
        }
        if !reading.takes(self.n, |room| room.entry(owned.is_some(), &entry)) {
            return;
        }
        let mut way = self.sheet.path.clone();
        let list = if let (Some(n), Some((own, above))) = (owned, self.sheet.path.split_last()) {
            way = above.iter().cloned().chain([n.to_string(), own.clone()]).collect();
            let list = reading.list(above)[n].under(own);
            if !matches!(list, Node::List(_)) {
                *list = Node::List(Vec::new());
            }
            list
        } else {
            reading.list(&self.sheet.path);
            self.sheet.path.iter().fold(&mut reading.plan, |node, key| node.under(key))
        };
        let Node::List(items) = list else { return };
        way.push(items.len().to_string());
        items.push(entry);
        for (below, column) in found {
            reading.places.insert(way.iter().chain(&below), self.at(column));
        }
        for (below, column, error) in wrong {
            let full = way.iter().cloned().chain(below).collect();
            reading.unreadable(full, self.at(column), error.message, error.help);
        }
        reading.places.insert(&way, self.at(self.cells.first().map_or(0, |(column, _)| *column)));
    }

    /// Reads a row that is a series of an entry.
    fn series(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, n: usize) {
        let is_series = |at: &usize| matches!(columns.get(at), Some((_, TableColumn::Series)));
        let column = columns.keys().copied().find(|at| is_series(at)).unwrap_or_default();
        let name = self.cells.iter().find(|(at, _)| is_series(at)).map(|(_, cell)| header(cell)).unwrap_or_default();
        let path = path_of(self.sheet, &name).unwrap_or_default();
        let Some(kind) = kind(self.sheet, &path) else {
            let (message, help) = unknown(self.sheet, &name);
            return self.fault(reading, column, message, help);
        };
        for (at, cell) in self.cells {
            let Some((_, TableColumn::Period(period))) = columns.get(at) else { continue };
            match leaf(kind, period.as_deref()) {
                Ok(leaf) => {
                    let way: Vec<String> = path.iter().chain(period).cloned().collect();
                    let read = from_cell(leaf, cell, reading.unit);
                    let read = read.map(|taken| taken.map(|taken| reading.node(leaf, taken, self.at(*at))));
                    self.value(reading, n, &name, &way, (*at, read));
                }
                Err(help) => self.fault(reading, *at, format!("`{name}` has no value here"), help),
            }
        }
    }

    /// Takes over what a cell says of a series, at `way` from its entry.
    fn value(
        &self,
        reading: &mut Reading<'_>,
        n: usize,
        name: &str,
        way: &[String],
        (at, read): (usize, Result<Option<Node>, CellError>),
    ) {
        if !reading.takes(self.n, |room| read.as_ref().map_or(Some(()), |node| room.node(node.as_ref()?))) {
            return;
        }
        let entry = &mut reading.list(&self.sheet.path)[n];
        let full =
            || self.sheet.path.iter().cloned().chain([n.to_string()]).chain(way.iter().cloned()).collect::<Vec<_>>();
        let place = way.iter().fold(entry, |node, key| node.under(key));
        if *place != Node::Table(Vec::new()) {
            return self.fault(reading, at, format!("an earlier row already says this of `{name}`"), "keep one row");
        }
        match read {
            Ok(None) => {}
            Ok(Some(node)) => {
                *place = node;
                reading.places.insert(&full(), self.at(at));
            }
            Err(wrong) => reading.unreadable(full(), self.at(at), wrong.message, wrong.help),
        }
    }
}
