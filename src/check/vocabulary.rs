//! The words a round has lists of: what `unknown-key` and `wrong-type` go by, and what the schema of plans offers.

use crate::policy::Round;

/// Sums and floors a plan may name beside the round's streams.
const TOTALS: [&str; 8] =
    ["grants", "additional", "pool", "expenditure", "social-care", "out-of-hospital", "out-of-hospital-surplus", "minimum"];
/// Floors and parts government publishes beside the round's streams.
const PUBLISHED: [&str; 8] = [
    "social-care", "social-care-baseline", "out-of-hospital", "care-act", "carers-breaks", "reablement", "nhs-transfer",
    "performance-related",
];
/// Who spends, in `[totals.by_commissioner]`.
const COMMISSIONERS: [&str; 3] = ["nhs", "council", "joint"];

/// The lists of one round. Where a list is empty the round takes any word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary<'r> {
    /// Kinds of `[[sources]]`.
    pub streams: Vec<&'r str>,
    /// High impact changes.
    pub changes: Vec<&'r str>,
    /// National conditions.
    pub conditions: Vec<&'r str>,
    /// What `[[evidence]]` may be for: conditions, then topics of the narrative.
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
    /// The words of a round.
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
            purposes: round.purposes.iter().flat_map(|purposes| &purposes.list).map(|purpose| purpose.id.as_str()).collect(),
            published: streams.iter().copied().chain(PUBLISHED).chain(earmarks.iter().copied()).collect(),
            totals: streams.iter().copied().chain(TOTALS).collect(),
            commissioners: COMMISSIONERS.to_vec(),
            streams,
            conditions,
            earmarks,
        }
    }
}
