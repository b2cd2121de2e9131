//! Words that came and went from round to round: streams of money, metrics, conditions.

use super::built_in::round_ids;
use super::known::round;
use super::lists::{Replaced, WordsOf};
use super::round::Round;

/// The fate of a word that is of another round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The last round before this one that has it, or the first one after.
    pub round: String,
    /// True when that round is an earlier one, so that the word has ended.
    pub ended: bool,
    /// The words of this round that took its place; else the last known ones.
    pub by: Vec<String>,
    /// The clause of this round that says so, where it is this round that replaced it.
    pub clause: Option<String>,
}

impl Round {
    /// Finds the round inside the program that has a word this round does not have, and what became of the word.
    pub fn elsewhere(&self, list: WordsOf, word: &str) -> Option<Elsewhere> {
        if self.has_word(list, word) {
            return None;
        }
        let rounds: Vec<&Round> = round_ids().filter_map(|id| round(id).ok()).collect();
        let before: Vec<&Round> =
            rounds.iter().copied().filter(|other| other.first_year() < self.first_year()).collect();
        let Some(end) = before.iter().rposition(|other| other.has_word(list, word)) else {
            let later = rounds.iter().filter(|other| other.first_year() > self.first_year());
            let first = later.into_iter().find(|other| other.has_word(list, word))?;
            return Some(Elsewhere { round: first.id.to_string(), ended: false, by: Vec::new(), clause: None });
        };
        let own = self.replaced(list, word).map(|replaced| replaced.clause.to_string());
        let by = self.successors(&before, list, word, 0);
        Some(Elsewhere { round: before[end].id.to_string(), ended: true, by, clause: own })
    }

    fn replaced(&self, list: WordsOf, word: &str) -> Option<&Replaced> {
        self.replaced.iter().find(|replaced| replaced.list == list && replaced.word == word)
    }

    /// Returns the words of this round that took the place of a word of the rounds before it, followed from round to
    /// round.
    fn successors(&self, before: &[&Round], list: WordsOf, word: &str, depth: usize) -> Vec<String> {
        let known = std::iter::once(self).chain(before.iter().rev().copied());
        // A word may end twice, so the latest round that speaks of it counts.
        let Some(replaced) = known.into_iter().find_map(|round| round.replaced(list, word)) else { return Vec::new() };
        let mut found: Vec<String> = Vec::new();
        for next in &replaced.by {
            let later = if self.has_word(list, next) || depth > 8 {
                Vec::new()
            } else {
                self.successors(before, list, next, depth + 1)
            };
            found.extend(if later.is_empty() { vec![next.to_string()] } else { later });
        }
        found.dedup();
        found
    }
}
