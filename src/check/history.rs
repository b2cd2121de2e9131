//! The help of a finding about an unknown word that another round knows.

use super::facts::Facts;
use crate::plan::shortened;
use crate::policy::{Elsewhere, WordsOf};

/// The later fate of a word that the round does not have.
pub(super) struct Became {
    /// The next action.
    pub(super) help: String,
    /// The word that replaces it, if exactly one does.
    pub(super) instead: Option<String>,
    /// The clause of the round that says so.
    pub(super) clause: Option<String>,
}

/// Returns what became of `word`, if another of the rounds inside the program has it.
pub(super) fn became(facts: &Facts<'_>, list: WordsOf, word: &str) -> Option<Became> {
    let Elsewhere { round, ended, by, clause } = facts.round.elsewhere(list, word)?;
    let word = shortened(word);
    if !ended {
        return Some(Became { help: format!("`{word}` came with {round}, a later round"), instead: None, clause });
    }
    let here: Vec<&String> = by.iter().filter(|new| facts.round.has_word(list, new)).collect();
    let quoted = |words: &[&String]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" and ");
    let help = match (here.as_slice(), by.as_slice()) {
        ([], []) if list == WordsOf::Metrics => {
            format!(
                "`{word}` ended with {round}, and nothing took its place: take it out, or keep it as a metric of kind `local`"
            )
        }
        ([], []) => format!("`{word}` ended with {round}, and nothing took its place"),
        ([], by) => {
            format!("`{word}` ended with {round}; {} took its place then", quoted(&by.iter().collect::<Vec<_>>()))
        }
        (here, _) => format!("`{word}` ended with {round}; {} took its place", quoted(here)),
    };
    let instead = match here.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    };
    Some(Became { help, instead, clause })
}
