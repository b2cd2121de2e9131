//! The names of a round's streams, floors and metrics, found by their words.

use std::collections::{BTreeSet, HashMap};

use crate::narrative::words::{is_empty, spoken};
use crate::plan::PartnerKind;

/// The weight of a word that one name alone has.
const WHOLE: u32 = 60;
/// The least weight by which a name is found.
const LEAST: u32 = 50;

/// The words of a text that say something.
pub(super) type Words = BTreeSet<String>;

/// Returns the words of a text that say something, with those that mean the same to a plan.
pub(super) fn words(text: &str) -> Words {
    let mut words: Words = spoken(text).into_iter().map(|spoken| spoken.word).filter(|word| !is_empty(word)).collect();
    for (one, other) in [("ccg", "nhs"), ("icb", "nhs"), ("dtoc", "delayed"), ("county", "council")] {
        if words.contains(one) {
            words.insert(other.to_owned());
        }
    }
    words
}

/// Names that figures are looked up by.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<(String, Words)>,
    shared: HashMap<String, u32>,
}

impl Names {
    /// Takes the names with their ids, whose words count too.
    pub(super) fn of<'r>(names: impl Iterator<Item = (&'r str, &'r str)>) -> Self {
        let names: Vec<(String, Words)> =
            names.map(|(id, name)| (id.to_owned(), words(&format!("{name} {}", id.replace('-', " "))))).collect();
        let mut shared = HashMap::new();
        for word in names.iter().flat_map(|(_, words)| words) {
            *shared.entry(word.clone()).or_default() += 1;
        }
        Self { names, shared }
    }

    /// Returns the id of the name that words near a figure, and some farther off, have most of.
    pub(super) fn find(&self, near: &Words, far: &Words) -> Option<&str> {
        let score = |words: &Words| -> u32 {
            let weight = |word: &String| WHOLE / self.shared.get(word).copied().unwrap_or(1).max(1);
            let of = |there: &Words, part: u32| {
                words.iter().filter(|word| there.contains(*word)).map(|word| weight(word) / part).sum::<u32>()
            };
            let only_far = far.difference(near).cloned().collect();
            of(near, 1) + of(&only_far, 3)
        };
        let is_named = |words: &Words| words.iter().any(|word| near.contains(word));
        let scored =
            self.names.iter().filter(|(_, words)| is_named(words)).map(|(id, words)| (score(words), words.len(), id));
        // Of two that fit alike the one that says less is meant.
        let best = scored.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(b.2.cmp(a.2)))?;
        (best.0 >= LEAST).then_some(best.2.as_str())
    }

    /// Returns the id of the name of which words have the largest part, at least `percent` of it.
    pub(super) fn covered(&self, there: &Words, percent: usize) -> Option<&str> {
        let part = |words: &Words| words.iter().filter(|word| there.contains(*word)).count() * 100 / words.len().max(1);
        let best =
            self.names.iter().map(|(id, words)| (part(words), id)).max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)))?;
        (best.0 >= percent).then_some(best.1.as_str())
    }
}

/// Returns what an NHS commissioner says in its own name that it is.
pub(super) fn commissioner(name: &str) -> Option<PartnerKind> {
    let words = words(name);
    let has = |word: &str| words.contains(word);
    if has("ccg") || (has("clinical") && has("commissioning")) {
        Some(PartnerKind::Ccg)
    } else if has("icb") || (has("integrated") && has("board")) {
        Some(PartnerKind::Icb)
    } else {
        None
    }
}
