//! Tables that are nobody's template: a map says which column is which key of a plan, and which word which.
//!
//! They are put into a workbook of a plan, each cell in its own row and column, and that is read as any other.

mod file;
mod guess;
mod source;
mod translate;

use super::fault::CellFault;
use super::import::import;
use file::MapFile;
pub use guess::guess;
pub use source::OwnTables;
use translate::{Translated, translated};

/// Returns the text of the plan in somebody's own tables, as a map (TOML) says they are to be read.
///
/// # Errors
/// Everything in the tables that cannot be taken over exactly, and everything in the map that they do not have.
pub fn import_mapped(own: &OwnTables, map: &str) -> Result<String, Vec<CellFault>> {
    let map: MapFile = toml::from_str(map).map_err(|error| {
        let line = error.span().map_or(1, |span| map[..span.start.min(map.len())].matches('\n').count() + 1);
        let message = format!("line {line} of the map: {}", error.message().lines().next().unwrap_or_default());
        vec![CellFault::whole(message, "correct it, or let `--guess` print a map to begin with")]
    })?;
    if map.table.is_empty() {
        let help = "let `--guess` print one to begin with";
        return Err(vec![CellFault::whole("the map has no [[table]]", help)]);
    }
    let all = translated(own, &map)?;
    let too_large = |error: rust_xlsxwriter::XlsxError| {
        vec![CellFault::whole(
            format!("the tables are larger than a plan can be: {error}"),
            "leave out what is none of the plan",
        )]
    };
    let bytes = all.write().map_err(too_large)?;
    import(&bytes).map_err(|faults| faults.into_iter().map(|fault| at_home(fault, &all)).collect())
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
    let row = cell.as_deref().map(|cell| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    let message = row.map_or_else(|| fault.message.clone(), |row| format!("line {row}: {}", fault.message));
    CellFault { sheet: None, cell: None, message, ..fault }
}
