//! The words a round has lists of: what `unknown-key` and `wrong-type` go by, and what the schema of plans offers.

use std::iter::once;

use crate::plan::shape::WordList;
use crate::plan::{Commissioner, StatedSum, Word};
use crate::policy::templates::templates;
use crate::policy::{Clause, Round};

/// Returns the words of a list of a round, each once. Where there are none the round takes any word.
pub fn words_of(round: &Round, list: WordList) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    each(round, list, |word| {
        if !words.contains(&word) {
            words.push(word);
        }
        false
    });
    words
}

/// Returns what a round, and the national planning templates, call the things of a list, each with its word.
pub(super) fn names_of(round: &Round, list: WordList) -> Vec<(&str, &str)> {
    let mut names = own_names(round, list);
    for (label, word) in labels_of(list) {
        if has_word(round, list, word) {
            names.push((label, word));
        }
    }
    names
}

/// Returns the labels that the planning templates have for words of a list.
fn labels_of(list: WordList) -> impl Iterator<Item = (&'static str, &'static str)> {
    let key = match list {
        WordList::Streams | WordList::Published | WordList::Totals => Some("schemes.spend.source"),
        WordList::SchemeTypes => Some("schemes.type"),
        _ => None,
    };
    key.into_iter().flat_map(|key| templates().labels(key))
}

fn own_names(round: &Round, list: WordList) -> Vec<(&str, &str)> {
    let streams = || round.streams.iter().map(|stream| (stream.name.as_str(), stream.id.as_str()));
    let conditions = || round.conditions.iter().map(|condition| (condition.name.as_str(), condition.id.as_str()));
    match list {
        WordList::Streams | WordList::Published | WordList::Totals => streams().collect(),
        WordList::Conditions => conditions().collect(),
        WordList::Topics => {
            conditions().chain(round.topics.iter().map(|topic| (topic.name.as_str(), topic.id.as_str()))).collect()
        }
        WordList::Metrics => round.metrics.iter().map(|metric| (metric.name.as_str(), metric.id.as_str())).collect(),
        WordList::Earmarks => round.earmarks.iter().map(|mark| (mark.name.as_str(), mark.id.as_str())).collect(),
        WordList::Changes
        | WordList::SchemeTypes
        | WordList::Purposes
        | WordList::Commissioners
        | WordList::Services
        | WordList::Rounds => Vec::new(),
    }
}

/// Returns the clause that a word of a list of a round rests on, where the round says so.
pub fn clause_of<'r>(round: &'r Round, list: WordList, word: &str) -> Option<&'r Clause> {
    let stream = || round.stream(word).and_then(|stream| stream.clause.as_ref());
    let condition = || round.conditions.iter().find(|one| one.id == word).map(|one| &one.clause);
    let earmark = || round.earmarks.iter().find(|one| one.id == word).map(|one| &one.clause);
    let floor = || round.floor(word).map(|floor| &floor.clause);
    let part = || round.published.iter().find(|one| one.id == word).and_then(|one| one.clause.as_ref());
    let clause = match list {
        WordList::Streams => stream(),
        WordList::Conditions => condition(),
        WordList::Topics => {
            condition().or_else(|| round.topics.iter().find(|one| one.id == word).map(|one| &one.clause))
        }
        WordList::Metrics => round.metric(word).map(|metric| &metric.clause),
        WordList::Earmarks => earmark(),
        WordList::Published => stream().or_else(floor).or_else(earmark).or_else(part),
        WordList::SchemeTypes => round.scheme_types.as_ref().map(|list| &list.clause),
        WordList::Services => round.services.as_ref().map(|list| &list.clause),
        WordList::Purposes => {
            round.purposes.iter().find(|one| one.list.iter().any(|own| own.id == word)).map(|one| &one.clause)
        }
        WordList::Changes => round.changes.as_ref().map(|changes| &changes.clause),
        WordList::Totals | WordList::Commissioners | WordList::Rounds => None,
    };
    round.clause(clause?)
}

/// Returns whether a list of a round has a word; a round without the list takes any.
pub(super) fn has_word(round: &Round, list: WordList, word: &str) -> bool {
    let mut is_empty = true;
    let found = each(round, list, |known| {
        is_empty = false;
        known == word
    });
    found || is_empty
}

/// Returns the keys `[allocations]` may have in a round.
pub fn published_keys(round: &Round) -> Vec<&str> {
    words_of(round, WordList::Published)
}

/// Gives out the words of a list until `stop` says so, and returns whether it did.
fn each<'r>(round: &'r Round, list: WordList, mut stop: impl FnMut(&'r str) -> bool) -> bool {
    let streams = || round.streams.iter().map(|stream| stream.id.as_str());
    let conditions = || round.conditions.iter().map(|condition| condition.id.as_str());
    let earmarks = || round.earmarks.iter().map(|earmark| earmark.id.as_str());
    match list {
        WordList::Streams => streams().any(stop),
        WordList::Changes => {
            round.changes.iter().flat_map(|changes| &changes.list).any(|change| stop(change.id.as_str()))
        }
        WordList::Conditions => conditions().any(stop),
        WordList::Topics => conditions().chain(round.topics.iter().map(|topic| topic.id.as_str())).any(stop),
        WordList::Metrics => round.metrics.iter().map(|metric| metric.id.as_str()).chain(["local"]).any(stop),
        WordList::SchemeTypes => round.scheme_types.iter().flat_map(|types| &types.words).any(|word| stop(word)),
        WordList::Purposes => {
            round.purposes.iter().flat_map(|purposes| &purposes.list).any(|purpose| stop(purpose.id.as_str()))
        }
        WordList::Earmarks => earmarks().any(stop),
        WordList::Published => {
            let floors = round.floors.iter().flat_map(|floor| [Some(floor.id.as_str()), floor.baseline_key.as_deref()]);
            let parts = round.published.iter().map(|part| part.id.as_str());
            // Only who gets so far has the words of every round read.
            let accepted = once(round).flat_map(|round| &round.accepted().allocations).map(|word| &**word);
            streams().chain(floors.flatten()).chain(earmarks()).chain(parts).chain(accepted).any(stop)
        }
        WordList::Totals => {
            // The minimum of the pool comes last: the floors lie within it.
            let sums = StatedSum::ALL.iter().filter(|(_, sum)| *sum != StatedSum::Minimum).map(|(word, _)| *word);
            let floors = round.floors.iter().flat_map(|floor| [Some(floor.id.as_str()), floor.surplus_key.as_deref()]);
            let whole_pool = once(StatedSum::Minimum.word());
            let accepted = once(round).flat_map(|round| &round.accepted().totals).map(|word| &**word);
            streams().chain(sums).chain(floors.flatten()).chain(whole_pool).chain(accepted).any(stop)
        }
        WordList::Commissioners => Commissioner::ALL.iter().any(|(word, _)| stop(word)),
        WordList::Services => round.services.iter().flat_map(|list| &list.words).any(|word| stop(word)),
        WordList::Rounds => false,
    }
}
