//! The cells that sums are made of, as formulas name them and as they are now.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::cells::{letters, quoted};
use crate::period::Year;
use crate::workbook::cell::Cell;
use crate::workbook::grid::{Grid, SPARE};
use crate::workbook::words::header;

/// The key of the column of amounts of a year.
pub(super) fn key_of(year: Year) -> String {
    format!("{AMOUNT}.{year}")
}

const AMOUNT: &str = "amount";

/// A sheet with a row an entry.
pub(super) struct Rows<'g> {
    grid: &'g Grid<'g>,
    columns: HashMap<&'g str, usize>,
    /// The sums of a column by the texts in some others, once they were asked for.
    sums: RefCell<HashMap<(usize, Vec<usize>), SumsByText>>,
}

/// Sums by texts, their letters small.
type SumsByText = HashMap<Vec<String>, f64>;

impl<'g> Rows<'g> {
    /// Returns the sheet of this name.
    pub(super) fn of(grids: &'g [Grid<'_>], name: &str) -> Option<Self> {
        let grid = grids.iter().find(|grid| grid.sheet.name == name)?;
        let columns = grid.columns.iter().enumerate().map(|(n, column)| (column.key.as_str(), n)).collect();
        Some(Self { grid, columns, sums: RefCell::default() })
    }

    pub(super) fn rows(&self) -> usize {
        self.grid.rows.len()
    }

    /// Returns the column of a key.
    pub(super) fn column(&self, key: &str) -> Option<usize> {
        self.columns.get(key).copied()
    }

    /// Returns the years there are amounts of.
    pub(super) fn years(&self) -> impl Iterator<Item = Year> {
        self.columns.keys().filter_map(|key| Year::parse(key.strip_prefix(AMOUNT)?.strip_prefix('.')?))
    }

    /// Returns the cells of a column, with those that are still to be filled in.
    pub(super) fn range(&self, key: &str) -> Option<String> {
        let column = letters(self.column(key)?);
        let last = self.grid.rows.len() + SPARE + 1;
        Some(format!("{}!${column}$2:${column}${last}", quoted(&self.grid.sheet.name)))
    }

    /// Returns the cell of a row, from 0: by its number in the column, so that it stays the right one when rows are put in
    /// between or taken out.
    pub(super) fn cell(&self, row: usize, key: &str) -> Option<String> {
        Some(format!("INDEX({},{})", self.range(key)?, row + 1))
    }

    fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let row = self.grid.rows.get(row)?;
        row.cells.iter().find(|(own, _)| *own == column).map(|(_, cell)| cell)
    }

    /// Returns the text of a cell.
    pub(super) fn text(&self, row: usize, column: usize) -> Option<&str> {
        match self.at(row, column)? {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number in a column.
    pub(super) fn value(&self, row: usize, column: usize) -> Option<f64> {
        match self.at(row, column)? {
            Cell::Number(value, _) => Some(*value),
            _ => None,
        }
    }

    /// Returns the sum of a column over the rows that have these texts in these columns, in any letters.
    pub(super) fn sum(&self, column: usize, by: &[(usize, &str)]) -> f64 {
        let columns: Vec<usize> = by.iter().map(|(column, _)| *column).collect();
        let wanted: Vec<String> = by.iter().map(|(_, text)| text.to_ascii_lowercase()).collect();
        let mut sums = self.sums.borrow_mut();
        let sums = sums.entry((column, columns)).or_insert_with_key(|(column, columns)| {
            let mut sums = SumsByText::new();
            for row in 0..self.rows() {
                let texts = columns.iter().map(|own| Some(self.text(row, *own)?.to_ascii_lowercase()));
                if let (Some(value), Some(texts)) = (self.value(row, *column), texts.collect()) {
                    *sums.entry(texts).or_default() += value;
                }
            }
            sums
        });
        sums.get(&wanted).copied().unwrap_or_default()
    }

    /// Returns the amount of a row in a year, where it is a number.
    pub(super) fn number(&self, row: usize, year: Year) -> Option<f64> {
        self.value(row, self.column(&key_of(year))?)
    }

    /// Returns the sum of the amounts of a year.
    pub(super) fn total(&self, year: Year) -> f64 {
        (0..self.rows()).filter_map(|row| self.number(row, year)).sum()
    }

    /// Returns how many amounts of a year are text.
    pub(super) fn texts(&self, year: Year) -> usize {
        let Some(column) = self.column(&key_of(year)) else { return 0 };
        (0..self.rows()).filter(|row| self.text(*row, column).is_some_and(|text| !text.is_empty())).count()
    }

    /// Returns the sums of the amounts of some years by the text of a column, its letters small.
    pub(super) fn by_text(&self, key: &str, years: &[Year]) -> HashMap<String, Vec<f64>> {
        let mut sums: HashMap<String, Vec<f64>> = HashMap::new();
        let Some(column) = self.column(key) else { return sums };
        for row in 0..self.rows() {
            let Some(text) = self.text(row, column) else { continue };
            let own = sums.entry(text.to_lowercase()).or_insert_with(|| vec![0.0; years.len()]);
            for (sum, year) in own.iter_mut().zip(years) {
                *sum += self.number(row, *year).unwrap_or_default();
            }
        }
        sums
    }
}

/// A sheet with a row a key.
pub(super) struct Forms<'g> {
    grid: &'g Grid<'g>,
    /// The first row of each header.
    rows: HashMap<&'g str, usize>,
}

impl<'g> Forms<'g> {
    /// Returns the sheet of this name.
    pub(super) fn of(grids: &'g [Grid<'_>], name: &str) -> Option<Self> {
        let grid = grids.iter().find(|grid| grid.sheet.name == name)?;
        let mut rows = HashMap::new();
        for (n, row) in grid.rows.iter().enumerate() {
            if let Some((0, Cell::Text(text))) = row.cells.first() {
                rows.entry(text.as_str()).or_insert(n);
            }
        }
        Some(Self { grid, rows })
    }

    /// Returns the row of a key, by its way from the section of the sheet.
    pub(super) fn row(&self, path: &[String]) -> Option<Form<'g>> {
        let row = *self.rows.get(header(self.grid.sheet, path).as_str())?;
        Some(Form { grid: self.grid, row })
    }
}

/// A row of a sheet with a row a key.
#[derive(Clone, Copy)]
pub(super) struct Form<'g> {
    grid: &'g Grid<'g>,
    row: usize,
}

impl Form<'_> {
    fn column(&self, year: Year) -> Option<usize> {
        let wanted = year.to_string();
        self.grid.columns.iter().position(|column| column.key == wanted)
    }

    /// Returns the cell of a year.
    pub(super) fn place(&self, year: Year) -> Option<String> {
        let column = letters(self.column(year)?);
        Some(format!("{}!${column}${}", quoted(&self.grid.sheet.name), self.row + 2))
    }

    /// Returns the number of a year.
    pub(super) fn number(&self, year: Year) -> Option<f64> {
        let column = self.column(year)?;
        match self.grid.rows[self.row].cells.iter().find(|(own, _)| *own == column)? {
            (_, Cell::Number(value, _)) => Some(*value),
            _ => None,
        }
    }
}
