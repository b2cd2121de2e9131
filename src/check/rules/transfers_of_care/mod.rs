//! Managing transfers of care.

pub(crate) mod bed_share_late;
pub(crate) mod capacity_short_of_demand;
pub(crate) mod high_impact_change_unaddressed;
pub(crate) mod high_impact_change_unexplained;
pub(crate) mod high_impact_change_unfunded;
pub(crate) mod maturity_goes_backwards;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::plan::Change;
pub(crate) use bed_share_late::kept_from as beds_kept_from;

/// The family of rules on managing transfers of care: the high impact changes and the share of beds.
pub(super) static FAMILY: Family = Family {
    id: "transfers-of-care",
    summary: "managing transfers of care",
    phase: Phase::Policy,
    rules: &[
        &high_impact_change_unaddressed::RULE,
        &high_impact_change_unexplained::RULE,
        &high_impact_change_unfunded::RULE,
        &maturity_goes_backwards::RULE,
        &bed_share_late::RULE,
        &capacity_short_of_demand::RULE,
    ],
};

/// The section's name, for when it is not there.
const SECTION: &str = "transfers_of_care";
const NO_SECTION: &str = "the plan has no `transfers_of_care`";

/// Returns what people call the change an entry is about.
fn name_of(facts: &Facts<'_>, entry: &Change) -> String {
    let Some(word) = entry.change.str() else { return "a high impact change".into() };
    let known = facts.round.changes.iter().flat_map(|changes| &changes.list).find(|change| change.id == word);
    known.map_or_else(|| format!("`{}`", shortened(word)), |change| change.name.to_string())
}

/// Returns a maturity as it reads behind "is": "not yet established", "at `plans in place`".
const fn stage(maturity: Maturity) -> &'static str {
    match maturity {
        Maturity::NotYetEstablished => "not yet established",
        Maturity::PlansInPlace => "no further than plans in place",
        Maturity::Established => "established",
        Maturity::Mature => "mature",
        Maturity::Exemplary => "exemplary",
    }
}
