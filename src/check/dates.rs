//! Dates that are probably not meant, such as those with a mistyped year. One rule reports such a date; no other calls
//! it late or measures by it.

use super::facts::Facts;
use super::reason::Reason;
use crate::period::Month;
use crate::plan::{Field, PlanDate};

/// The distance from the round at which a date can still be meant, in months.
pub(super) const PLAUSIBLE: i32 = 36;

/// Returns whether a date is more than `months` before the round's first day or after its last.
pub(super) fn outside(facts: &Facts<'_>, date: PlanDate, months: i32) -> bool {
    let round = facts.round;
    let first = Month { year: round.first_year().start(), month: 4 }.first_day();
    let last = Month { year: round.last_year().next().start(), month: 3 }.last_day();
    let before = date.latest().is_some_and(|date| date < first.plus_months(-months));
    before || date.earliest().is_some_and(|date| date > last.plus_months(months))
}

/// Returns whether a date lies so far from the round that its year must be wrong (`implausible-date`).
pub(super) fn is_implausible(facts: &Facts<'_>, date: PlanDate) -> bool {
    outside(facts, date, PLAUSIBLE)
}

/// Returns why a date cannot be used in a test, if it cannot.
pub(super) fn unusable(facts: &Facts<'_>, field: &Field<PlanDate>) -> Option<Reason> {
    match *field {
        Field::Unreadable(node) => Some(facts.blocked_by(node, "cannot be read")),
        Field::Is(date, node) if is_implausible(facts, date) => {
            Some(facts.blocked_by(node, "is too far from the round to be meant"))
        }
        Field::Is(..) | Field::Absent => None,
    }
}
