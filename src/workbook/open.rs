//! The bytes of a workbook to what is in its cells. Limits first: a workbook is a compressed file, and a small one can
//! be made to unfold without end.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use calamine::{DataRef, Dimensions, NumberFormat, Reader, SheetVisible, Xlsx, XlsxError};

use super::cell::{Cell, NumberLook};
use super::fault::CellFault;
use crate::period::Date;
use crate::text::kind::{ARCHIVE, OLD_WORKBOOK};

/// The largest size of an unpacked workbook, in bytes.
const UNFOLDED: u64 = 256 << 20;
/// The most cells of a workbook that may hold something.
const CELLS: usize = 2_000_000;
/// The rows and columns of a sheet, as every spreadsheet program has them.
const GRID: (usize, usize) = (1 << 20, 1 << 14);
/// The most files a workbook may be made of.
const FILES: usize = 10_000;

/// A sheet as it was read: its cells by row, both from 0, without the blank ones.
pub(super) struct Raw {
    pub(super) name: String,
    /// True when it is not shown.
    pub(super) hidden: bool,
    pub(super) rows: Vec<(usize, Vec<(usize, Cell)>)>,
    pub(super) merged: Vec<Dimensions>,
    /// Formulas that nobody has calculated.
    pub(super) uncalculated: Vec<(usize, usize)>,
    /// The reason it could not be read to its end.
    pub(super) broken: Option<String>,
}

impl Raw {
    /// Returns whether this is the name of the sheet.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.trim().eq_ignore_ascii_case(name)
    }
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Returns every sheet of a workbook.
pub(super) fn open(bytes: &[u8]) -> Result<Vec<Raw>, CellFault> {
    kind(bytes)?;
    unfold(bytes, UNFOLDED)?;
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut sheets = Vec::new();
    let mut left = CELLS;
    let hidden: HashSet<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in book.sheet_names() {
        let mut raw = sheet(&mut book, &name, &mut left)?;
        raw.hidden = hidden.contains(&name);
        // A broken sheet is reported by its values.
        raw.merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheets.push(raw);
    }
    Ok(sheets)
}

/// Checks by its first bytes that a file is a workbook.
fn kind(bytes: &[u8]) -> Result<(), CellFault> {
    let has = |text: &str| bytes.windows(text.len()).take(4096).any(|window| window == text.as_bytes());
    let wide: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    if bytes.starts_with(OLD_WORKBOOK) {
        return if bytes.windows(wide.len()).any(|window| window == wide) {
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

/// Unpacks everything once and counts the bytes, before anything is kept.
fn unfold(bytes: &[u8], limit: u64) -> Result<(), CellFault> {
    let broken = |_| {
        CellFault::whole("the workbook is damaged: it is no whole .xlsx file", "get the file again, or save it anew")
    };
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = limit;
    if zip.len() > FILES {
        return Err(too_large());
    }
    for n in 0..zip.len() {
        let file = zip.by_index(n).map_err(broken)?;
        let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink())
            .map_err(|_| broken(zip::result::ZipError::FileNotFound))?;
        left = left.checked_sub(read).ok_or_else(too_large)?;
    }
    Ok(())
}

fn too_large() -> CellFault {
    CellFault::whole(
        format!("the workbook is larger than a plan can be: more than {} MiB, or {CELLS} cells", UNFOLDED >> 20),
        "check that it is the file you meant; delete sheets and rows that are no part of the plan",
    )
}

fn damaged(error: &XlsxError) -> CellFault {
    match error {
        XlsxError::Password => {
            CellFault::whole("the workbook is locked with a password", "open it, save it without one, and import that")
        }
        error => CellFault::whole(format!("the workbook cannot be read: {error}"), SAVE),
    }
}

fn sheet(book: &mut Book<'_>, name: &str, left: &mut usize) -> Result<Raw, CellFault> {
    let mut raw = Raw {
        name: name.to_owned(),
        hidden: false,
        rows: Vec::new(),
        merged: Vec::new(),
        uncalculated: Vec::new(),
        broken: None,
    };
    let formulas = formulas(book, name);
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet that holds a chart and nothing else.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(raw),
        Err(error) => {
            raw.broken = Some(error.to_string());
            return Ok(raw);
        }
    };
    let mut known: Vec<Option<CellFormat>> = vec![None; cells.styles().len()];
    loop {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(raw),
            Err(error) => {
                raw.broken = Some(error.to_string());
                return Ok(raw);
            }
        };
        let (row, column) = (cell.get_position().0 as usize, cell.get_position().1 as usize);
        if row >= GRID.0 || column >= GRID.1 {
            raw.broken = Some("a cell lies beyond the last row or column".to_owned());
            return Ok(raw);
        }
        let shown = known.get(style).copied().flatten().unwrap_or_else(|| {
            let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
            let format = format.map(CellFormat::read).unwrap_or_default();
            if let Some(slot) = known.get_mut(style) {
                *slot = Some(format);
            }
            format
        });
        let Some(cell) = read(cell.get_value(), shown) else {
            if formulas.contains(&(row, column)) {
                raw.uncalculated.push((row, column));
            }
            continue;
        };
        *left = left.checked_sub(1).ok_or_else(too_large)?;
        match raw.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ => raw.rows.push((row, vec![(column, cell)])),
        }
    }
}

/// Returns where there are formulas.
fn formulas(book: &mut Book<'_>, name: &str) -> HashSet<(usize, usize)> {
    let mut found = HashSet::new();
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return found };
    // A broken sheet is reported when its values are read.
    while let Ok(Some(cell)) = cells.next_cell_with_formula_metadata() {
        if cell.formula.is_some() {
            found.insert((cell.pos.0 as usize, cell.pos.1 as usize));
        }
    }
    found
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

/// The parts of a number format that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CellFormat {
    shown: NumberLook,
    /// A date of which only the month is shown.
    month: bool,
}

impl CellFormat {
    fn read(format: &NumberFormat) -> Self {
        Self::of(&format.format_code)
    }

    /// Returns what the first part of a format code says, without its literal text.
    fn of(code: &str) -> Self {
        let mut plain = String::new();
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => drop(chars.by_ref().find(|c| *c == '"')),
                '[' => drop(chars.by_ref().find(|c| *c == ']')),
                '\\' | '_' | '*' => drop(chars.next()),
                ';' => break,
                c => plain.push(c.to_ascii_lowercase()),
            }
        }
        let digit = |c: char| matches!(c, '0' | '#' | '?');
        let decimals = match plain.split_once('.') {
            Some((_, after)) => after.chars().take_while(|c| *c == '0').count(),
            None => 0,
        };
        let scaled = plain.char_indices().any(|(n, c)| {
            c == ','
                && plain[..n].chars().next_back().is_some_and(|c| digit(c) || c == ',')
                && !plain[n..].trim_start_matches(',').starts_with(digit)
        });
        let month =
            plain.contains('m') && !plain.contains(['d', 'h', 's']) && !digit(plain.chars().next().unwrap_or(' '));
        let decimals = if plain == "general" { 0 } else { u32::try_from(decimals).unwrap_or(0) };
        Self { shown: NumberLook { decimals, percent: plain.contains('%'), scaled }, month }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unfolds_beyond_the_limit_is_refused() {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&[0; 600]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 400 && unfold(&bytes, 1_200).is_ok());
        assert!(unfold(&bytes, 1_199).is_err_and(|fault| fault.message.contains("larger than a plan can be")));
        assert!(unfold(&bytes[..bytes.len() - 30], 1_200).is_err_and(|fault| fault.message.contains("damaged")));
    }

    #[test]
    fn a_number_format_says_how_many_decimals_are_shown() {
        let of = |code| {
            let CellFormat { shown, month } = CellFormat::of(code);
            (shown.decimals, shown.percent, shown.scaled, month)
        };
        assert_eq!(of("General"), (0, false, false, false));
        assert_eq!(of("£#,##0.00\"k\""), (2, false, false, false));
        assert_eq!(of("_-[$£-809]* #,##0.0_-;-[$£-809]* #,##0.0_-"), (1, false, false, false));
        assert_eq!(of("0.0%"), (1, true, false, false));
        assert_eq!(of("#,##0,\"k\""), (0, false, true, false));
        assert_eq!(of("#,##0.0,,"), (1, false, true, false));
        assert_eq!(of("mmm-yy"), (0, false, false, true));
        assert_eq!(of("yyyy-mm-dd"), (0, false, false, false));
    }
}
