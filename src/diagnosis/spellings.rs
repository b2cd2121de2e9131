//! Candidates that mend one spelling wherever it stands: a word that several entries have, and a key that headers have.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Ground, Mistake};
use super::trial::Before;
use crate::finding::Status;
use crate::plan::{Complaint, Place, Plan};
use crate::span::Span;

/// The most places of one spelling that are mended together.
const PLACES: usize = 500;

/// Returns the candidates that put one spelling right in every place that findings, or headers, have it.
pub(super) fn candidates(before: &Before<'_>) -> Vec<Candidate> {
    let plan = &before.plan.plan;
    let mut places: BTreeMap<(&str, String), Vec<Span>> = BTreeMap::new();
    let source = plan.tree.source();
    let failed = before.plan.findings.iter().filter(|finding| finding.status == Status::Failed);
    for edit in failed.filter_map(|finding| finding.edit.as_ref()) {
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

/// A key that is not known and that headers may have, with the keys above it and the key it was meant for.
struct Unknown<'a> {
    above: Vec<String>,
    key: &'a str,
    with: &'a str,
}

/// Returns the keys in headers that are not known, by their spelling and the key they were meant for.
fn in_headers(plan: &Plan) -> BTreeMap<(&str, String), Vec<Span>> {
    let source = plan.tree.source();
    let unknown: Vec<Unknown<'_>> = plan.complaints.iter().filter_map(|complaint| unknown(plan, complaint)).collect();
    let mut all: BTreeMap<(&str, String), Vec<Span>> = BTreeMap::new();
    if unknown.is_empty() {
        return all;
    }
    for header in headers(source) {
        for (n, part) in header.iter().enumerate() {
            let above = header.iter().take(n).map(|part| part.of(source));
            let is_it = |one: &&Unknown<'_>| {
                one.key == part.of(source) && one.above.iter().map(String::as_str).eq(above.clone())
            };
            if let Some(one) = unknown.iter().find(is_it) {
                all.entry((one.key, one.with.to_owned())).or_default().push(*part);
            }
        }
    }
    all
}

fn unknown<'a>(plan: &'a Plan, complaint: &'a Complaint) -> Option<Unknown<'a>> {
    let tree = &plan.tree;
    let table = complaint.with_unknown_key(tree)?;
    let (Place::Key(node), Some(with)) = (&complaint.at, &complaint.with) else { return None };
    let tables = std::iter::successors(Some(table), |table| tree.parent(*table));
    let mut above: Vec<String> = tables.filter_map(|table| Some(tree.key(table)?.into_owned())).collect();
    above.reverse();
    Some(Unknown { above, key: tree.key_span(*node)?.of(tree.source()), with })
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
