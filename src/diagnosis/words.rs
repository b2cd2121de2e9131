//! Candidates that change a word: the unit of the plan, a reference to something else that is there.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::finding::Finding;
use crate::money::Money;
use crate::plan::shape::Target;
use crate::plan::{Known, MoneyUnit, Plan, Word, nearest};
use crate::span::{NodeId, Span};

/// The findings from which on the unit of the plan is doubted.
const MANY: usize = 3;
/// The most names that are tried in the place of one.
const NAMES: usize = 12;

/// Returns the candidates that change the unit of the plan's figures.
pub(super) fn units(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let Some(header) = plan.header.node else { return Vec::new() };
    let stated = plan.tree.get(header, "money");
    let at = plan.tree.span(stated.unwrap_or(header));
    if before.plan.findings.len() < MANY && before.at(at).is_empty() {
        return Vec::new();
    }
    let own = stated.map_or(Cow::Borrowed(MoneyUnit::Pounds.word()), |node| plan.tree.text(node));
    // It is about every figure.
    let about = vec![Span::new(0, plan.tree.source().len())];
    // Where none is stated it goes below the header.
    let below = Span::at(at.end as usize);
    let (place, before, after) = if stated.is_some() { (at, "\"", "\"") } else { (below, "\nmoney = \"", "\"") };
    let unit =
        |word: &'static str| Candidate::new(place, format!("{before}{word}{after}"), Ground::Slip, Mistake::Unit(word));
    let others = MoneyUnit::ALL.iter().map(|(word, _)| *word).filter(|word| *word != own);
    others.map(|word| Candidate { about: about.clone(), ..unit(word) }).collect()
}

/// Returns the candidates that refer to another entry than an entry does which findings name.
pub(super) fn references(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let named = entries_named(before);
    let gaps = gaps(before);
    let amounts = amounts(plan);
    let mut ids_of: HashMap<Target, (Vec<&str>, HashSet<&str>)> = HashMap::new();
    let (mut all, mut unknown) = (Vec::new(), 0);
    for reference in plan.notes.references() {
        let Known::There(target) = reference.to else { continue };
        let Some(entry) = plan.tree.parent(reference.node).filter(|entry| named.contains(entry)) else { continue };
        if reference.is_key || plan.is_outside(reference.node) {
            continue;
        }
        let at = plan.tree.span(reference.node);
        let own = plan.tree.text(reference.node);
        let (ids, known) = ids_of.entry(target).or_insert_with(|| {
            let ids = plan.ids_of(target);
            let known = ids.iter().copied().collect();
            (ids, known)
        });
        // What leads nowhere was misspelt for one that is near to it. Whoever misspelt many is not helped by more.
        if !known.contains(&*own) {
            unknown += 1;
            let near = ids.iter().copied().filter(|name| unknown <= NAMES && is_near(&own, name));
            let near = near.take(NAMES).map(|name| Candidate::new(at, quoted(name), Ground::Slip, Mistake::Word));
            all.extend(near);
            continue;
        }
        // Money is moved only where a gap is as large, or something is said of the very reference.
        let amounts = amounts.get(&entry).map_or(&[][..], Vec::as_slice);
        let fills = amounts.iter().any(|(_, pounds)| gaps.contains(pounds));
        let is_named = target != Target::Source && (amounts.is_empty() || !before.at(at).is_empty());
        if !fills && !is_named {
            continue;
        }
        let about: Vec<Span> = amounts.iter().map(|(node, _)| plan.tree.span(*node)).collect();
        let promise = about.iter().chain([&at]).map(|span| before.at(*span).len()).max().unwrap_or_default();
        let others = ids.iter().copied().filter(|name| *name != own).take(NAMES);
        all.extend(others.map(|name| Candidate {
            promise,
            about: about.clone(),
            ..Candidate::new(at, quoted(name), Ground::Slip, Mistake::Word)
        }));
    }
    all
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Returns whether a name may have been meant by another.
fn is_near(own: &str, name: &str) -> bool {
    nearest(own, [name]).is_some()
}

/// Returns the entries a value of which findings name.
fn entries_named(before: &Before<'_>) -> BTreeSet<NodeId> {
    let tree = &before.plan.plan.tree;
    let named: BTreeSet<Span> = before.places().into_iter().collect();
    let mut entries = BTreeSet::new();
    for node in tree.nodes().filter(|node| named.contains(&tree.span(*node))) {
        entries.extend(std::iter::successors(Some(node), |node| tree.parent(*node)).take(3));
    }
    entries
}

/// Returns by how much sums are too large or too small.
fn gaps(before: &Before<'_>) -> BTreeSet<Money> {
    let failed = before.plan.counting();
    failed.filter_map(Finding::size).collect()
}

/// Returns the amounts of each entry.
fn amounts(plan: &Plan) -> HashMap<NodeId, Vec<(NodeId, Money)>> {
    let mut amounts: HashMap<NodeId, Vec<(NodeId, Money)>> = HashMap::new();
    for series in plan.notes.series().filter(|series| series.is_money && series.role.is_planned()) {
        let figures = series.figures.iter().filter_map(|figure| Some((figure.node, figure.pounds?)));
        amounts.entry(series.entry).or_default().extend(figures);
    }
    amounts
}
