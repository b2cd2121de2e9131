//! Slips: single changes of a plan's text of the sorts that people make.

use std::ops::Range;

use bcf::plan::shape::Target;
use bcf::plan::syntax::{Kind as NodeKind, NodeId};
use bcf::plan::{Known, Plan};
use fastrand::Rng;

use crate::digits::swapped;

/// A plan with one slip in it.
#[derive(Debug)]
pub(crate) struct Slip {
    /// The text of the plan.
    pub(crate) text: String,
    /// The change, for people.
    pub(crate) what: String,
}

/// A kind of slip.
pub(crate) struct Kind {
    /// What it is called.
    pub(crate) name: &'static str,
    /// True of those figure slips that the goals are set for.
    pub(crate) is_first: bool,
    /// Returns the places of a plan where it can be made.
    places: fn(&Plan) -> Vec<Range<usize>>,
    /// Returns what it makes of the text at a place; nothing where it would change nothing.
    slip: fn(&Plan, &str, &mut Rng) -> Option<String>,
}

macro_rules! kinds {
    ($($name:literal $is_first:literal $places:expr, $slip:expr;)+) => {
        &[$(Kind { name: $name, is_first: $is_first, places: $places, slip: $slip },)+]
    };
}

/// Every kind of slip.
pub(crate) const KINDS: &[Kind] = kinds! {
    "digits swapped" true figures, |_, old, rng| swapped(old, rng);
    "ten times as much" true figures, |_, old, _| times(old, 10, 1);
    "a tenth" true figures, |_, old, _| times(old, 1, 10);
    "a thousand times as much" true figures, |_, old, _| times(old, 1_000, 1);
    "doubled" true figures, |_, old, _| times(old, 2, 1);
    "halved" true figures, |_, old, _| times(old, 1, 2);
    "one percent off" true figures, |_, old, _| times(old, 101, 100);
    "last digit" false figures, last_digit;
    "nil" false figures, |_, old, _| (old != "0").then(|| "0".to_owned());
    "sign" false figures, |_, old, _| Some(format!("-{old}"));
    "unit of one figure" false figures, |_, old, _| times(old, 1, 1_000);
    "figure dropped" false dated, |_, _, _| Some(String::new());
    "year renamed" false year_keys, |_, old, rng| another_year(old, rng);
    "unit of the plan" false unit, |_, old, rng| another(old, &["\"pounds\"", "\"thousands\"", "\"millions\""], rng);
    "key misspelt" false keys, |_, old, rng| misspelt(old, rng);
    "key dropped" false entries_of_tables, |_, _, _| Some(String::new());
    "unknown word" false words, |_, old, rng| misspelt(old, rng);
    "another known word" false words, another_word;
    "reference misspelt" false references, |_, old, rng| misspelt(old, rng);
    "reference to another" false references, another_reference;
    "entry removed" false entries, |_, _, _| Some(String::new());
    "entry pasted twice" false entries, |_, old, _| Some(format!("{old}\n{old}"));
    "table removed" false tables, |_, _, _| Some(String::new());
    "date" false dates, |_, old, rng| swapped(old, rng);
};

/// Returns up to `most` slips of a kind, drawn by a seed.
pub(crate) fn slips(kind: &Kind, text: &str, most: usize, seed: u64) -> Vec<Slip> {
    let plan = Plan::read(text.to_owned());
    let mut rng = Rng::with_seed(seed);
    let mut places = (kind.places)(&plan);
    rng.shuffle(&mut places);
    let slip = |place: Range<usize>| {
        let old = text.get(place.clone())?;
        let new = (kind.slip)(&plan, old, &mut rng).filter(|new| new != old)?;
        let line = text[..place.start].matches('\n').count() + 1;
        let what = format!("line {line}: {} -> {}", short(old), short(&new));
        Some(Slip { text: format!("{}{new}{}", &text[..place.start], &text[place.end..]), what })
    };
    places.into_iter().filter_map(slip).take(most).collect()
}

fn short(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(50).collect()
}

fn spans(plan: &Plan, is: impl Fn(NodeId) -> bool) -> Vec<Range<usize>> {
    plan.tree.nodes().filter(|node| is(*node)).map(|node| plan.tree.span(node).range()).collect()
}

/// The numbers of a plan, nil left out.
fn figures(plan: &Plan) -> Vec<Range<usize>> {
    spans(plan, |node| {
        matches!(plan.tree.kind(node), NodeKind::Integer | NodeKind::Float)
            && plan.tree.raw(node).bytes().any(|byte| matches!(byte, b'1'..=b'9'))
    })
}

/// The figures under years, each with its key and the comma beside it, of series of two years and more.
fn dated(plan: &Plan) -> Vec<Range<usize>> {
    let source = plan.tree.source();
    let series = plan.notes.series().filter(|series| series.figures.len() > 1);
    let figures = series.flat_map(|series| series.figures);
    let place = |node: NodeId| {
        let (start, mut end) = (plan.tree.key_span(node)?.range().start, plan.tree.span(node).range().end);
        let rest = &source[end..];
        if let Some(after) = rest.strip_prefix(',') {
            end += 1 + (after.len() - after.trim_start_matches(' ').len());
            return Some(start..end);
        }
        let before = source[..start].trim_end_matches(' ');
        before.ends_with(',').then(|| before.len() - 1..end)
    };
    figures.filter_map(|figure| place(figure.node)).collect()
}

fn year_keys(plan: &Plan) -> Vec<Range<usize>> {
    let figures = plan.notes.series().flat_map(|series| series.figures);
    figures.filter_map(|figure| Some(plan.tree.key_span(figure.node)?.range())).collect()
}

fn unit(plan: &Plan) -> Vec<Range<usize>> {
    let node = plan.header.node.and_then(|header| plan.tree.get(header, "money"));
    node.map(|node| plan.tree.span(node).range()).into_iter().collect()
}

/// The keys of tables, years left out.
fn keys(plan: &Plan) -> Vec<Range<usize>> {
    let is_year = |key: &str| key.starts_with(|c: char| c.is_ascii_digit());
    let keys = plan.tree.nodes().filter(|node| plan.tree.key(*node).is_some_and(|key| !is_year(&key)));
    keys.filter_map(|node| Some(plan.tree.key_span(node)?.range())).filter(|span| is_key(plan, span)).collect()
}

/// Returns whether a key stands before its value rather than in a header.
fn is_key(plan: &Plan, span: &Range<usize>) -> bool {
    plan.tree.source()[span.end..].trim_start_matches(' ').starts_with('=')
}

/// Whole lines `key = value`.
fn entries_of_tables(plan: &Plan) -> Vec<Range<usize>> {
    let source = plan.tree.source();
    let lines = keys(plan).into_iter().map(|key| {
        let start = source[..key.start].rfind('\n').map_or(0, |end| end + 1);
        let end = source[start..].find('\n').map_or(source.len(), |end| start + end + 1);
        (start, key.start, end)
    });
    let whole = |(start, key, end): &(usize, usize, usize)| {
        let brackets = |c: &[char]| source[*start..*end].matches(c).count();
        start == key && brackets(&['[', '{']) == brackets(&[']', '}'])
    };
    lines.filter(whole).map(|(start, _, end)| start..end).collect()
}

fn words(plan: &Plan) -> Vec<Range<usize>> {
    let listed = plan.notes.references().iter().filter(|one| matches!(one.to, Known::Listed(_)) && !one.is_key);
    listed.map(|one| plan.tree.span(one.node).range()).collect()
}

fn references(plan: &Plan) -> Vec<Range<usize>> {
    let there = plan.notes.references().iter().filter(|one| !one.is_key && target(one.to).is_some());
    there.map(|one| plan.tree.span(one.node).range()).collect()
}

/// Returns what a reference leads to, of those that lead to entries.
fn target(to: Known) -> Option<Target> {
    match to {
        Known::There(target @ (Target::Partner | Target::Source | Target::Scheme | Target::Metric)) => Some(target),
        _ => None,
    }
}

fn dates(plan: &Plan) -> Vec<Range<usize>> {
    spans(plan, |node| plan.tree.kind(node) == NodeKind::DateTime)
}

/// The entries of lists that have headers, with their tables below.
fn entries(plan: &Plan) -> Vec<Range<usize>> {
    blocks(plan.tree.source(), "[[")
}

/// The tables that have headers.
fn tables(plan: &Plan) -> Vec<Range<usize>> {
    blocks(plan.tree.source(), "[")
        .into_iter()
        .filter(|block| !plan.tree.source()[block.clone()].starts_with("[["))
        .collect()
}

/// Returns what is under each header that begins so, up to the next that is not below it.
fn blocks(source: &str, begins: &str) -> Vec<Range<usize>> {
    let starts = source.match_indices('\n').map(|(at, _)| at + 1).chain([0]);
    let mut headers: Vec<(usize, &str)> =
        starts.filter(|at| source[*at..].starts_with('[')).map(|at| (at, name(&source[at..]))).collect();
    headers.sort_unstable();
    let mut blocks = Vec::new();
    for (n, (at, name)) in headers.iter().enumerate() {
        if source[*at..].starts_with(begins) {
            let below = |other: &str| other.strip_prefix(*name).is_some_and(|rest| rest.starts_with('.'));
            let next = headers[n + 1..].iter().find(|(_, other)| !below(other));
            let end = next.map_or(source.len(), |(at, _)| *at);
            // A comment before the next header belongs to that.
            let own = source[*at..end].split_inclusive('\n').collect::<Vec<_>>();
            let is_own = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
            let last = own.iter().rposition(is_own).map_or(0, |last| last + 1);
            blocks.push(*at..*at + own[..last].iter().map(|line| line.len()).sum::<usize>());
        }
    }
    blocks
}

fn name(header: &str) -> &str {
    let inside = header.trim_start_matches('[');
    &inside[..inside.find(']').unwrap_or(inside.len())]
}

/// Returns a number times `by` and divided by `through`, with as many decimals.
fn times(old: &str, by: i128, through: i128) -> Option<String> {
    let plain = old.replace('_', "");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let digits: i128 = plain.replace('.', "").parse().ok()?;
    let result = (digits.checked_mul(by)? + through / 2) / through;
    let text = format!("{result:0>width$}", width = decimals + 1);
    let (whole, rest) = text.split_at(text.len() - decimals);
    let whole = if old.contains('_') { grouped(whole) } else { whole.to_owned() };
    (result != 0).then(|| if decimals > 0 { format!("{whole}.{rest}") } else { whole })
}

fn grouped(digits: &str) -> String {
    bcf::money::grouped(digits, '_')
}

fn last_digit(_: &Plan, old: &str, rng: &mut Rng) -> Option<String> {
    let digit = old.chars().last()?.to_digit(10)?;
    let other = (digit + rng.u32(1..10)) % 10;
    Some(format!("{}{other}", &old[..old.len() - 1]))
}

fn another_year(old: &str, rng: &mut Rng) -> Option<String> {
    let start: u32 = old.get(..4)?.parse().ok()?;
    let start = if rng.bool() { start + 1 } else { start - 1 };
    Some(format!("{start}-{:02}", (start + 1) % 100)).filter(|_| old.len() == 7)
}

fn another(old: &str, all: &[&str], rng: &mut Rng) -> Option<String> {
    let others: Vec<&&str> = all.iter().filter(|other| **other != old).collect();
    others.get(rng.usize(0..others.len().max(1))).map(|other| (**other).to_owned())
}

/// Returns a word with a letter left out, doubled, or changed over with the next.
fn misspelt(old: &str, rng: &mut Rng) -> Option<String> {
    let letters: Vec<usize> = old.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    let at = *letters.get(rng.usize(0..letters.len().max(1)))?;
    let (before, rest) = old.split_at(at);
    Some(match rng.u8(0..3) {
        0 if letters.len() > 3 => format!("{before}{}", &rest[1..]),
        1 => format!("{before}{}{rest}", &rest[..1]),
        _ => {
            let mut bytes = old.as_bytes().to_vec();
            let next =
                bytes.get(at + 1).filter(|next| next.is_ascii_alphabetic()).map_or(at.checked_sub(1)?, |_| at + 1);
            bytes.get(next).filter(|next| next.is_ascii_alphabetic())?;
            bytes.swap(at, next);
            String::from_utf8(bytes).ok()?
        }
    })
}

/// Returns another word of those that stand in the plan for the same list.
fn another_word(plan: &Plan, old: &str, rng: &mut Rng) -> Option<String> {
    let of = |node: NodeId| plan.tree.raw(node);
    let list = plan.notes.references().iter().find(|one| of(one.node) == old && !one.is_key)?.to;
    let same = plan.notes.references().iter().filter(|one| one.to == list && !one.is_key);
    let mut words: Vec<&str> = same.map(|one| of(one.node)).collect();
    words.sort_unstable();
    words.dedup();
    another(old, &words, rng)
}

fn another_reference(plan: &Plan, old: &str, rng: &mut Rng) -> Option<String> {
    let to = plan.notes.references().iter().find(|one| plan.tree.raw(one.node) == old && !one.is_key)?.to;
    let ids: Vec<String> = plan.ids_of(target(to)?).into_iter().map(quoted).collect();
    another(old, &ids.iter().map(String::as_str).collect::<Vec<_>>(), rng)
}

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}
