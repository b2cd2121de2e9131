//! What government may publish for an area.

use crate::policy::Round;

/// Floors and parts government publishes beside the round's streams.
const PUBLISHED: [&str; 8] = [
    "social-care",
    "social-care-baseline",
    "out-of-hospital",
    "care-act",
    "carers-breaks",
    "reablement",
    "nhs-transfer",
    "performance-related",
];

/// The keys `[allocations]` may have in a round: its streams, the floors within them, its earmarks.
pub fn published_keys(round: &Round) -> Vec<&str> {
    let streams = round.streams.iter().map(|stream| stream.id.as_str());
    streams.chain(PUBLISHED).chain(round.earmarks.iter().map(|earmark| earmark.id.as_str())).collect()
}
