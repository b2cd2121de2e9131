//! The years that a plan covers.

use crate::period::Year;
use crate::plan::Plan;
use crate::policy::Round;

/// Returns the years of a round that a plan covers: those it names, else all of them. A year that cannot be read, or that
/// the round does not have, may be meant for any of them, so that it takes none away.
pub fn covered(plan: &Plan, round: &Round) -> Vec<Year> {
    let list = &plan.header.years;
    let named: Vec<Year> = list.iter().filter_map(|year| year.get().copied()).collect();
    let is_known = !list.damaged && named.len() == list.items.len() && named.iter().all(|year| round.has_year(*year));
    if named.is_empty() || !is_known {
        return round.years.to_vec();
    }
    round.years.iter().copied().filter(|year| named.contains(year)).collect()
}
