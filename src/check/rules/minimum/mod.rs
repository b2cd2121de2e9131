//! Rules on the money that must be in the pool.

pub(crate) mod allocation_not_given;
pub(crate) mod allocations_do_not_add_up;
mod contribution;
pub(crate) mod contribution_above_allocation;
pub(crate) mod contribution_below_allocation;
pub(crate) mod contributor_missing;
pub(crate) mod contributor_of_wrong_kind;
pub(crate) mod floor_below_minimum;
pub(crate) mod floor_not_tested;
pub(crate) mod mandatory_stream_missing;
pub(crate) mod minimum_misstated;
pub(crate) mod not_as_last_year;
pub(crate) mod voluntary_money_counted;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::plan::Partner;
use crate::policy::Stream;

/// The family of rules on the minimum that each stream must bring into the pool, and the floors nothing else tests.
pub(super) static FAMILY: Family = Family {
    id: "minimum",
    summary: "what must be in the pool: the minimum each stream is to bring, as published",
    phase: Phase::Policy,
    rules: &[
        &contribution_below_allocation::RULE,
        &contribution_above_allocation::RULE,
        &contributor_of_wrong_kind::RULE,
        &contributor_missing::RULE,
        &allocations_do_not_add_up::RULE,
        &mandatory_stream_missing::RULE,
        &allocation_not_given::RULE,
        &not_as_last_year::RULE,
        &floor_below_minimum::RULE,
        &floor_not_tested::RULE,
        &minimum_misstated::RULE,
        &voluntary_money_counted::RULE,
    ],
};

/// A source whose one contributor is a body of another kind than the one that pays its stream in.
struct Misplaced<'a> {
    stream: &'a Stream,
    partner: &'a Partner,
    kind: PartnerKind,
    /// The place where the source names it.
    at: NodeId,
}

/// Returns the contributor of a source that is to be judged by its kind, with the stream. Voluntary money and adjustments
/// may come from anybody, and of several contributors one may be the right one.
fn judged<'a>(facts: &Facts<'a>, source: &'a Source) -> Option<(&'a Stream, &'a Partner, NodeId)> {
    let stream = facts.round.stream(source.stream()?).filter(|stream| stream.mandatory && !stream.adjustment)?;
    let (id, at) = Facts::reference(&source.partner).filter(|_| source.partners.node.is_none())?;
    Some((stream, facts.partner(id)?, at))
}

/// Returns a source's contributor where it is of a kind that does not pay its stream in.
fn misplaced<'a>(facts: &Facts<'a>, source: &'a Source) -> Option<Misplaced<'a>> {
    let (stream, partner, at) = judged(facts, source)?;
    let kind = *partner.kind.get()?;
    // A grant that is passed on may be shown as what each district has of it; so may one of which nothing is known.
    let passed_on = kind == PartnerKind::District && (facts.is_passed_on(stream) || stream.payer_clause.is_none());
    let anybody = matches!(kind, PartnerKind::Other | PartnerKind::NhsEngland);
    let right = passed_on || anybody || stream.payer.kinds().contains(&kind);
    (!right).then_some(Misplaced { stream, partner, kind, at })
}
