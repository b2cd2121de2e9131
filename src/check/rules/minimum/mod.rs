//! Rules on the money that must be in the pool.

pub(crate) mod allocation_not_given;
pub(crate) mod allocations_do_not_add_up;
mod contribution;
pub(crate) mod contribution_above_allocation;
pub(crate) mod contribution_below_allocation;
pub(crate) mod floor_below_minimum;
pub(crate) mod floor_not_tested;
pub(crate) mod mandatory_stream_missing;
pub(crate) mod minimum_misstated;
pub(crate) mod voluntary_money_counted;

use crate::check::rule::{Family, Phase};

/// The family of rules on the minimum that each stream must bring into the pool, and the floors nothing else tests.
pub(super) static FAMILY: Family = Family {
    id: "minimum",
    summary: "what must be in the pool: the minimum each stream is to bring, as published",
    phase: Phase::Policy,
    rules: &[
        &contribution_below_allocation::RULE,
        &contribution_above_allocation::RULE,
        &allocations_do_not_add_up::RULE,
        &mandatory_stream_missing::RULE,
        &allocation_not_given::RULE,
        &floor_below_minimum::RULE,
        &floor_not_tested::RULE,
        &minimum_misstated::RULE,
        &voluntary_money_counted::RULE,
    ],
};
