//! A narrative as paragraphs, headings and the cells of tables, whatever kind of file it was.

use crate::span::Span;

/// A narrative. Its pieces stand in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its paragraphs, headings and cells.
    pub pieces: Vec<Piece>,
    /// Its sections, each with the heading it begins at.
    pub sections: Vec<Section>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A stretch of text that belongs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text as it is read. Marks of a format inside it are blanks, or left out.
    pub text: String,
    /// The role of the piece.
    pub role: Role,
    /// The section it stands in, as a place in [`Document::sections`]; a heading stands in its own.
    pub section: Option<u32>,
    /// The place it was read from.
    pub origin: Origin,
}

/// The role of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading, 1 the highest.
    Heading {
        /// The depth, from 1.
        level: u8,
    },
    /// A paragraph, an entry of a list, a note.
    Paragraph,
    /// A cell of a table that is not empty.
    Cell {
        /// The table, as a place in [`Document::tables`].
        table: u32,
        /// The row in it, from 0.
        row: u32,
        /// The cell in the row, as a place in [`Row::cells`].
        cell: u32,
    },
}

/// The place of a piece in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The paragraph of the file, from 1: for a cell that of its table's first one.
    pub paragraph: u32,
    /// The place of the text's bytes in the file, for a file that is text: from this byte of [`Piece::text`] on they stand at
    /// that byte of the file, in order. Empty for a file that is an archive.
    pub runs: Vec<Run>,
}

/// Bytes of a piece that stand together in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first byte in the piece's text.
    pub at: u32,
    /// The byte of the file it stands at.
    pub from: u32,
}

/// A section: what stands under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its number as the heading writes it, `12.1`; empty where it has none.
    pub number: String,
    /// Its title without the number.
    pub title: String,
    /// The depth, from 1.
    pub level: u8,
    /// The section it is part of, as a place in [`Document::sections`].
    pub above: Option<u32>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The words over it: the paragraph that leads to it, and rows that are one title over all columns. Places in
    /// [`Document::pieces`].
    pub caption: Vec<u32>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells, the first one left.
    pub cells: Vec<Cell>,
    /// True where it names the columns, or the rows below it, and is no row of figures.
    pub is_header: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, as a place in [`Document::pieces`]; none where it is empty.
    pub piece: Option<u32>,
    /// The first column it is in, from 0.
    pub column: u32,
    /// The number of columns it is in, at least 1.
    pub columns: u32,
    /// The cells that name its row, as places in [`Document::pieces`], the farthest first.
    pub labels: Vec<u32>,
    /// The cells that name its column, as places in [`Document::pieces`], the highest first.
    pub headers: Vec<u32>,
    /// The rows over it that name a group of rows, as places in [`Document::pieces`], the highest first.
    pub groups: Vec<u32>,
}

impl Document {
    /// Returns a piece.
    pub fn piece(&self, piece: u32) -> Option<&Piece> {
        self.pieces.get(piece as usize)
    }

    /// Returns the cell a piece is, if it is one.
    pub fn cell_of(&self, piece: &Piece) -> Option<&Cell> {
        let Role::Cell { table, row, cell } = piece.role else { return None };
        self.tables.get(table as usize)?.rows.get(row as usize)?.cells.get(cell as usize)
    }

    /// Returns the table a piece is in, if it is in one.
    pub fn table_of(&self, piece: &Piece) -> Option<&Table> {
        let Role::Cell { table, .. } = piece.role else { return None };
        self.tables.get(table as usize)
    }

    /// Returns the section a piece stands in and those it is part of, the nearest first.
    pub fn sections_of(&self, piece: &Piece) -> impl Iterator<Item = &Section> {
        let get = |at: u32| self.sections.get(at as usize);
        std::iter::successors(piece.section.and_then(get), move |section| section.above.and_then(get))
    }
}

impl Origin {
    /// Returns where a piece stands whose bytes stand in the file as they are, from this byte on.
    pub fn text(paragraph: u32, from: usize) -> Self {
        Self { paragraph, runs: vec![Run { at: 0, from: Span::at(from).start }] }
    }

    /// Returns where a piece stands in a file that is no text.
    pub const fn paragraph(paragraph: u32) -> Self {
        Self { paragraph, runs: Vec::new() }
    }

    /// Returns the bytes of the file in which these bytes of the piece's text stand; nothing for a file that is no text.
    pub fn span(&self, of: Span) -> Option<Span> {
        let from = |at: u32| {
            let run = self.runs.get(self.runs.partition_point(|run| run.at <= at).checked_sub(1)?)?;
            Some(run.from.saturating_add(at - run.at))
        };
        let start = from(of.start)?;
        // The last byte may stand in another run than the one behind it.
        let end = if of.end > of.start { from(of.end - 1)?.saturating_add(1) } else { start };
        Some(Span { start, end: end.max(start) })
    }
}

impl Row {
    /// Returns the cell that begins in a column.
    pub fn beginning_at(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.partition_point(|cell| cell.column < column);
        self.cells.get(at).filter(|cell| cell.column == column)
    }
}

impl Section {
    /// Returns what it is called in a sentence: its number, else its title.
    pub fn name(&self) -> &str {
        if self.number.is_empty() { &self.title } else { &self.number }
    }
}

/// The text of a document's pieces, one after the other, each on lines of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flat {
    /// The text.
    pub text: String,
    /// The byte at which each piece begins.
    starts: Vec<usize>,
}

impl Flat {
    /// Puts the pieces of a document one after the other.
    pub fn of(document: &Document) -> Self {
        let mut flat = Self::default();
        for piece in &document.pieces {
            flat.starts.push(flat.text.len());
            flat.text.push_str(&piece.text);
            flat.text.push('\n');
        }
        flat
    }

    /// Returns where bytes of a piece stand in the text.
    pub fn span(&self, piece: u32, within: Span) -> Span {
        let before = self.starts.get(piece as usize).copied().unwrap_or(self.text.len());
        Span::new(before + within.start as usize, before + within.end as usize)
    }
}
