//! Something that is wrong with a round's file.

use crate::span::Span;

/// Something that is wrong with a round's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A word that is not known and those that are, where that is what is wrong.
    pub unknown: Option<(String, Vec<String>)>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Complaint {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, unknown: None, span }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(super) fn unknown(self, word: &str, known: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { unknown: Some((word.to_owned(), known.into_iter().map(Into::into).collect())), ..self }
    }
}
