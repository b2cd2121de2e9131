//! The Disabled Facilities Grant.

mod dfg_district_missing;
mod dfg_district_short_paid;
mod dfg_districts_in_single_tier;
mod dfg_not_passported;
mod dfg_overpassported;
mod dfg_passported_late;
mod dfg_retained_for_revenue;
mod dfg_retained_without_agreement;
mod dfg_spent_off_purpose;
mod dfg_use_not_set_out;
mod no_district_listed;

use crate::check::rule::{Family, Phase};

/// The family.
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
        &dfg_district_missing::RULE,
        &no_district_listed::RULE,
        &dfg_passported_late::RULE,
        &dfg_districts_in_single_tier::RULE,
        &dfg_use_not_set_out::RULE,
        &dfg_spent_off_purpose::RULE,
    ],
};
