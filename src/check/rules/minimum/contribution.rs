//! The contribution to each mandatory stream beside what government published of it.

use std::collections::HashMap;

use super::{allocation_not_given, mandatory_stream_missing};
use crate::check::determinations::{Determinations, after_the_plan, lost};
use crate::check::prelude::*;
use crate::plan::AllocationChange;
use crate::policy::Stream;

/// A contribution beside its allocation.
pub(super) struct Contribution<'a> {
    /// The stream.
    pub(super) stream: &'a Stream,
    /// The year.
    pub(super) year: Year,
    /// The partner whose it is; none for the whole area's.
    pub(super) partner: Option<&'a str>,
    /// The sum of its sources.
    pub(super) sum: Sum,
    /// The published amount that it agrees with, or comes nearest to from above.
    pub(super) published: Sum,
    /// The reason why there may be more of it in the plan, if there may.
    pub(super) lost: Option<Reason>,
}

/// A contribution, as far as it is known.
pub(super) enum Known<'a> {
    /// Both sides.
    Both(Contribution<'a>),
    /// The reason why too little is known.
    Not(Case, Reason),
}

impl Contribution<'_> {
    /// Returns the name of the test.
    pub(super) fn case(&self, facts: &Facts<'_>) -> Case {
        case(facts, self.stream, self.year, self.partner)
    }

    /// Returns whether it is what was published.
    pub(super) fn agrees(&self) -> bool {
        self.sum.agrees_with(&self.published)
    }

    /// Returns it in words: "the NHS minimum contribution", "Eastern CCG's part of the NHS minimum contribution".
    pub(super) fn words(&self, facts: &Facts<'_>) -> String {
        match self.partner {
            None => format!("the {}", self.stream.name),
            Some(partner) => {
                format!("the part of {} in the {}", shortened(&facts.partner_name(partner)), self.stream.name)
            }
        }
    }

    /// Records that it is as it should be.
    pub(super) fn pass(&self, facts: &Facts<'_>, tests: &mut Tests<'_>) {
        tests.pass_sum(self.case(facts), &self.sum, self.published.total, self.sum.room(&self.published));
    }

    /// Returns a failure that says `how` it compares with what was published, with the sum that proves it.
    pub(super) fn failure(&self, facts: &Facts<'_>, how: &str) -> Option<Failure> {
        let at = self.sum.largest(facts.plan)?;
        let off = (self.sum.total - self.published.total).abs();
        let excess = Some(self.excess(facts)).filter(|_| self.sum.total > self.published.total);
        let excess = excess.unwrap_or(Excess::Unknown);
        let message = format!(
            "{} is {} in {}, {off} {how} its published allocation of {}{}",
            self.words(facts),
            self.sum.total,
            self.year.prose(),
            self.published.total,
            excess.words(),
        );
        let at = match excess {
            Excess::Source(figure, _) | Excess::Later(_, Some(figure)) => figure,
            Excess::Later(_, None) | Excess::Unknown => at,
        };
        let mut failure = Failure::new(self.case(facts), at, message);
        for (node, pounds) in &self.published.lines {
            failure = failure.label(*node, format!("{pounds} published here"));
        }
        if let Excess::Later(change, _) = excess {
            failure = failure.label(change.node, "determined after the plan was sent in");
        }
        let own = self.sum.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
        let mended = own + self.published.total - self.sum.total;
        if mended >= Money::ZERO && self.is_to_be_cut(&excess) {
            failure = failure.set(facts, at, mended);
        }
        if let Some(clause) = &self.stream.clause {
            failure = failure.clause(clause);
        }
        let failure = failure.sum(&self.sum, self.published.total, self.sum.room(&self.published));
        Some(match excess {
            Excess::Later(..) | Excess::Source(..) => failure.against(Against::Determination),
            Excess::Unknown => failure,
        })
    }
}

/// The money that a contribution has beyond what was published, as far as something of the plan is just that.
#[derive(Clone, Copy)]
pub(super) enum Excess<'a> {
    /// A change that was determined after the plan was sent in, with the figure of the source that is as large, if any is.
    Later(&'a AllocationChange, Option<NodeId>),
    /// One of several sources, with its figure.
    Source(NodeId, &'a Source),
    /// Nothing.
    Unknown,
}

impl Excess<'_> {
    /// Returns the end of the sentence that says how much it is.
    fn words(self) -> String {
        match self {
            Self::Later(change, _) => {
                let on = change.on.get().map_or_else(String::new, |on| format!(" of {}", on.prose()));
                format!(": that is the determination{on}, later than the plan")
            }
            Self::Source(_, source) => {
                let name = source.name.str().or(source.id.str()).unwrap_or("one of its sources");
                format!(": that is `{}`", shortened(name))
            }
            Self::Unknown => String::new(),
        }
    }
}

impl<'a> Contribution<'a> {
    /// Returns what its excess is.
    pub(super) fn excess(&self, facts: &Facts<'a>) -> Excess<'a> {
        let excess = self.sum.total - self.published.total;
        let is_it =
            |figure: &Field<Amount>| figure.get().is_some_and(|amount| (amount.pounds - excess).abs() <= amount.slack);
        let source = self.source_of(facts, is_it);
        let later = after_the_plan(facts, &self.stream.id, self.partner, self.year);
        match (later.into_iter().find(|change| is_it(&change.amount)), source) {
            (Some(change), source) => Excess::Later(change, source.map(|(node, _)| node)),
            (None, Some((node, source))) => Excess::Source(node, source),
            (None, None) => Excess::Unknown,
        }
    }

    /// Returns the one of its several sources whose figure is what is looked for.
    fn source_of(&self, facts: &Facts<'a>, is_it: impl Fn(&Field<Amount>) -> bool) -> Option<(NodeId, &'a Source)> {
        let figures = facts.sources_of(&self.stream.id).map(|source| (source.amount.at(self.year), source));
        let mut same = figures.filter(|(figure, _)| self.sum.lines.len() > 1 && is_it(figure) && self.counts(figure));
        match (same.next(), same.next()) {
            (Some((Field::Is(_, node), source)), None) => Some((node, source)),
            _ => None,
        }
    }

    /// Returns whether a figure is among those of its sum.
    fn counts(&self, figure: &Field<Amount>) -> bool {
        self.sum.lines.iter().any(|(node, _)| Some(*node) == figure.node())
    }

    /// Returns whether its largest figure can be what is wrong. Of a grant in several figures the first is what was
    /// determined first, and what is found beside it may have been determined later.
    fn is_to_be_cut(&self, excess: &Excess<'_>) -> bool {
        let is_short = self.sum.total < self.published.total;
        let may_be_later = matches!(excess, Excess::Source(..)) || self.stream.grant && self.sum.lines.len() > 1;
        is_short || !may_be_later && !matches!(excess, Excess::Later(..))
    }
}

fn case(facts: &Facts<'_>, stream: &Stream, year: Year, partner: Option<&str>) -> Case {
    let place = format!("sources.{}", stream.id);
    let case = match partner {
        None => Case::in_year(year, stream.name.as_str()).sum_of(place),
        Some(partner) => {
            let case = Case::in_year(year, format!("{}, {}", stream.name, facts.partner_name(partner)));
            case.sum_of(place).about(partner)
        }
    };
    case.under_if(stream.clause.as_deref())
}

/// Returns every mandatory stream and year: the partners' parts first, then the area's. `fails` says which
/// contributions fail, so that a partner's failure is not said again of the area.
pub(super) fn contributions<'a>(
    facts: &'a Facts<'_>,
    fails: impl Fn(&Contribution<'_>) -> bool,
    mut visit: impl FnMut(Known<'a>),
) {
    for stream in facts.round.mandatory() {
        for year in facts.years().filter(|year| Facts::has_stream(stream, *year)) {
            let parts = parts(facts, stream, year);
            let said = parts.iter().any(|part| matches!(part, Known::Both(part) if fails(part)));
            let area = whole(facts, stream, year, &parts);
            parts.into_iter().for_each(&mut visit);
            match area {
                Some(Known::Both(area)) if said && fails(&area) => {
                    visit(Known::Not(area.case(facts), Reason::free("it is said of one of its partners")));
                }
                Some(area) => visit(area),
                None => {}
            }
        }
    }
}

/// Returns the area's contribution; nothing where the partners' parts are all there is to compare.
fn whole<'a>(facts: &'a Facts<'_>, stream: &'a Stream, year: Year, parts: &[Known<'_>]) -> Option<Known<'a>> {
    let case = case(facts, stream, year, None);
    let area = facts.allocation(&stream.id, year);
    let published = facts.published(stream, year);
    if published.is_empty() && published.unreadable.is_none() {
        if stream.agreed {
            let reason = format!("areas agree the {} themselves: no amount is published", stream.name);
            return Some(Known::Not(case, Reason::free(reason)));
        }
        let (name, year, rule) = (&stream.name, year.prose(), allocation_not_given::RULE.id);
        let reason = Reason::from(format!("no allocation of the {name} is given for {year} (`{rule}`)"));
        let reason = reason.lacking(format!("allocations.{}", stream.id)).free_if(facts.was_sent_before(stream));
        return Some(Known::Not(case, reason));
    }
    // Without a figure for the area each partner's part is tested by itself, where every share is somebody's part.
    let tested = parts.iter().filter(|part| matches!(part, Known::Both(_))).count();
    if area.is_absent() && tested == published.lines.len() {
        return None;
    }
    let sum = facts.stream_sum(&stream.id, year);
    let amounts = || facts.sources_of(&stream.id).map(|source| &source.amount);
    let known = match facts.not_whole(&published, year, []).or_else(|| unknown(facts, stream, &sum, year, amounts())) {
        Some(reason) => Known::Not(case, reason),
        None => beside(facts, case, Contribution { stream, year, partner: None, sum, published, lost: None }),
    };
    Some(known)
}

/// Sets a contribution beside the determination that it comes nearest to.
fn beside<'a>(facts: &Facts<'_>, case: Case, mut part: Contribution<'a>) -> Known<'a> {
    let (stream, year) = (&part.stream.id, part.year);
    part.published = Determinations::of(facts, stream, part.partner, year, part.published).nearest(&part.sum);
    let lost = if part.sum.agrees_with(&part.published) { None } else { lost(facts, stream, year) };
    if let Some(reason) = lost {
        return Known::Not(case, reason);
    }
    part.lost = facts.sources_lost();
    Known::Both(part)
}

/// Returns why what is contributed is not known, if it is not.
fn unknown<'s>(
    facts: &Facts<'_>,
    stream: &Stream,
    sum: &Sum,
    year: Year,
    amounts: impl Iterator<Item = &'s Amounts>,
) -> Option<Reason> {
    if facts.lacks_section("sources") {
        return Some(Reason::from("the plan has no `sources`").lacking("sources"));
    }
    if !facts.has_source_of(&stream.id) {
        // That is a test, and a finding, of its own.
        let rule = mandatory_stream_missing::RULE.id;
        let missing = || format!("the plan has no source of the {} (`{rule}`)", stream.name);
        let is_said = facts.is_asked(stream) || facts.was_sent_before(stream);
        return Some(facts.sources_lost().unwrap_or_else(|| Reason::from(missing()).free_if(is_said)));
    }
    facts.not_whole(sum, year, amounts)
}

/// Returns the contributions of the partners whose shares are published and who contribute the stream.
fn parts<'a>(facts: &'a Facts<'_>, stream: &'a Stream, year: Year) -> Vec<Known<'a>> {
    if facts.is_passed_on(stream) || facts.plan.allocations.by_partner.is_empty() {
        return Vec::new();
    }
    let mut own: HashMap<&str, Vec<&Amounts>> = HashMap::new();
    let mut shared: HashMap<&str, NodeId> = HashMap::new();
    for source in facts.sources_of(&stream.id) {
        let contributors: Vec<(&str, NodeId)> = source.contributors().collect();
        if let [(one, _)] = contributors[..] {
            own.entry(one).or_default().push(&source.amount);
        } else {
            shared.extend(contributors.iter().map(|(partner, _)| (*partner, source.node)));
        }
    }
    for source in facts.holding(&[&stream.id]).filter(|source| source.is_mixed()) {
        shared.extend(source.contributors().map(|(partner, _)| (partner, source.streams_at())));
    }
    let part = |partner: &'a str| {
        let published = Sum::of([facts.partner_allocation(partner, &stream.id, year)]);
        if published.is_empty() && published.unreadable.is_none() {
            return None;
        }
        let case = case(facts, stream, year, Some(partner));
        if let Some(node) = shared.get(partner) {
            let reason = facts.blocked_by(*node, "does not state how its partners share it");
            return Some(Known::Not(case, reason.free_if(true)));
        }
        let amounts = own.get(partner)?;
        let sum = Sum::of_year(amounts.iter().copied(), year);
        let reason = facts
            .not_whole(&published, year, [])
            .or_else(|| unknown(facts, stream, &sum, year, amounts.iter().copied()));
        Some(match reason {
            // Then the stream is tested as a whole.
            Some(reason) => Known::Not(case, reason.free_if(true)),
            None => {
                beside(facts, case, Contribution { stream, year, partner: Some(partner), sum, published, lost: None })
            }
        })
    };
    facts.plan.allocations.by_partner.iter().filter_map(|(partner, _, _)| part(partner)).collect()
}
