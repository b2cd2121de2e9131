//! A sheet with a row an entry, or a row a series.

use std::collections::HashMap;

use super::headers::{HeaderTarget, first_row, header, kind, leaf, split, target, unknown};
use super::reading::Reading;
use crate::period::Period;
use crate::plan::{nearest, shortened};
use crate::workbook::cell::{Cell, CellError, EXACT, from_cell};
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Leaf, Sheet, Sort};
use crate::workbook::grid::{CellPlace, SERIES, VALUE};
use crate::workbook::labels::{labels, owner};
use crate::workbook::open::Raw;
use crate::workbook::sheets::Shape;
use crate::workbook::words::{dotted, folded};
use crate::write::{Node, Value};

static TEXT: Leaf = Leaf::of(Sort::Text);

/// The meaning of a column.
enum TableColumn<'f> {
    /// Whose row it is.
    Owner,
    /// Which series a row is.
    Series,
    /// A period of a series; none for its whole.
    Period(Option<String>),
    /// A key of the entry.
    Key(HeaderTarget<'f>),
    /// Something that has been reported.
    Wrong,
}

/// The columns of a sheet, with their headers.
type Columns<'f> = HashMap<usize, (String, TableColumn<'f>)>;

/// Reads a sheet into the plan.
pub(super) fn read(reading: &mut Reading<'_>, sheet: &Sheet, n: usize, raw: &Raw) {
    let columns = match columns(reading, sheet, n, raw) {
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
    let known: HashMap<String, usize> =
        labels(reading.owners(sheet)).into_iter().enumerate().map(|(n, label)| (label, n)).collect();
    for (row, cells) in raw.rows.iter().skip(1) {
        if is_header(cells, &columns) {
            let help = "delete the row; headers stand in row 1 alone";
            reading.stray(CellPlace { sheet: n, row: *row, column: 0 }, "this row repeats the headers", help);
            continue;
        }
        let line = TableRow { sheet, n, row: *row, cells };
        line.read(reading, &columns, &known);
    }
}

fn columns<'f>(reading: &mut Reading<'_>, sheet: &'f Sheet, n: usize, raw: &Raw) -> Result<Columns<'f>, CellFault> {
    let mut columns = Columns::new();
    let owned = owner(sheet).map(|(_, of)| of);
    let series = matches!(sheet.shape, Shape::Series(_));
    for (at, cell) in first_row(sheet, &raw.rows)? {
        let text = header(cell);
        let mut fault = |message: String, help: String| {
            reading.stray(CellPlace { sheet: n, row: 0, column: at }, message, help);
            TableColumn::Wrong
        };
        let column = if columns.values().any(|(known, _)| folded(known) == folded(&text)) {
            fault(format!("a second column is called `{text}`"), "delete one of the two".to_owned())
        } else if owned.is_some_and(|owned| folded(owned) == folded(&text)) {
            TableColumn::Owner
        } else if series {
            match folded(&text).as_str() {
                SERIES => TableColumn::Series,
                VALUE => TableColumn::Period(None),
                _ if Period::parse(&text).is_some() => TableColumn::Period(Some(text.clone())),
                _ => fault(
                    format!("`{}` is not a year, a quarter or a month", shortened(&text)),
                    "write a year as 2017-18, a quarter as 2017-18-Q1, a month as 2017-04".to_owned(),
                ),
            }
        } else {
            target(sheet, &text).map_or_else(|(message, help)| fault(message, help), TableColumn::Key)
        };
        columns.insert(at, (text, column));
    }
    let has = |wanted: fn(&TableColumn<'_>) -> bool| columns.values().any(|(_, column)| wanted(column));
    let missing = [
        owned.filter(|_| !has(|column| matches!(column, TableColumn::Owner))),
        Some(SERIES).filter(|_| series && !has(|column| matches!(column, TableColumn::Series))),
    ];
    match missing.into_iter().flatten().next() {
        Some(name) => {
            let help = format!("add a column `{name}`; without it nobody knows whose rows these are");
            Err(CellFault::at(&sheet.name, (0, 0), format!("there is no column `{name}`"), help))
        }
        None => Ok(columns),
    }
}

fn is_header(cells: &[(usize, Cell)], columns: &Columns<'_>) -> bool {
    cells.len() > 1
        && cells.iter().all(|(at, cell)| {
            matches!(cell, Cell::Text(_)) && columns.get(at).is_some_and(|(text, _)| *text == header(cell))
        })
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

    fn read(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, known: &HashMap<String, usize>) {
        if let [(0, Cell::Text(text))] = self.cells
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
            self.entry(reading, columns, owned);
        }
    }

    /// Returns the number of the entry the row belongs to.
    fn owner(
        &self,
        reading: &mut Reading<'_>,
        columns: &Columns<'_>,
        known: &HashMap<String, usize>,
        of: &str,
    ) -> Option<usize> {
        let is_owner = |at: &usize| matches!(columns.get(at), Some((_, TableColumn::Owner)));
        let column = columns.keys().copied().find(|at| is_owner(at)).unwrap_or_default();
        let named = self.cells.iter().find(|(at, _)| is_owner(at)).map(|(_, cell)| cell);
        let label = named.map(|cell| from_cell(&TEXT, cell));
        let Some(Ok(Some(Node::Value(Value::Text(label))))) = label else {
            let help = format!("write its id under `{of}`");
            self.fault(reading, column, format!("the row does not say whose it is: `{of}` is empty"), help);
            return None;
        };
        let found = known.get(label.trim()).copied();
        if found.is_none() {
            let near = nearest(&label, known.keys().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "add it on its own sheet, or correct the id".to_owned());
            let message = format!("there is no {} `{}`", of.replace('_', " "), shortened(&label));
            self.fault(reading, column, message, help);
        }
        found
    }

    /// Reads a row that is an entry of a list.
    fn entry(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, owned: Option<usize>) {
        let mut entry = Node::Table(Vec::new());
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for (at, cell) in self.cells {
            let target = match columns.get(at) {
                Some((_, TableColumn::Key(target))) => target,
                Some(_) => continue,
                None => {
                    let help = "give the column a header, or empty the cell";
                    self.fault(reading, *at, "a value stands below no header", help);
                    continue;
                }
            };
            let way = || target.path.iter().chain(&target.period).cloned().collect::<Vec<String>>();
            match from_cell(target.leaf, cell) {
                Ok(None) => {}
                Ok(Some(node)) => {
                    *way().iter().fold(&mut entry, |node, key| node.under(key)) = node;
                    found.push((way(), *at));
                }
                Err(error) => wrong.push((way(), *at, error)),
            }
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
            reading.places.insert(way.iter().cloned().chain(below).collect(), self.at(column));
        }
        for (below, column, error) in wrong {
            let full = way.iter().cloned().chain(below).collect();
            reading.unreadable(full, self.at(column), error.message, error.help);
        }
        reading.places.insert(way, self.at(0));
    }

    /// Reads a row that is a series of an entry.
    fn series(&self, reading: &mut Reading<'_>, columns: &Columns<'_>, n: usize) {
        let is_series = |at: &usize| matches!(columns.get(at), Some((_, TableColumn::Series)));
        let column = columns.keys().copied().find(|at| is_series(at)).unwrap_or_default();
        let name = self.cells.iter().find(|(at, _)| is_series(at)).map(|(_, cell)| header(cell)).unwrap_or_default();
        let path = split(&name).unwrap_or_default();
        let Some(kind) = kind(self.sheet, &path) else {
            let (message, help) = unknown(self.sheet, &name);
            return self.fault(reading, column, message, help);
        };
        for (at, cell) in self.cells {
            let period = match columns.get(at) {
                Some((_, TableColumn::Period(period))) => period,
                Some(_) => continue,
                None => {
                    self.fault(
                        reading,
                        *at,
                        "a value stands below no header",
                        "give the column a period as its header",
                    );
                    continue;
                }
            };
            match leaf(kind, period.as_deref()) {
                Ok(leaf) => {
                    let way: Vec<String> = path.iter().chain(period).cloned().collect();
                    self.value(reading, n, &name, &way, (*at, from_cell(leaf, cell)));
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
        let entry = &mut reading.list(&self.sheet.path)[n];
        let full = || self.sheet.path.iter().cloned().chain([n.to_string()]).chain(way.iter().cloned()).collect();
        if matches!(read, Ok(None)) {
            return;
        }
        let place = way.iter().fold(entry, |node, key| node.under(key));
        if *place != Node::Table(Vec::new()) {
            return self.fault(reading, at, format!("an earlier row already says this of `{name}`"), "keep one row");
        }
        match read {
            Ok(None) => {}
            Ok(Some(node)) => {
                *place = node;
                reading.places.insert(full(), self.at(at));
            }
            Err(wrong) => reading.unreadable(full(), self.at(at), wrong.message, wrong.help),
        }
    }
}
