//! The arithmetic. Every round.

mod balance;
mod duplicate_spend;
mod earmark_exceeds_source;
mod figure_restated_differently;
mod floor_within_rounding;
mod joint_shares_not_100;
mod rounded_total;
mod source_overspent;
mod source_unallocated;
mod spend_unsourced;
mod statement_does_not_hold;
mod too_coarse_to_tell;
mod total_mismatch;
mod totals;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};

pub(super) use total_mismatch::{digits_swapped, units_apart};
pub(super) use totals::Comparison;

/// The family.
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
        &too_coarse_to_tell::RULE,
        &floor_within_rounding::RULE,
    ],
};

/// A number as prose writes it: `136,385`, `-3.1`.
fn prose(number: Decimal) -> String {
    let text = number.abs().to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let sign = if number.is_sign_negative() && !number.is_zero() { "-" } else { "" };
    format!("{sign}{}{rest}", crate::money::grouped(whole, ','))
}

/// A number as a plan writes it, with underscores where `like` has them.
fn rewrite(number: Decimal, like: &str) -> String {
    let separator = if like.contains('_') { "_" } else { "" };
    prose(number).replace(',', separator)
}
