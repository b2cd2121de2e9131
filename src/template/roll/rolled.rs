//! The plan being rolled forward, and what its parts are carried over with.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::page::{Page, by_period, gap_after, money};
use super::words::{self, Fate};
use crate::check::Checked;
use crate::money::Amount;
use crate::period::Year;
use crate::plan::{Amounts, Metric, Partner, Plan, Source, key_at};
use crate::policy::{Round, WordsOf};
use crate::text::escape::shown;
use crate::write::{Node, Value, inline};

/// The material that the parts of a rolled plan are written from.
pub(super) struct Roll<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) from: &'a Checked,
    pub(super) plan: &'a Plan,
    pub(super) known: Known<'a>,
    /// The old plan's values.
    pub(super) old: Node,
    /// The round the plan was of.
    pub(super) was: Option<&'a Round>,
    /// Its last year.
    pub(super) last: Year,
}

/// The entries of the old plan that others name, the first of each id.
pub(super) struct Known<'a> {
    pub(super) partners: HashMap<&'a str, &'a Partner>,
    pub(super) sources: HashMap<&'a str, &'a Source>,
    pub(super) metrics: HashMap<&'a str, &'a Metric>,
}

impl<'a> Known<'a> {
    /// Goes through the plan once.
    pub(super) fn of(plan: &'a Plan) -> Self {
        Self {
            partners: first(plan.partners.iter().map(|partner| (partner.id.str(), partner))),
            sources: first(plan.sources.iter().map(|source| (source.id.str(), source))),
            metrics: first(plan.metrics.iter().map(|metric| (metric.id.str(), metric))),
        }
    }
}

fn first<'a, E>(entries: impl Iterator<Item = (Option<&'a str>, &'a E)>) -> HashMap<&'a str, &'a E> {
    let mut known = HashMap::new();
    for (id, entry) in entries {
        if let Some(id) = id {
            known.entry(id).or_insert(entry);
        }
    }
    known
}

impl Roll<'_> {
    /// Returns the entries of a list of the old plan.
    pub(super) fn entries(&self, list: &str) -> &[Node] {
        items(self.old.get(list))
    }

    /// Returns what became of a word.
    pub(super) fn fate(&self, list: WordsOf, word: &str) -> Fate {
        words::fate(self.draft.round, list, word)
    }
}

/// Goes through the keys of a section in the order of the format. `own` writes those that are not merely taken over, and
/// says which they are; of the others those that last are written as they were.
pub(super) fn carry(section: &str, entry: &Node, page: &mut Page, mut own: impl FnMut(&str, &mut Page) -> bool) {
    let table = key_at(section).and_then(|(_, key)| key.shape.table());
    for key in table.iter().flat_map(|table| &table.keys) {
        if own(key.name, page) || !key.lasts {
            continue;
        }
        if let Some(value) = entry.get(key.name) {
            page.raw(key.name, &inline(value));
        }
    }
}

/// Writes nothing, for a section whose keys are all merely taken over.
pub(super) fn as_it_was(_: &str, _: &mut Page) -> bool {
    false
}

/// Writes a text of the last plan into a comment, for the person who writes it anew.
pub(super) fn quote(text: Option<&str>, page: &mut Page) {
    if let Some(text) = text {
        page.comment(&format!("The last plan: {}", shown(text)));
    }
}

/// Returns one gap for each year, showing the last figure.
pub(super) fn amount_gaps(years: &[Year], before: Option<&str>) -> String {
    let gap = || gap_after("amount", before);
    by_period(years.iter().map(|year| (*year, gap())))
}

/// Returns the last figure there is: "£1,234,000 in 2018/19".
pub(super) fn last_of(amounts: &Amounts) -> Option<String> {
    let (year, amount, _) = amounts.readable().max_by_key(|(year, _, _)| *year)?;
    Some(format!("{} in {}", said(amount), year.prose()))
}

/// Returns an amount as it was written.
fn said(amount: Amount) -> String {
    let text = money(amount);
    if text.starts_with('"') { text.trim_matches('"').to_owned() } else { amount.pounds.to_string() }
}

/// Returns the entries of a list, written either way.
pub(super) fn items(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(items)) => items,
        _ => &[],
    }
}

/// Returns the texts of a list.
pub(super) fn texts(node: Option<&Node>) -> Vec<&str> {
    match node {
        Some(Node::Value(Value::List(values))) => values
            .iter()
            .filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
            .collect(),
        _ => Vec::new(),
    }
}
