//! The parts of a plan do not hang together. Every round.

mod dates_out_of_order;
mod duplicate_id;
mod implausible_amount;
mod implausible_date;
mod missing_section;
mod placeholder_left_in;
mod suspicious_jump;
mod unknown_reference;
mod unlikely_date;
mod year_not_stated;

use crate::check::rule::Family;

/// The family.
pub(super) static FAMILY: Family = Family {
    id: "shape",
    summary: "the parts do not hang together",
    rules: &[
        &duplicate_id::RULE,
        &unknown_reference::RULE,
        &missing_section::RULE,
        &year_not_stated::RULE,
        &placeholder_left_in::RULE,
        &implausible_date::RULE,
        &unlikely_date::RULE,
        &dates_out_of_order::RULE,
        &implausible_amount::RULE,
        &suspicious_jump::RULE,
    ],
};

/// Why the dates of a plan that is checked under a round of other years are not held against it.
const OTHER_YEARS: &str = "the plan is of another round and has no figures for this one's years";

/// Whether the plan is checked under a round of whose years it has no figures.
fn is_of_other_years(facts: &crate::check::facts::Facts<'_>) -> bool {
    facts.is_of_another_round() && facts.years_of_no_figure() == facts.round.years
}

/// Whether a date lies more than so many months before the round's first day or after its last.
fn outside(facts: &crate::check::facts::Facts<'_>, date: crate::plan::PlanDate, months: i32) -> bool {
    let round = facts.round;
    let first = crate::period::Month { year: round.first_year().start(), month: 4 }.first_day();
    let last = crate::period::Month { year: round.last_year().next().start(), month: 3 }.last_day();
    let before = date.latest().is_some_and(|date| date < first.plus_months(-months));
    before || date.earliest().is_some_and(|date| date > last.plus_months(months))
}
