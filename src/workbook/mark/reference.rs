//! Cells and ranges by the names a workbook gives them.

use std::ops::RangeInclusive;

use crate::workbook::open::address::{self, Address, GRID};

/// The rows and columns there are.
pub(super) const ROWS: u32 = GRID.0;
pub(super) const COLUMNS: u32 = GRID.1;

/// A cell: its row and its column, from 0.
pub(super) type Cell = Address;

/// Returns the cell of a name such as `F17` or `$F$17`.
pub(super) fn cell(name: &str) -> Option<Cell> {
    address::cell(&name.trim().replace('$', ""))
}

/// Returns the rows and the columns of a range such as `A3:B4`.
pub(super) fn range(name: &str) -> Option<(RangeInclusive<u32>, RangeInclusive<u32>)> {
    let (first, last) = address::range(&name.trim().replace('$', ""))?;
    Some((first.0..=last.0, first.1..=last.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_its_name() {
        for (name, at) in
            [("A1", (0, 0)), ("f17", (16, 5)), ("$AA$10", (9, 26)), ("XFD1048576", (ROWS - 1, COLUMNS - 1))]
        {
            assert_eq!(cell(name), Some(at), "{name}");
        }
        for name in ["", "A", "1", "A0", "XFE1", "A1048577", "ABCD1", "A1B", "A99999999999", "É1"] {
            assert_eq!(cell(name), None, "{name}");
        }
        assert_eq!(range("A3:B4"), Some((2..=3, 0..=1)));
        assert_eq!(range("B4:A3"), None);
    }
}
