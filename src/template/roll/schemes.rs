//! The schemes, the totals, the risk pools.

use std::collections::{BTreeSet, HashSet};

use super::super::money::{needed, scheme_head, totals, write_scheme};
use super::super::page::{Page, by_period, gap, list};
use super::rolled::{Roll, amount_gaps, carry, items, last_of, texts};
use super::words::Fate;
use crate::plan::{Scheme, Spend};
use crate::policy::WordsOf;
use crate::text::escape::shown;
use crate::write::{Node, inline};

pub(super) fn write(roll: &Roll<'_>, page: &mut Page) {
    scheme_head(&roll.draft, page);
    let entries = roll.entries("schemes");
    changed_words(roll, entries, page);
    for (scheme, entry) in roll.plan.schemes.iter().zip(entries) {
        one(roll, scheme, entry, page);
    }
    let there = super::money::streams_carried(roll);
    let empty = entries.is_empty();
    for mut scheme in needed(&roll.draft, &HashSet::new()) {
        if empty || scheme.lines.iter().all(|line| !there.contains(line.stream.as_str())) {
            while roll.plan.schemes.iter().any(|known| known.id.str() == Some(&scheme.id)) {
                scheme.id.push_str("-new");
            }
            write_scheme(&roll.draft, &scheme, page);
        }
    }
    totals(&roll.draft, page);
    risk_pools(roll, page);
}

fn one(roll: &Roll<'_>, scheme: &Scheme, entry: &Node, page: &mut Page) {
    page.blank();
    page.header_here("[[schemes]]");
    carry("schemes", entry, page, |key, page| {
        if key == "type" {
            if let Some(old) = scheme.kind.str() {
                kind(roll, old, entry, page);
            }
        } else if LISTS.contains(&key) {
            words_now(roll, key, entry, page);
        } else if key == "outputs" {
            outputs(roll, entry, page);
        } else {
            return false;
        }
        true
    });
    for (spend, entry) in scheme.spend.iter().zip(items(entry.get("spend"))) {
        line(roll, spend, entry, page);
    }
}

/// Writes what a scheme delivers: the thing that is counted as it was, and how many of it as gaps.
fn outputs(roll: &Roll<'_>, entry: &Node, page: &mut Page) {
    let Some(unit) = entry.get("outputs").and_then(|outputs| outputs.get("unit")) else { return };
    let numbers = by_period(roll.draft.round.years.iter().map(|year| (*year, gap("number"))));
    page.raw("outputs", &format!("{{ unit = {}, planned = {numbers} }}", inline(unit)));
}

/// Writes the words of a list as the round has them.
fn words_now(roll: &Roll<'_>, key: &str, entry: &Node, page: &mut Page) {
    let mut words: Vec<String> = Vec::new();
    for old in texts(entry.get(key)) {
        let new = fate(roll, key, old).words(old);
        words.extend(new.into_iter().filter(|word| !words.contains(word)).collect::<Vec<_>>());
    }
    if !words.is_empty() {
        page.texts(key, &words);
    }
}

fn kind(roll: &Roll<'_>, old: &str, entry: &Node, page: &mut Page) {
    let fate = if roll.draft.round.scheme_types.is_some() { roll.fate(WordsOf::SchemeTypes, old) } else { Fate::Kept };
    match fate.words(old).as_slice() {
        [only] => page.text("type", only),
        [] => page.raw("type", &super::super::page::gap_after("scheme type", Some(&format!("it was {old}")))),
        several => {
            page.raw("type", &super::super::page::gap_after(&several.join(" or "), Some(&format!("it was {old}"))));
        }
    }
    if let Some(subtype) = entry.get("subtype").filter(|_| fate == Fate::Kept) {
        page.raw("subtype", &inline(subtype));
    }
}

/// The lists of a scheme whose words are a round's.
const LISTS: [&str; 3] = ["metrics", "changes", "conditions"];

fn fate(roll: &Roll<'_>, key: &str, word: &str) -> Fate {
    match key {
        "metrics" => metric(roll, word),
        "changes" => change(roll, word),
        _ => roll.fate(WordsOf::Conditions, word),
    }
}

/// Writes once what became of the words the schemes were written in.
fn changed_words(roll: &Roll<'_>, entries: &[Node], page: &mut Page) {
    for key in LISTS {
        let words: BTreeSet<&str> = entries.iter().flat_map(|entry| texts(entry.get(key))).collect();
        let said = words.into_iter().filter_map(|word| fate(roll, key, word).said(word, roll.draft.round));
        let said: Vec<String> = said.collect();
        if !said.is_empty() {
            let said = said.join("; ");
            page.comment(&format!("The schemes' {key}: {}.", shown(&said)));
        }
    }
}

/// Returns what became of a metric, named by its kind or by an id the plan gave it.
fn metric(roll: &Roll<'_>, word: &str) -> Fate {
    let own = roll.known.metrics.get(word);
    match own.and_then(|metric| metric.kind.str()) {
        Some("local") => Fate::Kept,
        Some(kind) if roll.fate(WordsOf::Metrics, kind) == Fate::Kept => Fate::Kept,
        Some(kind) => roll.fate(WordsOf::Metrics, kind),
        None => roll.fate(WordsOf::Metrics, word),
    }
}

fn change(roll: &Roll<'_>, word: &str) -> Fate {
    let changes = roll.draft.round.changes.iter().flat_map(|changes| &changes.list);
    if changes.into_iter().any(|change| change.id == word) { Fate::Kept } else { Fate::Ended(None) }
}

fn line(roll: &Roll<'_>, spend: &Spend, entry: &Node, page: &mut Page) {
    page.header("[[schemes.spend]]");
    let mut stream = None;
    carry("schemes.spend", entry, page, |key, page| {
        match key {
            "source" => stream = spend.source.str().and_then(|old| source(roll, old, page)),
            "amount" => {
                page.raw(key, &amount_gaps(&roll.draft.round.years, last_of(&spend.amount).as_deref()));
            }
            "purposes" => purposes(roll, stream.as_deref(), entry, page),
            _ => return false,
        }
        true
    });
}

/// Writes the purposes of the grant a line draws on, where the round asks for them.
fn purposes(roll: &Roll<'_>, stream: Option<&str>, entry: &Node, page: &mut Page) {
    let asked = roll.draft.round.purposes.iter().find(|p| p.streams.iter().any(|s| Some(s.as_str()) == stream));
    let Some(asked) = asked else { return };
    let known = |word: &&str| asked.list.iter().any(|purpose| purpose.id == *word);
    let old = texts(entry.get("purposes"));
    let kept: Vec<&str> = old.iter().copied().filter(known).collect();
    page.raw("purposes", &if kept.is_empty() { list(&["<purpose of the grant>"]) } else { list(&kept) });
}

/// Writes the source a line draws on; returns the stream that is now.
fn source(roll: &Roll<'_>, old: &str, page: &mut Page) -> Option<String> {
    if let Some(source) = roll.known.sources.get(old) {
        page.text("source", old);
        let kind = source.kind.str()?;
        return roll.fate(WordsOf::Streams, kind).words(kind).into_iter().next();
    }
    let words = roll.fate(WordsOf::Streams, old).words(old);
    match words.as_slice() {
        [only] => page.text("source", only),
        several => {
            let what = if several.is_empty() { "source".to_owned() } else { several.join(" or ") };
            page.raw("source", &super::super::page::gap_after(&what, Some(&format!("it was {old}"))));
        }
    }
    words.into_iter().next()
}

fn risk_pools(roll: &Roll<'_>, page: &mut Page) {
    for (pool, entry) in roll.plan.risk_pools.iter().zip(roll.entries("risk_pools")) {
        page.header("[[risk_pools]]");
        carry("risk_pools", entry, page, |key, page| {
            match key {
                "source" => drop(pool.source.str().and_then(|old| source(roll, old, page))),
                "amount" => {
                    page.raw(key, &amount_gaps(&roll.draft.round.years, last_of(&pool.amount).as_deref()));
                }
                _ => return false,
            }
            true
        });
    }
}
