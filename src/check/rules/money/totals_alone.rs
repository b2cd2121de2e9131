//! The sums of `[totals]` beside each other, where nothing else of the plan tests them: the pool beside what its partners
//! and its streams bring, a group beside its streams.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use super::totals::{Part, Total, Verdict, of_entries};
use crate::check::prelude::*;
use crate::plan::StatedSum;
use crate::policy::Stream;

/// The words for the parts of a total that are stated beside it.
const PARTNERS: &str = "the contributions of the partners come to";
const STREAMS: &str = "its streams come to";

/// Returns every key of `[totals]` beside what it is the sum of: entries of the plan, and where these do not test it,
/// other keys.
pub(super) fn totals<'a>(facts: &'a Facts<'_>) -> Vec<Total<'a>> {
    let mut all = of_entries(facts);
    let beside = beside(facts, &all);
    all.extend(beside);
    all
}

/// Returns the totals that can be compared with other totals. `tested` are those that the plan's own entries test.
fn beside<'a>(facts: &'a Facts<'_>, tested: &[Total<'a>]) -> Vec<Total<'a>> {
    let mut all = Vec::new();
    for year in facts.years() {
        let beside = Beside { facts, year, tested, untested: OnceCell::new() };
        all.extend(beside.pool_by_partner());
        all.extend(beside.pool_by_stream());
        let grants = facts.round.streams.iter().filter(|stream| stream.grant);
        all.extend(beside.group(StatedSum::Grants, "the sum of the grants", grants.collect()));
        let voluntary = facts.round.streams.iter().filter(|stream| stream.is_voluntary());
        all.extend(beside.group(StatedSum::Additional, "the sum of the additional contributions", voluntary.collect()));
    }
    all
}

/// Returns the figures of a year that no entry of the plan tests.
fn untested(facts: &Facts<'_>, tested: &[Total<'_>], year: Year) -> HashSet<NodeId> {
    let mut untested = HashSet::new();
    for total in tested {
        let field = total.stated.at(year);
        if let (Some(node), Verdict::Unknown(..)) = (field.node(), total.verdict(facts, year, field)) {
            untested.insert(node);
        }
    }
    untested
}

/// The totals of a year.
struct Beside<'f, 'a, 't> {
    facts: &'a Facts<'f>,
    year: Year,
    /// The totals that entries of the plan test.
    tested: &'t [Total<'a>],
    /// The figures that no entry of the plan tests, once they are asked for.
    untested: OnceCell<HashSet<NodeId>>,
}

/// The amounts stated of some streams in a year.
#[derive(Default)]
struct Stated<'a> {
    parts: Vec<&'a Amounts>,
    /// True when something that belongs to them may not be stated.
    open: bool,
}

impl<'a> Beside<'_, 'a, '_> {
    /// Returns the amounts under a key, where they state the year.
    fn stated(&self, key: &str) -> Option<&'a Amounts> {
        let amounts = named(&self.facts.plan.totals.named, key)?;
        (!amounts.at(self.year).is_absent()).then_some(amounts)
    }

    fn pool_by_partner(&self) -> Option<Total<'a>> {
        let stated = self.stated(StatedSum::Pool.word())?;
        let by_partner = self.facts.plan.totals.by_partner.iter();
        let there = by_partner.filter(|(_, _, own)| !own.at(self.year).is_absent());
        let there: Vec<(&str, &Amounts)> = there.map(|(partner, _, own)| (&**partner, own)).collect();
        let partners: BTreeSet<&str> = there.iter().map(|(partner, _)| *partner).collect();
        if partners.is_empty() || !contributors(self.facts).is_some_and(|all| all.is_subset(&partners)) {
            return None;
        }
        let parts = there.into_iter().map(|(_, own)| own).collect();
        self.total("the pool", ", by partner", (stated, PARTNERS), parts, false)
    }

    fn pool_by_stream(&self) -> Option<Total<'a>> {
        let stated = self.stated(StatedSum::Pool.word())?;
        let streams = || self.facts.round.streams.iter().filter(|stream| Facts::has_stream(stream, self.year));
        let [grants, additional] = [StatedSum::Grants, StatedSum::Additional].map(|sum| self.stated(sum.word()));
        // What is in both groups would be counted twice.
        if grants.is_some() && additional.is_some() && streams().any(|stream| stream.grant && stream.is_voluntary()) {
            return None;
        }
        let is_in_group =
            |stream: &&Stream| grants.is_some() && stream.grant || additional.is_some() && stream.is_voluntary();
        let mut all = self.of_streams(&streams().filter(|stream| !is_in_group(stream)).collect::<Vec<_>>())?;
        all.parts.extend(grants.into_iter().chain(additional));
        self.total("the pool", ", by stream", (stated, STREAMS), all.parts, all.open)
    }

    /// Returns what is stated of streams; nothing where one that must be there is not. Of the voluntary ones those left
    /// out bring nothing where another is stated.
    fn of_streams(&self, streams: &[&Stream]) -> Option<Stated<'a>> {
        let mut all = Stated::default();
        let (mut voluntary, mut left_out) = (false, false);
        // A correction that no source brings is in no pool that sources make.
        let brings = |stream: &Stream| self.facts.plan.sources.is_empty() || self.facts.has_source_of(&stream.id);
        for stream in streams.iter().filter(|stream| !stream.adjustment || brings(stream)) {
            match self.stated(&stream.id) {
                Some(amounts) => {
                    all.parts.push(amounts);
                    voluntary |= stream.is_voluntary();
                }
                None if stream.mandatory && !self.facts.was_sent_before(stream) => return None,
                None => left_out |= stream.is_voluntary(),
            }
        }
        all.open = left_out && !voluntary;
        Some(all)
    }

    fn group(&self, sum: StatedSum, words: &str, streams: Vec<&Stream>) -> Option<Total<'a>> {
        let stated = self.stated(sum.word())?;
        let streams: Vec<&Stream> = streams.into_iter().filter(|stream| Facts::has_stream(stream, self.year)).collect();
        let parts: Vec<&Amounts> = streams.iter().filter_map(|stream| self.stated(&stream.id)).collect();
        let open = parts.len() < streams.len();
        self.total(words, ", by stream", (stated, STREAMS), parts, open)
    }

    /// Returns the total of the year, unless entries of the plan test it and its parts already. Where parts may be
    /// missing, there is one only if those there are come to more than it.
    fn total(
        &self,
        words: &str,
        by: &'static str,
        (stated, come_to): (&'a Amounts, &'static str),
        parts: Vec<&'a Amounts>,
        open: bool,
    ) -> Option<Total<'a>> {
        let untested = || self.untested.get_or_init(|| untested(self.facts, self.tested, self.year));
        let is_untested =
            |amounts: &&Amounts| amounts.at(self.year).node().is_some_and(|node| untested().contains(&node));
        if parts.is_empty() || !(is_untested(&stated) || parts.iter().any(is_untested)) {
            return None;
        }
        let sum = Sum::of_year(parts.iter().copied(), self.year);
        let stated_sum = Sum::of([stated.at(self.year)]);
        let may_be_more = open && (sum.total <= stated_sum.total || sum.agrees_with(&stated_sum));
        (!may_be_more).then(|| Total {
            words: words.to_owned(),
            by: Some((by, come_to)),
            only: Some(self.year),
            stated,
            parts: parts.into_iter().map(Part::stated).collect(),
            streams: Vec::new(),
            blocked: None,
        })
    }
}

/// Returns everybody who contributes: each partner of a source, and without `[[sources]]` each body that pays into a
/// fund. Nothing where that cannot be read.
fn contributors<'a>(facts: &'a Facts<'_>) -> Option<BTreeSet<&'a str>> {
    let plan = facts.plan;
    if plan.sources.damaged || plan.partners.damaged {
        return None;
    }
    if plan.sources.is_empty() {
        let pays = |kind: &PartnerKind| matches!(kind, PartnerKind::Council | PartnerKind::Ccg | PartnerKind::Icb);
        let payers = plan.partners.iter().filter(|partner| partner.kind.get().is_some_and(pays));
        return payers.map(|partner| partner.id.str()).collect();
    }
    if plan.sources.iter().any(Source::may_be_of_others) {
        return None;
    }
    Some(plan.sources.iter().flat_map(Source::contributors).map(|(id, _)| id).collect())
}
