//! The cells of a sheet that are still to be filled in, counted by a formula.

use crate::cells::{letters, quoted};
use crate::workbook::cell::Cell;
use crate::workbook::grid::{Grid, SPARE};

/// The number of gaps on a sheet: as a formula, and now.
pub(super) struct Gaps {
    pub(super) formula: String,
    pub(super) now: usize,
}

/// Returns the gaps of a sheet: cells of nothing but words in angle brackets, or `TBC`.
pub(super) fn gaps(grid: &Grid<'_>) -> Gaps {
    let last = (letters(grid.columns.len().saturating_sub(1)), grid.rows.len() + SPARE + 1);
    let range = format!("{}!$A$2:${}${}", quoted(&grid.sheet.name), last.0, last.1);
    let formula = format!("COUNTIF({range},\"=<*>\")+COUNTIF({range},\"=TBC\")");
    let is_gap = |text: &str| (text.starts_with('<') && text.ends_with('>')) || text.eq_ignore_ascii_case("tbc");
    let cells = grid.rows.iter().flat_map(|row| &row.cells);
    Gaps { formula, now: cells.filter(|(_, cell)| matches!(cell, Cell::Text(text) if is_gap(text))).count() }
}
