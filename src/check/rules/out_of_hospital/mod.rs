//! NHS-commissioned out-of-hospital services.

pub(crate) mod admission_cost_implausible;
pub(crate) mod contingency_above_ring_fence;
pub(crate) mod contingency_miscosted;
pub(crate) mod contingency_not_considered;
pub(crate) mod contingency_unneeded;
pub(crate) mod out_of_hospital_below_minimum;
pub(crate) mod out_of_hospital_minimum_misstated;
pub(crate) mod out_of_hospital_total_mismatch;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};

/// The family of rules on NHS-commissioned out-of-hospital services: their floor and the contingency.
pub(super) static FAMILY: Family = Family {
    id: "out-of-hospital",
    summary: "NHS-commissioned out-of-hospital services, and their floor: the least to be spent on them",
    phase: Phase::Policy,
    rules: &[
        &out_of_hospital_below_minimum::RULE,
        &out_of_hospital_minimum_misstated::RULE,
        &out_of_hospital_total_mismatch::RULE,
        &contingency_not_considered::RULE,
        &contingency_miscosted::RULE,
        &contingency_unneeded::RULE,
        &contingency_above_ring_fence::RULE,
        &admission_cost_implausible::RULE,
    ],
};

/// Returns the terms of the contingency, where the round has any.
fn terms<'a>(facts: &Facts<'a>) -> Option<&'a crate::policy::Contingency> {
    facts.round.floor(OUT_OF_HOSPITAL).and_then(|floor| floor.contingency.as_ref())
}

/// Returns the reductions of admissions beyond the operating plans, each with its place: by metric, in the round's
/// periods.
fn additional_reductions<'a>(
    facts: &Facts<'a>,
) -> impl Iterator<Item = (Period, crate::plan::Number, NodeId)> + use<'a> {
    let round = facts.round;
    let metrics = facts.plan.metrics.items.iter();
    let values = metrics.flat_map(|metric| metric.additional_reduction.readable());
    values.filter(move |(period, value, _)| round.has_year(period.financial_year()) && !value.value.is_zero())
}

/// Returns the pools against missed reductions of admissions, which count as contingencies.
fn admissions_pools<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a crate::plan::RiskPool> + use<'a> {
    facts.plan.risk_pools.items.iter().filter(|pool| pool.purpose.get() == Some(&crate::plan::RiskPurpose::Admissions))
}
