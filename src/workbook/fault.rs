//! A fault in a workbook, with its cell.

use std::fmt;

use crate::cells::letters;
use crate::text::escape::shown;

/// Something in a workbook that is no part of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The sheet; none when the whole file is meant.
    pub sheet: Option<String>,
    /// The cell, such as `F17`; none when the whole sheet is meant.
    pub cell: Option<String>,
    /// The message that says what is wrong.
    pub message: String,
    /// The advice on mending it.
    pub help: String,
}

impl CellFault {
    /// Returns a fault of the whole file.
    pub(super) fn whole(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { sheet: None, cell: None, message: message.into(), help: help.into() }
    }

    /// Returns a fault of a sheet.
    pub(super) fn sheet(sheet: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { sheet: Some(sheet.to_owned()), ..Self::whole(message, help) }
    }

    /// Returns a fault of a cell, by its row and column from 0.
    pub(super) fn at(
        sheet: &str,
        (row, column): (usize, usize),
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let cell = format!("{}{}", letters(column), row + 1);
        Self { cell: Some(cell), ..Self::sheet(sheet, message, help) }
    }
}

impl fmt::Display for CellFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.sheet, &self.cell) {
            (Some(sheet), Some(cell)) => write!(f, "{}!{cell}: {}", shown(sheet), self.message),
            (Some(sheet), None) => write!(f, "sheet {}: {}", shown(sheet), self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}
