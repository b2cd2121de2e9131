//! Words of prose and of names, as they are compared: in lower case, without the ending of a plural.

use foldhash::{HashMap, HashMapExt};

use super::builder;

/// A word that was met in the plan, the round or the narrative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct WordId(u32);

/// The words that were met.
#[derive(Debug, Default)]
pub(super) struct Words {
    known: HashMap<Box<str>, WordId>,
}

/// Words that say nothing of what a figure is of.
const EMPTY: [&str; 66] = [
    "a", "about", "above", "after", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "being", "below", "between", "but", "by", "circa", "despite", "due", "during", "each", "for", "from", "had", "has",
    "have", "in", "into", "is", "it", "its", "no", "not", "of", "on", "one", "or", "our", "over", "per", "so", "than",
    "that", "the", "their", "there", "these", "they", "this", "those", "to", "under", "up", "was", "we", "were",
    "which", "who", "will", "with", "within", "year",
];

/// Returns whether a word says nothing of what a figure is of.
pub(crate) fn is_empty(word: &str) -> bool {
    EMPTY.binary_search(&word).is_ok()
}

impl Words {
    pub(super) fn new() -> Self {
        Self { known: HashMap::new() }
    }

    /// Returns a word, which is known from now on.
    pub(super) fn learn(&mut self, word: &str) -> WordId {
        if let Some(id) = self.known.get(word) {
            return *id;
        }
        let id = WordId(builder::index(self.known.len()));
        self.known.insert(word.into(), id);
        id
    }

    /// Returns a word that is known.
    pub(super) fn get(&self, word: &str) -> Option<WordId> {
        self.known.get(word).copied()
    }

    /// Returns how many are known.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }
}

impl WordId {
    /// Returns its place among the known words.
    pub(super) const fn place(self) -> usize {
        self.0 as usize
    }
}

/// A word of a text with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// As it is compared.
    pub word: String,
    /// As it is written.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// Returns the words of a text, those that have a letter, as they are compared.
pub(crate) fn spoken(text: &str) -> Vec<Spoken> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’') && start.is_some();
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let written = &text[from..at];
                if written.contains(char::is_alphabetic) {
                    words.push(Spoken { word: folded(written), start: from, end: at });
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Returns a word as it is compared.
pub(super) fn folded(word: &str) -> String {
    let mut word = word.to_lowercase();
    for ending in ["'s", "’s", "s'", "s’", "'", "’"] {
        if let Some(stem) = word.strip_suffix(ending) {
            word.truncate(stem.len());
            break;
        }
    }
    singular(&mut word);
    word
}

/// Takes the ending of a plural off a word.
fn singular(word: &mut String) {
    if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
    {
        word.pop();
    }
}

/// Returns the initials of the words of a name, and those of the words that say something: `dtoc` and `dtc`. Names of
/// fewer than three words have none.
pub(super) fn initials(name: &str) -> Vec<String> {
    let mut both: Vec<String> = initials_of(&spoken(name)).into();
    both.dedup();
    both.retain(|initials| initials.chars().count() >= 3);
    both
}

/// Returns the initials of words, and those of the words among them that say something.
pub(super) fn initials_of(words: &[Spoken]) -> [String; 2] {
    let first = |spoken: &Spoken| spoken.word.chars().next();
    let saying = words.iter().filter(|spoken| !is_empty(&spoken.word));
    [words.iter().filter_map(first).collect(), saying.filter_map(first).collect()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_words_are_in_order() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn words_are_compared_without_the_ending_of_a_plural() {
        let words: Vec<String> =
            spoken("Leicestershire's 18 CCGs’ allocations, bodies").into_iter().map(|s| s.word).collect();
        assert_eq!(words, ["leicestershire", "ccg", "allocation", "body"]);
        assert_eq!(initials("Delayed Transfers of Care"), ["dtoc", "dtc"]);
    }
}
