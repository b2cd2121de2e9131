//! The streams of money a round has in each year, for the rules that go year by year.

use foldhash::{HashMap, HashMapExt};

use super::facts::Facts;
use crate::period::Year;
use crate::plan::Amounts;
use crate::policy::Stream;
use crate::span::NodeId;

impl<'a> Facts<'a> {
    /// Returns whether a stream is in the round in a year.
    pub fn has_stream(stream: &Stream, year: Year) -> bool {
        stream.years.is_empty() || stream.years.contains(&year)
    }

    /// Returns whether the round has the stream called `id` in a year. One it does not know may be in any.
    pub fn is_in_round(&self, id: &str, year: Year) -> bool {
        self.round.stream(id).is_none_or(|stream| Self::has_stream(stream, year))
    }

    /// Returns the years in which the round has the stream called `id`.
    pub fn years_of<'s>(&'s self, id: &'s str) -> impl Iterator<Item = Year> + use<'s, 'a> {
        self.years().filter(move |year| self.is_in_round(id, *year))
    }

    /// Returns whether an amount of this stream's money may leave out a year.
    pub fn may_leave_out(&self, stream: Option<&str>, amounts: &Amounts, year: Year) -> bool {
        amounts.at(year).is_absent() && stream.is_some_and(|stream| !self.is_in_round(stream, year))
    }

    /// Returns the stream whose money each entry with an amount holds, spends or passes on, where that is known. The
    /// map is empty for a round in which every stream is in every year, which has no need of it.
    pub(super) fn streams_of_entries(&self) -> HashMap<NodeId, &'a str> {
        let mut streams = HashMap::new();
        if self.round.streams.iter().all(|stream| stream.years.is_empty()) {
            return streams;
        }
        let plan = self.plan;
        streams.extend(plan.sources.iter().filter_map(|source| Some((source.node, source.stream()?))));
        streams.extend(self.lines.iter().filter_map(|line| Some((line.spend.node, line.stream()?))));
        let pools = plan.risk_pools.iter().filter_map(|pool| Some((pool.node, self.stream_of(pool.source.str()?)?)));
        streams.extend(pools);
        if let Some(grant) = self.round.dfg.as_ref().map(|dfg| dfg.stream.as_str()) {
            streams.extend(plan.dfg.districts.iter().map(|district| (district.node, grant)));
            streams.extend(plan.dfg.retained.iter().map(|kept| (kept.node, grant)));
        }
        if let Some(floor) = self.round.floors.iter().find(|floor| floor.counts.contingency) {
            let contingency = plan.contingency().and_then(|contingency| contingency.node);
            streams.extend(contingency.map(|node| (node, floor.stream.as_str())));
        }
        let shares = plan.allocations.by_partner.iter().flat_map(|(_, _, shares)| shares);
        let named = plan.allocations.streams.iter().chain(shares).chain(&plan.totals.named);
        streams.extend(
            named.map(|(name, node, _)| (*node, &**name)).filter(|(_, name)| self.round.stream(name).is_some()),
        );
        streams
    }

    /// Returns the stream that a reference to a source or to a stream means. The id of a source wins where both exist.
    pub fn stream_of(&self, reference: &str) -> Option<&'a str> {
        match self.source(reference) {
            Some(source) => source.stream(),
            None => self.round.stream(reference).map(|stream| stream.id.as_str()),
        }
    }
}
