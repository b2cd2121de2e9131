//! Candidates that mend one spelling wherever it stands: a word that several entries have, and a key that headers have.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashMap;

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::plan::{Complaint, Place, Plan};
use crate::span::Span;

/// The most places of one spelling that are mended together.
const PLACES: usize = 500;

/// Returns the candidates that put one spelling right in every place that findings, or headers, have it.
pub(super) fn candidates(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let mut places: BTreeMap<(&str, String), Vec<Span>> = BTreeMap::new();
    let source = plan.tree.source();
    for edit in before.plan.counting().filter_map(|finding| finding.edit.as_ref()) {
        let old = edit.at.span.of(source);
        if !old.contains(|c: char| c.is_ascii_digit()) && !edit.with.is_empty() {
            places.entry((old, edit.with.clone())).or_default().push(edit.at.span);
        }
    }
    // A spelling that has its edit in one place needs no more.
    places.retain(|_, spans| spans.len() > 1);
    for ((old, with), spans) in in_headers(plan) {
        places.entry((old, with)).or_default().extend(spans);
    }
    let together = places.into_iter().filter_map(|((_, with), mut spans)| {
        spans.sort_unstable();
        spans.dedup();
        let (first, rest) = spans.split_first().filter(|(_, rest)| rest.len() < PLACES)?;
        let mut one = Candidate::new(*first, with.clone(), Ground::Slip, Mistake::Word);
        one.edits.extend(rest.iter().map(|span| (*span, with.clone())));
        Some(one)
    });
    together.collect()
}

/// The keys that are not known and that headers may have: by their spelling and the keys above them, what each was meant for.
type Unknown<'a> = HashMap<&'a str, HashMap<Vec<Cow<'a, str>>, &'a str>>;

/// Returns the keys in headers that are not known, by their spelling and the key they were meant for.
fn in_headers(plan: &Plan) -> BTreeMap<(&str, String), Vec<Span>> {
    let source = plan.tree.source();
    let mut unknown = Unknown::default();
    for (key, above, with) in plan.complaints.iter().filter_map(|complaint| key_of(plan, complaint)) {
        unknown.entry(key).or_default().entry(above).or_insert(with);
    }
    let mut all: BTreeMap<(&str, String), Vec<Span>> = BTreeMap::new();
    if unknown.is_empty() {
        return all;
    }
    for header in headers(source) {
        for (n, part) in header.iter().enumerate() {
            let key = part.of(source);
            let Some(same) = unknown.get(key) else { continue };
            let above: Vec<Cow<'_, str>> = header.iter().take(n).map(|part| part.of(source).into()).collect();
            if let Some(with) = same.get(&above) {
                all.entry((key, (*with).to_owned())).or_default().push(*part);
            }
        }
    }
    all
}

/// Returns the key a complaint says is not known, with the keys above it and the key it was meant for.
fn key_of<'a>(plan: &'a Plan, complaint: &'a Complaint) -> Option<(&'a str, Vec<Cow<'a, str>>, &'a str)> {
    let tree = &plan.tree;
    let table = complaint.with_unknown_key(tree)?;
    let (Place::Key(node), Some(with)) = (&complaint.at, &complaint.with) else { return None };
    let tables = std::iter::successors(Some(table), |table| tree.parent(*table));
    let mut above: Vec<Cow<'_, str>> = tables.filter_map(|table| tree.key(table)).collect();
    above.reverse();
    Some((tree.key_span(*node)?.of(tree.source()), above, with))
}

/// Returns the keys of each header of a text.
fn headers(source: &str) -> impl Iterator<Item = Vec<Span>> + '_ {
    let mut end = 0;
    source.split_inclusive('\n').filter_map(move |line| {
        end += line.len();
        let inside = line.trim_start().strip_prefix('[')?;
        let inside = inside.strip_prefix('[').unwrap_or(inside);
        let mut from = end - inside.len();
        let named = inside.split([']', '#', '\n']).next()?;
        let keys = named.split('.').map(|part| {
            let start = from + part.len() - part.trim_start().len();
            from += part.len() + 1;
            Span::new(start, start + part.trim().len())
        });
        Some(keys.collect())
    })
}
