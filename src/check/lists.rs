//! The lists of several rounds together, with the names people use for the words.

use std::collections::{BTreeMap, BTreeSet};

use super::rules;
use super::vocabulary::words_of;
use crate::plan::shape::{Target, Value, WordList};
use crate::policy::Round;

/// The words of the lists of some rounds.
#[derive(Debug)]
pub struct Lists<'r> {
    ids: Vec<&'r str>,
    rounds: Vec<&'r Round>,
    names: BTreeMap<&'r str, &'r str>,
    /// Every name with its word, in every round.
    labels: BTreeSet<(&'r str, &'r str)>,
}

/// The words allowed at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice<'r> {
    /// The words; none where anything is allowed.
    pub words: Vec<&'r str>,
    /// True when no other word is allowed.
    pub closed: bool,
}

impl<'r> Lists<'r> {
    /// Returns the lists of these rounds.
    pub fn of(rounds: &[&'r Round]) -> Self {
        let (mut all, mut labels) = (BTreeMap::new(), BTreeSet::new());
        for round in rounds {
            let mut names = BTreeMap::new();
            names.extend(round.streams.iter().map(|s| (s.id.as_str(), s.name.as_str())));
            names.extend(round.conditions.iter().map(|c| (c.id.as_str(), c.name.as_str())));
            names.extend(round.topics.iter().map(|t| (t.id.as_str(), t.name.as_str())));
            names.extend(round.metrics.iter().map(|m| (m.id.as_str(), m.name.as_str())));
            names.extend(round.earmarks.iter().map(|e| (e.id.as_str(), e.name.as_str())));
            let changes = round.changes.iter().flat_map(|changes| &changes.list);
            let purposes = round.purposes.iter().flat_map(|purposes| &purposes.list);
            names.extend(changes.chain(purposes).map(|named| (named.id.as_str(), named.name.as_str())));
            labels.extend(names.iter().map(|(word, name)| (*name, *word)));
            all.extend(names);
        }
        let ids = rounds.iter().map(|round| round.id.as_str()).collect();
        Self { ids, rounds: rounds.to_vec(), names: all, labels }
    }

    /// Returns the words of a list over all rounds. They are all there are unless a round, without the list, takes any.
    pub fn words(&self, list: WordList) -> Choice<'r> {
        if list == WordList::Rounds {
            return Choice { words: self.ids.clone(), closed: true };
        }
        let (mut words, mut closed): (Vec<&str>, bool) = (Vec::new(), true);
        for round in &self.rounds {
            let own = words_of(round, list);
            closed &= !own.is_empty();
            for word in own {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        let closed = closed && !words.is_empty();
        Choice { words, closed }
    }

    /// Returns the words allowed where the format has `value`.
    pub fn choice(&self, value: &Value) -> Choice<'r> {
        match value {
            Value::Word(words) => Choice { words: words.clone(), closed: true },
            Value::RoundWord { list, .. } => self.words(*list),
            Value::Reference { to: Target::Rule, .. } => {
                Choice { words: rules().map(|(_, rule)| rule.id).collect(), closed: false }
            }
            Value::Reference { to, .. } => {
                let words = to.words().map(|list| self.words(list).words).unwrap_or_default();
                Choice { words, closed: false }
            }
            _ => Choice::default(),
        }
    }

    /// Returns the ids of the rounds whose list has a word; nothing where all of them have it.
    pub fn only_in(&self, list: WordList, word: &str) -> Vec<&'r str> {
        let having = |round: &&&Round| list == WordList::Rounds || words_of(round, list).contains(&word);
        let having: Vec<&Round> = self.rounds.iter().filter(having).copied().collect();
        if having.len() == self.rounds.len() {
            Vec::new()
        } else {
            having.iter().map(|round| round.id.as_str()).collect()
        }
    }

    /// Returns what the rounds call their words, each name with its word.
    pub fn labels(&self) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.labels.iter().copied()
    }

    /// Returns what people call a word, where the rounds say so.
    pub fn name(&self, word: &str) -> Option<&'r str> {
        self.names.get(word).copied()
    }
}
