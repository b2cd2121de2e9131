//! Amounts inside the NHS minimum that a plan must state.

pub(crate) mod earmark_above_cap;
pub(crate) mod earmark_below_share;
pub(crate) mod earmark_not_stated;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::plan::shape::WordList;
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
    let whole = match facts.misspelt_section("earmarks") {
        Some(node) => Field::Unreadable(node),
        None => facts.named_amount(&facts.plan.earmarks, WordList::Earmarks, &earmark.id, year),
    };
    if !whole.is_absent() {
        return Sum::of([whole]);
    }
    let sources = facts.holding(std::slice::from_ref(&earmark.stream));
    let held = sources.map(|source| facts.named_amount(&source.of_which, WordList::Earmarks, &earmark.id, year));
    Sum::of(held.filter(|figure| !figure.is_absent()))
}

/// Returns the years in which the round has the earmark's stream.
fn years(facts: &Facts<'_>, earmark: &Earmark) -> Vec<Year> {
    let stream = facts.round.stream(&earmark.stream);
    facts.years().filter(|year| stream.is_none_or(|stream| Facts::has_stream(stream, *year))).collect()
}

/// Returns why more of an earmark may be stated than is known, if it may: a source whose stream is not known can hold it.
fn may_be_more(facts: &Facts<'_>, earmark: &Earmark) -> Option<Reason> {
    facts.sources_lost().filter(|_| named(&facts.plan.earmarks, &earmark.id).is_none())
}
