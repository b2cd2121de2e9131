//! The values of a plan that can be read and are known to be wrong. They are found before any rule is run and the plan is read
//! again without them, so that each mistake is one finding and nothing is concluded from it.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt, HashSet};

use super::facts::{Draw, Facts, SpendLine};
use super::passporting;
use super::rule::Rule;
use super::scale::{exceeded, out_of_scale, over_their_streams};
use super::sum::Sum;
use crate::money::Unit;
use crate::plan::syntax::{Kind, Tree};
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
    let unit = facts.plan.header.unit_at.filter(|_| facts.plan.unit() != Unit::Pounds);
    match unit.filter(|_| out_of_scale(facts, facts.plan.unit()).is_some()) {
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
    for (period, node, pounds) in dated.chain(alone) {
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
    for list in tree.nodes().filter(|node| tree.kind(*node) == Kind::Array) {
        let (mut ends, mut whole) = (HashMap::new(), HashMap::new());
        for entry in tree.children(list).filter(|entry| tree.kind(*entry) == Kind::Table) {
            // Hardly any two entries begin and end alike, and only those are looked at whole.
            let Some(before) = first_of(&mut ends, ends_of(tree, entry), entry) else { continue };
            first_of(&mut whole, print(tree, before), before);
            let Some(before) = first_of(&mut whole, print(tree, entry), entry) else { continue };
            let is_copy = same(tree, before, entry) && plan.has_entries(list);
            if is_copy && !needs.get_or_init(|| Needs::of(facts)).has(entry) {
                doubts.add(entry, Doubt::Copy(before));
            }
        }
    }
}

/// Returns the first entry under a key, if there is one; else this is the first.
fn first_of<K: Eq + Hash>(map: &mut HashMap<K, NodeId>, key: K, entry: NodeId) -> Option<NodeId> {
    match map.entry(key) {
        Entry::Vacant(free) => {
            free.insert(entry);
            None
        }
        Entry::Occupied(before) => Some(*before.get()),
    }
}

/// Returns the first and the last value of an entry as they are written.
fn ends_of(tree: &Tree, entry: NodeId) -> (&str, &str) {
    let first = std::iter::successors(Some(entry), |node| tree.children(*node).next()).last();
    let last = std::iter::successors(Some(entry), |node| tree.children(*node).last()).last();
    (first.map_or("", |node| tree.raw(node)), last.map_or("", |node| tree.raw(node)))
}

/// Returns a number that entries with the same keys and values share.
fn print(tree: &Tree, entry: NodeId) -> u64 {
    let mut state = FixedState::default().build_hasher();
    add(tree, entry, &mut state);
    state.finish()
}

fn add(tree: &Tree, node: NodeId, state: &mut impl Hasher) {
    match tree.kind(node) {
        Kind::Table | Kind::Array => {
            for child in tree.children(node) {
                if let Some(key) = tree.key_span(child) {
                    key.of(tree.source()).hash(state);
                }
                add(tree, child, state);
            }
            state.write_u8(0);
        }
        _ => tree.raw(node).hash(state),
    }
}

/// Returns whether two values have the same keys and values, in the same order.
fn same(tree: &Tree, a: NodeId, b: NodeId) -> bool {
    if tree.kind(a) != tree.kind(b) {
        return false;
    }
    if !matches!(tree.kind(a), Kind::Table | Kind::Array) {
        return tree.raw(a) == tree.raw(b);
    }
    let (mut left, mut right) = (tree.children(a), tree.children(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if tree.key(a) == tree.key(b) && same(tree, a, b) => {}
            _ => return false,
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
