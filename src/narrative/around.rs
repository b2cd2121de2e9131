//! The words around a figure, the nearer ones counting for more, and what they say of it.

use super::document::Piece;
use super::index::Around;
use super::lex::Lexed;
use super::scene::Scene;
use super::sight::{Said, Sight, is_alone};
use super::thing::Measure;
use super::words::WordId;

/// The nearness of the words of each zone, from 0 to 10.
mod zone {
    pub(super) const BESIDE: u8 = 10;
    pub(super) const SENTENCE: u8 = 8;
    pub(super) const HEADER: u8 = 9;
    pub(super) const GROUP: u8 = 7;
    pub(super) const PIECE: u8 = 4;
    pub(super) const LEAD: u8 = 5;
    pub(super) const HEADING: u8 = 5;
    pub(super) const ABOVE: u8 = 3;
}

/// The most words of its piece on either side of a figure that are looked at.
const FAR: usize = 300;
/// The number of words beside a figure that count as near it.
const BESIDE: usize = 8;

impl Scene<'_> {
    /// Collects the words around a figure, and returns what they say of it.
    pub(super) fn around(&self, piece: u32, figure: usize, around: &mut Around) -> Said {
        around.clear(self.index);
        let (Some(own), Some(sight)) = (self.document.piece(piece), self.sights.get(piece as usize)) else {
            return Said::default();
        };
        let Some(lexed) = sight.read.figures.get(figure) else { return Said::default() };
        // A figure is no figure alone beside another.
        let alone = sight.read.figures.len() == 1 && is_alone(own, lexed);
        let mut said = Said { alone, ..Said::default() };
        self.add_prose(sight, lexed, around);
        if let Some(cell) = self.document.cell_of(own) {
            let caption = self.document.table_of(own).map(|table| table.caption.as_slice()).unwrap_or_default();
            for (pieces, near) in [
                (cell.labels.as_slice(), zone::BESIDE),
                (cell.headers.as_slice(), zone::HEADER),
                (cell.groups.as_slice(), zone::GROUP),
                (caption, zone::LEAD),
            ] {
                for piece in pieces {
                    self.add_piece(*piece, near, around);
                }
            }
            said.labelled = !cell.labels.is_empty();
            (said.measure, said.sure) = self.measure_of_cell(cell.labels.iter().chain(&cell.headers));
        }
        if let Some(lead) = self.leads.get(piece as usize).copied().flatten() {
            self.add_piece(lead, zone::LEAD, around);
        }
        self.add_headings(own, around);
        if said.measure.is_none() {
            said.measure = self.measure_of_prose(sight, lexed);
        }
        let sentence = sight.sentence(lexed.span.start);
        let has = |signs: &[WordId]| sight.words_in(sentence).iter().any(|(_, word)| signs.contains(word));
        let beside = |signs: &[WordId]| signs.iter().any(|word| around.near(*word) >= zone::GROUP);
        let away = sight.words_in(sentence).iter().map(|(_, word)| *word).filter(|word| self.signs.away.contains(word));
        said.away = away.collect();
        said.change = has(&self.signs.change) || beside(&self.signs.change);
        said.when = super::when::when(self, piece, figure);
        said
    }

    fn add_prose(&self, sight: &Sight, lexed: &Lexed, around: &mut Around) {
        let sentence = sight.sentence(lexed.span.start);
        let here = sight.words.partition_point(|(start, _)| *start < lexed.span.start);
        let beside = here.saturating_sub(FAR)..sight.words.len().min(here + FAR);
        for (_, word) in &sight.words[beside] {
            around.add(self.index, *word, zone::PIECE);
        }
        let words = sight.words_in(sentence);
        let at = words.partition_point(|(start, _)| *start < lexed.span.start);
        for (n, (_, word)) in words.iter().enumerate() {
            let distance = if n < at { at - n } else { n + 1 - at };
            around.add(self.index, *word, if distance <= BESIDE { zone::BESIDE } else { zone::SENTENCE });
        }
    }

    fn add_piece(&self, piece: u32, near: u8, around: &mut Around) {
        for word in self.words(piece) {
            around.add(self.index, word, near);
        }
    }

    fn add_headings(&self, own: &Piece, around: &mut Around) {
        for (heading, near) in self.headings_of(own).zip([zone::HEADING, zone::ABOVE]) {
            self.add_piece(heading, near, around);
        }
    }

    /// Returns what the words of a row and a column say a figure is to the plan.
    fn measure_of_cell<'p>(&self, pieces: impl Iterator<Item = &'p u32>) -> (Option<Measure>, bool) {
        let mut found = None;
        for piece in pieces {
            for word in self.words(*piece) {
                found = self.sign(word).or(found);
            }
        }
        (found, found.is_some())
    }

    /// Returns the same of the nearest word before a figure in its sentence, or of the one right behind it.
    fn measure_of_prose(&self, sight: &Sight, lexed: &Lexed) -> Option<Measure> {
        let (from, to) = sight.sentence(lexed.span.start);
        let behind = sight.words_in((lexed.span.end, to.min(lexed.span.end.saturating_add(12)))).first();
        let behind = behind.and_then(|(_, word)| self.sign(*word));
        behind.or_else(|| sight.words_in((from, lexed.span.start)).iter().rev().find_map(|(_, word)| self.sign(*word)))
    }

    fn sign(&self, word: WordId) -> Option<Measure> {
        if self.signs.target.contains(&word) {
            return Some(Measure::Target);
        }
        self.signs.reached.contains(&word).then_some(Measure::Reached)
    }
}
