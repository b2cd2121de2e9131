//! The Disabled Facilities Grant.

pub(crate) mod dfg_district_missing;
pub(crate) mod dfg_district_short_paid;
pub(crate) mod dfg_districts_in_single_tier;
pub(crate) mod dfg_not_passported;
pub(crate) mod dfg_overpassported;
pub(crate) mod dfg_passported_late;
pub(crate) mod dfg_retained_for_revenue;
pub(crate) mod dfg_retained_without_agreement;
pub(crate) mod dfg_returned_above_passed;
pub(crate) mod dfg_spent_off_purpose;
pub(crate) mod dfg_use_not_set_out;
pub(crate) mod no_district_listed;

use crate::check::rule::{Family, Phase};

/// The family of rules on the Disabled Facilities Grant: its way to the districts, and what is kept back of it.
pub(super) static FAMILY: Family = Family {
    id: "dfg",
    summary: "the Disabled Facilities Grant",
    phase: Phase::Policy,
    rules: &[
        &dfg_not_passported::RULE,
        &dfg_overpassported::RULE,
        &dfg_district_short_paid::RULE,
        &dfg_retained_without_agreement::RULE,
        &dfg_retained_for_revenue::RULE,
        &dfg_returned_above_passed::RULE,
        &dfg_district_missing::RULE,
        &no_district_listed::RULE,
        &dfg_passported_late::RULE,
        &dfg_districts_in_single_tier::RULE,
        &dfg_use_not_set_out::RULE,
        &dfg_spent_off_purpose::RULE,
    ],
};
