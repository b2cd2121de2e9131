//! The national metrics.

pub(crate) mod admissions_not_aligned;
pub(crate) mod delay_part_missing;
pub(crate) mod delay_parts_mismatch;
pub(crate) mod delays_above_expectation;
pub(crate) mod discharge_delay_miscalculated;
mod measure;
pub(crate) mod metric_miscalculated;
pub(crate) mod metric_missing;
pub(crate) mod metric_out_of_range;
pub(crate) mod metric_worsens;
pub(crate) mod outputs_missing;
pub(crate) mod periods_mixed;
pub(crate) mod population_implausible;
pub(crate) mod rag_contradicts_figures;
pub(crate) mod rationale_missing;
pub(crate) mod target_missing;
pub(crate) mod target_short_of_expectation;
pub(crate) mod unit_not_of_metric;

use crate::check::rule::{Family, Phase};
pub(crate) use delays_above_expectation::kept_from as delays_kept_from;

/// The family of rules on the national metrics: their targets, their arithmetic and their reasons.
pub(super) static FAMILY: Family = Family {
    id: "metrics",
    summary: "the national metrics",
    phase: Phase::Policy,
    rules: &[
        &metric_missing::RULE,
        &target_missing::RULE,
        &metric_miscalculated::RULE,
        &discharge_delay_miscalculated::RULE,
        &metric_out_of_range::RULE,
        &unit_not_of_metric::RULE,
        &population_implausible::RULE,
        &metric_worsens::RULE,
        &target_short_of_expectation::RULE,
        &rationale_missing::RULE,
        &periods_mixed::RULE,
        &admissions_not_aligned::RULE,
        &delay_parts_mismatch::RULE,
        &delay_part_missing::RULE,
        &delays_above_expectation::RULE,
        &rag_contradicts_figures::RULE,
        &outputs_missing::RULE,
    ],
};
