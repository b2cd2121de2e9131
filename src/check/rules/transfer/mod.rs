//! The NHS transfer to social care of 2013-14.

pub(crate) mod area_team_approval_missing;
pub(crate) mod health_benefit_not_stated;
pub(crate) mod instalments_mismatch;

use crate::check::rule::{Family, Phase};

/// The family of rules on the NHS transfer to social care of 2013-14: benefit, instalments and approval.
pub(super) static FAMILY: Family = Family {
    id: "transfer",
    summary: "the NHS transfer to social care",
    phase: Phase::Policy,
    rules: &[&health_benefit_not_stated::RULE, &instalments_mismatch::RULE, &area_team_approval_missing::RULE],
};
