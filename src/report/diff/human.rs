//! The difference of two plans for a terminal.

use std::io::{self, Write};

use super::{DiffBlock, Difference, Item, Mark, blocks, sentence};
use crate::report::View;
use crate::report::fitted::{Fitted, Words, lines, plain};
use crate::report::paint::Ink;
use crate::report::words;

/// The most items of a list that are shown.
const ITEMS: usize = 100;

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(difference: &Difference<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    if !view.quiet {
        let (old, new) = (&difference.comparison.old.name, &difference.comparison.new.name);
        let head = lines(&format!("{old} → {new}"), "", "  ", view);
        head.iter().try_for_each(|line| writeln!(out, "{}", view.paint().ink(Ink::Strong, line)))?;
        writeln!(out)?;
        for block in blocks(difference.comparison) {
            write_block(&block, view, out)?;
        }
    }
    words::write_verdict(view, &difference.verdict, &plain(&sentence(difference), view), out)
}

fn write_block(block: &DiffBlock, view: View, out: &mut dyn Write) -> io::Result<()> {
    match block {
        DiffBlock::Says(text) => {
            lines(text, "", "", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        DiffBlock::Heading(text) => return writeln!(out, "{}", view.paint().ink(Ink::Strong, text)),
        DiffBlock::Items(items) => {
            items.iter().take(ITEMS).try_for_each(|item| write_item(item, view, out))?;
            if items.len() > ITEMS {
                write_rest(items.len() - ITEMS, "  ", view, out)?;
            }
        }
        DiffBlock::Table { title, header, rows, numbers } => {
            writeln!(out, "{}", view.paint().ink(Ink::Strong, title))?;
            let table = Fitted::new(header, rows, (*numbers, header.len()), Words::Whole, view);
            write!(out, "{}", table.text(false, 2))?;
        }
    }
    writeln!(out)
}

fn write_item(item: &Item, view: View, out: &mut dyn Write) -> io::Result<()> {
    let ink = match item.mark {
        Mark::New => Ink::Notable,
        Mark::Gone => Ink::Doubtful,
        Mark::Changed => Ink::Strong,
    };
    for (n, line) in lines(&item.text, "", "", View { width: view.width.saturating_sub(4), ..view }).iter().enumerate()
    {
        let sign = if n == 0 { item.mark.sign() } else { " " };
        writeln!(out, "  {} {line}", view.paint().ink(ink, sign))?;
    }
    for text in item.below.iter().take(ITEMS) {
        lines(text, "      ", "        ", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    if item.below.len() > ITEMS {
        write_rest(item.below.len() - ITEMS, "      ", view, out)?;
    }
    Ok(())
}

/// Writes how many items of a list are not shown.
fn write_rest(more: usize, indent: &str, view: View, out: &mut dyn Write) -> io::Result<()> {
    let text = format!("and {more} more (--format json has them all)");
    lines(&text, indent, indent, view).iter().try_for_each(|line| writeln!(out, "{line}"))
}
