//! The cells of a sheet that are still to be filled in, counted by a formula.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};

use super::measure::{column_number, row_number};
use crate::cells::{letters, quoted};
use crate::check::{is_placeholder, placeholder_signs};
use crate::workbook::cell::Cell;
use crate::workbook::grid::{Grid, SPARE};

/// The number of gaps on a sheet: as a formula, and now.
pub(super) struct Gaps {
    pub(super) formula: String,
    pub(super) now: usize,
}

/// Returns the gaps of a sheet: cells of nothing but words in angle brackets, or that begin with another sign of a gap.
pub(super) fn gaps(grid: &Grid<'_>) -> Gaps {
    let last = (letters(grid.columns.len().saturating_sub(1)), grid.rows.len() + SPARE + 1);
    let range = format!("{}!$A$2:${}${}", quoted(&grid.sheet.name), last.0, last.1);
    let begins = placeholder_signs().map(|sign| format!("+COUNTIF({range},\"={sign}*\")"));
    let formula = format!("COUNTIF({range},\"=<*>\"){}", begins.collect::<String>());
    let begins = |text: &str, sign: &str| text.get(..sign.len()).is_some_and(|own| own.eq_ignore_ascii_case(sign));
    let is_gap = |text: &str| {
        (text.starts_with('<') && text.ends_with('>')) || placeholder_signs().any(|sign| begins(text, sign))
    };
    let cells = grid.rows.iter().flat_map(|row| &row.cells);
    Gaps { formula, now: cells.filter(|(_, cell)| matches!(cell, Cell::Text(text) if is_gap(text))).count() }
}

/// Takes the shade from a gap once somebody has typed over it. A cell that is emptied keeps it.
pub(super) fn fade(grid: &Grid<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let cells = grid.rows.iter().flat_map(|row| &row.cells);
    let is_gap = |cell: &Cell| matches!(cell, Cell::Text(text) if is_placeholder(text));
    let columns: BTreeSet<usize> = cells.filter(|(_, cell)| is_gap(cell)).map(|(column, _)| *column).collect();
    for column in columns {
        let cell = format!("{}2", letters(column));
        let signs = std::iter::once("<").chain(placeholder_signs());
        let without: Vec<String> = signs.map(|sign| format!("ISERROR(SEARCH(\"{sign}\",{cell}))")).collect();
        let filled = ConditionalFormatFormula::new()
            .set_rule(Formula::new(format!("AND({cell}<>\"\",{})", without.join(","))))
            .set_format(Format::new().set_background_color(Color::White).set_font_color(Color::Black));
        let (column, last) = (column_number(column)?, row_number(grid.rows.len())?);
        sheet.add_conditional_format(1, column, last, column, &filled)?;
    }
    Ok(())
}
