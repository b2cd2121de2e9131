//! A sheet as people lay it out: perhaps a title first, then a row of headers, then rows.

use super::headers::header;
use crate::workbook::cell::Cell;
use crate::workbook::open::Raw;

/// The rows among which the headers are looked for, and the cells of each.
const LOOKED_AT: (usize, usize) = (100, 200);

/// A row with its number and its cells by column.
pub(super) type Row = (usize, Vec<(usize, Cell)>);

/// A sheet as it is laid out.
pub(super) struct Frame<'r> {
    /// The rows above the headers.
    pub(super) above: &'r [Row],
    /// The row of headers.
    pub(super) headers: &'r Row,
    /// The rows below.
    pub(super) below: &'r [Row],
}

/// Finds the headers of a sheet: the first row with two that are known, or else with one, or else the first. Nothing where
/// the sheet is blank.
pub(super) fn frame(raw: &Raw, is_known: impl Fn(&str) -> bool) -> Option<Frame<'_>> {
    let known = |row: &Row, most: usize| {
        let texts = row.1.iter().filter(|(_, cell)| matches!(cell, Cell::Text(_) | Cell::Day { .. }));
        texts.take(LOOKED_AT.1).filter(|(_, cell)| is_known(&header(cell))).take(most).count()
    };
    let with = |count: usize| raw.rows.iter().take(LOOKED_AT.0).position(|row| known(row, count) == count);
    let at = with(2).or_else(|| with(1)).unwrap_or(0);
    let (above, rest) = raw.rows.split_at(at);
    let (headers, below) = rest.split_first()?;
    Some(Frame { above, headers, below })
}
