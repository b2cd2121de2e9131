//! Conventions in the names of keys.

/// Returns whether a key of `[allocations]` gives what a floor is uplifted from, which is of a year before the round.
pub fn is_baseline(key: &str) -> bool {
    key.ends_with("-baseline")
}

/// Returns whether a key of `[totals]` gives what is planned beyond a floor, which is below zero where that is missed.
pub fn is_surplus(key: &str) -> bool {
    key.ends_with("-surplus")
}
