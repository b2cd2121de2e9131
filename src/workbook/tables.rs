//! The cells of a workbook that is no plan, as the texts they show.

use super::cell::Cell;
use super::fault::CellFault;
use super::open::{Raw, whole};

/// A sheet as a table: its rows in order, each with the texts of its cells by column, both from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetTable {
    /// Its name.
    pub name: String,
    /// The rows that have something.
    pub rows: Vec<(usize, Vec<(usize, String)>)>,
}

/// Returns every sheet of a workbook as a table.
///
/// # Errors
/// When it is no workbook, or a sheet of it cannot be read to its end.
pub fn tables(bytes: &[u8]) -> Result<Vec<SheetTable>, CellFault> {
    let texts = |cells: Vec<(usize, Cell)>| cells.into_iter().map(|(at, cell)| (at, text(&cell))).collect();
    let table = |raw: Raw| {
        let rows = raw.rows.into_iter().map(|(row, cells)| (row, texts(cells))).collect();
        SheetTable { name: raw.name, rows }
    };
    Ok(whole(bytes)?.0.into_iter().map(table).collect())
}

/// Returns what a cell says. A figure is its own, whole or to the penny, unless what is shown is another.
pub(super) fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Broken(text) => text.clone(),
        Cell::Number(value, look) if look.percent => format!("{}%", value * 100.0),
        Cell::Number(value, look) if look.scaled => format!("{value} shown divided"),
        Cell::Number(value, _) if value.fract() == 0.0 => format!("{value:.0}"),
        Cell::Number(value, _) => format!("{value:.2}"),
        Cell::Day { date, .. } => date.to_string(),
        Cell::Truth(truth) => truth.to_string(),
    }
}
