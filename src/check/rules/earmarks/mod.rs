//! Amounts inside the NHS minimum that a plan must state.

pub(crate) mod earmark_above_cap;
pub(crate) mod earmark_below_share;
pub(crate) mod earmark_not_stated;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::policy::{Earmark, Round};

/// The family of rules on the amounts inside the NHS minimum that a plan must state.
pub(super) static FAMILY: Family = Family {
    id: "earmarks",
    summary: "amounts inside the NHS minimum that a plan must state",
    phase: Phase::Policy,
    rules: &[&earmark_not_stated::RULE, &earmark_below_share::RULE, &earmark_above_cap::RULE],
};

/// Returns the clauses of the round's earmarks.
fn clauses(round: &Round) -> Vec<&str> {
    round.earmarks.iter().map(|earmark| earmark.clause.as_str()).collect()
}

/// Returns what the plan states of an earmark in a year: for the stream, else the sum of what its sources hold of it.
/// Sources that do not mention it hold none.
fn stated(facts: &Facts<'_>, earmark: &Earmark, year: Year) -> Sum {
    let whole = named(&facts.plan.earmarks, &earmark.id).map_or(Field::Absent, |amounts| amounts.at(year));
    if !whole.is_absent() {
        return Sum::of([whole]);
    }
    let held = facts.sources_of(&earmark.stream).filter_map(|source| named(&source.of_which, &earmark.id));
    Sum::of(held.map(|amounts| amounts.at(year)).filter(|figure| !figure.is_absent()))
}

/// Returns the years in which the round has the earmark's stream.
fn years(facts: &Facts<'_>, earmark: &Earmark) -> Vec<Year> {
    let stream = facts.round.stream(&earmark.stream);
    facts.years().filter(|year| stream.is_none_or(|stream| Facts::has_stream(stream, *year))).collect()
}
