//! The parts of a document while it is read.

use std::collections::HashMap;

use crate::narrative::builder::CellText;

/// Something that is whole: a paragraph or a table.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph { text: String, heading: Option<u8>, number: u32 },
    Table { rows: Vec<Vec<CellText>> },
}

/// The notes of a document by their numbers, until each is referred to.
pub(super) type Notes = HashMap<String, Vec<Block>>;
