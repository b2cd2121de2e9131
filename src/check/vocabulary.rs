//! The words that a round has lists of. `unknown-key` and `wrong-type` check them, and the schema of plans offers them.

use foldhash::{HashSet, HashSetExt};

use crate::plan::{Commissioner, StatedSum, Word};
use crate::policy::Round;

/// The lists of one round. Where a list is empty the round takes any word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary<'r> {
    /// Kinds of `[[sources]]`.
    pub streams: Vec<&'r str>,
    /// High impact changes.
    pub changes: Vec<&'r str>,
    /// National conditions.
    pub conditions: Vec<&'r str>,
    /// The words `[[evidence]]` may be for: conditions, then topics of the narrative.
    pub topics: Vec<&'r str>,
    /// Kinds of `[[metrics]]`.
    pub metrics: Vec<&'r str>,
    /// Types of `[[schemes]]`.
    pub scheme_types: Vec<&'r str>,
    /// Purposes of grants.
    pub purposes: Vec<&'r str>,
    /// Keys of `[earmarks]` and of a source's `of_which`.
    pub earmarks: Vec<&'r str>,
    /// Keys of `[allocations]` and of each of its partners.
    pub published: Vec<&'r str>,
    /// Keys of `[totals]`.
    pub totals: Vec<&'r str>,
    /// Keys of `[totals.by_commissioner]`.
    pub commissioners: Vec<&'r str>,
}

impl<'r> Vocabulary<'r> {
    /// Returns the words of a round.
    pub fn of(round: &'r Round) -> Self {
        let streams: Vec<&str> = round.streams.iter().map(|stream| stream.id.as_str()).collect();
        let conditions: Vec<&str> = round.conditions.iter().map(|condition| condition.id.as_str()).collect();
        let topics = round.topics.iter().map(|topic| topic.id.as_str());
        let earmarks: Vec<&str> = round.earmarks.iter().map(|earmark| earmark.id.as_str()).collect();
        Self {
            changes: round.changes.iter().flat_map(|changes| &changes.list).map(|change| change.id.as_str()).collect(),
            topics: conditions.iter().copied().chain(topics).collect(),
            metrics: round.metrics.iter().map(|metric| metric.id.as_str()).chain(["local"]).collect(),
            scheme_types: round.scheme_types.iter().flat_map(|types| &types.words).map(String::as_str).collect(),
            purposes: round
                .purposes
                .iter()
                .flat_map(|purposes| &purposes.list)
                .map(|purpose| purpose.id.as_str())
                .collect(),
            published: published_keys(round),
            totals: totals(round),
            commissioners: Commissioner::ALL.iter().map(|(word, _)| *word).collect(),
            streams,
            conditions,
            earmarks,
        }
    }
}

/// Returns the keys `[allocations]` may have in a round: its streams, its floors with what they are uplifted from,
/// other parts of the fund, and its earmarks.
pub fn published_keys(round: &Round) -> Vec<&str> {
    let streams = round.streams.iter().map(|stream| stream.id.as_str());
    let floors = round.floors.iter().flat_map(|floor| [Some(floor.id.as_str()), floor.baseline_key.as_deref()]);
    let parts = round.published.iter().map(|part| part.id.as_str());
    let accepted = round.accepted().allocations.iter().map(String::as_str);
    let earmarks = round.earmarks.iter().map(|earmark| earmark.id.as_str());
    once(streams.chain(floors.flatten()).chain(accepted).chain(parts).chain(earmarks))
}

/// Returns the keys `[totals]` may have in a round: its streams, the format's own sums, its floors with what is planned
/// beyond them.
fn totals(round: &Round) -> Vec<&str> {
    let streams = round.streams.iter().map(|stream| stream.id.as_str());
    // The minimum of the pool comes last: the floors lie within it.
    let sums = StatedSum::ALL.iter().filter(|(_, sum)| *sum != StatedSum::Minimum).map(|(word, _)| *word);
    let floors = round.floors.iter().flat_map(|floor| [Some(floor.id.as_str()), floor.surplus_key.as_deref()]);
    let accepted = round.accepted().totals.iter().map(String::as_str);
    once(streams.chain(sums).chain(floors.flatten()).chain(accepted).chain([StatedSum::Minimum.word()]))
}

/// Returns each word once, in the order in which they come first.
fn once<'r>(words: impl Iterator<Item = &'r str>) -> Vec<&'r str> {
    let mut seen = HashSet::new();
    words.filter(|word| seen.insert(*word)).collect()
}
