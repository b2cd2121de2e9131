//! A figure in its sentence, with the words before it and behind it.

use super::names::{Words, words};
use super::reader::Reader;
use crate::narrative::Figure;
use crate::span::floor;

/// The most bytes of a sentence, on either side of a figure, that are looked at.
const REACH: usize = 400;
/// The most bytes before a sentence that it may go on about.
const BEFORE: usize = 800;

/// A figure in its sentence.
pub(super) struct Phrase<'p> {
    /// The words of the sentence up to the figure.
    pub(super) before: &'p str,
    /// The words before the figure back to another one in the sentence.
    pub(super) near: &'p str,
    /// The words behind it in the sentence.
    pub(super) after: &'p str,
    /// The text before the sentence, where that goes on about it: "In 2017/18 this comes to".
    pub(super) context: &'p str,
}

impl<'p> Phrase<'p> {
    /// Returns the phrase around a figure; `last` is the end of the figure before it in the piece.
    pub(super) fn of(reader: &Reader<'p>, figure: &Figure, last: Option<u32>) -> Option<Self> {
        let text = reader.piece(figure)?.text.as_str();
        let (within, sentence) = (figure.at.within, figure.at.sentence);
        let (from, start) = (sentence.start as usize, within.start as usize);
        let from = from.max(floor(text, start.saturating_sub(REACH)));
        let end = (sentence.end as usize).min(floor(text, within.end as usize + REACH));
        let before = text.get(from..start)?;
        let near = last.and_then(|last| text.get((last as usize).max(from)..start)).unwrap_or(before);
        let after = text.get(within.end as usize..end)?;
        // The first figure of such a sentence is what it goes on about.
        let is_first = near.len() == before.len();
        let context =
            if is_first && goes_on(before) { &text[floor(text, from.saturating_sub(BEFORE))..from] } else { "" };
        Some(Self { before, near, after, context })
    }

    /// Returns the words of the sentence, and those it goes on about.
    pub(super) fn words(&self) -> Words {
        words(&format!("{} {} {}", self.context, self.before, self.after))
    }

    /// Returns the first words behind the figure, in small letters.
    pub(super) fn first(&self, count: usize) -> String {
        self.after.split_whitespace().take(count).collect::<Vec<_>>().join(" ").to_lowercase()
    }

    /// Returns the last words before the figure back to another one, in small letters.
    pub(super) fn last(&self, count: usize) -> String {
        let all: Vec<&str> = self.near.split_whitespace().collect();
        all[all.len().saturating_sub(count)..].join(" ").to_lowercase()
    }
}

/// Returns whether a sentence speaks of what another has told.
fn goes_on(before: &str) -> bool {
    before
        .split(|c: char| !c.is_alphabetic())
        .any(|word| ["this", "it", "these", "that"].iter().any(|other| word.eq_ignore_ascii_case(other)))
}
