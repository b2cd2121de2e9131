//! Tables that are nobody's template: a map says which column is which key of a plan, and which word which.
//!
//! They become the sheets of a workbook of a plan, each cell in its own row and column, and those are read as any other.

mod file;
mod guess;
mod source;
mod translate;

use super::fault::CellFault;
use super::import::{import_sheets, of_sheet};
use file::MapFile;
pub use guess::guess;
pub use source::OwnTables;
use translate::{Translated, translated};

/// A plan as it was read of somebody's own tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// Its text.
    pub text: String,
    /// The notes on what was read in a way that somebody may want to know of.
    pub notes: Vec<String>,
}

/// Returns the plan in somebody's own tables, as a map (TOML) says they are to be read.
///
/// # Errors
/// Everything in the tables that cannot be taken over exactly, and everything in the map that they do not have.
pub fn import_mapped(own: &OwnTables, map: &str) -> Result<Mapped, Vec<CellFault>> {
    let map: MapFile = toml::from_str(map).map_err(|error| {
        let line = error.span().map_or(1, |span| map[..span.start.min(map.len())].matches('\n').count() + 1);
        let message = format!("line {line} of the map: {}", error.message().lines().next().unwrap_or_default());
        vec![CellFault::whole(message, "correct it, or let `--guess` print a map to begin with")]
    })?;
    if map.table.is_empty() {
        let help = "let `--guess` print one to begin with";
        return Err(vec![CellFault::whole("the map has no [[table]]", help)]);
    }
    let mut all = translated(own, &map)?;
    let sheets = all.sheets().map_err(|fault| vec![fault])?;
    match import_sheets(&sheets, own.room) {
        Ok(book) => Ok(Mapped { text: book.text, notes: book.notes.iter().map(|note| of_home(note, &all)).collect() }),
        Err(faults) => Err(faults.into_iter().map(|fault| at_home(fault, &all)).collect()),
    }
}

/// Returns a note on a sheet as one on the sheet of somebody's own that it is from: the cells are the same.
fn of_home(note: &str, all: &Translated) -> String {
    let home = all.from.iter().find_map(|(name, (own, _))| Some((note.strip_prefix(&of_sheet(name, ""))?, own)));
    match home {
        Some((what, Some(own))) => of_sheet(own, what),
        Some((what, None)) => in_lines(what),
        None => note.to_owned(),
    }
}

/// Returns a note whose last word may be a cell as one on a text, of which the line says enough.
fn in_lines(what: &str) -> String {
    let cell = what.rsplit_once(' ').and_then(|(before, cell)| Some((before, row_of(cell)?)));
    cell.map_or_else(|| what.to_owned(), |(before, row)| format!("{before} line {row}"))
}

/// Returns the row of a cell such as `E4`.
fn row_of(cell: &str) -> Option<&str> {
    let row = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_number = !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && row.len() < cell.len()).then_some(row)
}

/// Returns a fault at the cell of somebody's own table that it is about.
fn at_home(fault: CellFault, all: &Translated) -> CellFault {
    let Some((sheet, header)) = fault.sheet.as_ref().and_then(|name| all.from.get(name)) else { return fault };
    let cell = fault.cell.as_ref().map(|cell| match cell.strip_suffix('1') {
        // The headers stand in the first row of the plan's own workbook.
        Some(letters) if letters.bytes().all(|byte| byte.is_ascii_alphabetic()) => format!("{letters}{header}"),
        _ => cell.clone(),
    });
    if let Some(sheet) = sheet {
        return CellFault { sheet: Some(sheet.clone()), cell, ..fault };
    }
    // Of a text the line says enough: its columns have no letters.
    let row = cell.as_deref().and_then(row_of);
    let message = row.map_or_else(|| fault.message.clone(), |row| format!("line {row}: {}", fault.message));
    CellFault { sheet: None, cell: None, message, ..fault }
}
