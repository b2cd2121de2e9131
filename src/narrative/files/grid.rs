//! A table in the making: its cells as they are met, put into rows of which each has all its columns.

use super::Refusal;
use super::block::Block;
use crate::narrative::builder::CellText;
use crate::narrative::document::Origin;

/// The most columns, and rows, that a cell may be in, as browsers have it for columns.
const SPANNED: u32 = 1_000;

/// The columns and rows that a cell is in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spanned {
    /// The number of columns; 0 counts as 1.
    pub(super) columns: u32,
    /// The number of rows, where the file says it at the first of them; 0 counts as 1.
    pub(super) rows: u32,
    /// True where the file says at each lower part that it is one.
    pub(super) covered: bool,
}

#[derive(Debug)]
struct Cell {
    blocks: Vec<Block>,
    spanned: Spanned,
}

/// A table in the making.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Cell>>,
}

/// A cell that reaches into rows below: its first column, its columns, and the rows that are left.
#[derive(Clone, Copy, Debug)]
struct Reaching {
    column: u32,
    columns: u32,
    rows: u32,
}

impl Grid {
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Leaves out the last row.
    pub(super) fn drop_row(&mut self) {
        self.rows.pop();
    }

    pub(super) fn cell(&mut self, blocks: Vec<Block>, spanned: Spanned) {
        if self.rows.is_empty() {
            self.begin_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(Cell { blocks, spanned });
        }
    }

    /// Returns what is in the only cell there is.
    ///
    /// # Errors
    /// Itself, when there are several.
    pub(super) fn frame(mut self) -> Result<Vec<Block>, Self> {
        if self.rows.iter().map(Vec::len).sum::<usize>() > 1 {
            return Err(self);
        }
        let only = self.rows.iter_mut().find_map(Vec::pop);
        Ok(only.map(|cell| cell.blocks).unwrap_or_default())
    }

    /// Returns the rows, and the tables that are in cells. `before` is the paragraph before the table; `left` cells there
    /// may still be beside those that were met: the lower parts of others.
    pub(super) fn rows(self, before: u32, left: &mut usize) -> Result<(Vec<Vec<CellText>>, Vec<Block>), Refusal> {
        let origin = Origin::paragraph(self.first().unwrap_or(before));
        let mut nested = Vec::new();
        let mut reaching: Vec<Reaching> = Vec::new();
        let mut rows = Vec::with_capacity(self.rows.len());
        for cells in self.rows {
            let mut row: Vec<CellText> = Vec::with_capacity(cells.len());
            let mut column = 0;
            let mut next = Vec::new();
            for cell in cells {
                cover(&reaching, &mut column, &mut row, &origin, left)?;
                let columns = cell.spanned.columns.clamp(1, SPANNED);
                let text = flat(cell.blocks, &mut nested);
                row.push(CellText { text, columns, origin: origin.clone(), covered: cell.spanned.covered });
                let below = cell.spanned.rows.min(SPANNED).saturating_sub(1);
                if below > 0 {
                    next.push(Reaching { column, columns, rows: below });
                }
                column = column.saturating_add(columns);
            }
            cover(&reaching, &mut column, &mut row, &origin, left)?;
            for one in &mut reaching {
                one.rows -= 1;
            }
            reaching.retain(|one| one.rows > 0);
            reaching.append(&mut next);
            reaching.sort_by_key(|one| one.column);
            rows.push(row);
        }
        Ok((rows, nested))
    }

    /// Returns the first paragraph that is in it.
    fn first(&self) -> Option<u32> {
        let blocks = self.rows.iter().flatten().flat_map(|cell| &cell.blocks);
        let number = |block: &Block| match block {
            Block::Paragraph { number, .. } => Some(*number),
            Block::Table { .. } => None,
        };
        blocks.filter_map(number).min()
    }
}

/// Adds the lower parts of cells that reach down to where the next cell of a row would be.
fn cover(
    reaching: &[Reaching],
    column: &mut u32,
    row: &mut Vec<CellText>,
    origin: &Origin,
    left: &mut usize,
) -> Result<(), Refusal> {
    let from = reaching.partition_point(|one| one.column < *column);
    for one in &reaching[from..] {
        if one.column != *column {
            break;
        }
        *left = left.checked_sub(1).ok_or_else(Refusal::too_large)?;
        row.push(CellText { text: String::new(), columns: one.columns, origin: origin.clone(), covered: true });
        *column = column.saturating_add(one.columns);
    }
    Ok(())
}

/// Returns the text of a cell, its paragraphs on lines of their own; tables in it are put aside.
fn flat(blocks: Vec<Block>, nested: &mut Vec<Block>) -> String {
    let mut lines = String::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } if text.trim().is_empty() => {}
            Block::Paragraph { text, .. } => {
                if !lines.is_empty() {
                    lines.push('\n');
                }
                lines.push_str(&text.replace('\t', " "));
            }
            Block::Table { .. } => nested.push(block),
        }
    }
    lines
}
