//! The words of the drop-downs, on a hidden sheet: a list in the cell itself may not be long.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::measure::{column_number, row_number};
use super::styles::Styles;
use crate::cells::letters;
use crate::workbook::grid::Grid;
use crate::workbook::sheets::LISTS;

/// Each list once; the first is true and false.
pub(super) struct Lists(Vec<Vec<String>>);

impl Lists {
    /// Returns the lists of all columns and rows.
    pub(super) fn of(grids: &[Grid<'_>]) -> Self {
        let mut lists = vec![vec!["TRUE".to_owned(), "FALSE".to_owned()]];
        let columns = grids.iter().flat_map(|grid| &grid.columns).filter_map(|column| column.leaf);
        let rows = grids.iter().flat_map(|grid| &grid.rows).filter_map(|row| row.leaf);
        for leaf in columns.chain(rows) {
            if !leaf.words.is_empty() && !lists.contains(&leaf.words) {
                lists.push(leaf.words.clone());
            }
        }
        Self(lists)
    }

    /// Returns where a list is.
    pub(super) fn range(&self, words: &[String]) -> Option<String> {
        let at = self.0.iter().position(|list| list == words).filter(|_| !words.is_empty())?;
        let column = letters(at);
        Some(format!("={LISTS}!${column}$1:${column}${}", words.len()))
    }

    /// Returns the cells of true and false.
    pub(super) fn truth() -> String {
        format!("={LISTS}!$A$1:$A$2")
    }

    pub(super) fn write(&self, styles: &Styles, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_hidden(true);
        for (n, list) in self.0.iter().enumerate() {
            let column = column_number(n)?;
            for (row, word) in list.iter().enumerate() {
                let row = row_number(row)?;
                if n == 0 {
                    sheet.write_boolean(row, column, word == "TRUE")?;
                } else {
                    sheet.write_string_with_format(row, column, word, &styles.wrapped)?;
                }
            }
        }
        Ok(())
    }
}
