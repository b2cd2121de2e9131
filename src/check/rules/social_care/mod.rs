//! The NHS contribution to adult social care.

pub(crate) mod grant_offsets_social_care;
pub(crate) mod social_care_baseline_changed;
pub(crate) mod social_care_below_minimum;
pub(crate) mod social_care_minimum_miscalculated;
pub(crate) mod social_care_minimum_misstated;
pub(crate) mod social_care_total_mismatch;

use crate::check::rule::{Family, Phase};

/// The family of rules on the NHS contribution to adult social care: its floor, its baseline and its total.
pub(super) static FAMILY: Family = Family {
    id: "social-care",
    summary: "the NHS contribution to adult social care, and its floor: the least it may be",
    phase: Phase::Policy,
    rules: &[
        &social_care_below_minimum::RULE,
        &social_care_minimum_misstated::RULE,
        &social_care_minimum_miscalculated::RULE,
        &social_care_baseline_changed::RULE,
        &social_care_total_mismatch::RULE,
        &grant_offsets_social_care::RULE,
    ],
};
