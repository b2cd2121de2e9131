//! Candidates that change a word: the unit of the plan, a reference to something else that is there, a year.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::finding::{Finding, Status};
use crate::money::Money;
use crate::period::Period;
use crate::plan::shape::Target;
use crate::plan::{Known, MoneyUnit, Plan, Word};
use crate::policy::Round;
use crate::span::{NodeId, Span};

/// The findings from which on the unit of the plan is doubted.
const MANY: usize = 3;
/// The most names that are tried in the place of one.
const NAMES: usize = 12;

/// Returns the candidates that change the unit of the plan's figures.
pub(super) fn units(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let header = plan.header.node.and_then(|header| plan.tree.get(header, "money"));
    let Some(node) = header else { return Vec::new() };
    let at = plan.tree.span(node);
    if before.plan.findings.len() < MANY && before.at(at).is_empty() {
        return Vec::new();
    }
    let others = MoneyUnit::ALL.iter().filter(|(word, _)| *word != plan.tree.text(node));
    // It is about every figure.
    let about = vec![Span::new(0, plan.tree.source().len())];
    let unit = |word: &str| Candidate::new(at, format!("\"{word}\""), Ground::Slip, Mistake::Unit);
    others.map(|(word, _)| Candidate { about: about.clone(), ..unit(word) }).collect()
}

/// Returns the candidates that refer to another entry than an entry does which findings name.
pub(super) fn references(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let named = entries_named(before);
    let gaps = gaps(before);
    let amounts = amounts(plan);
    let mut ids_of: HashMap<Target, (Vec<&str>, HashSet<&str>)> = HashMap::new();
    let mut all = Vec::new();
    for reference in plan.notes.references() {
        let Known::There(target) = reference.to else { continue };
        let Some(entry) = plan.tree.parent(reference.node).filter(|entry| named.contains(entry)) else { continue };
        if reference.is_key || plan.is_outside(reference.node) {
            continue;
        }
        let at = plan.tree.span(reference.node);
        // Money is moved only where a gap is as large, or something is said of the very reference.
        let amounts = amounts.get(&entry).map_or(&[][..], Vec::as_slice);
        let fills = amounts.iter().any(|(_, pounds)| gaps.contains(pounds));
        let is_named = target != Target::Source && (amounts.is_empty() || !before.at(at).is_empty());
        if !fills && !is_named {
            continue;
        }
        let own = plan.tree.text(reference.node);
        let (ids, known) = ids_of.entry(target).or_insert_with(|| {
            let ids = plan.ids_of(target);
            let known = ids.iter().copied().collect();
            (ids, known)
        });
        // What leads nowhere was misspelt, and the finding that says so knows what it is nearest to.
        if !known.contains(&*own) {
            continue;
        }
        let about: Vec<Span> = amounts.iter().map(|(node, _)| plan.tree.span(*node)).collect();
        let promise = about.iter().chain([&at]).map(|span| before.at(*span).len()).max().unwrap_or_default();
        let others = ids.iter().copied().filter(|name| *name != own).take(NAMES);
        all.extend(others.map(|name| Candidate {
            promise,
            about: about.clone(),
            ..Candidate::new(at, format!("\"{name}\""), Ground::Slip, Mistake::Word)
        }));
    }
    all
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
    let failed = before.plan.findings.iter().filter(|finding| finding.status == Status::Failed);
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

/// Returns the candidates that give a year its name back: in a series that lacks one year of the round and has one that
/// is none.
pub(super) fn years(before: &Before<'_>, round: &Round) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let mut all = Vec::new();
    for series in plan.notes.series().filter(|series| !series.role.takes_the_past() && !series.figures.is_empty()) {
        let lacking: Vec<_> = round.years.iter().filter(|year| series.lacks((**year).into())).collect();
        let of_round = |period: Period| matches!(period, Period::Year(year) if round.has_year(year));
        let strays: Vec<_> = series.figures.iter().filter(|figure| !of_round(figure.period)).collect();
        if let (&[year], &[stray]) = (&lacking[..], &strays[..])
            && let Some(at) = plan.tree.key_span(stray.node).filter(|_| !plan.is_outside(stray.node))
        {
            all.push(Candidate::new(at, year.to_string(), Ground::Slip, Mistake::Year));
        }
    }
    all
}
