//! The fate of the old plan's words in the new round.

use crate::policy::{Round, WordsOf};

/// The fate of a word in the new round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The new round has it.
    Kept,
    /// These took its place.
    Became(Vec<String>),
    /// It ended with this round, if that is known, and nothing took its place.
    Ended(Option<String>),
}

pub(super) fn fate(round: &Round, list: WordsOf, word: &str) -> Fate {
    if round.has_word(list, word) {
        return Fate::Kept;
    }
    let own = round.replaced.iter().find(|replaced| replaced.list == list && replaced.word == word);
    let elsewhere = round.elsewhere(list, word).filter(|elsewhere| elsewhere.ended);
    let by = elsewhere
        .as_ref()
        .map_or_else(|| own.map(|own| own.by.iter().map(String::from).collect()).unwrap_or_default(), |e| e.by.clone());
    let by: Vec<String> = by.into_iter().filter(|word| round.has_word(list, word)).collect();
    if by.is_empty() { Fate::Ended(elsewhere.map(|elsewhere| elsewhere.round)) } else { Fate::Became(by) }
}

impl Fate {
    /// Returns the words to use from now on.
    pub(super) fn words(&self, word: &str) -> Vec<String> {
        match self {
            Self::Kept => vec![word.to_owned()],
            Self::Became(by) => by.clone(),
            Self::Ended(_) => Vec::new(),
        }
    }

    /// Returns what happened, for a comment; nothing where nothing did.
    pub(super) fn said(&self, word: &str, round: &Round) -> Option<String> {
        match self {
            Self::Kept => None,
            Self::Became(by) => Some(format!("{word} became {}", by.join(" or "))),
            Self::Ended(Some(last)) => Some(format!("{word} ended with {last}, and nothing took its place")),
            Self::Ended(None) => Some(format!("{word} is not in {}", round.name)),
        }
    }
}
