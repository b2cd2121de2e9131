//! Something that is told of a place of a plan.

use serde::Serialize;

use crate::finding::ClauseRef;

/// The kinds of what is told of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// The key, with its sentence.
    Key,
    /// The name of what a word or an id stands for.
    Word,
    /// The money of a stream: what comes in, is spent and is left.
    Total,
    /// A floor, with its headroom.
    Floor,
    /// Another sum that the figure is part of.
    Sum,
    /// A finding.
    Finding,
}

/// Something that is told of a place, as plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The kind.
    pub kind: NoteKind,
    /// The subject: a key, a word, a stream, a floor, a rule.
    pub head: String,
    /// The words on it.
    pub text: String,
    /// The clause it rests on.
    pub clause: Option<Citation>,
}

/// A clause, as far as it is shown beside what rests on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The place in its document, and the document.
    pub at: String,
    /// The way it is known: `quoted`.
    pub known: String,
    /// The address at which it can be read; empty where there is none.
    pub url: String,
}

impl From<&ClauseRef> for Citation {
    fn from(clause: &ClauseRef) -> Self {
        let at = [clause.at.as_str(), clause.source.as_str()];
        let at: Vec<&str> = at.into_iter().filter(|part| !part.is_empty()).collect();
        Self { at: at.join("; "), known: clause.known(), url: clause.url.clone() }
    }
}
