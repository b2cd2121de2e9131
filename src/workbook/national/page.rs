//! A sheet of a template with its labels, as labels are compared.

use std::collections::{HashMap, HashSet};

use calamine::Dimensions;

use crate::cells::letters;
use crate::text::words::plainly;
use crate::workbook::cell::{Cell, shown};
use crate::workbook::grid::CellPlace;
use crate::workbook::open::Raw;

/// A sheet with its labels.
pub(super) struct Page<'r> {
    /// Its number in the workbook.
    pub(super) n: usize,
    pub(super) raw: &'r Raw,
    pub(super) rows: Vec<Row<'r>>,
    uncalculated: HashSet<(usize, usize)>,
    /// The last column of each merged range, by its first row and column.
    merged: HashMap<(usize, usize), usize>,
}

/// A row with its labels.
pub(super) struct Row<'r> {
    pub(super) number: usize,
    pub(super) cells: &'r [(usize, Cell)],
    /// The texts of the row, as labels are compared, by column.
    pub(super) labels: Vec<(usize, String)>,
}

/// A cell of a page, which may be blank or hold a formula that nobody has calculated.
#[derive(Clone, Copy)]
pub(super) enum Seen<'r> {
    Blank,
    Uncalculated,
    Is(&'r Cell),
}

impl<'r> Page<'r> {
    pub(super) fn new(n: usize, raw: &'r Raw) -> Self {
        let label = |(column, cell): &(usize, Cell)| match cell {
            Cell::Text(text) => Some((*column, plainly(text))).filter(|(_, label)| !label.is_empty()),
            Cell::Day { .. } => Some((*column, plainly(&shown(cell)))),
            _ => None,
        };
        let row = |(number, cells): &'r (usize, Vec<(usize, Cell)>)| Row {
            number: *number,
            cells,
            labels: cells.iter().filter_map(label).collect(),
        };
        let uncalculated = raw.uncalculated.iter().copied().collect();
        let wide = |n: u32| n as usize;
        let range = |own: &Dimensions| ((wide(own.start.0), wide(own.start.1)), wide(own.end.1));
        // The first of two ranges that begin at one cell counts.
        let merged = raw.merged.iter().rev().map(range).collect();
        Self { n, raw, rows: raw.rows.iter().map(row).collect(), uncalculated, merged }
    }

    /// Returns the place of a cell.
    pub(super) const fn at(&self, row: usize, column: usize) -> CellPlace {
        CellPlace { sheet: self.n, row, column }
    }

    /// Returns what is in a cell of a row.
    pub(super) fn seen(&self, row: &Row<'r>, column: usize) -> Seen<'r> {
        if self.uncalculated.contains(&(row.number, column)) {
            return Seen::Uncalculated;
        }
        row.cell(column).map_or(Seen::Blank, Seen::Is)
    }

    /// Returns the first column and the last that a cell covers: more than one where it is merged.
    pub(super) fn covered(&self, row: usize, column: usize) -> (usize, usize) {
        (column, self.merged.get(&(row, column)).copied().unwrap_or(column))
    }

    /// Returns the name of the sheet, and a cell of it, as a person says it: `5. Income: D9`.
    pub(super) fn name(&self, row: usize, column: usize) -> String {
        format!("{}: {}{}", self.raw.name.trim(), letters(column), row + 1)
    }
}

impl<'r> Row<'r> {
    pub(super) fn cell(&self, column: usize) -> Option<&'r Cell> {
        self.cells.binary_search_by_key(&column, |(at, _)| *at).ok().map(|n| &self.cells[n].1)
    }

    pub(super) fn label(&self, column: usize) -> Option<&str> {
        self.labels.binary_search_by_key(&column, |(at, _)| *at).ok().map(|n| self.labels[n].1.as_str())
    }

    /// Returns the first text of the row with its column.
    pub(super) fn first(&self) -> Option<(usize, &str)> {
        self.labels.first().map(|(at, label)| (*at, label.as_str()))
    }

    /// Returns the first cell right of a column that holds something.
    pub(super) fn right_of(&self, column: usize) -> Option<(usize, &'r Cell)> {
        let first = self.cells.partition_point(|(at, _)| *at <= column);
        self.cells.get(first).map(|(at, cell)| (*at, cell))
    }

    /// Returns the text of a cell, trimmed, where it holds one.
    pub(super) fn text(&self, column: usize) -> Option<&'r str> {
        match self.cell(column)? {
            Cell::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}
