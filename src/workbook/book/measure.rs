//! The data of a workbook, and the rows and columns of its sheets.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::check::Checked;
use crate::money::Unit;
use crate::period::Date;
use crate::policy::Round;
use crate::workbook::glance::Glance;
use crate::workbook::grid::{Grid, Places};

/// The most lines a row shows.
const HIGHEST: usize = 12;

/// The data a workbook is made of.
pub(in crate::workbook) struct Book<'a> {
    pub(in crate::workbook) checked: &'a Checked,
    /// The sentence of the check about the plan, which follows the word of the verdict.
    pub(in crate::workbook) sentence: &'a str,
    pub(in crate::workbook) unit: Unit,
    /// The plan's round, where the program knows it.
    pub(in crate::workbook) round: Option<&'a Round>,
    pub(in crate::workbook) grids: &'a [Grid<'a>],
    /// Which of them are shown.
    pub(in crate::workbook) is_shown: &'a [bool],
    pub(in crate::workbook) glance: &'a Glance,
    pub(in crate::workbook) places: &'a Places,
    pub(in crate::workbook) today: Date,
}

impl<'a> Book<'a> {
    /// Returns the sheets of the plan that are shown, in order.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'a Grid<'a>> {
        self.grids.iter().zip(self.is_shown).filter(|(_, shown)| **shown).map(|(grid, _)| grid)
    }

    /// Returns those that are hidden.
    pub(super) fn hidden(&self) -> impl Iterator<Item = &'a Grid<'a>> {
        self.grids.iter().zip(self.is_shown).filter(|(_, shown)| !**shown).map(|(grid, _)| grid)
    }
}

/// Makes a row as high as its wrapped texts are long: not every program does so by itself.
pub(super) fn set_height<'t>(
    sheet: &mut Worksheet,
    row: u32,
    texts: impl Iterator<Item = (&'t str, usize)>,
) -> Result<(), XlsxError> {
    let lines = |(text, width): (&str, usize)| -> usize {
        // Most letters are narrower than the digits a width counts.
        let room = (width * 23 / 20).max(1);
        text.split('\n').map(|line| line.chars().count().div_ceil(room).max(1)).sum()
    };
    let lines = texts.map(lines).max().unwrap_or(1).min(HIGHEST);
    if lines > 1 {
        sheet.set_row_height(row, u16::try_from(lines * 15).unwrap_or(15))?;
    }
    Ok(())
}

/// Returns the number of a row.
///
/// # Errors
/// When there are more than a workbook holds.
pub(super) fn row_number(n: usize) -> Result<u32, XlsxError> {
    u32::try_from(n).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Returns the number of a column.
///
/// # Errors
/// When there are more than a workbook holds.
pub(super) fn column_number(n: usize) -> Result<u16, XlsxError> {
    u16::try_from(n).map_err(|_| XlsxError::RowColumnLimitError)
}
