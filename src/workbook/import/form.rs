//! A sheet with a row a key.

use std::collections::HashSet;

use super::headers::{first_row, header, kind, leaf, path_of, unknown};
use super::reading::Reading;
use crate::period::Period;
use crate::plan::shortened;
use crate::workbook::cell::{Cell, from_cell};
use crate::workbook::fault::CellFault;
use crate::workbook::format::Sheet;
use crate::workbook::grid::{ABOUT, CellPlace, KEY, VALUE};
use crate::workbook::open::Raw;
use crate::workbook::words::{dotted, folded};

/// The meaning of a column.
#[derive(Clone, PartialEq, Eq)]
enum FormColumn {
    Key,
    About,
    Value,
    Period(String),
}

/// Reads a sheet into the plan.
pub(super) fn read(reading: &mut Reading<'_>, sheet: &Sheet, n: usize, raw: &Raw) {
    let Some(columns) = columns(reading, sheet, n, raw) else { return };
    let mut seen: HashSet<String> = HashSet::new();
    for (row, cells) in raw.rows.iter().skip(1) {
        let of = |at: usize| columns.iter().find(|(known, _)| *known == at).map(|(_, column)| column);
        let key = cells.iter().find(|(at, _)| of(*at) == Some(&FormColumn::Key)).map(|(_, cell)| header(cell));
        if let Some(key) = &key {
            let path = path_of(sheet, key).map_or_else(|| key.clone(), |path| dotted(&path));
            once(reading, sheet, n, (*row, &path), &columns);
        }
        let values: Vec<&(usize, Cell)> =
            cells.iter().filter(|(at, _)| !matches!(of(*at), Some(FormColumn::Key | FormColumn::About))).collect();
        let mut fault = |column: usize, message: String, help: String| {
            reading.stray(CellPlace { sheet: n, row: *row, column }, message, help);
        };
        if let Some((at, _)) = values.iter().find(|(at, _)| of(*at).is_none()) {
            fault(
                *at,
                "a value stands below no header".to_owned(),
                "give the column a year as its header, or empty the cell".to_owned(),
            );
            continue;
        }
        if values.is_empty() {
            continue;
        }
        let Some(key) = key else {
            let at = columns.iter().find(|(_, column)| *column == FormColumn::Key).map_or(0, |(at, _)| *at);
            fault(at, "the row does not say what it is".to_owned(), "write the key, or empty the row".to_owned());
            continue;
        };
        if folded(&key) == KEY {
            fault(
                0,
                "this row repeats the headers".to_owned(),
                "delete the row; headers stand in row 1 alone".to_owned(),
            );
            continue;
        }
        if !seen.insert(folded(&key)) {
            fault(0, format!("a second row is called `{key}`"), "keep one of the two".to_owned());
            continue;
        }
        let line = FormRow { sheet, n, row: *row, key: &key };
        for (at, cell) in values {
            let period = match of(*at) {
                Some(FormColumn::Period(period)) => Some(period.as_str()),
                _ => None,
            };
            line.read(reading, *at, period, cell);
        }
    }
}

/// Notes the cells of a key, blank or not.
fn once(
    reading: &mut Reading<'_>,
    sheet: &Sheet,
    n: usize,
    (row, key): (usize, &str),
    columns: &[(usize, FormColumn)],
) {
    for (column, what) in columns {
        let path = match what {
            FormColumn::Value => format!("{}.{key}", dotted(&sheet.path)),
            FormColumn::Period(period) => format!("{}.{key}.{period}", dotted(&sheet.path)),
            FormColumn::Key | FormColumn::About => continue,
        };
        reading.once.entry(path).or_insert(CellPlace { sheet: n, row, column: *column });
    }
}

fn columns(reading: &mut Reading<'_>, sheet: &Sheet, n: usize, raw: &Raw) -> Option<Vec<(usize, FormColumn)>> {
    let cells = match first_row(sheet, &raw.rows) {
        Ok(cells) => cells,
        Err(fault) => {
            reading.faults.push(fault);
            return None;
        }
    };
    let mut columns: Vec<(usize, FormColumn)> = Vec::new();
    for (at, cell) in cells {
        let text = header(cell);
        let column = match folded(&text).as_str() {
            KEY => FormColumn::Key,
            ABOUT => FormColumn::About,
            VALUE => FormColumn::Value,
            _ if Period::parse(&text).is_some() => FormColumn::Period(text.clone()),
            _ => {
                let help = "the columns are key, what it is, value, and then years such as 2017-18";
                let message = format!("`{}` is no column of this sheet", shortened(&text));
                reading.stray(CellPlace { sheet: n, row: 0, column: at }, message, help);
                continue;
            }
        };
        if columns.iter().any(|(_, known)| *known == column) {
            let message = format!("a second column is called `{text}`");
            reading.stray(CellPlace { sheet: n, row: 0, column: at }, message, "delete one of the two");
        }
        columns.push((at, column));
    }
    if columns.iter().all(|(_, column)| *column != FormColumn::Key) {
        let help = "put the headers into row 1 as they were exported: key, what it is, value, and the years";
        reading.faults.push(CellFault::at(&sheet.name, (0, 0), format!("there is no column `{KEY}`"), help));
        return None;
    }
    Some(columns)
}

/// A row that is being read.
struct FormRow<'a> {
    sheet: &'a Sheet,
    n: usize,
    row: usize,
    key: &'a str,
}

impl FormRow<'_> {
    fn read(&self, reading: &mut Reading<'_>, at: usize, period: Option<&str>, cell: &Cell) {
        let at = CellPlace { sheet: self.n, row: self.row, column: at };
        let (path, leaf) = match self.target(period) {
            Ok(found) => found,
            Err((message, help)) => return reading.stray(at, message, help),
        };
        let way: Vec<String> = self.sheet.path.iter().cloned().chain(path).collect();
        match from_cell(leaf, cell) {
            Ok(None) => return,
            Ok(Some(node)) => *way.iter().fold(&mut reading.plan, |node, key| node.under(key)) = node,
            // Nothing is said of what is nothing.
            Err(wrong) if way.len() == self.sheet.path.len() => return reading.stray(at, wrong.message, wrong.help),
            Err(wrong) => reading.unreadable(way.clone(), at, wrong.message, wrong.help),
        }
        for end in self.sheet.path.len()..=way.len() {
            reading.places.entry(way[..end].to_vec()).or_insert(at);
        }
    }

    /// Returns the way to the value from its section, and what it may be.
    fn target(&self, period: Option<&str>) -> Result<(Vec<String>, &crate::workbook::format::Leaf), (String, String)> {
        // The section itself, empty.
        if self.key == format!("[{}]", self.sheet.path.join(".")) {
            return Ok((Vec::new(), &crate::workbook::format::RAW));
        }
        let path = path_of(self.sheet, self.key).ok_or_else(|| unknown(self.sheet, self.key))?;
        let kind = kind(self.sheet, &path).ok_or_else(|| unknown(self.sheet, self.key))?;
        let leaf = leaf(kind, period).map_err(|help| (format!("`{}` has no value here", self.key), help))?;
        Ok((path.into_iter().chain(period.map(str::to_owned)).collect(), leaf))
    }
}
