//! The bytes of a workbook to what is in its cells. Limits first: a workbook is a compressed file, and a small one can
//! be made to unfold without end.

pub(super) mod address;
mod look;
mod package;
mod part;
mod sheet;

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError};

use super::cell::{Cell, UNCALCULATED};
use super::fault::CellFault;
use super::room::Room;
use super::words::begin_alike;
use crate::period::Date;
use crate::text::kind::{ARCHIVE, OLD_WORKBOOK, is_locked};
use look::CellFormat;
use package::{Package, package};
use sheet::SheetPart;

/// The most rows of a sheet: ten times as many as any plan has lines.
pub(super) const ROWS: usize = 40_000;

/// The reason that a sheet is refused which holds more than its size explains.
pub(super) const TOO_MUCH: &str = "it holds more than a plan can";

/// A sheet as it was read: its cells by row, both from 0, without the blank ones.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) name: String,
    /// True when it is not shown.
    pub(super) hidden: bool,
    pub(super) rows: Vec<(usize, Vec<(usize, Cell)>)>,
    pub(super) merged: Vec<Dimensions>,
    /// Formulas that nobody has calculated; in their cells is [`UNCALCULATED`].
    pub(super) uncalculated: Vec<(usize, usize)>,
    /// The rows that are not shown, in order.
    pub(super) hidden_rows: Vec<usize>,
    /// The first and the last of columns that are not shown.
    pub(super) hidden_columns: Vec<(usize, usize)>,
    /// The reason it could not be read to its end.
    pub(super) broken: Option<String>,
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Returns every sheet of a workbook, with the room that is left for what is made of them.
pub(super) fn open(bytes: &[u8]) -> Result<(Vec<Raw>, Room), CellFault> {
    let (mut book, Package { mut sheets, size }) = opened(bytes)?;
    let mut left = Room::of(size);
    let mut raws = Vec::new();
    let hidden = book.sheets_metadata().iter().filter(|sheet| sheet.visible != SheetVisible::Visible);
    let hidden: HashSet<String> = hidden.map(|sheet| sheet.name.clone()).collect();
    for name in book.sheet_names() {
        let mut raw = Raw { name: name.clone(), hidden: hidden.contains(&name), ..Raw::default() };
        match sheets.remove(&name) {
            Some(Some(Ok(part))) => {
                let before = left;
                match cells(&mut book, &mut raw, &part, &mut left) {
                    Ok(()) => raw.take(part),
                    Err(why) => {
                        // Nothing of it is kept: it may be somebody's own, and large.
                        raw.rows = Vec::new();
                        (raw.broken, left) = (Some(why), before);
                    }
                }
            }
            Some(Some(Err(why))) => raw.broken = Some(why),
            // A sheet that holds a chart and nothing else.
            Some(None) => {}
            None => raw.broken = Some("its part of the workbook is missing".to_owned()),
        }
        raws.push(raw);
    }
    Ok((raws, left))
}

/// Checks that a workbook can be read at all: damage, a password or a size beyond all is refused.
pub(super) fn check(bytes: &[u8]) -> Result<(), CellFault> {
    opened(bytes).map(drop)
}

/// Opens a workbook, once its parts were looked through.
fn opened(bytes: &[u8]) -> Result<(Book<'_>, Package), CellFault> {
    kind(bytes)?;
    let package = package(bytes)?;
    let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    Ok((book, package))
}

/// Returns every sheet of a workbook of which nothing may be missed, with the room that is left.
///
/// # Errors
/// When a sheet cannot be read to its end, too.
pub(super) fn whole(bytes: &[u8]) -> Result<(Vec<Raw>, Room), CellFault> {
    let (raws, room) = open(bytes)?;
    match raws.iter().find_map(|raw| Some((&raw.name, raw.broken.as_ref()?))) {
        Some((name, why)) => Err(CellFault::sheet(name, format!("the sheet cannot be read: {why}"), "save it anew")),
        None => Ok((raws, room)),
    }
}

impl Raw {
    /// Returns whether this is the name of the sheet, in any letters and whatever stands between its words.
    pub(super) fn is_called(&self, name: &str) -> bool {
        begin_alike(&self.name, name) && letters(&self.name).eq(letters(name))
    }

    /// Adds a cell behind those there are. Returns whether there is room for its row.
    pub(super) fn push(&mut self, (row, column): (usize, usize), cell: Cell) -> bool {
        let full = self.rows.len() == ROWS;
        match self.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ if full => return false,
            _ => {
                self.settle();
                self.rows.push((row, vec![(column, cell)]));
            }
        }
        true
    }

    /// Gives back the room that the last row does not need.
    fn settle(&mut self) {
        if let Some((_, cells)) = self.rows.last_mut() {
            cells.shrink_to_fit();
        }
    }

    /// Takes over what the part of the sheet says of its cells.
    fn take(&mut self, part: SheetPart) {
        let wide = |n: u32| n as usize;
        self.merged = part.merged.into_iter().map(|(start, end)| Dimensions { start, end }).collect();
        self.uncalculated = part.uncalculated.into_iter().map(|(row, column)| (wide(row), wide(column))).collect();
        self.hidden_rows = part.hidden_rows.into_iter().map(wide).collect();
        self.hidden_columns = part.hidden_columns.into_iter().map(|(first, last)| (wide(first), wide(last))).collect();
    }
}

/// Returns a name in small letters with one space for whatever stands between its words.
pub(super) fn plain(name: &str) -> String {
    letters(name).collect()
}

/// Returns the letters of a plain name.
fn letters(name: &str) -> impl Iterator<Item = char> {
    let words = name.split([' ', '_', '-', '.']).filter(|word| !word.is_empty());
    let spaced = words.enumerate().flat_map(|(n, word)| (n > 0).then_some(' ').into_iter().chain(word.chars()));
    spaced.flat_map(char::to_lowercase)
}

/// Checks by its first bytes that a file is a workbook.
fn kind(bytes: &[u8]) -> Result<(), CellFault> {
    let has = |text: &str| bytes.windows(text.len()).take(4096).any(|window| window == text.as_bytes());
    if bytes.starts_with(OLD_WORKBOOK) {
        return if is_locked(bytes) {
            Err(CellFault::whole(
                "the workbook is locked with a password",
                "open it, save it without one, and import that",
            ))
        } else {
            Err(CellFault::whole("this is a workbook of the old format (.xls)", SAVE))
        };
    }
    if !bytes.starts_with(ARCHIVE) {
        return Err(CellFault::whole("this is no Excel workbook", SAVE));
    }
    if has("application/vnd.oasis.opendocument") {
        return Err(CellFault::whole("this is an OpenDocument file and no Excel workbook", SAVE));
    }
    Ok(())
}

const SAVE: &str = "in the spreadsheet program choose Save as, and then Excel workbook (.xlsx)";

fn damaged(error: &XlsxError) -> CellFault {
    match error {
        XlsxError::Password => {
            CellFault::whole("the workbook is locked with a password", "open it, save it without one, and import that")
        }
        error => CellFault::whole(format!("the workbook cannot be read: {error}"), SAVE),
    }
}

/// Reads the cells of a sheet; the error is the reason that it cannot be read to its end.
fn cells(book: &mut Book<'_>, raw: &mut Raw, part: &SheetPart, left: &mut Room) -> Result<(), String> {
    let too_large = || TOO_MUCH.to_owned();
    let mut cells = match book.worksheet_cells_reader(&raw.name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let mut formulas = part.formulas.iter().peekable();
    let mut uncalculated = part.uncalculated.iter().peekable();
    let mut known: Vec<Option<CellFormat>> = vec![None; cells.styles().len()];
    loop {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(next)) => next,
            Ok(None) => {
                raw.settle();
                return Ok(());
            }
            Err(error) => return Err(error.to_string()),
        };
        let at = cell.get_position();
        let (row, column) = (at.0 as usize, at.1 as usize);
        let mut format = known.get(style).copied().flatten().unwrap_or_else(|| {
            let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
            let format = format.map(CellFormat::read).unwrap_or_default();
            if let Some(slot) = known.get_mut(style) {
                *slot = Some(format);
            }
            format
        });
        while formulas.next_if(|formula| **formula < at).is_some() {}
        format.shown.formula = formulas.peek() == Some(&&at);
        while uncalculated.next_if(|formula| **formula < at).is_some() {}
        let cell = match read(cell.get_value(), format) {
            None if uncalculated.peek() == Some(&&at) => Cell::Broken(UNCALCULATED.to_owned()),
            None => continue,
            Some(cell) => cell,
        };
        left.cell(if let Cell::Text(text) = &cell { text.len() } else { 0 }).ok_or_else(too_large)?;
        if !raw.push((row, column), cell) {
            return Err(too_large());
        }
    }
}

fn read(value: &DataRef<'_>, format: CellFormat) -> Option<Cell> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| Cell::Text(text.to_owned()));
    match value {
        DataRef::Empty => None,
        DataRef::Int(value) => {
            text(&value.to_string()).and(value.to_string().parse().ok()).map(|n| Cell::Number(n, format.shown))
        }
        DataRef::Float(value) => Some(Cell::Number(*value, format.shown)),
        DataRef::String(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => Some(Cell::Truth(*value)),
        DataRef::DateTime(value) => {
            let (year, month, day, h, m, s, ms) = value.to_ymd_hms_milli();
            let midnight = (h, m, s, ms) == (0, 0, 0, 0) && value.is_datetime() && value.as_f64() >= 61.0;
            Some(if midnight {
                Cell::Day { date: Date { year, month, day }, month: format.month }
            } else {
                Cell::Broken("a time of day".to_owned())
            })
        }
        DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            let day = value.get(..10).and_then(Date::parse);
            let midnight = value.get(10..).is_some_and(|rest| rest.bytes().all(|byte| !matches!(byte, b'1'..=b'9')));
            Some(match day.filter(|_| midnight) {
                Some(date) => Cell::Day { date, month: format.month },
                None => Cell::Broken("a time of day".to_owned()),
            })
        }
        DataRef::Error(error) => Some(Cell::Broken(error.to_string())),
    }
}
