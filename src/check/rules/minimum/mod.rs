//! What must be in the pool.

mod allocation_not_given;
mod allocations_do_not_add_up;
mod contribution;
mod contribution_above_allocation;
mod contribution_below_allocation;
mod floor_below_minimum;
mod floor_not_tested;
mod mandatory_stream_missing;
mod minimum_misstated;
mod voluntary_money_counted;

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family {
    id: "minimum",
    summary: "what must be in the pool: the minimum each stream is to bring, as published",
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
