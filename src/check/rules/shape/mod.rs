//! The parts of a plan do not hang together. Every round.

pub(crate) mod dates_out_of_order;
pub(crate) mod duplicate_entry;
pub(crate) mod duplicate_id;
pub(crate) mod implausible_amount;
pub(crate) mod implausible_date;
pub(crate) mod missing_section;
pub(crate) mod placeholder_left_in;
pub(crate) mod suspicious_jump;
pub(crate) mod unknown_reference;
pub(crate) mod unlikely_date;
pub(crate) mod year_not_stated;

use crate::check::rule::{Family, Phase};

/// The family of rules on whether the parts of a plan fit together: ids, references, sections, years and dates.
pub(super) static FAMILY: Family = Family {
    id: "shape",
    summary: "the parts do not hang together",
    phase: Phase::Policy,
    rules: &[
        &duplicate_id::RULE,
        &duplicate_entry::RULE,
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

/// The reason why the dates of a plan that is checked under a round of other years are not tested.
const OTHER_YEARS: &str = "the plan is of another round and has no figures for this one's years";

/// Returns whether the plan is checked under a round of whose years it has no figures.
fn is_of_other_years(facts: &crate::check::facts::Facts<'_>) -> bool {
    facts.is_of_another_round() && facts.years_of_no_figure() == facts.round.years
}
