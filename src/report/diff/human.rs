//! The difference of two plans for a terminal.

use std::io::{self, Write};

use super::{DiffBlock, Difference, Item, Mark, blocks, sentence};
use crate::report::View;
use crate::report::paint::Ink;
use crate::report::table::Ruled;
use crate::report::words;
use crate::text::escape::shown;
use crate::text::wrap::wrapped;

/// Narrower than this a table of amounts is a list.
const NARROW: usize = 76;
/// The most items of a list that are shown.
const ITEMS: usize = 100;

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(difference: &Difference<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    if !view.quiet {
        let (old, new) = (&difference.comparison.old.name, &difference.comparison.new.name);
        writeln!(out, "{}\n", view.paint().ink(Ink::Strong, plain(&format!("{old} → {new}"), view)))?;
        for block in blocks(difference.comparison) {
            write_block(&block, view, out)?;
        }
    }
    words::write_verdict(view, &difference.verdict, &plain(&sentence(difference), view), out)
}

fn write_block(block: &DiffBlock, view: View, out: &mut dyn Write) -> io::Result<()> {
    match block {
        DiffBlock::Says(text) => {
            lines(&plain(text, view), "", "", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        DiffBlock::Heading(text) => return writeln!(out, "{}", view.paint().ink(Ink::Strong, text)),
        DiffBlock::Items(items) => {
            items.iter().take(ITEMS).try_for_each(|item| write_item(item, view, out))?;
            if items.len() > ITEMS {
                writeln!(out, "  and {} more (--format json has them all)", items.len() - ITEMS)?;
            }
        }
        DiffBlock::Table { title, header, rows, numbers } => {
            writeln!(out, "{}", view.paint().ink(Ink::Strong, title))?;
            if view.width < NARROW {
                rows.iter().try_for_each(|row| write_row(header, row, view, out))?;
            } else {
                // The table is indented by one column.
                let mut table = Ruled::new(View { width: view.width - 1, ..view }, header).numbers_from(*numbers);
                for (n, row) in rows.iter().enumerate() {
                    let above = n.checked_sub(1).map(|n| &rows[n]);
                    let cell = |(n, cell): (usize, &String)| {
                        if repeats(above, row, n) { String::new() } else { plain(cell, view) }
                    };
                    table.row(row.iter().enumerate().map(cell));
                }
                write!(out, "{}", table.text())?;
            }
        }
    }
    writeln!(out)
}

/// Returns whether a cell among the first two repeats the cell above it.
fn repeats(above: Option<&Vec<String>>, row: &[String], column: usize) -> bool {
    column < 2 && above.is_some_and(|above| above[..=column] == row[..=column])
}

/// Writes a row of a table as a line: `social care, 2017/18: before £5; after £7; difference +£2`
fn write_row(header: &[&str], row: &[String], view: View, out: &mut dyn Write) -> io::Result<()> {
    let cells = header.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    let is_name = |name: &str| matches!(name, "year" | "") || name == header[0];
    let (names, figures): (Vec<_>, Vec<_>) = cells.partition(|(name, _)| is_name(name));
    let names: Vec<&str> = names.into_iter().map(|(_, cell)| cell.as_str()).collect();
    let figures: Vec<String> = figures.into_iter().map(|(name, cell)| format!("{name} {cell}")).collect();
    let text = format!("{}: {}", names.join(", "), figures.join("; "));
    lines(&plain(&text, view), "  ", "    ", view).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn write_item(item: &Item, view: View, out: &mut dyn Write) -> io::Result<()> {
    let ink = match item.mark {
        Mark::New => Ink::Notable,
        Mark::Gone => Ink::Doubtful,
        Mark::Changed => Ink::Strong,
    };
    for (n, line) in
        lines(&plain(&item.text, view), "", "", View { width: view.width.saturating_sub(4), ..view }).iter().enumerate()
    {
        let sign = if n == 0 { item.mark.sign() } else { " " };
        writeln!(out, "  {} {line}", view.paint().ink(ink, sign))?;
    }
    for text in item.below.iter().take(ITEMS) {
        lines(&plain(text, view), "      ", "        ", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    if item.below.len() > ITEMS {
        writeln!(out, "      and {} more (--format json has them all)", item.below.len() - ITEMS)?;
    }
    Ok(())
}

/// Returns a text made safe to show, without signs an ASCII terminal lacks.
fn plain(text: &str, view: View) -> String {
    let text = shown(text);
    if view.unicode { text.into_owned() } else { text.replace('→', "->").replace('…', "...") }
}

/// Returns a text in lines no wider than the view, the first after `first`, the others after `rest`.
fn lines(text: &str, first: &str, rest: &str, view: View) -> Vec<String> {
    let room = view.width.saturating_sub(rest.len()).max(30);
    let lines = wrapped(text, room).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { first } else { rest })).collect()
}
