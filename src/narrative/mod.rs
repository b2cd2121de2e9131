//! The narrative held against the plan: each figure of the prose beside the figure of the plan it repeats.
//!
//! - `document`, `builder`, `labels`: a narrative as paragraphs, headings and cells of tables, whatever file it was. A
//!   reader of a format walks its file and hands what it meets to a [`Builder`]; what is over a cell and beside it is
//!   found there, once for all formats.
//! - `text`: the reader of plain text and Markdown.
//! - `files`: the readers of Word and OpenDocument files and of pages.
//! - `period`, `number`: years, months and days in prose, and numbers that are structure.
//! - `tie`: what comes out: every figure with what became of it.
//!
//! Nothing here reads a file: a reader is given the bytes.

mod builder;
mod document;
pub mod files;
mod labels;
mod number;
mod period;
pub mod text;
mod tie;

pub use builder::{Builder, CellText};
pub use document::{Cell, Document, Origin, Piece, Role, Row, Run, Section, Table};
pub use tie::{At, Counts, Figure, Found, Kind, Measured, Status, Tie, Unsaid};
