//! The narrative's own arithmetic: columns that foot, sums, changes, shares, rates on one population, and one thing that is
//! given two values.

mod changes;
mod columns;
mod figures;
mod rates;
mod shares;
mod sums;
mod taken;
mod twice;

use figures::Own;

use super::scene::Scene;
use super::thing::Thing;
use super::tie::Figure;
use super::tying::Verdict;
use crate::plan::Plan;

/// Marks figures that foot, and those that other figures of the narrative contradict.
pub(super) fn check(scene: &Scene<'_>, plan: &Plan, things: &[Thing], verdicts: &[Verdict], figures: &mut [Figure]) {
    let own = Own::new(scene, plan, things, verdicts);
    taken::check(&own, figures);
    columns::check(&own, figures);
    changes::check(&own, figures);
    sums::check(&own, figures);
    shares::check(&own, figures);
    rates::check(&own, figures);
    twice::check(&own, figures);
}
