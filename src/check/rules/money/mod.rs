//! The arithmetic. Every round.

mod balance;
pub(crate) mod duplicate_spend;
pub(crate) mod earmark_exceeds_source;
pub(crate) mod figure_restated_differently;
pub(crate) mod floor_within_rounding;
pub(crate) mod joint_shares_not_100;
pub(crate) mod rounded_total;
pub(crate) mod source_overspent;
pub(crate) mod source_unallocated;
pub(crate) mod spend_unsourced;
pub(crate) mod statement_does_not_hold;
pub(crate) mod too_coarse_to_tell;
pub(crate) mod total_mismatch;
mod totals;

use crate::check::prelude::*;
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
        &too_coarse_to_tell::RULE,
        &floor_within_rounding::RULE,
    ],
};

/// Returns a number as prose writes it: `136,385`, `-3.1`.
fn prose(number: Decimal) -> String {
    let text =
        if number.scale() == 0 { number.mantissa().unsigned_abs().to_string() } else { number.abs().to_string() };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let sign = if number.is_sign_negative() && !number.is_zero() { "-" } else { "" };
    format!("{sign}{}{rest}", crate::money::grouped(whole, ','))
}

/// Returns a number as a plan writes it, with underscores where `like` has them.
fn rewrite(number: Decimal, like: &str) -> String {
    let separator = if like.contains('_') { "_" } else { "" };
    prose(number).replace(',', separator)
}
