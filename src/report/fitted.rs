//! Tables for a terminal of whatever width: drawn where there is room for them, else told row by row.

use std::io::{self, Write};

use super::View;
use super::table::Ruled;
use crate::text::escape::{columns_of, shown};
use crate::text::wrap::wrapped;

/// The width a column needs beside its text.
const PADDING: usize = 2;
/// Texts no longer than this stay on one line.
const SHORT: usize = 10;
/// The longest word a column of text must have room for.
const WORD: usize = 16;
/// The longest it is given room for, where there is enough.
const LONG_WORD: usize = 28;

/// The fate of words that are long for their column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// They are broken, so that a table of figures stays one.
    Broken,
    /// They stay whole: ids and amounts, for whoever copies them.
    Whole,
}

/// A table fit to show, without the columns that say nothing in any row.
pub(super) struct Fitted {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Which columns are numbers.
    numbers: Vec<bool>,
    /// By column how wide its cells are.
    cells: Vec<Wide>,
    words: Words,
    view: View,
}

/// The widths of the cells of a column.
#[derive(Clone, Copy, Default)]
struct Wide {
    /// Of the widest.
    cell: usize,
    /// Of the longest word in any of them.
    word: usize,
}

impl Wide {
    /// Takes in a cell.
    fn with(self, cell: &str) -> Self {
        Self { cell: self.cell.max(columns_of(cell)), word: self.word.max(longest_word(cell)) }
    }
}

impl Fitted {
    /// Creates it of a header and rows; the columns of `numbers..texts` are numbers.
    pub(super) fn new(
        header: &[impl AsRef<str>],
        rows: &[Vec<String>],
        (numbers, texts): (usize, usize),
        words: Words,
        view: View,
    ) -> Self {
        let says = |n: &usize| rows.iter().any(|row| row.get(*n).is_some_and(|cell| !plain(cell, view).is_empty()));
        let columns: Vec<usize> = (0..header.len()).filter(says).collect();
        let pick = |row: &[String]| {
            columns.iter().map(|n| row.get(*n).map_or_else(String::new, |cell| plain(cell, view))).collect()
        };
        let header: Vec<String> = header.iter().map(|name| name.as_ref().to_owned()).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(|row| pick(row)).collect();
        let cells = |n: usize| rows.iter().fold(Wide::default(), |wide, row| wide.with(&row[n]));
        let mut sheet = Self {
            header: pick(&header),
            cells: (0..columns.len()).map(cells).collect(),
            rows,
            numbers: columns.iter().map(|n| (numbers..texts).contains(n)).collect(),
            words,
            view: View { width: view.width.saturating_sub(1), ..view },
        };
        // What is only beside the point goes first where there is no room.
        while !sheet.fits_with(LONG_WORD) && sheet.header.last().is_some_and(|name| name == "clause") {
            sheet.header.pop();
            sheet.numbers.pop();
            sheet.cells.pop();
            sheet.rows.iter_mut().for_each(|row| drop(row.pop()));
        }
        sheet
    }

    /// Returns it as text: drawn, with what repeats the cell above it left out of so many of its first columns; else a
    /// line or more a row. The last row is a total where `total` says so.
    pub(super) fn text(&self, total: bool, grouped: usize) -> String {
        if self.fits() { self.drawn(total, grouped) } else { self.told() }
    }

    /// Returns whether every number has its full width beside readable columns of text.
    pub(super) fn fits(&self) -> bool {
        self.fits_with(WORD)
    }

    /// Returns the same with words of up to `longest` unbroken.
    fn fits_with(&self, longest: usize) -> bool {
        self.least(longest).into_iter().map(|width| width + PADDING).sum::<usize>() <= self.view.width
    }

    /// Returns the least width of each column: what is a number or short is never broken.
    fn least(&self, longest: usize) -> Vec<usize> {
        let longest = if self.words == Words::Whole { usize::MAX } else { longest };
        let least = |(n, natural): (usize, usize)| {
            if self.numbers[n] || natural <= SHORT { natural } else { self.cells[n].word.min(longest) }
        };
        let heads = self.header.iter().map(|name| longest_word(name));
        self.natural().into_iter().enumerate().map(least).zip(heads).map(|(cells, head)| cells.max(head)).collect()
    }

    /// Returns the width of the widest cell of each column; of one of text its head's too.
    fn natural(&self) -> Vec<usize> {
        let head = |n: usize| if self.numbers[n] { 0 } else { columns_of(&self.header[n]) };
        self.cells.iter().enumerate().map(|(n, wide)| wide.cell.max(head(n))).collect()
    }

    /// Returns the width of each column: what room there is beyond the least goes to the texts, evenly.
    fn widths(&self) -> Vec<usize> {
        let mut widths = self.least(if self.fits_with(LONG_WORD) { LONG_WORD } else { WORD });
        let used: usize = widths.iter().map(|width| width + PADDING).sum();
        let mut room = self.view.width.saturating_sub(used);
        let mut short: Vec<usize> = self.natural();
        short.iter_mut().zip(&widths).for_each(|(natural, width)| *natural = natural.saturating_sub(*width));
        while room > 0 && short.iter().any(|lack| *lack > 0) {
            for (width, lack) in widths.iter_mut().zip(&mut short).filter(|(_, lack)| **lack > 0) {
                if room > 0 {
                    (*width, *lack, room) = (*width + 1, *lack - 1, room - 1);
                }
            }
        }
        widths
    }

    fn drawn(&self, total: bool, grouped: usize) -> String {
        // The head of a column of numbers is no wider than it must be.
        let head = |(name, number): (&String, &bool)| match name.rsplit_once(' ') {
            Some((first, last)) if *number => format!("{first}\n{last}"),
            _ => name.clone(),
        };
        let header: Vec<String> = self.header.iter().zip(&self.numbers).map(head).collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let mut table =
            Ruled::new(self.view, &header).laid_out(self.widths().into_iter().zip(self.numbers.iter().copied()));
        for (n, row) in self.rows.iter().enumerate() {
            let above = n.checked_sub(1).map(|n| &self.rows[n]);
            // A group is named once, in its first row.
            let is_total = total && n + 1 == self.rows.len();
            let again = |column: usize| {
                column < grouped
                    && !is_total
                    && row.len() > 1
                    && !self.numbers[1]
                    && above.is_some_and(|above| above[..=column] == row[..=column])
            };
            table.row(row.iter().enumerate().map(|(column, cell)| if again(column) { "" } else { cell.as_str() }));
        }
        table.text()
    }

    /// Returns the rows as lines, for an output too narrow for the table: `NHS minimum: in 2017/18 £5; spent 2017/18
    /// £5`.
    fn told(&self) -> String {
        let line = |row: &Vec<String>| {
            let cells = self.header.iter().zip(row).zip(&self.numbers).filter(|((_, cell), _)| !cell.is_empty());
            let (mut figures, names): (Vec<_>, Vec<_>) = cells.partition(|(_, number)| **number);
            // A row of dashes alone keeps them: it says that there is nothing.
            if figures.iter().any(|((_, cell), _)| !is_dash(cell)) {
                figures.retain(|((_, cell), _)| !is_dash(cell));
            }
            let names: Vec<&str> =
                names.iter().map(|((_, cell), _)| cell.as_str()).filter(|cell| !is_dash(cell)).collect();
            let figures: Vec<String> = figures.iter().map(|((name, cell), _)| format!("{name} {cell}")).collect();
            let text = if figures.is_empty() {
                names.join(", ")
            } else {
                format!("{}: {}", names.join(", "), figures.join("; "))
            };
            lines(&text, "  ", "    ", self.view)
        };
        self.rows.iter().flat_map(line).map(|line| line + "\n").collect()
    }
}

/// Writes a text in lines no wider than the view.
pub(crate) fn write_lines(text: &str, view: View, out: &mut dyn Write) -> io::Result<()> {
    lines(text, "", "", view).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Returns whether a cell says that there is nothing.
fn is_dash(cell: &str) -> bool {
    matches!(cell, "–" | "-")
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(columns_of).max().unwrap_or(0)
}

/// Returns a text made safe to show, without signs an ASCII terminal lacks.
pub(super) fn plain(text: &str, view: View) -> String {
    let text = shown(text);
    if view.unicode {
        return text.into_owned();
    }
    text.chars()
        .filter(|c| !matches!(c, '▁'..='█'))
        .collect::<String>()
        .replace('–', "-")
        .replace('…', "...")
        .replace('→', "->")
}

/// Returns a text in lines no wider than the view, the first after `first`, the others after `rest`.
pub(super) fn lines(text: &str, first: &str, rest: &str, view: View) -> Vec<String> {
    let room = view.width.saturating_sub(rest.len().max(columns_of(first))).max(30);
    let lines = wrapped(&plain(text, view), room).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { first } else { rest })).collect()
}
