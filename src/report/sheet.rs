//! Rows of a workbook as lines of a text: the headers, the rows that are marked, and where each marked cell is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::cells::{CellAt, CellSheet, Cells, quoted};
use crate::text::escape::columns_of;

/// So many columns of a row are shown beside those that are marked: they say whose row it is.
const NAMES: usize = 3;
/// The most characters of a cell that are shown, and of one that is marked.
const WIDE: [usize; 2] = [28, 48];
/// Columns between two cells.
const GAP: usize = 2;

/// A few rows of a workbook as text.
#[derive(Debug, Default)]
pub(super) struct SheetLines {
    /// A line a row.
    pub(super) text: String,
    /// The name of each line, and true where rows before it are left out.
    pub(super) rows: Vec<(String, bool)>,
    /// The bytes of each marked cell, in the order they were asked for.
    pub(super) spans: Vec<Range<usize>>,
}

/// A line to be: its sheet, its row, and the marks in it by column.
struct Row {
    row: u32,
    marks: BTreeMap<u32, Vec<usize>>,
}

/// Returns the rows that hold these cells, sheet by sheet, each sheet with its headers.
pub(super) fn lines(cells: &Cells, at: &[CellAt]) -> SheetLines {
    let mut sheets: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    let mut order: Vec<(usize, &CellAt)> = at.iter().enumerate().collect();
    order.sort_by_key(|(_, at)| (at.sheet, at.row, at.column));
    for (mark, at) in order {
        let rows = sheets.entry(at.sheet).or_default();
        if rows.last().is_none_or(|row| row.row != at.row) {
            rows.push(Row { row: at.row, marks: BTreeMap::new() });
        }
        if let Some(row) = rows.last_mut() {
            row.marks.entry(at.column).or_default().push(mark);
        }
    }
    let mut out = SheetLines { spans: vec![0..0; at.len()], ..SheetLines::default() };
    let several = sheets.len() > 1;
    for (n, mut rows) in sheets {
        let Some(sheet) = cells.sheets.get(n as usize) else { continue };
        let header = rows.first().and_then(|first| sheet.header_of(first.row));
        rows.splice(0..0, header.map(|row| Row { row, marks: BTreeMap::new() }));
        out.sheet(sheet, &rows, several);
    }
    out
}

impl SheetLines {
    fn sheet(&mut self, sheet: &CellSheet, rows: &[Row], is_named: bool) {
        let columns = columns(sheet, rows);
        let marked: BTreeSet<u32> = rows.iter().flat_map(|row| row.marks.keys().copied()).collect();
        let cell = |row: u32, column: u32| {
            let own = sheet.row(row).find(|(at, _)| *at == column).map_or("", |(_, text)| text);
            short(own, WIDE[usize::from(marked.contains(&column))])
        };
        let width = |column: &u32| rows.iter().map(|row| columns_of(&cell(row.row, *column))).max().unwrap_or(0);
        let widths: Vec<usize> = columns.iter().map(|column| width(column).max(1)).collect();
        let below = || rows.iter().filter(|row| !row.marks.is_empty());
        let is_of_numbers = |column: &u32| below().map(|row| cell(row.row, *column)).all(|text| is_number(&text));
        let to_the_right: Vec<bool> = columns.iter().map(is_of_numbers).collect();
        let mut before: Option<u32> = None;
        for row in rows {
            for ((column, width), to_the_right) in columns.iter().zip(&widths).zip(&to_the_right) {
                let text = cell(row.row, *column);
                let room = width.saturating_sub(columns_of(&text));
                let lead = if *to_the_right { room } else { 0 };
                self.text.extend(std::iter::repeat_n(' ', lead));
                let start = self.text.len();
                self.text.push_str(&text);
                for mark in row.marks.get(column).into_iter().flatten() {
                    self.spans[*mark] = start..self.text.len();
                }
                self.text.extend(std::iter::repeat_n(' ', room - lead + GAP));
            }
            self.text.truncate(self.text.trim_end_matches(' ').len().max(self.last_mark()));
            self.text.push('\n');
            let number = row.row + 1;
            let name = if is_named { format!("{} {number}", quoted(&sheet.name)) } else { number.to_string() };
            self.rows.push((name, before.is_some_and(|before| row.row > before + 1)));
            before = Some(row.row);
        }
    }

    /// Returns the end of the last mark, which may be in blanks.
    fn last_mark(&self) -> usize {
        self.spans.iter().map(|span| span.end).max().unwrap_or(0)
    }
}

/// Returns the columns to show, in order: those that are marked, and the first that say whose rows they are.
fn columns(sheet: &CellSheet, rows: &[Row]) -> Vec<u32> {
    let marked = rows.iter().flat_map(|row| row.marks.keys().copied());
    let filled: BTreeSet<u32> = rows
        .iter()
        .filter(|row| !row.marks.is_empty())
        .flat_map(|row| sheet.row(row.row).map(|(column, _)| column))
        .collect();
    marked.chain(filled.into_iter().take(NAMES)).collect::<BTreeSet<u32>>().into_iter().collect()
}

/// Returns a text on one line, cut where it is long.
fn short(text: &str, most: usize) -> String {
    let line = text.replace(['\n', '\r', '\t'], " ");
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most - 1).chain(['…']).collect()
}

/// Returns whether a cell shows a number, which is set to the right.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::ShownCells;

    fn sheet(name: &str, rows: &[(u32, &[&str])]) -> CellSheet {
        let mut shown = ShownCells::default();
        for (n, cells) in rows {
            shown.begin(*n);
            let filled = cells.iter().zip(0..).filter(|(text, _)| !text.is_empty());
            filled.for_each(|(text, column)| shown.push(column, text));
        }
        CellSheet { name: name.to_owned(), headers: vec![0], shown, ..CellSheet::default() }
    }

    #[test]
    fn a_row_stands_under_its_headers_with_its_cell_marked() {
        let spend = sheet(
            "spend",
            &[(0, &["scheme", "source", "area", "kind", "amount"]), (16, &["s1", "nhs", "", "x", "499,481"])],
        );
        let cells = Cells::with_sheets(vec![spend]);
        let at = |row, column| CellAt { sheet: 0, row, column };
        let lines = lines(&cells, &[at(16, 4), at(16, 2)]);
        assert_eq!(lines.text, "scheme  source  area  kind   amount\ns1      nhs           x     499,481\n");
        assert_eq!(lines.rows, [("1".to_owned(), false), ("17".to_owned(), true)]);
        assert_eq!((&lines.text[lines.spans[0].clone()], lines.spans[1].len()), ("499,481", 0));
    }

    #[test]
    fn rows_of_several_sheets_say_which() {
        let row: &[(u32, &[&str])] = &[(0, &["id", "amount"]), (1, &["a", "1"]), (2, &["b", "2"])];
        let cells = Cells::with_sheets(vec![sheet("sources", row), sheet("6a. Spend", row)]);
        let at = |sheet, row| CellAt { sheet, row, column: 1 };
        let lines = lines(&cells, &[at(1, 2), at(0, 1), at(1, 1)]);
        let names: Vec<&str> = lines.rows.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sources 1", "sources 2", "'6a. Spend' 1", "'6a. Spend' 2", "'6a. Spend' 3"]);
        let marked: Vec<&str> = lines.spans.iter().map(|span| &lines.text[span.clone()]).collect();
        assert_eq!(marked, ["2", "1", "1"]);
    }
}
