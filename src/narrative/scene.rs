//! A narrative with all that was seen in it, to look around a figure.

use super::document::{Document, Role};
use super::index::Index;
use super::sight::{Sight, Signs};
use crate::period::Period;

/// Everything that is needed to look around a figure.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    pub index: &'a Index,
    pub signs: &'a Signs,
    pub sights: &'a [Sight],
    /// The paragraph that leads to each piece of a list.
    pub leads: &'a [Option<u32>],
}

impl Scene<'_> {
    /// Returns whether a piece speaks of quarters.
    pub(super) fn says_quarters(&self, sight: &Sight) -> bool {
        sight.words.iter().any(|(_, word)| *word == self.signs.quarter)
    }

    /// Returns the periods of a piece.
    pub(super) fn periods(&self, piece: u32) -> impl Iterator<Item = Period> + '_ {
        let named = self.sights.get(piece as usize).map(|sight| sight.read.periods.as_slice()).unwrap_or_default();
        named.iter().flat_map(|named| named.time.periods())
    }
}

/// Returns the paragraph that leads to each entry of a list: the last one before it that ends with a colon.
pub(super) fn leads(document: &Document) -> Vec<Option<u32>> {
    let mut lead = None;
    let mut leads = Vec::with_capacity(document.pieces.len());
    for (at, piece) in document.pieces.iter().enumerate() {
        let text = piece.text.trim();
        let is_entry = text.starts_with(['-', '•', '–', '✓']) || matches!(piece.role, Role::Cell { .. });
        if !is_entry {
            lead = None;
        }
        leads.push(lead);
        if piece.role == Role::Paragraph && text.ends_with(':') {
            lead = u32::try_from(at).ok();
        }
    }
    leads
}
