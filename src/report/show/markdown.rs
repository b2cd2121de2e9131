//! A plan's tables as Markdown.

use std::io::{self, Write};

use super::{Block, Show, blocks, heading, verdict};
use crate::report::markdown::cell;

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n", cell(&heading(show)))?;
    write_blocks(&blocks::all(show), out)?;
    writeln!(out, "{}", cell(&verdict(show)))
}

/// Writes blocks, a blank line after each.
pub(in crate::report) fn write_blocks(blocks: &[Block], out: &mut dyn Write) -> io::Result<()> {
    for block in blocks {
        match block {
            Block::Says(text) => writeln!(out, "{}\n", cell(text))?,
            Block::Items(items) => {
                items.iter().try_for_each(|item| writeln!(out, "- {}", cell(item)))?;
                writeln!(out)?;
            }
            Block::Table { .. } => write_table(block, out)?,
        }
    }
    Ok(())
}

fn write_table(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    let Block::Table { title, header, rows, numbers, texts, total } = block else { return Ok(()) };
    let row = |row: &[String]| format!("| {} |", row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(" | "));
    let rule: Vec<&str> =
        (0..header.len()).map(|n| if (*numbers..*texts).contains(&n) { "--:" } else { "---" }).collect();
    writeln!(out, "### {}\n\n{}\n|{}|", cell(title), row(header), rule.join("|"))?;
    for (n, line) in rows.iter().enumerate() {
        if *total && n + 1 == rows.len() {
            let strong = |text: &String| if text.is_empty() { String::new() } else { format!("**{}**", cell(text)) };
            writeln!(out, "| {} |", line.iter().map(strong).collect::<Vec<_>>().join(" | "))?;
        } else {
            writeln!(out, "{}", row(line))?;
        }
    }
    writeln!(out)
}
