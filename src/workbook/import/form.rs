//! A sheet with a row a key.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::frame::{Frame, Row, frame};
use super::headers::{header, kind, leaf, near, path_of, unknown};
use super::reading::Reading;
use super::told::{of_above, of_hidden, of_merged, of_sheet, some};
use crate::cells::letters;
use crate::plan::{nearest, shortened};
use crate::text::escape::shown;
use crate::workbook::cell::{Cell, is_total};
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Leaf, RAW, Sheet};
use crate::workbook::grid::{ABOUT, CellPlace, KEY, VALUE};
use crate::workbook::open::Raw;
use crate::workbook::taken::from_cell;
use crate::workbook::typed;
use crate::workbook::words::{dotted, folded};

/// The most columns of a form whose blank cells are known by what would be in them.
const ONCE: usize = 64;

/// The meaning of a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum FormColumn {
    Key,
    About,
    Value,
    Period(String),
    /// Something of a person's own, which is no part of the plan.
    Note,
}

/// A sheet that is being read.
struct Form<'a> {
    sheet: &'a Sheet,
    n: usize,
    raw: &'a Raw,
    columns: Vec<(usize, FormColumn)>,
    at: HashMap<usize, FormColumn>,
    seen: HashSet<String>,
}

/// Reads a sheet into the plan.
pub(super) fn read(reading: &mut Reading<'_>, sheet: &Sheet, n: usize, raw: &Raw) {
    let Some(frame) = frame(raw, |text| meaning(text).is_some()) else { return };
    let Some(columns) = columns(reading, sheet, n, raw, &frame) else { return };
    let at = columns.iter().cloned().collect();
    let mut form = Form { sheet, n, raw, columns, at, seen: HashSet::new() };
    for row in frame.below {
        if reading.full.is_some() {
            return;
        }
        form.row(reading, row);
    }
    reading.notes.extend(of_hidden(raw, frame.below));
    reading.notes.extend(of_merged(raw, frame.headers.0));
}

impl Form<'_> {
    fn of(&self, at: usize) -> Option<&FormColumn> {
        self.at.get(&at)
    }

    fn row(&mut self, reading: &mut Reading<'_>, (row, cells): &Row) {
        let key = cells.iter().find(|(at, _)| self.of(*at) == Some(&FormColumn::Key)).map(|(_, cell)| cell);
        let known = key.and_then(|key| path_of(self.sheet, &header(key)));
        if let Some(path) = known.as_ref().filter(|path| kind(self.sheet, path).is_some()) {
            once(reading, self.sheet, self.n, (*row, &dotted(path)), &self.columns);
        }
        let path = key.map(|key| known.map_or_else(|| header(key), |path| dotted(&path)));
        let is_value = |at: usize| matches!(self.of(at), Some(FormColumn::Value | FormColumn::Period(_)));
        let values: Vec<&(usize, Cell)> = cells.iter().filter(|(at, _)| is_value(*at)).collect();
        if values.is_empty() {
            return;
        }
        let at = |column| CellPlace { sheet: self.n, row: *row, column };
        let of_keys = self.columns.iter().find(|(_, column)| *column == FormColumn::Key).map_or(0, |(at, _)| *at);
        let (Some(cell), Some(path)) = (key, path) else {
            return reading.stray(at(of_keys), "the row does not say what it is", "write the key, or empty the row");
        };
        let key = header(cell);
        if folded(&key) == KEY {
            reading.headers.entry(self.n).or_default().push(*row);
            let what = format!("row {} repeats the headers and was left out", row + 1);
            return reading.notes.push(of_sheet(&self.raw.name, &what));
        }
        if let Some(what) = self.is_left_out(cell, &key) {
            return reading.notes.push(of_sheet(&self.raw.name, &format!("row {} {what} and was left out", row + 1)));
        }
        if !self.seen.insert(path) {
            let message = format!("a second row is called `{}`", shortened(&key));
            return reading.stray(at(of_keys), message, "keep one of the two");
        }
        let line = FormRow { sheet: self.sheet, n: self.n, row: *row, key: &key };
        for (at, cell) in values {
            let period = match self.of(*at) {
                Some(FormColumn::Period(period)) => Some(period.as_str()),
                _ => None,
            };
            line.read(reading, *at, period, cell);
        }
    }

    /// Returns what a row is that is no part of the plan: one of a key that the sheet neither has nor has one like.
    fn is_left_out(&self, cell: &Cell, key: &str) -> Option<String> {
        let is_section = key == format!("[{}]", self.sheet.path.join("."));
        let known = path_of(self.sheet, key).is_some_and(|path| kind(self.sheet, &path).is_some());
        if is_total(cell) && !self.sheet.keys.iter().any(|own| folded(&own.name) == folded(key)) {
            return Some("is a total".to_owned());
        }
        let stranger = !known && !is_section && near(self.sheet, key).is_none();
        stranger.then(|| format!("(`{}`) is no part of the plan", shown(shortened(key).as_ref())))
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
    for (column, what) in columns.iter().take(ONCE) {
        let path = match what {
            FormColumn::Value => format!("{}.{key}", dotted(&sheet.path)),
            FormColumn::Period(period) => format!("{}.{key}.{period}", dotted(&sheet.path)),
            FormColumn::Key | FormColumn::About | FormColumn::Note => continue,
        };
        // Names of a plan's own there may be any number of.
        if !reading.takes(n, |room| room.place(path.len())) {
            return;
        }
        reading.once.entry(path).or_insert(CellPlace { sheet: n, row, column: *column });
    }
}

/// Returns what a header means; nothing where it means nothing.
fn meaning(text: &str) -> Option<FormColumn> {
    match folded(text).as_str() {
        KEY => Some(FormColumn::Key),
        ABOUT => Some(FormColumn::About),
        VALUE => Some(FormColumn::Value),
        _ => typed::period(text).map(|period| FormColumn::Period(period.to_string())),
    }
}

fn columns(
    reading: &mut Reading<'_>,
    sheet: &Sheet,
    n: usize,
    raw: &Raw,
    frame: &Frame<'_>,
) -> Option<Vec<(usize, FormColumn)>> {
    let (row, cells) = frame.headers;
    reading.headers.entry(n).or_default().push(*row);
    reading.notes.extend(of_above(raw, frame.above));
    let mut columns: Vec<(usize, FormColumn)> = Vec::new();
    let mut seen: HashSet<FormColumn> = HashSet::new();
    let mut notes: Vec<String> = Vec::new();
    for (at, cell) in cells {
        let text = header(cell);
        let place = CellPlace { sheet: n, row: *row, column: *at };
        let column = meaning(&text).unwrap_or_else(|| {
            if nearest(&text, [KEY, ABOUT, VALUE]).is_some() {
                let help = "the columns are key, what it is, value, and then years such as 2017-18";
                reading.stray(place, format!("`{}` is no column of this sheet", shortened(&text)), help);
            } else {
                notes.push(letters(*at));
            }
            FormColumn::Note
        });
        if column != FormColumn::Note && !seen.insert(column.clone()) {
            let message = format!("a second column is called `{}`", shortened(&text));
            reading.stray(place, message, "delete one of the two");
        }
        columns.push((*at, column));
    }
    let beside = frame.below.iter().flat_map(|(_, cells)| cells.iter().map(|(at, _)| *at));
    let known: HashSet<usize> = columns.iter().map(|(at, _)| *at).collect();
    let beside: BTreeSet<usize> = beside.filter(|at| !known.contains(at)).collect();
    notes.extend(beside.into_iter().map(letters));
    if !notes.is_empty() {
        let (columns, were) = if notes.len() == 1 { ("column", "was") } else { ("columns", "were") };
        let what = format!("{columns} {} {were} left out, since no header says which year it is of", some(&notes));
        reading.notes.push(of_sheet(&raw.name, &what));
    }
    if columns.iter().all(|(_, column)| *column != FormColumn::Key) {
        let help = "write the headers as they were exported: key, what it is, value, and the years";
        reading.faults.push(CellFault::at(&sheet.name, (*row, 0), format!("there is no column `{KEY}`"), help));
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
        match from_cell(leaf, cell, reading.unit) {
            Ok(None) => return,
            Ok(Some(taken)) => {
                let node = reading.node(leaf, taken, at);
                if !reading.takes(self.n, |room| room.node(&node)) {
                    return;
                }
                *way.iter().fold(&mut reading.plan, |node, key| node.under(key)) = node;
            }
            // Nothing is said of what is nothing.
            Err(wrong) if way.len() == self.sheet.path.len() => return reading.stray(at, wrong.message, wrong.help),
            Err(wrong) => reading.unreadable(way.clone(), at, wrong.message, wrong.help),
        }
        for end in self.sheet.path.len()..=way.len() {
            reading.places.insert_new(&way[..end], at);
        }
    }

    /// Returns the way to the value from its section, and what it may be.
    fn target(&self, period: Option<&str>) -> Result<(Vec<String>, &Leaf), (String, String)> {
        // The section itself, empty.
        if self.key == format!("[{}]", self.sheet.path.join(".")) {
            return Ok((Vec::new(), &RAW));
        }
        let path = path_of(self.sheet, self.key).ok_or_else(|| unknown(self.sheet, self.key))?;
        let kind = kind(self.sheet, &path).ok_or_else(|| unknown(self.sheet, self.key))?;
        let leaf = leaf(kind, period).map_err(|help| (format!("`{}` has no value here", self.key), help))?;
        Ok((path.into_iter().chain(period.map(str::to_owned)).collect(), leaf))
    }
}
