//! The words over the cells of a table and beside them.

use super::document::{Piece, Row, Table};
use super::number;

/// The most columns of a table whose cells are named: a plan of months by service has fifty.
const WIDE: usize = 256;
/// The most words over a cell, and beside it, of each kind that are kept: those nearest to it.
const NEAR: usize = 8;

/// Finds which rows of a table are headers and which name groups of rows, and gives each cell the words that name its
/// row and its column.
pub(super) fn label(table: &mut Table, pieces: &[Piece]) {
    let mut over = Over::default();
    for row in &mut table.rows {
        match shape(row, pieces, &over) {
            Shape::Title(piece) => {
                over.begin();
                over.groups.push(piece);
                over.groups = nearest(over.groups.iter().copied());
                row.is_header = true;
            }
            Shape::Header => {
                over.begin();
                over.add_header(row);
                row.is_header = true;
            }
            Shape::Figures => {
                over.below = true;
                name(row, pieces, &over);
            }
        }
    }
}

/// The kinds of rows.
enum Shape {
    /// One title over all columns.
    Title(u32),
    /// The names of columns.
    Header,
    /// Anything else.
    Figures,
}

/// The words that stand over the next row.
#[derive(Default)]
struct Over {
    /// Titles, the highest first.
    groups: Vec<u32>,
    /// Names of columns: the piece, its first column, how many.
    headers: Vec<(u32, u32, u32)>,
    /// True once a row of figures has followed.
    below: bool,
    /// True where the last row named columns.
    in_headers: bool,
}

impl Over {
    /// Forgets the titles of the rows before, where rows of figures have followed them.
    fn begin(&mut self) {
        if self.below {
            self.groups.clear();
            self.in_headers = false;
            self.below = false;
        }
    }

    fn add_header(&mut self, row: &Row) {
        if !self.in_headers {
            self.headers.clear();
        }
        self.in_headers = true;
        let named = row.cells.iter().take(WIDE).filter_map(|cell| Some((cell.piece?, cell.column, cell.columns)));
        self.headers.extend(named);
        let far = self.headers.len().saturating_sub(NEAR * WIDE);
        self.headers.drain(..far);
    }
}

/// Returns the words nearest to a cell, which are the last.
fn nearest(pieces: impl Iterator<Item = u32> + Clone) -> Vec<u32> {
    let far = pieces.clone().count().saturating_sub(NEAR);
    pieces.skip(far).collect()
}

fn shape(row: &Row, pieces: &[Piece], over: &Over) -> Shape {
    let text = |piece: u32| pieces.get(piece as usize).map_or("", |piece| piece.text.as_str());
    let filled: Vec<u32> = row.cells.iter().filter_map(|cell| cell.piece).collect();
    let figures = || filled.iter().any(|piece| number::leads(text(*piece)));
    let [first, ..] = filled[..] else { return Shape::Figures };
    if figures() {
        return Shape::Figures;
    }
    let at_left = row.cells.first().is_some_and(|cell| cell.piece.is_some());
    if filled.len() == 1 && at_left {
        let whole = row.cells.len() > 1 || row.cells.first().is_some_and(|cell| cell.columns > 1);
        return if whole { Shape::Title(first) } else { Shape::Figures };
    }
    // Behind rows of figures a row of words is a row of the table, unless it names periods over its columns.
    let periods = row.cells.iter().skip(1).filter_map(|cell| cell.piece).filter(|piece| period(text(*piece))).count();
    if over.below && periods < 2 { Shape::Figures } else { Shape::Header }
}

fn period(text: &str) -> bool {
    super::period::leads(text.trim_start())
}

/// Gives each cell of a row what names its row and its column.
fn name(row: &mut Row, pieces: &[Piece], over: &Over) {
    let is_figure = |piece: u32| pieces.get(piece as usize).is_some_and(|piece| number::leads(&piece.text));
    let last = row.cells.len().saturating_sub(1);
    // A number before the words of a row is the row's own.
    let numbered = row.cells.get(1).and_then(|cell| cell.piece).is_some_and(|piece| !is_figure(piece)) && last > 1;
    let leading = |(n, piece): &(usize, u32)| !is_figure(*piece) || *n == 0 && numbered;
    let words = row.cells.iter().enumerate().map_while(|(n, cell)| match cell.piece {
        Some(piece) => leading(&(n, piece)).then_some(Some((n, piece))),
        None => Some(None),
    });
    let labels: Vec<(usize, u32)> = words.flatten().take(WIDE).collect();
    for (n, cell) in row.cells.iter_mut().enumerate().take(WIDE) {
        cell.labels = nearest(labels.iter().filter(|(at, _)| *at < n).map(|(_, piece)| *piece));
        cell.groups.clone_from(&over.groups);
        let (from, to) = (cell.column, cell.column.saturating_add(cell.columns));
        let above =
            over.headers.iter().filter(|(_, column, columns)| *column < to && from < column.saturating_add(*columns));
        cell.headers = nearest(above.map(|(piece, ..)| *piece));
    }
}
