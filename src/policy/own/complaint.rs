//! Something that is wrong with a round's file.

use crate::span::Span;

/// Something that is wrong with a round's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The mistake.
    pub message: String,
    /// The advice on mending it.
    pub help: Option<String>,
    /// The unknown word and the known ones, where the mistake is an unknown word.
    pub unknown: Option<(String, Vec<String>)>,
    /// The place in the file.
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
