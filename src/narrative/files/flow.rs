//! The way from the marks of a file to a document: paragraphs, tables in tables, what stands aside (notes, text boxes), all
//! of it within limits. A reader says what it meets; what belongs where is found here, once for every kind of file.

use super::Refusal;
use super::block::Block;
use super::grid::{Grid, Spanned};
use crate::narrative::builder::{Builder, CellText};
use crate::narrative::document::{Document, Origin};
use crate::narrative::text;

/// The most cells a document may have, covered ones among them.
pub(super) const CELLS: usize = 1 << 18;
/// The most bytes of text a document may have: a narrative has a tenth of one million.
const BYTES: usize = 32 << 20;
/// The most paragraphs a document may have.
const PARAGRAPHS: u32 = 1 << 19;
/// The most tables and text boxes that may be in one another.
const DEPTH: usize = 64;

/// The place that is being written to: the document itself, a cell, what stands aside.
#[derive(Debug, Default)]
struct Level {
    blocks: Vec<Block>,
    /// The paragraph in the making.
    text: String,
    /// True where a blank is due before the next word.
    blank: bool,
    /// The blocks that come behind the paragraph or the table in the making.
    aside: Vec<Block>,
    /// The table in the making.
    table: Option<Grid>,
}

/// A document in the making.
pub(super) struct Flow {
    builder: Builder,
    levels: Vec<Level>,
    /// The paragraph that was read last, from 1.
    paragraph: u32,
    /// Rows that are lines with tabs, until the table they make ends.
    rows: Vec<Vec<CellText>>,
    /// The cells that there may still be.
    cells: usize,
    bytes: usize,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self {
            builder: Builder::new(),
            levels: vec![Level::default()],
            paragraph: 0,
            rows: Vec::new(),
            cells: CELLS,
            bytes: 0,
        }
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Adds text to the paragraph, every blank of it.
    ///
    /// # Errors
    /// When the document is too large; so below.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        self.bytes += text.len();
        if self.bytes > BYTES {
            return Err(Refusal::too_large());
        }
        let level = self.level();
        if std::mem::take(&mut level.blank) {
            level.text.push(' ');
        }
        level.text.push_str(text);
        Ok(())
    }

    /// Adds text of which several blanks are one: a tab on a line, where there is one among them.
    pub(super) fn words(&mut self, text: &str) -> Result<(), Refusal> {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(is_blank).unwrap_or(rest.len());
            if word > 0 {
                self.text(&rest[..word])?;
            }
            rest = &rest[word..];
            let blank = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
            if blank > 0 {
                self.blank(&rest[..blank])?;
            }
            rest = &rest[blank..];
        }
        Ok(())
    }

    fn blank(&mut self, blank: &str) -> Result<(), Refusal> {
        if blank.contains('\t') && !blank.contains('\n') {
            self.level().blank = false;
            return self.text("\t");
        }
        let level = self.level();
        level.blank = !level.text.is_empty() && !level.text.ends_with(char::is_whitespace);
        Ok(())
    }

    /// Returns whether nothing is in the paragraph so far.
    pub(super) fn is_blank(&mut self) -> bool {
        self.level().text.trim().is_empty()
    }

    /// Returns whether the paragraph ends in the end of a line, or is empty.
    pub(super) fn ends_line(&mut self) -> bool {
        let level = self.level();
        level.text.is_empty() || level.text.ends_with('\n')
    }

    /// Puts the number of a heading before its text.
    pub(super) fn put_before(&mut self, number: &str) {
        self.level().text.insert_str(0, &format!("{number} "));
    }

    /// Forgets the paragraph in the making.
    pub(super) fn drop_paragraph(&mut self) {
        let level = self.level();
        level.text.clear();
        level.blank = false;
    }

    /// Ends the paragraph. `heading` is the level of the heading that its style makes it.
    pub(super) fn end_paragraph(&mut self, heading: Option<u8>) -> Result<(), Refusal> {
        self.paragraph += 1;
        if self.paragraph > PARAGRAPHS {
            return Err(Refusal::too_large());
        }
        let number = self.paragraph;
        let level = self.level();
        let text = std::mem::take(&mut level.text);
        level.blank = false;
        level.blocks.push(Block::Paragraph { text, heading, number });
        self.settle()
    }

    /// Ends the paragraph where there is something in it.
    pub(super) fn break_paragraph(&mut self) -> Result<(), Refusal> {
        if self.is_blank() {
            self.drop_paragraph();
            return Ok(());
        }
        self.end_paragraph(None)
    }

    /// Puts what stands aside behind the block that ended, unless that is in a cell: then it comes behind the table.
    fn settle(&mut self) -> Result<(), Refusal> {
        let in_document = self.levels.len() == 1;
        let in_cell = self.levels.len() > 1 && self.levels[self.levels.len() - 2].table.is_some();
        let level = self.level();
        if !in_cell {
            level.blocks.append(&mut level.aside);
        }
        if in_document {
            for block in std::mem::take(&mut self.level().blocks) {
                self.emit(block)?;
            }
        }
        Ok(())
    }

    /// Begins something that stands aside of the paragraph: a text box.
    pub(super) fn begin_aside(&mut self) -> Result<(), Refusal> {
        if self.levels.len() >= DEPTH {
            return Err(Refusal::too_deep());
        }
        self.levels.push(Level::default());
        Ok(())
    }

    /// Ends it: it comes behind the paragraph.
    pub(super) fn end_aside(&mut self) -> Result<(), Refusal> {
        let blocks = self.take_aside()?;
        self.add_aside(blocks);
        Ok(())
    }

    /// Ends it, and returns what is in it: a note, until it is referred to.
    pub(super) fn take_aside(&mut self) -> Result<Vec<Block>, Refusal> {
        self.break_paragraph()?;
        self.end_table()?;
        let level = if self.levels.len() > 1 { self.levels.pop().unwrap_or_default() } else { Level::default() };
        let mut blocks = level.blocks;
        blocks.extend(level.aside);
        Ok(blocks)
    }

    /// Adds what stands aside of the paragraph.
    pub(super) fn add_aside(&mut self, blocks: Vec<Block>) {
        self.level().aside.extend(blocks);
    }

    /// Begins a table. The paragraph before it ends.
    pub(super) fn begin_table(&mut self) -> Result<(), Refusal> {
        self.break_paragraph()?;
        self.end_table()?;
        self.level().table = Some(Grid::default());
        Ok(())
    }

    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        if let Some(table) = &mut self.level().table {
            table.begin_row();
        }
    }

    /// Leaves out the row in the making.
    pub(super) fn drop_row(&mut self) {
        if let Some(table) = &mut self.level().table {
            table.drop_row();
        }
    }

    /// Begins a cell; nothing where there is no table.
    pub(super) fn begin_cell(&mut self) -> Result<(), Refusal> {
        self.begin_aside()
    }

    /// Ends a cell that is in so many columns and rows, or is the lower part of another.
    pub(super) fn end_cell(&mut self, spanned: Spanned) -> Result<(), Refusal> {
        self.break_paragraph()?;
        self.end_table()?;
        if self.levels.len() < 2 {
            return Ok(());
        }
        let cell = self.levels.pop().unwrap_or_default();
        let level = self.level();
        level.aside.extend(cell.aside);
        match &mut level.table {
            Some(table) => table.cell(cell.blocks, spanned),
            None => level.blocks.extend(cell.blocks),
        }
        self.count_cells(1)
    }

    /// Counts cells that were met.
    fn count_cells(&mut self, count: usize) -> Result<(), Refusal> {
        self.cells = self.cells.checked_sub(count).ok_or_else(Refusal::too_large)?;
        Ok(())
    }

    /// Ends a table, where one is in the making.
    pub(super) fn end_table(&mut self) -> Result<(), Refusal> {
        let first = self.paragraph;
        let Some(table) = self.level().table.take() else { return Ok(()) };
        // A table of one cell is a frame around paragraphs.
        let blocks = match table.frame() {
            Ok(blocks) => blocks,
            Err(table) => {
                let (rows, nested) = table.rows(first, &mut self.cells)?;
                std::iter::once(Block::Table { rows }).chain(nested).collect()
            }
        };
        self.level().blocks.extend(blocks);
        self.settle()
    }

    fn emit(&mut self, block: Block) -> Result<(), Refusal> {
        match block {
            Block::Paragraph { text, heading, number } => self.emit_paragraph(text, heading, number),
            Block::Table { rows } => {
                self.end_rows();
                self.builder.table(rows);
                Ok(())
            }
        }
    }

    /// Hands a paragraph over, as the reader of text would take its line: a heading, a row with tabs, or prose.
    fn emit_paragraph(&mut self, text: String, heading: Option<u8>, number: u32) -> Result<(), Refusal> {
        let is_row = heading.is_none() && text.contains('\t') && !text::numbered_heading(text.trim());
        if is_row && !text.trim().is_empty() {
            let first = self.rows.first().and_then(|row| row.first());
            let origin = first.map_or_else(|| Origin::paragraph(number), |cell| cell.origin.clone());
            let cell =
                |text: &str| CellText { text: text.to_owned(), columns: 1, origin: origin.clone(), covered: false };
            self.count_cells(text.matches('\t').count() + 1)?;
            let row = text.split('\t').map(cell).collect();
            self.rows.push(row);
            return Ok(());
        }
        self.end_rows();
        let origin = Origin::paragraph(number);
        if text.trim().is_empty() {
            return Ok(());
        }
        match heading {
            Some(level) => self.builder.heading(level, text, origin),
            None if text::is_heading(text.trim()) => self.builder.heading(0, text, origin),
            None => self.builder.paragraph(text, origin),
        }
        Ok(())
    }

    fn end_rows(&mut self) {
        if !self.rows.is_empty() {
            self.builder.table(std::mem::take(&mut self.rows));
        }
    }

    /// Returns the document.
    pub(super) fn finish(mut self) -> Result<Document, Refusal> {
        while self.levels.len() > 1 {
            self.end_aside()?;
        }
        self.break_paragraph()?;
        self.end_table()?;
        self.settle()?;
        self.end_rows();
        Ok(self.builder.finish())
    }
}
