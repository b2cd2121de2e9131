//! A plan's tables for a terminal.

use std::io::{self, Write};

use super::{Block, Show, blocks, heading, verdict};
use crate::report::View;
use crate::report::fitted::{Fitted, Words, lines, plain};
use crate::report::paint::Ink;

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
            let table = Fitted::new(header, rows, (*numbers, *texts), Words::Broken, view);
            write!(out, "{}", table.text(*total, 1))?;
        }
    }
    writeln!(out)
}
