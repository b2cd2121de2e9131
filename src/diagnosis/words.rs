//! Candidates that change a word: the unit of the plan, a reference to something else that is there, a year.

use std::collections::BTreeSet;

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::finding::{Finding, Status};
use crate::money::Money;
use crate::period::Period;
use crate::plan::shape::{Role, Target};
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
    others.map(|(word, _)| Candidate { promise: usize::MAX, about: about.clone(), ..unit(word) }).collect()
}

/// Returns the candidates that refer to another entry than an entry does which findings name.
pub(super) fn references(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let named = entries_named(before);
    let gaps = gaps(before);
    let mut all = Vec::new();
    for reference in plan.notes.references() {
        let Known::There(target) = reference.to else { continue };
        let Some(entry) = plan.tree.parent(reference.node).filter(|entry| named.contains(entry)) else { continue };
        if reference.is_key || plan.is_outside(reference.node) {
            continue;
        }
        // A line is moved only to the money whose gap it fills.
        let amounts = amounts_of(plan, entry);
        if target == Target::Source && !amounts.iter().any(|(_, pounds)| gaps.contains(pounds)) {
            continue;
        }
        let own = plan.tree.text(reference.node);
        let known = ids(plan, target);
        // What leads nowhere was misspelt, and the finding that says so knows what it is nearest to.
        if !known.iter().any(|name| **name == *own) {
            continue;
        }
        let at = plan.tree.span(reference.node);
        let about: Vec<Span> = amounts.iter().map(|(node, _)| plan.tree.span(*node)).collect();
        let promise = about.iter().chain([&at]).map(|span| before.at(*span).len()).max().unwrap_or_default();
        let others = known.into_iter().filter(|name| **name != *own).take(NAMES);
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

fn amounts_of(plan: &Plan, entry: NodeId) -> Vec<(NodeId, Money)> {
    let series = plan.notes.series().filter(|series| series.is_money && series.entry == entry);
    series.flat_map(|series| series.figures).filter_map(|figure| Some((figure.node, figure.pounds?))).collect()
}

/// Returns the names that entries of the plan have.
fn ids(plan: &Plan, target: Target) -> Vec<&str> {
    match target {
        Target::Partner => plan.partners.iter().filter_map(|one| one.id.str()).collect(),
        Target::Source => plan.sources.iter().filter_map(|one| one.id.str()).collect(),
        Target::Scheme => plan.schemes.iter().filter_map(|one| one.id.str()).collect(),
        Target::Metric => plan.metrics.iter().filter_map(crate::plan::Metric::key).collect(),
        Target::Rule | Target::Place | Target::Scope => Vec::new(),
    }
}

/// Returns the candidates that give a year its name back: in a series that lacks one year of the round and has one that
/// is none.
pub(super) fn years(before: &Before<'_>, round: &Round) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let mut all = Vec::new();
    for series in plan.notes.series().filter(|series| series.role != Role::History && !series.figures.is_empty()) {
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
