//! Every floor: the least a sum may be, what the plan has, and what is left over, tightest first.

use std::cmp::Ordering;

use super::{Scene, Where};
use crate::check::{self, FloorTest, Spot};
use crate::money::Money;

/// A floor in a period, with its place in the plan.
pub type Floor = FloorTest<Where>;

/// Returns every floor that was tested or could not be, tightest first; those not evaluated last.
pub(super) fn floors(scene: &Scene<'_>) -> Vec<Floor> {
    let place = |at: Spot| match at {
        Spot::Site(site) => scene.at_site(&site),
        Spot::Node(node) => scene.at(node),
    };
    let tests = check::floors_of(scene.checked, scene.facts).into_iter();
    let mut floors: Vec<Floor> = tests.map(|test| test.map_at(place)).collect();
    let rules = in_order();
    floors.sort_by(|a, b| tightest_first(&rules, a, b));
    floors
}

/// Returns the rules that test floors, in the order in which floors of the same headroom are shown.
pub(super) fn in_order() -> Vec<&'static str> {
    let mut rules: Vec<(&'static check::Rule, check::FloorOf)> = check::floor_rules().collect();
    rules.sort_by_key(|(_, of)| of.kind());
    rules.into_iter().map(|(rule, _)| rule.id).collect()
}

fn tightest_first(rules: &[&str], a: &Floor, b: &Floor) -> Ordering {
    let rank = |floor: &Floor| rules.iter().position(|rule| *rule == floor.rule);
    // Without anything required there is no share of it to be short by.
    let unjudged = |floor: &Floor| (floor.headroom().is_none(), floor.required == Some(Money::ZERO));
    let order = unjudged(a).cmp(&unjudged(b)).then_with(|| by_share(a, b));
    order.then_with(|| (rank(a), a.year, &a.subject).cmp(&(rank(b), b.year, &b.subject)))
}

/// Compares floors by headroom as a share of what is required, unrounded: `a / b < c / d` where `a × d < c × b`.
fn by_share(a: &Floor, b: &Floor) -> Ordering {
    let share = |headroom: Option<Money>, of: Option<Money>| headroom?.pence().checked_mul(of?.pence());
    share(a.headroom(), b.required).cmp(&share(b.headroom(), a.required))
}
