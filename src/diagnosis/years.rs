//! Candidates that give a year its name back.

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::period::{Period, Year};
use crate::plan::{ComplaintKind, SeriesNote};
use crate::policy::Round;
use crate::span::{NodeId, Span};

/// The most years that are given twice of which either is renamed.
const TWICE: usize = 8;

/// Returns the candidates that rename a year: in a series that lacks one year of the round and has one that is none, and
/// where one is given twice.
pub(super) fn candidates(before: &Before<'_>, round: &Round) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let named = before.places();
    let mut all = Vec::new();
    for series in plan.notes.series().filter(|series| !series.figures.is_empty()) {
        let lacking: Vec<Year> = lacking(&series, round);
        let of_round = |period: Period| matches!(period, Period::Year(year) if round.has_year(year));
        let strays: Vec<_> = series.figures.iter().filter(|figure| !of_round(figure.period)).collect();
        let (&[year], &[stray]) = (&lacking[..], &strays[..]) else { continue };
        let at = plan.tree.key_span(stray.node).filter(|_| !plan.is_outside(stray.node));
        // What came before the round may be there, unless something is said of the entry.
        let is_named = || {
            let entry = around(before, &series);
            named.iter().any(|span| entry.start <= span.start && span.end <= entry.end)
        };
        if let Some(at) = at.filter(|_| !series.role.takes_the_past() || is_named()) {
            all.push(Candidate::new(at, year.to_string(), Ground::Slip, Mistake::Year));
        }
    }
    all.extend(twice(before, round));
    all
}

/// Returns the years of a round that a series lacks.
fn lacking(series: &SeriesNote<'_>, round: &Round) -> Vec<Year> {
    round.years.iter().copied().filter(|year| series.lacks((*year).into())).collect()
}

/// Returns the bytes from the beginning of the entry of a series to the end of the series.
fn around(before: &Before<'_>, series: &SeriesNote<'_>) -> Span {
    let tree = &before.plan.plan.tree;
    let entry = tree.span(series.entry);
    let ends = series.figures.iter().map(|figure| tree.span(figure.node).end);
    Span::new(entry.start as usize, ends.fold(entry.end, u32::max) as usize)
}

/// Returns the candidates that rename either of two years of one name.
fn twice(before: &Before<'_>, round: &Round) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let keys = |span: Span| plan.tree.nodes().find(|node| plan.tree.key_span(*node) == Some(span));
    let wrong = plan.complaints.iter().filter(|complaint| complaint.kind == ComplaintKind::InvalidToml);
    let places = wrong.take(TWICE).flat_map(|complaint| {
        let at = plan.site(&complaint.at).span;
        let first = complaint.label.iter().map(|(first, _)| plan.site(first).span);
        first.chain([at]).map(move |span| (span, at))
    });
    let mut all = Vec::new();
    for (at, twice) in places {
        let Some(year) = Year::parse(at.of(plan.tree.source())) else { continue };
        let Some(table) = keys(at).or_else(|| keys(twice)).and_then(|node: NodeId| plan.tree.parent(node)) else {
            continue;
        };
        let others = [year.previous(), year.next()].into_iter();
        let is_free = |other: &Year| plan.tree.get(table, &other.to_string()).is_none();
        let near = others.filter(|other| is_free(other) && (round.has_year(*other) || *other < year));
        all.extend(near.map(|other| Candidate::new(at, other.to_string(), Ground::Slip, Mistake::Year)));
    }
    all
}
