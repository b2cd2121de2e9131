//! The waivers of the plan itself. Every round.

pub(crate) mod waiver_expired;
pub(crate) mod waiver_unauthorised;
pub(crate) mod waiver_unused;

use crate::check::facts::Facts;
use crate::check::rule::{Family, Phase};
use crate::check::waivers::Use;
use crate::plan::{Waiver, shortened};

/// The family of rules on the waivers of a plan: expired, unused, or given by a body that may not.
pub(super) static FAMILY: Family = Family {
    id: "waivers",
    summary: "the waivers themselves",
    phase: Phase::Waivers,
    rules: &[&waiver_expired::RULE, &waiver_unused::RULE, &waiver_unauthorised::RULE],
};

/// Returns every waiver with what became of it.
fn uses<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a Waiver, &'a Use)> {
    facts.plan.waivers.iter().zip(facts.waivers)
}

/// Returns the rule a waiver sets aside, as messages name it.
fn rule(waiver: &Waiver) -> String {
    format!("`{}`", shortened(waiver.rule.str().unwrap_or("rule")))
}
