//! What the checker notices: every single-figure, single-key and single-table mutation of the two sound example plans is
//! checked, and a mutation no rule notices must have a reason in [`REASONS`].
//!
//! `cargo test --test mutations -- --nocapture` prints, for each kind of mutation, how many were caught and by which
//! rules, and every survivor with its reason.

use std::collections::BTreeMap;

use bcf::check::{Settings, check_text};
use bcf::period::Date;
use bcf::plan::syntax::{Kind, NodeId, Tree};

const PLANS: [(&str, &str); 2] = [
    ("example-county", include_str!("../plans/example-county.toml")),
    ("example-borough", include_str!("../plans/example-borough.toml")),
];

/// The least share of all mutations that some rule must notice.
const FLOOR: f64 = 0.80;

/// A change of a plan's text, and what it is called.
struct Mutation {
    kind: &'static str,
    place: String,
    text: String,
}

/// The rules that notice a text, each once.
fn noticed(text: &str) -> Vec<&'static str> {
    let settings = Settings::on(Date::parse("2018-06-01").expect("a date"));
    let checked = check_text("plan.toml".into(), text.to_owned(), &settings);
    let mut rules: Vec<_> = checked.findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// The dotted keys of a node, lists by position: enough to say where a mutation was made.
fn place(tree: &Tree, node: NodeId) -> String {
    let mut names = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        names.push(tree.key(at).map_or_else(|| {
            let id = ["id", "partner", "district", "change", "kind", "for"].iter().find_map(|key| tree.get(at, key));
            id.map_or_else(|| "#".to_owned(), |id| tree.text(id).into_owned())
        }, std::borrow::Cow::into_owned));
        at = parent;
    }
    names.reverse();
    names.join(".")
}

fn replaced(text: &str, range: std::ops::Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// The first two neighbouring digits that differ, swapped; a leading nil would be no number.
fn swapped(digits: &str) -> Option<String> {
    let bytes = digits.as_bytes();
    let pair = |n: &usize| bytes[*n].is_ascii_digit() && bytes[n + 1].is_ascii_digit() && bytes[*n] != bytes[n + 1];
    let n = (0..bytes.len().saturating_sub(1)).find(|n| pair(n) && !(*n == 0 && bytes[1] == b'0'))?;
    let mut out = bytes.to_vec();
    out.swap(n, n + 1);
    String::from_utf8(out).ok()
}

fn doubled(digits: &str) -> Option<String> {
    let plain = digits.replace('_', "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let value: i128 = format!("{whole}{decimals}").parse().ok().filter(|value| *value != 0)?;
    let text = (value * 2).to_string();
    if decimals.is_empty() {
        return Some(text);
    }
    let text = format!("{text:0>width$}", width = decimals.len() + 1);
    let (whole, rest) = text.split_at(text.len() - decimals.len());
    Some(format!("{whole}.{rest}"))
}

fn figures(tree: &Tree, node: NodeId, out: &mut Vec<Mutation>) {
    let (text, range, raw) = (tree.source(), tree.span(node).range(), tree.raw(node));
    let mut add = |kind, with: Option<String>| {
        if let Some(with) = with {
            out.push(Mutation { kind, place: place(tree, node), text: replaced(text, range.clone(), &with) });
        }
    };
    add("swap digits", swapped(raw));
    add("double", doubled(raw));
    add("negate", raw.bytes().any(|b| (b'1'..=b'9').contains(&b)).then(|| format!("-{raw}")));
}

/// Where the line or inline entry of a key begins and ends.
fn entry(tree: &Tree, node: NodeId) -> Option<std::ops::Range<usize>> {
    let text = tree.source();
    let (start, mut end) = (tree.key_span(node)?.range().start, tree.span(node).range().end);
    let mut start = text[..start].rfind(['\n', '{', ',']).map_or(0, |at| at + 1);
    let rest = &text[end..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    if rest[gap..].starts_with(',') {
        end += gap + 1;
    } else if text[..start].ends_with(',') {
        start -= 1;
    }
    Some(start..end)
}

fn keys(tree: &Tree, node: NodeId, out: &mut Vec<Mutation>) {
    let (text, Some(key)) = (tree.source(), tree.key(node)) else { return };
    let Some(span) = tree.key_span(node) else { return };
    if let (Some(range), true) = (entry(tree, node), tree.kind(node) != Kind::Table) {
        out.push(Mutation { kind: "drop a key", place: place(tree, node), text: replaced(text, range, "") });
    }
    if key.len() == 7 && key.starts_with("20") {
        let shifted = if key.contains("17") { "2016-17" } else { "2019-20" };
        out.push(Mutation { kind: "shift a year", place: place(tree, node), text: replaced(text, span.range(), shifted) });
    }
    if ["partner", "source", "district", "change", "kind", "round", "type", "for", "area_of_spend", "commissioner"].contains(&&*key)
        && tree.kind(node) == Kind::String
    {
        let with = format!("\"{}x\"", tree.text(node));
        out.push(Mutation { kind: "rename a reference", place: place(tree, node), text: replaced(text, tree.span(node).range(), &with) });
    }
}

/// Take out a table with its header, up to the next header.
fn tables(tree: &Tree, node: NodeId, out: &mut Vec<Mutation>) {
    let (text, range) = (tree.source(), tree.span(node).range());
    if tree.kind(node) == Kind::Table && text[range.clone()].starts_with('[') && node != Tree::ROOT {
        let end = text[range.end..].find("\n[").map_or(text.len(), |at| range.end + at + 1);
        out.push(Mutation { kind: "drop a table", place: place(tree, node), text: replaced(text, range.start..end, "") });
    }
}

fn mutations(plan: &str) -> Vec<Mutation> {
    let tree = Tree::parse(plan.to_owned());
    let mut out = Vec::new();
    for node in tree.nodes() {
        if matches!(tree.kind(node), Kind::Integer | Kind::Float) {
            figures(&tree, node, &mut out);
        }
        keys(&tree, node, &mut out);
        tables(&tree, node, &mut out);
    }
    out
}

/// Why a mutation may go unnoticed: the kind (or any), a part of its place, and the reason.
const REASONS: &[(&str, &str, &str)] = &[];

fn reason(mutation: &Mutation) -> Option<&'static str> {
    let fits = |(kind, part, _): &&(&str, &str, &str)| (*kind == "*" || *kind == mutation.kind) && mutation.place.contains(part);
    REASONS.iter().find(fits).map(|(_, _, why)| *why)
}

#[test]
fn every_mutation_is_noticed_or_has_a_reason() {
    let mut caught: BTreeMap<&str, (usize, usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    let mut unexplained = Vec::new();
    let (mut all, mut found) = (0, 0);
    for (name, plan) in PLANS {
        assert_eq!(noticed(plan), [""; 0], "{name} is sound");
        for mutation in mutations(plan) {
            let rules = noticed(&mutation.text);
            let (total, some, by) = caught.entry(mutation.kind).or_default();
            (*total, all) = (*total + 1, all + 1);
            if rules.is_empty() {
                match reason(&mutation) {
                    Some(why) => println!("survived: {name}: {} {}: {why}", mutation.kind, mutation.place),
                    None => unexplained.push(format!("{name}: {} {}", mutation.kind, mutation.place)),
                }
            } else {
                (*some, found) = (*some + 1, found + 1);
                rules.into_iter().for_each(|rule| *by.entry(rule).or_default() += 1);
            }
        }
    }
    for (kind, (total, some, by)) in &caught {
        println!("{kind}: {some} of {total} noticed, by {by:?}");
    }
    println!("{found} of {all} mutations noticed");
    assert!(unexplained.is_empty(), "{} survive without a reason:\n{}", unexplained.len(), unexplained.join("\n"));
    #[expect(clippy::cast_precision_loss, reason = "a few thousand mutations")]
    let share = found as f64 / all as f64;
    assert!(share >= FLOOR, "only {share:.3} of the mutations are noticed");
}
