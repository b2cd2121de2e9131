//! A plan's tables for a terminal.

use std::io::{self, Write};

use super::{Block, Show, blocks, heading, verdict};
use crate::report::View;
use crate::report::paint::Ink;
use crate::report::table::Ruled;
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

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    lines(&heading(show), "", "  ", view)
        .iter()
        .try_for_each(|line| writeln!(out, "{}", view.paint().ink(Ink::Strong, line)))?;
    writeln!(out)?;
    write_blocks(&blocks::all(show), view, out)?;
    lines(&verdict(show), "", "  ", view).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Writes blocks, a blank line after each.
pub(in crate::report) fn write_blocks(blocks: &[Block], view: View, out: &mut dyn Write) -> io::Result<()> {
    blocks.iter().try_for_each(|block| write_block(block, view, out))
}

fn write_block(block: &Block, view: View, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Says(text) => lines(text, "", "", view).iter().try_for_each(|line| writeln!(out, "{line}"))?,
        Block::Items(items) => {
            let bullet = if view.unicode { "  · " } else { "  - " };
            for item in items {
                lines(item, bullet, "    ", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            }
        }
        Block::Table { title, header, rows, numbers, texts, total } => {
            writeln!(out, "{}", view.paint().ink(Ink::Strong, plain(title, view)))?;
            let sheet = PlainTable::new(header, rows, (*numbers, *texts), view);
            if sheet.fits() {
                write!(out, "{}", sheet.drawn(*total))?;
            } else {
                sheet.told().iter().try_for_each(|line| writeln!(out, "{line}"))?;
            }
        }
    }
    writeln!(out)
}

/// A table fit to show, without the columns that say nothing in any row.
struct PlainTable {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Which columns are numbers.
    numbers: Vec<bool>,
    view: View,
}

impl PlainTable {
    fn new(header: &[String], rows: &[Vec<String>], (numbers, texts): (usize, usize), view: View) -> Self {
        let says = |n: &usize| rows.iter().any(|row| row.get(*n).is_some_and(|cell| !plain(cell, view).is_empty()));
        let columns: Vec<usize> = (0..header.len()).filter(says).collect();
        let pick = |row: &[String]| {
            columns.iter().map(|n| row.get(*n).map_or_else(String::new, |cell| plain(cell, view))).collect()
        };
        let mut sheet = Self {
            header: pick(header),
            rows: rows.iter().map(|row| pick(row)).collect(),
            numbers: columns.iter().map(|n| (numbers..texts).contains(n)).collect(),
            view: View { width: view.width.saturating_sub(1), ..view },
        };
        // What is only beside the point goes first where there is no room.
        while !sheet.fits_with(LONG_WORD) && sheet.header.last().is_some_and(|name| name == "clause") {
            sheet.header.pop();
            sheet.numbers.pop();
            sheet.rows.iter_mut().for_each(|row| drop(row.pop()));
        }
        sheet
    }

    /// Returns whether every number has its full width beside readable columns of text.
    fn fits(&self) -> bool {
        self.fits_with(WORD)
    }

    /// Returns the same with words of up to `longest` unbroken.
    fn fits_with(&self, longest: usize) -> bool {
        self.least(longest).into_iter().map(|width| width + PADDING).sum::<usize>() <= self.view.width
    }

    /// Returns the least width of each column: what is a number or short is never broken.
    fn least(&self, longest: usize) -> Vec<usize> {
        let least = |(n, natural): (usize, usize)| {
            let words = self.rows.iter().map(|row| longest_word(&row[n]).min(longest)).max().unwrap_or(0);
            if self.numbers[n] || natural <= SHORT { natural } else { words }
        };
        let heads = self.header.iter().map(|name| longest_word(name));
        self.natural().into_iter().enumerate().map(least).zip(heads).map(|(cells, head)| cells.max(head)).collect()
    }

    /// Returns the width of the widest cell of each column; of one of text its head's too.
    fn natural(&self) -> Vec<usize> {
        let cells = |n: usize| self.rows.iter().map(|row| columns_of(&row[n])).max().unwrap_or(0);
        let head = |n: usize| if self.numbers[n] { 0 } else { columns_of(&self.header[n]) };
        (0..self.header.len()).map(|n| cells(n).max(head(n))).collect()
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

    fn drawn(&self, total: bool) -> String {
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
                column == 0
                    && !is_total
                    && row.len() > 1
                    && !self.numbers[1]
                    && above.is_some_and(|above| above[0] == row[0])
            };
            table.row(row.iter().enumerate().map(|(column, cell)| if again(column) { "" } else { cell.as_str() }));
        }
        table.text()
    }

    /// Returns the rows as lines, for an output too narrow for the table: `NHS minimum: in 2017/18 £5; spent 2017/18
    /// £5`.
    fn told(&self) -> Vec<String> {
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
        self.rows.iter().flat_map(line).collect()
    }
}

/// Returns whether a cell says that there is nothing.
fn is_dash(cell: &str) -> bool {
    matches!(cell, "–" | "-")
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(columns_of).max().unwrap_or(0)
}

/// Returns a text made safe to show, without signs an ASCII terminal lacks.
fn plain(text: &str, view: View) -> String {
    let text = shown(text);
    if view.unicode {
        return text.into_owned();
    }
    text.chars().filter(|c| !matches!(c, '▁'..='█')).collect::<String>().replace('–', "-").replace('…', "...")
}

/// Returns a text in lines no wider than the view, the first after `first`, the others after `rest`.
fn lines(text: &str, first: &str, rest: &str, view: View) -> Vec<String> {
    let room = view.width.saturating_sub(rest.len().max(columns_of(first))).max(30);
    let lines = wrapped(&plain(text, view), room).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { first } else { rest })).collect()
}
