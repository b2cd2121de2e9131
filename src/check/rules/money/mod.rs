//! The arithmetic. Every round.

mod balance;
pub(crate) mod duplicate_spend;
pub(crate) mod earmark_exceeds_source;
pub(crate) mod figure_restated_differently;
pub(crate) mod floor_within_rounding;
pub(crate) mod joint_shares_not_100;
pub(crate) mod outturn_mismatch;
pub(crate) mod rounded_total;
pub(crate) mod source_overspent;
pub(crate) mod source_unallocated;
pub(crate) mod spend_unsourced;
pub(crate) mod statement_does_not_hold;
pub(crate) mod too_coarse_to_tell;
pub(crate) mod total_mismatch;
mod totals;
mod totals_alone;

use crate::check::rule::{Family, Phase};

pub(super) use total_mismatch::{is_swap, units_apart};
pub(super) use totals::Comparison;

/// The family of rules on the arithmetic of a plan: sources against spending, totals, shares and statements.
pub(super) static FAMILY: Family = Family {
    id: "money",
    summary: "the arithmetic",
    phase: Phase::Policy,
    rules: &[
        &source_overspent::RULE,
        &source_unallocated::RULE,
        &spend_unsourced::RULE,
        &total_mismatch::RULE,
        &rounded_total::RULE,
        &duplicate_spend::RULE,
        &joint_shares_not_100::RULE,
        &earmark_exceeds_source::RULE,
        &statement_does_not_hold::RULE,
        &figure_restated_differently::RULE,
        &outturn_mismatch::RULE,
        &too_coarse_to_tell::RULE,
        &floor_within_rounding::RULE,
    ],
};
