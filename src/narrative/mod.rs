//! The narrative held against the plan: each figure of the prose beside the figure of the plan it repeats.
//!
//! - `document`, `builder`, `labels`: a narrative as paragraphs, headings and cells of tables, whatever file it was. A
//!   reader of a format walks its file and hands what it meets to a [`Builder`]; what is over a cell and beside it is
//!   found there, once for all formats.
//! - `text`, `layout`: the reader of plain text and Markdown, and of tables in it that blanks alone lay out.
//! - `files`: the readers of Word and OpenDocument files and of pages.
//! - `words`, `period`, `number`, `written`, `suffix`, `structure`, `lex`: words, years and figures of prose, and what is no figure.
//! - `thing`, `things`, `namer`, `policy`, `index`: the plan's figures with their names, to be found by word and by value.
//! - `sight`, `scene`, `when`, `around`: what is seen in each piece, the words around a figure, and the period it is of.
//! - `tying`, `slips`: which figure of the plan it is, or what became of it. `own`: the narrative's own arithmetic.
//! - `accepted`: the differences that the plan says are known.
//! - `hold`, `prose`, `findings`, `tie`: all of it together, and what comes out.
//!
//! Nothing here reads a file: a reader is given the bytes.

mod accepted;
mod around;
mod builder;
mod document;
pub mod files;
mod findings;
mod hold;
mod index;
mod labels;
mod layout;
mod lex;
mod namer;
mod number;
mod own;
mod period;
mod policy;
mod prose;
mod scene;
mod sight;
mod slips;
mod structure;
mod suffix;
pub mod text;
mod thing;
mod things;
mod tie;
mod tying;
mod when;
pub(crate) mod words;
mod written;

pub use accepted::UNUSED;
pub use builder::{Builder, CellText};
pub use document::{Cell, Document, Flat, Origin, Piece, Role, Row, Run, Section, Table};
pub use findings::{CLOSE, DIFFERS, DOES_NOT_ADD_UP};
pub use hold::{hold, hold_with};
pub use tie::{At, Counts, Figure, Found, Kind, Measured, Planned, Status, Tie, Unsaid};
