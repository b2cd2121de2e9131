//! Narratives that are no plain text: Word and OpenDocument files, pages. Each reader walks its file and says what it
//! meets; which paragraph is a heading, and what is a table, is found once for all.
//!
//! - `kind`: which file it is, by its bytes; those that are no narrative are named for what they are.
//! - `chain`: styles that are based on others. `block`, `flow`, `grid`: from what is met to a document, within limits.
//! - `xml`, `word`, `open_document`, `html`: the readers.

#[cfg(feature = "document")]
mod block;
#[cfg(feature = "document")]
mod chain;
#[cfg(feature = "document")]
mod flow;
#[cfg(feature = "document")]
mod grid;
#[cfg(feature = "document")]
mod html;
mod kind;
#[cfg(feature = "document")]
mod open_document;
mod refusal;
#[cfg(all(test, feature = "document"))]
mod tests;
#[cfg(feature = "document")]
mod word;
#[cfg(feature = "document")]
mod xml;

pub use refusal::Refusal;

use super::document::Document;
use kind::Kind;

/// Returns the document in a file that is no plain text; nothing for text, which is read by its lines. `name` is the name of
/// the file, for what its bytes do not say.
///
/// # Errors
/// When it is something else than a narrative, is damaged, or larger than a narrative can be.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Option<Document>, Refusal> {
    Ok(match kind::kind(name, bytes)? {
        Kind::Text => None,
        #[cfg(feature = "document")]
        Kind::Word(archive) => Some(word::read(archive)?),
        #[cfg(feature = "document")]
        Kind::OpenDocument(archive) => Some(open_document::read(archive)?),
        #[cfg(feature = "document")]
        Kind::Page(bytes) => Some(html::read(bytes)?),
        #[cfg(not(feature = "document"))]
        Kind::Page(_) => return Err(Refusal::left_out()),
    })
}
