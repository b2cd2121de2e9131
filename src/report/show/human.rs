//! A plan's tables for a terminal.

use std::io::{self, Write};

use super::{Block, Show, blocks, heading, verdict};
use crate::report::View;
use crate::report::escape::{columns_of, shown};
use crate::report::human::wrapped;
use crate::report::paint::Ink;
use crate::report::table::Ruled;

/// The narrowest column of text a table may have.
const TEXT: usize = 14;

/// Write it.
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

/// Write blocks, a blank line after each.
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
            let sheet = Sheet::new(header, rows, (*numbers, *texts), view);
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
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Which columns are numbers.
    numbers: Vec<bool>,
    view: View,
}

impl Sheet {
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
        while !sheet.fits() && sheet.header.last().is_some_and(|name| name == "clause") {
            sheet.header.pop();
            sheet.numbers.pop();
            sheet.rows.iter_mut().for_each(|row| drop(row.pop()));
        }
        sheet
    }

    /// Whether every number has its full width beside readable columns of text.
    fn fits(&self) -> bool {
        let widest = |n: usize| {
            let cells = self.rows.iter().map(|row| columns_of(&row[n])).max().unwrap_or(0);
            if self.numbers[n] {
                cells.max(longest_word(&self.header[n]))
            } else {
                cells.min(TEXT).max(longest_word(&self.header[n]))
            }
        };
        (0..self.header.len()).map(|n| widest(n) + 2).sum::<usize>() <= self.view.width
    }

    fn drawn(&self, total: bool) -> String {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let mut table = Ruled::new(self.view, &header);
        for (n, _) in self.numbers.iter().enumerate().filter(|(_, number)| **number) {
            table = table.number(n);
        }
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

    /// The rows as lines, for an output too narrow for the table: `NHS minimum: in 2017/18 £5; spent 2017/18 £5`.
    fn told(&self) -> Vec<String> {
        let line = |row: &Vec<String>| {
            let cells = self.header.iter().zip(row).zip(&self.numbers).filter(|((_, cell), _)| !cell.is_empty());
            let (figures, names): (Vec<_>, Vec<_>) = cells.partition(|(_, number)| **number);
            let names: Vec<&str> =
                names.iter().map(|((_, cell), _)| cell.as_str()).filter(|cell| !matches!(*cell, "–" | "-")).collect();
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

fn longest_word(text: &str) -> usize {
    text.split(' ').map(columns_of).max().unwrap_or(0)
}

/// Fit to show, and without signs an ASCII terminal lacks.
fn plain(text: &str, view: View) -> String {
    let text = shown(text);
    if view.unicode {
        return text.into_owned();
    }
    text.chars().filter(|c| !matches!(c, '▁'..='█')).collect::<String>().replace('–', "-").replace('…', "...")
}

/// In lines no wider than the view, the first after `first`, the others after `rest`.
fn lines(text: &str, first: &str, rest: &str, view: View) -> Vec<String> {
    let room = view.width.saturating_sub(rest.len().max(columns_of(first))).max(30);
    let lines = wrapped(&plain(text, view), room).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { first } else { rest })).collect()
}
