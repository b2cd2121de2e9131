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

/// Returns whether one of these is among words.
pub(super) fn has_any(there: &Words, words: &[&str]) -> bool {
    words.iter().any(|word| there.contains(*word))
}

/// A name: its id, the words of both, and those of the id.
#[derive(Debug)]
struct Name {
    id: String,
    words: Words,
    own: Words,
}

/// Names that figures are looked up by.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<Name>,
    /// The number of names that have a word.
    shared: HashMap<String, u32>,
}

impl Names {
    /// Takes the names with their ids, whose words count too.
    pub(super) fn of<'r>(names: impl Iterator<Item = (&'r str, &'r str)>) -> Self {
        let name = |(id, name): (&str, &str)| {
            let own = words(&id.replace('-', " "));
            Name { id: id.to_owned(), words: words(name).union(&own).cloned().collect(), own }
        };
        let names: Vec<Name> = names.map(name).collect();
        let mut shared = HashMap::new();
        for word in names.iter().flat_map(|name| &name.words) {
            *shared.entry(word.clone()).or_default() += 1;
        }
        Self { names, shared }
    }

    /// Returns the id of the name that words near a figure, and some farther off, have most of.
    pub(super) fn find(&self, near: &Words, far: &Words) -> Option<&str> {
        let fits = |name: &&Name| {
            let there = name.words.iter().filter(|word| near.contains(*word) || far.contains(*word)).count();
            name.words.iter().any(|word| near.contains(word)) && (there > 1 || name.own.is_subset(near))
        };
        let scored = self.names.iter().filter(fits).map(|name| (self.score(name, near, far), name));
        // Of two that fit alike the one that says less is meant.
        let best = scored.max_by(|(a, one), (b, other)| {
            a.cmp(b).then(other.words.len().cmp(&one.words.len())).then(other.id.cmp(&one.id))
        })?;
        (best.0 >= LEAST).then_some(best.1.id.as_str())
    }

    /// Returns how much of a name words near a figure, and some farther off, have: rare words weigh more.
    fn score(&self, name: &Name, near: &Words, far: &Words) -> u32 {
        let weight = |word: &String| WHOLE / self.shared.get(word).copied().unwrap_or(1).max(1);
        let of_word = |word: &String| match (near.contains(word), far.contains(word)) {
            (true, _) => weight(word),
            (false, true) => weight(word) / 3,
            (false, false) => 0,
        };
        let by_id = if !name.own.is_empty() && name.own.is_subset(near) { WHOLE } else { 0 };
        by_id + name.words.iter().map(of_word).sum::<u32>()
    }

    /// Returns the id of the name of which words have the largest part, at least `percent` of it.
    pub(super) fn covered(&self, there: &Words, percent: usize) -> Option<&str> {
        let part = |words: &Words| words.iter().filter(|word| there.contains(*word)).count() * 100 / words.len().max(1);
        let scored = self.names.iter().map(|name| (part(&name.words), &name.id));
        let best = scored.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)))?;
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

/// Returns the name of the NHS commissioner that a row begins with: "North CCG" of "North CCG minimum contribution".
pub(super) fn body(row: &str) -> Option<&str> {
    commissioner(row)?;
    let end = spoken(row).iter().find(|spoken| ["ccg", "icb", "group", "board"].contains(&spoken.word.as_str()))?.end;
    let name = &row[..end];
    let own = words(name);
    let is_name = own.len() > 2 && !has_any(&own, &["additional", "minimum", "contribution", "total", "other"]);
    (is_name && commissioner(name).is_some()).then_some(name)
}
