//! `bcf import --map` and `--guess`: tables of somebody's own.

use super::fault::Fault;
use super::tables::tables;
use crate::text::kind::is_workbook;
use crate::workbook::{CellFault, Mapped, OwnTables, guess, import_mapped};

/// Returns the plan in the tables of a file, called `name`, as a map says they are to be read.
///
/// # Errors
/// When the map cannot be read, or the file is neither a workbook nor a text.
pub(super) fn mapped(bytes: &[u8], name: &str, map: &str) -> Result<Result<Mapped, Vec<CellFault>>, Fault> {
    Ok(own(bytes, name)?.and_then(|own| import_mapped(&own, map)))
}

/// Returns the map that the tables of a file would be read by.
///
/// # Errors
/// When the file is neither a workbook nor a text.
pub(super) fn guessed(bytes: &[u8], name: &str) -> Result<Result<String, Vec<CellFault>>, Fault> {
    Ok(own(bytes, name)?.and_then(|own| guess(&own, name).map_err(|fault| vec![fault])))
}

fn own(bytes: &[u8], name: &str) -> Result<Result<OwnTables, Vec<CellFault>>, Fault> {
    if is_workbook(bytes) {
        return Ok(OwnTables::of_workbook(bytes).map_err(|fault| vec![fault]));
    }
    let tables = match tables(bytes, name) {
        Ok(tables) => tables,
        Err(mut faults) => return Err(faults.swap_remove(0)),
    };
    let rows = tables.iter().flat_map(|table| &table.rows);
    Ok(Ok(OwnTables::of_rows(rows.map(|row| (row.number, row.fields.iter().collect())))))
}
