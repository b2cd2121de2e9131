//! The improved Better Care Fund and its successors.

pub(crate) mod grant_not_certified;
pub(crate) mod grant_parts_merged;
pub(crate) mod grant_profile_rising;
pub(crate) mod grant_purpose_missing;

use crate::check::rule::{Family, Phase};

/// The family of rules on the improved Better Care Fund and its successors: purposes, certificates and profiles.
pub(super) static FAMILY: Family = Family {
    id: "grants",
    summary: "the improved Better Care Fund and its successors",
    phase: Phase::Policy,
    rules: &[
        &grant_purpose_missing::RULE,
        &grant_not_certified::RULE,
        &grant_profile_rising::RULE,
        &grant_parts_merged::RULE,
    ],
};
