//! A narrative with all that was seen in it, to look around a figure.

use super::builder;
use super::document::{Document, Piece, Role};
use super::index::Index;
use super::sight::{Sight, Signs};
use super::words::WordId;
use crate::period::Period;

/// Everything that is needed to look around a figure.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    pub index: &'a Index,
    pub signs: &'a Signs,
    pub sights: &'a [Sight],
    /// The paragraph that leads to each piece of a list.
    pub leads: Vec<Option<u32>>,
    /// The heading of each section.
    headings: Vec<u32>,
}

/// The most words, and the most periods, of a piece that are looked at beside each figure that it stands over.
const FAR: usize = 300;

impl<'a> Scene<'a> {
    pub(super) fn new(document: &'a Document, index: &'a Index, signs: &'a Signs, sights: &'a [Sight]) -> Self {
        Self { document, index, signs, sights, leads: leads(document), headings: headings(document) }
    }

    /// Returns the words of a piece, the last ones of a long one.
    pub(super) fn words(&self, piece: u32) -> impl Iterator<Item = WordId> + '_ {
        let words = self.sights.get(piece as usize).map(|sight| sight.words.as_slice()).unwrap_or_default();
        words[words.len().saturating_sub(FAR)..].iter().map(|(_, word)| *word)
    }

    /// Returns the periods of a piece, the first ones of a long one.
    pub(super) fn periods(&self, piece: u32) -> impl Iterator<Item = Period> + '_ {
        let named = self.sights.get(piece as usize).map(|sight| sight.read.periods.as_slice()).unwrap_or_default();
        named.iter().take(FAR).flat_map(|named| named.time.periods())
    }

    /// Returns the headings of the section that a piece stands in and of those it is part of, the nearest first.
    pub(super) fn headings_of(&self, piece: &Piece) -> impl Iterator<Item = u32> + '_ {
        let above = |at: &u32| self.document.sections.get(*at as usize)?.above;
        std::iter::successors(piece.section, above).filter_map(|at| self.headings.get(at as usize).copied())
    }
}

/// Returns the heading of each section: sections are in the order of their headings, and each has one.
fn headings(document: &Document) -> Vec<u32> {
    let is_heading = |(_, piece): &(usize, &Piece)| matches!(piece.role, Role::Heading { .. });
    document.pieces.iter().enumerate().filter(is_heading).map(|(at, _)| builder::index(at)).collect()
}

/// Returns the paragraph that leads to each entry of a list: the last one before it that ends with a colon.
fn leads(document: &Document) -> Vec<Option<u32>> {
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
            lead = Some(builder::index(at));
        }
    }
    leads
}
