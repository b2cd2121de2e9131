//! Cells of a workbook, and which of them the text of a plan was made from.
//!
//! A workbook is read by making the text of a plan from it; every place in that text is then told as the cell it came
//! from. What stands in the cells is kept as it is shown, so that a row can be shown with its headers.

use std::collections::HashMap;
use std::fmt;

use crate::span::Span;

/// A cell: its sheet by number, its row and its column, all from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAt {
    /// The sheet, by its number in [`Cells::sheets`].
    pub sheet: u32,
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

/// A sheet as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellSheet {
    /// Its name.
    pub name: String,
    /// The dotted path of the section or list of a plan that it is; empty for any other sheet.
    pub section: String,
    /// True for a text beside the workbook, whose rows are its lines.
    pub is_text: bool,
    /// The rows that hold headers, in order; those of a row are in the last that is above it.
    pub headers: Vec<u32>,
    /// The texts its cells show.
    pub shown: ShownCells,
    /// The things that the cells of a column say of the entry of their row, as a dotted path from the entry (`amount.2017-18`), with
    /// the column.
    pub columns: Vec<(String, u32)>,
}

/// The texts that the cells of a sheet show, one behind the other: a sheet has a great many, and most are short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownCells {
    text: String,
    /// The column of each cell, and the end of its text.
    cells: Vec<(u32, usize)>,
    /// Each row that has something, and how many cells stand before it.
    rows: Vec<(u32, usize)>,
}

/// The cells that the text of a plan was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The sheets that were read, in the order of the workbook.
    pub sheets: Vec<CellSheet>,
    /// The SHA-256 of the workbook, in hexadecimal.
    pub sha256: String,
    /// The size of the workbook in bytes.
    pub length: usize,
    /// The cells that say a thing that there is once in a plan, blank or not, by its dotted path.
    pub once: HashMap<String, CellAt>,
    /// The message on a cell that cannot be read, by the dotted path of the value: the fact, and what to do.
    pub said: HashMap<String, (String, String)>,
    /// The parts of a plan that the workbook does not ask, as a national template does not: the name of each, and its
    /// dotted paths, in which `*` is any entry.
    pub not_asked: Vec<(String, Vec<String>)>,
    /// The bytes that what is found in the plan may take; nothing where it may take any.
    pub room: Option<usize>,
    /// The first byte of each stretch of the text, in order, with the cell it was made from.
    starts: Vec<(u32, CellAt)>,
}

/// A cell by name: `'6a. Expenditure'!S49`, as Excel writes it in a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellName {
    /// The sheet, as it is called.
    pub sheet: String,
    /// The cell in it: `S49`; of a text the number of the line.
    pub cell: String,
}

impl Cells {
    /// Returns these sheets, of which nothing was made yet.
    pub fn with_sheets(sheets: Vec<CellSheet>) -> Self {
        Self { sheets, ..Self::default() }
    }

    /// Says which cell each stretch of the text was made from, by its first byte.
    pub fn made(&mut self, mut starts: Vec<(u32, CellAt)>) {
        starts.sort_unstable();
        self.starts = starts;
    }

    /// Returns the cell that the bytes at the start of `span` were made from.
    pub fn at(&self, span: Span) -> Option<CellAt> {
        let after = self.starts.partition_point(|(start, _)| *start <= span.start);
        self.starts.get(after.saturating_sub(1)).map(|(_, at)| *at)
    }

    /// Returns the cell of a thing by its dotted path and the bytes that are shown for it: of what is absent the cell it
    /// would be in, where there is one.
    pub fn of(&self, path: &str, span: Span) -> Option<CellAt> {
        if let Some(at) = self.once.get(path) {
            return Some(*at);
        }
        let near = self.at(span)?;
        let columns = self.sheets.get(near.sheet as usize).map_or(&[][..], |sheet| &sheet.columns);
        let ends = |tail: &str| path.strip_suffix(tail).is_some_and(|before| before.ends_with('.'));
        let own = columns.iter().filter(|(tail, _)| ends(tail)).max_by_key(|(tail, _)| tail.len());
        Some(own.map_or(near, |(_, column)| CellAt { column: *column, ..near }))
    }

    /// Returns what a cell is called.
    pub fn name(&self, at: CellAt) -> CellName {
        let sheet = self.sheets.get(at.sheet as usize);
        let column = if sheet.is_some_and(|sheet| sheet.is_text) { String::new() } else { letters(at.column as usize) };
        let sheet = sheet.map(|sheet| sheet.name.clone()).unwrap_or_default();
        CellName { sheet, cell: format!("{column}{}", at.row + 1) }
    }
}

impl CellSheet {
    /// Returns what is shown in a row, by column.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        self.shown.row(row)
    }

    /// Returns the row of the headers that are above a row.
    pub fn header_of(&self, row: u32) -> Option<u32> {
        self.headers.iter().copied().rfind(|header| *header < row)
    }
}

impl ShownCells {
    /// Returns no cells yet, with room for so many rows and cells.
    pub fn with_room(rows: usize, cells: usize) -> Self {
        Self { text: String::new(), cells: Vec::with_capacity(cells), rows: Vec::with_capacity(rows) }
    }

    /// Begins a row below those there are.
    pub fn begin(&mut self, row: u32) {
        self.rows.push((row, self.cells.len()));
    }

    /// Adds a cell to the row that was begun last, to the right of those it has.
    pub fn push(&mut self, column: u32, text: &str) {
        self.text.push_str(text);
        self.cells.push((column, self.text.len()));
    }

    /// Returns the cells of a row with their columns, in order.
    fn row(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        let at = self.rows.binary_search_by_key(&row, |(n, _)| *n).ok();
        let end = |n: usize| self.rows.get(n + 1).map_or(self.cells.len(), |(_, first)| *first);
        let own = at.map_or(0..0, |n| self.rows[n].1..end(n));
        own.map(|n| {
            let start = n.checked_sub(1).map_or(0, |before| self.cells[before].1);
            let (column, end) = self.cells[n];
            (column, &self.text[start..end])
        })
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cell.starts_with(|c: char| c.is_ascii_digit()) {
            return write!(f, "{}:{}", self.sheet, self.cell);
        }
        write!(f, "{}!{}", quoted(&self.sheet), self.cell)
    }
}

/// Returns the name of a sheet as a formula writes it: in quotes unless it is a plain word, and none that could be taken
/// for a cell.
pub fn quoted(sheet: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let starts = sheet.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if starts && sheet.chars().all(plain) && !is_reference(sheet) {
        sheet.to_owned()
    } else {
        format!("'{}'", sheet.replace('\'', "''"))
    }
}

/// Returns whether a word could be taken for a cell: `A1`, `R1C1`.
fn is_reference(word: &str) -> bool {
    let letters = word.len() - word.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let is_cell =
        (1..=3).contains(&letters) && word.len() > letters && word[letters..].bytes().all(|byte| byte.is_ascii_digit());
    let upper = word.to_ascii_uppercase();
    let rest = upper.trim_start_matches(['R', 'C']).trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix('C').unwrap_or(rest).trim_start_matches(|c: char| c.is_ascii_digit());
    is_cell || rest.is_empty()
}

/// Returns the letters of a column, from 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default());
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn sheets_are_quoted_as_excel_quotes_them() {
        let plain = ["spend", "risk_pools", "x.y", "Übersicht"];
        assert_eq!(plain.map(quoted), plain);
        let cases = [
            ("6a. Expenditure", "'6a. Expenditure'"),
            ("it's", "'it''s'"),
            ("A1", "'A1'"),
            ("DFG2026", "'DFG2026'"),
            ("R1C1", "'R1C1'"),
            ("rc", "'rc'"),
            ("dfg districts", "'dfg districts'"),
            ("2024", "'2024'"),
            ("", "''"),
        ];
        for (sheet, name) in cases {
            assert_eq!(quoted(sheet), name);
        }
    }

    #[test]
    fn a_place_of_the_text_is_the_cell_before_it() {
        let at = |row, column| CellAt { sheet: 0, row, column };
        let sheet = CellSheet {
            name: "sources".into(),
            columns: vec![("amount.2017-18".into(), 4), ("id".into(), 0)],
            ..CellSheet::default()
        };
        let mut cells = Cells::with_sheets(vec![sheet]);
        cells.made(vec![(40, at(2, 4)), (10, at(2, 0))]);
        assert_eq!(cells.at(Span::new(12, 14)), Some(at(2, 0)));
        assert_eq!(cells.at(Span::new(40, 44)), Some(at(2, 4)));
        assert_eq!(cells.of("sources.nhs.amount.2017-18", Span::new(10, 20)), Some(at(2, 4)));
        assert_eq!(cells.of("sources.nhs.name", Span::new(10, 20)), Some(at(2, 0)));
    }
}
