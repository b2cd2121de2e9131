//! The values of a plan that can be read and are known to be wrong. They are found before any rule is run and the plan is read
//! again without them, so that each mistake is one finding and nothing is concluded from it.

use std::cell::OnceCell;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::facts::{Draw, Facts, SpendLine};
use super::passporting;
use super::rule::Rule;
use super::scale::{exceeded, least_fund, misfit, over_their_streams};
use super::sum::Sum;
use crate::plan::{DistrictShare, Doubt, Doubts};
use crate::span::NodeId;

/// Returns the doubts that a rule is to tell: those that the plan was read with, and where the plan waives the rule all
/// there are.
pub(super) fn told(facts: &Facts<'_>, rule: &Rule) -> Doubts {
    let mut told = facts.plan.doubts.clone();
    if is_waived(facts, rule) {
        found(facts).iter().for_each(|(node, doubt)| told.add(node, doubt));
    }
    told
}

/// Returns whether the plan has a waiver of a rule.
pub(super) fn is_waived(facts: &Facts<'_>, rule: &Rule) -> bool {
    facts.plan.waivers.iter().any(|waiver| waiver.rule.str() == Some(rule.id))
}

/// Returns the doubts about the values of a plan.
pub(super) fn found(facts: &Facts<'_>) -> Doubts {
    let mut doubts = Doubts::default();
    let header = &facts.plan.header;
    match header.unit_at.or(header.node).filter(|_| misfit(facts, facts.plan.unit()).is_some()) {
        Some(unit) => doubts.add(unit, Doubt::Unit),
        None => implausible(facts, &mut doubts),
    }
    copies(facts, &mut doubts);
    doubts
}

fn implausible(facts: &Facts<'_>, doubts: &mut Doubts) {
    let notes = &facts.plan.notes;
    let dated = notes.amounts().map(|(period, node, pounds)| (Some(period), node, pounds));
    let alone = notes.money().iter().map(|(node, pounds)| (None, *node, *pounds));
    // Nearly all are smaller than any fund.
    let least = least_fund(facts);
    let large = dated.chain(alone).filter(|(_, _, pounds)| least.is_some_and(|least| pounds.abs() > least));
    for (period, node, pounds) in large {
        if exceeded(facts, period, pounds).is_some() {
            doubts.add(node, Doubt::Implausible(period, pounds));
        }
    }
    for (node, year, pounds) in over_their_streams(facts) {
        doubts.add(node, Doubt::Implausible(Some(year.into()), pounds));
    }
}

/// Adds every entry that is in all its keys the same as an earlier one of its list.
fn copies(facts: &Facts<'_>, doubts: &mut Doubts) {
    let (plan, tree) = (facts.plan, &facts.plan.tree);
    let needs = OnceCell::new();
    for (entry, before) in tree.copies() {
        let has_entries = tree.parent(entry).is_some_and(|list| plan.has_entries(list));
        if has_entries && !needs.get_or_init(|| Needs::of(facts)).has(entry) {
            doubts.add(entry, Doubt::Copy(before));
        }
    }
}

/// The entries whose money is needed although there are others like them: two lines may be alike, and where there is
/// money for both, neither is one too many.
struct Needs(HashSet<NodeId>);

impl Needs {
    fn of(facts: &Facts<'_>) -> Self {
        let mut drawn: HashMap<Drawn<'_>, Vec<&SpendLine<'_>>> = HashMap::new();
        for line in &facts.lines {
            drawn.entry(Drawn::by(line)).or_default().push(line);
        }
        let covered = drawn.into_iter().filter(|(from, lines)| from.has_money_for(facts, lines));
        let lines = covered.flat_map(|(_, lines)| lines).map(|line| line.spend.node);
        let mut shares: HashMap<&str, Vec<&DistrictShare>> = HashMap::new();
        for share in &facts.plan.dfg.districts {
            shares.entry(share.district.str().unwrap_or_default()).or_default().push(share);
        }
        let owed = shares.into_iter().filter(|(district, shares)| is_owed(facts, district, shares));
        Self(lines.chain(owed.flat_map(|(_, shares)| shares).map(|share| share.node)).collect())
    }

    fn has(&self, entry: NodeId) -> bool {
        self.0.contains(&entry)
    }
}

/// The money that lines draw on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Drawn<'a> {
    Source(NodeId),
    Stream(&'a str),
    Nothing,
}

impl<'a> Drawn<'a> {
    const fn by(line: &SpendLine<'a>) -> Self {
        match line.draw {
            Draw::Source(source) => Self::Source(source.node),
            Draw::Stream(stream) => Self::Stream(stream),
            Draw::Unstated | Draw::Unknown(_) => Self::Nothing,
        }
    }

    /// Returns whether no more is spent than comes in, in any year. Against money that is not known nothing can be set.
    fn has_money_for(self, facts: &Facts<'_>, lines: &[&SpendLine<'_>]) -> bool {
        facts.years().all(|year| {
            let pool = match (self, lines.first().map(|line| line.draw)) {
                (Self::Stream(stream), _) => facts.stream_sum(stream, year),
                (Self::Source(_), Some(Draw::Source(source))) => Sum::of([source.amount.at(year)]),
                _ => return true,
            };
            let spent = Sum::of_year(lines.iter().map(|line| &line.spend.amount), year);
            !pool.is_whole() || spent.total <= pool.total || spent.agrees_with(&pool)
        })
    }
}

/// Returns whether a district's lines together are no more than its published share in any year; where none is
/// published, whether all lines are no more than the area's grant.
fn is_owed(facts: &Facts<'_>, district: &str, shares: &[&DistrictShare]) -> bool {
    let stream = passporting::stream(facts);
    facts.years().all(|year| {
        let share = facts.partner_allocation(district, stream, year);
        let (paid, owed) = if share.is_absent() {
            let all = facts.plan.dfg.districts.iter().map(|line| &line.amount);
            (Sum::of_year(all, year), passporting::area_grant(facts, year))
        } else {
            (Sum::of_year(shares.iter().map(|line| &line.amount), year), Sum::of([share]))
        };
        owed.is_empty() || paid.total - owed.total <= paid.slack + owed.slack
    })
}
