//! Tables of a text that are laid out by blanks alone: columns of words and of figures, as a page of print has them when
//! its text is taken out of it with the layout kept.
//!
//! - `source`: the lines of a text, and the cells that are made of them.
//! - `line`: a line as stretches of words and figures.
//! - `pages`: what stands at the edge of every page.
//! - `part`: the lines of a table on one page, found by figures that stand one under the other.
//! - `header`, `columns`: the lines over the figures, and the columns that all the lines have.
//! - `rows`: the lines of a part as rows, with labels that go on over several lines.
//!
//! Only figures make a table: prose, verses, lists and addresses have none that stand one under the other.

mod columns;
mod header;
mod line;
mod pages;
mod part;
mod rows;
mod source;

use std::ops::Range;

pub(super) use source::{CellLines, Line, Standing};

use columns::Columns;
use line::Stretch;
use part::Part;
use rows::{Reader, Row};

/// Returns whether a line can be a row of a table: a figure stands apart behind something else.
pub(super) fn is_row(line: &str) -> bool {
    line::is_row(&line::stretches(0, line))
}

/// Marks the lines that stand at the edge of every page.
pub(super) fn skip_edges(lines: &mut [Line<'_>]) {
    pages::mark(lines);
}

/// A table: its lines, and its rows.
#[derive(Debug)]
pub(super) struct Found<'s> {
    pub lines: Range<usize>,
    pub rows: Vec<Vec<CellLines<'s>>>,
}

/// Finds the tables of a text, in its order.
pub(super) fn tables<'s>(lines: &[Line<'s>]) -> Vec<Found<'s>> {
    let mut stretches: Vec<Vec<Stretch<'s>>> = lines
        .iter()
        .map(|line| if line.is_blank() || line.stops() { Vec::new() } else { line::stretches(line.start, line.text) })
        .collect();
    let mut parts = part::parts(lines, &mut stretches);
    let mut found: Vec<Found<'s>> = Vec::new();
    let mut last: Option<(Columns, Vec<Row>)> = None;
    let mut begins = 0;
    for part in &mut parts {
        let Some((mut own, columns, rows)) = read(part, begins, lines, &mut stretches) else { continue };
        begins = own.lines.end;
        let before = found.last_mut().zip(last.as_ref());
        if let Some((table, (known, header))) = before
            && let Some(places) = known.places_of(&columns)
            && goes_on(&lines[table.lines.end..own.lines.start])
        {
            let same = rows::headers_are(&rows, header, &stretches);
            let (rows, columns) = (if same { &rows[header.len()..] } else { &rows[..] }, known.count());
            if same || !rows.iter().any(|row| row.is_header) {
                table.rows.extend(rows.iter().map(|row| row.cells(&stretches, |column| places[column], columns)));
                table.lines.end = own.lines.end;
                continue;
            }
        }
        own.rows = rows.iter().map(|row| row.cells(&stretches, |column| column, columns.count())).collect();
        let header = rows.into_iter().take_while(|row| row.is_header).collect();
        found.push(own);
        last = Some((columns, header));
    }
    found
}

/// Returns whether a table goes on behind lines: a page ends, and nothing else is on them.
fn goes_on(between: &[Line<'_>]) -> bool {
    between.iter().all(Line::is_blank)
}

/// Reads a part of a table; nothing where its lines are no table after all.
fn read<'s>(
    part: &mut Part,
    begins: usize,
    lines: &[Line<'s>],
    stretches: &mut [Vec<Stretch<'s>>],
) -> Option<(Found<'s>, Columns, Vec<Row>)> {
    part.find_cut(stretches);
    let header = header::find(part, begins, lines, stretches);
    header::split(&header, stretches);
    part.settle(header::count(part, &header, stretches), stretches);
    header::align(part, &header, stretches);
    if !part.is_table(&header, stretches) {
        return None;
    }
    let own = part.lines(&header, begins, lines, stretches);
    let columns = Columns::of(part, &own, stretches)?;
    let last = part.last();
    for line in header.iter().chain(&own).filter(|line| **line <= last) {
        columns.cut(&mut stretches[*line]);
    }
    let (rows, range) = Reader::new(part, &columns, lines, stretches).read(&header, begins);
    Some((Found { lines: range, rows: Vec::new() }, columns, rows))
}
