//! The parts of a plan do not hang together. Every round.

mod dates_out_of_order;
mod duplicate_id;
mod implausible_amount;
mod implausible_date;
mod missing_section;
mod placeholder_left_in;
mod suspicious_jump;
mod unknown_reference;
mod unlikely_date;
mod year_not_stated;

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family {
    id: "shape",
    summary: "the parts do not hang together",
    rules: &[
        &duplicate_id::RULE,
        &unknown_reference::RULE,
        &missing_section::RULE,
        &year_not_stated::RULE,
        &placeholder_left_in::RULE,
        &implausible_date::RULE,
        &unlikely_date::RULE,
        &dates_out_of_order::RULE,
        &implausible_amount::RULE,
        &suspicious_jump::RULE,
    ],
};
