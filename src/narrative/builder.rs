//! A document in the making: readers hand over what they meet, in its order, and the words over and beside each cell are
//! found here, once for every kind of file.

use super::document::{Cell, Document, Origin, Piece, Role, Row, Section, Table};
use super::number;

/// A document in the making.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
    section: Option<u32>,
}

/// A cell of a row as a reader meets it. A cell that is covered by one that spans several rows is given as
/// [`CellText::covered`], so that every row has all its columns.
#[derive(Clone, Debug, Default)]
pub struct CellText {
    /// Its text, its paragraphs on lines of their own; empty for an empty cell.
    pub text: String,
    /// The number of columns it spans; 0 counts as 1.
    pub columns: u32,
    /// The place it was read from.
    pub origin: Origin,
    /// True for the lower part of a cell that spans several rows: it has the text of the cell above it.
    pub covered: bool,
}

impl Builder {
    /// Begins a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a heading, which begins a section. Its number, as `12.1`, is read from its text. The level is 1 for the
    /// highest; 0 takes it from the number, and is 1 where there is none.
    pub fn heading(&mut self, level: u8, text: String, origin: Origin) {
        // Marks of a format may be all there is in it.
        if text.trim().is_empty() {
            return;
        }
        let (number, title) = number::of_heading(&text);
        let depth = || number.split('.').filter(|part| part.bytes().any(|b| b != b'0')).count();
        let level = if level > 0 { level } else { u8::try_from(depth().clamp(1, 9)).unwrap_or(9) };
        let above = self.above(level);
        let section = Section { number: number.to_owned(), title: title.to_owned(), level, above };
        self.document.sections.push(section);
        self.section = Some(index(self.document.sections.len() - 1));
        self.piece(text, Role::Heading { level }, origin);
    }

    /// Adds a paragraph; nothing where it is empty.
    pub fn paragraph(&mut self, text: String, origin: Origin) {
        if !text.trim().is_empty() {
            self.piece(text, Role::Paragraph, origin);
        }
    }

    /// Adds a table, row by row.
    pub fn table(&mut self, rows: Vec<Vec<CellText>>) {
        let table = index(self.document.tables.len());
        let caption = self.caption();
        let mut built = Table { caption, rows: Vec::with_capacity(rows.len()) };
        for (n, cells) in rows.into_iter().enumerate() {
            let row = self.row(table, index(n), cells, built.rows.last());
            built.rows.push(row);
        }
        super::labels::label(&mut built, &self.document.pieces);
        self.document.tables.push(built);
    }

    /// Returns the document.
    pub fn finish(self) -> Document {
        self.document
    }

    fn piece(&mut self, text: String, role: Role, origin: Origin) -> u32 {
        self.document.pieces.push(Piece { text, role, section: self.section, origin });
        index(self.document.pieces.len() - 1)
    }

    /// Returns the section that a heading of this level would be part of.
    fn above(&self, level: u8) -> Option<u32> {
        let sections = &self.document.sections;
        let get = |at: u32| sections.get(at as usize);
        let mut at = self.section;
        while let Some(section) = at.and_then(get) {
            if section.level < level {
                return at;
            }
            at = section.above;
        }
        None
    }

    /// Returns the paragraph that leads to a table that begins now: the piece before it in the same section, unless that
    /// is the cell of another table.
    fn caption(&self) -> Vec<u32> {
        let last = self.document.pieces.last().filter(|piece| piece.role == Role::Paragraph);
        last.map(|_| index(self.document.pieces.len() - 1)).into_iter().collect()
    }

    fn row(&mut self, table: u32, row: u32, cells: Vec<CellText>, above: Option<&Row>) -> Row {
        let mut column = 0;
        let mut built = Row::default();
        for (n, cell) in cells.into_iter().enumerate() {
            let columns = cell.columns.max(1);
            let piece = if cell.covered {
                above.and_then(|row| row.beginning_at(column)).and_then(|cell| cell.piece)
            } else if cell.text.trim().is_empty() {
                None
            } else {
                Some(self.piece(cell.text, Role::Cell { table, row, cell: index(n) }, cell.origin))
            };
            built.cells.push(Cell { piece, column, columns, ..Cell::default() });
            column = column.saturating_add(columns);
        }
        built
    }
}

/// Returns a place in a list. Documents are held far under 4 GiB.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
