//! The columns of a sheet with a row an entry, or a row a series.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::frame::Frame;
use super::headers::{HeaderTarget, header, near, target, unknown};
use super::reading::Reading;
use super::told::{of_above, of_sheet, some};
use crate::cells::letters;
use crate::plan::shortened;
use crate::text::escape::shown;
use crate::workbook::cell::Cell;
use crate::workbook::fault::CellFault;
use crate::workbook::format::Sheet;
use crate::workbook::grid::{CellPlace, SERIES, VALUE};
use crate::workbook::labels::owner;
use crate::workbook::open::Raw;
use crate::workbook::sheets::Shape;
use crate::workbook::typed;
use crate::workbook::words::{dotted, folded};

/// The meaning of a column.
pub(super) enum TableColumn<'f> {
    /// Whose row it is.
    Owner,
    /// Which series a row is.
    Series,
    /// A period of a series; none for its whole.
    Period(Option<String>),
    /// A key of the entry.
    Key(HeaderTarget<'f>),
    /// Something of a person's own, which is no part of the plan.
    Note,
    /// Something that has been reported.
    Wrong,
}

impl TableColumn<'_> {
    /// Returns what it says, the same for all that say the same.
    fn says(&self) -> String {
        match self {
            Self::Owner => "owner".to_owned(),
            Self::Series => "series".to_owned(),
            Self::Period(period) => format!("period {}", period.as_deref().unwrap_or_default()),
            Self::Key(HeaderTarget { path, period, .. }) => format!("key {} {period:?}", dotted(path)),
            Self::Note | Self::Wrong => String::new(),
        }
    }
}

/// The columns of a sheet, with their headers.
pub(super) type Columns<'f> = BTreeMap<usize, (String, TableColumn<'f>)>;

/// Returns whether a text is a header of a sheet.
pub(super) fn is_known(sheet: &Sheet, text: &str) -> bool {
    meaning(sheet, text).is_some()
}

/// Returns what a header means; nothing where it means nothing.
fn meaning<'f>(sheet: &'f Sheet, text: &str) -> Option<TableColumn<'f>> {
    let plain = folded(text);
    if owner(sheet).is_some_and(|(_, of)| plain == folded(of)) {
        return Some(TableColumn::Owner);
    }
    if !matches!(sheet.shape, Shape::Series(_)) {
        return target(sheet, text).ok().map(TableColumn::Key);
    }
    match plain.as_str() {
        SERIES => Some(TableColumn::Series),
        VALUE => Some(TableColumn::Period(None)),
        _ => typed::period(text).map(|period| TableColumn::Period(Some(period.to_string()))),
    }
}

/// Returns the columns of a sheet. One that is nobody's is told, and is a fault of its own where it may be a misspelling.
pub(super) fn columns<'f>(
    reading: &mut Reading<'_>,
    sheet: &'f Sheet,
    n: usize,
    raw: &Raw,
    frame: &Frame<'_>,
) -> Result<Columns<'f>, CellFault> {
    let (row, cells) = frame.headers;
    reading.headers.entry(n).or_default().push(*row);
    reading.notes.extend(of_above(raw, frame.above));
    let mut columns = Columns::new();
    let mut seen = HashSet::new();
    for (at, cell) in cells {
        let text = header(cell);
        let column = column(reading, sheet, CellPlace { sheet: n, row: *row, column: *at }, &text, &mut seen);
        if matches!(column, TableColumn::Note) {
            let text = shown(shortened(&text).as_ref()).into_owned();
            let what = format!("column {} (`{text}`) is no part of the plan and was left out", letters(*at));
            reading.notes.push(of_sheet(&raw.name, &what));
        }
        columns.insert(*at, (text, column));
    }
    nameless(reading, raw, frame, &columns);
    let has = |wanted: fn(&TableColumn<'_>) -> bool| columns.values().any(|(_, column)| wanted(column));
    let missing = [
        owner(sheet).map(|(_, of)| of).filter(|_| !has(|column| matches!(column, TableColumn::Owner))),
        Some(SERIES).filter(|_| {
            matches!(sheet.shape, Shape::Series(_)) && !has(|column| matches!(column, TableColumn::Series))
        }),
    ];
    match missing.into_iter().flatten().next() {
        Some(name) => {
            let help = format!("add a column `{name}`; without it nobody knows whose rows these are");
            Err(CellFault::at(&sheet.name, (*row, 0), format!("there is no column `{name}`"), help))
        }
        None => Ok(columns),
    }
}

/// Returns what a header means, and reports one that cannot be what was meant.
fn column<'f>(
    reading: &mut Reading<'_>,
    sheet: &'f Sheet,
    at: CellPlace,
    text: &str,
    seen: &mut HashSet<String>,
) -> TableColumn<'f> {
    match meaning(sheet, text) {
        Some(column) if !seen.insert(column.says()) => {
            reading.stray(at, format!("a second column is called `{}`", shortened(text)), "delete one of the two");
            TableColumn::Wrong
        }
        Some(column) => column,
        None => {
            if near(sheet, text).is_none() {
                return TableColumn::Note;
            }
            let (message, help) = target(sheet, text).err().unwrap_or_else(|| unknown(sheet, text));
            reading.stray(at, message, help);
            TableColumn::Wrong
        }
    }
}

/// Tells of columns that hold something and have no header.
fn nameless(reading: &mut Reading<'_>, raw: &Raw, frame: &Frame<'_>, columns: &Columns<'_>) {
    let filled = frame.below.iter().flat_map(|(_, cells)| cells.iter().map(|(at, _)| *at));
    let without: BTreeSet<usize> = filled.filter(|at| !columns.contains_key(at)).collect();
    let names: Vec<String> = without.into_iter().map(letters).collect();
    match names.as_slice() {
        [] => {}
        [only] => reading.notes.push(of_sheet(&raw.name, &format!("column {only} has no header and was left out"))),
        names => {
            reading
                .notes
                .push(of_sheet(&raw.name, &format!("columns {} have no header and were left out", some(names))));
        }
    }
}

/// Returns whether a row is the headers once more.
pub(super) fn is_header(cells: &[(usize, Cell)], columns: &Columns<'_>) -> bool {
    cells.len() > 1
        && cells.iter().all(|(at, cell)| {
            matches!(cell, Cell::Text(_) | Cell::Day { .. })
                && columns.get(at).is_some_and(|(text, _)| folded(text) == folded(&header(cell)))
        })
}
