//! The faults the checker notices: single-figure, single-key and single-table mutations of the two sound example plans
//! are checked, [`EACH`] of a kind at each key, and a mutation no rule notices must have a reason in [`REASONS`].
//!
//! `cargo test --test all mutations:: -- --nocapture` prints, for each kind of mutation, how many were caught and by which
//! rules, and every survivor with its reason.

use std::collections::BTreeMap;

use bcf::check::{Settings, check_text};
use bcf::period::Date;
use bcf::plan::syntax::{Kind, NodeId, Tree};
use rayon::prelude::*;

use crate::common::one_in;

const PLANS: [(&str, &str); 2] = [
    ("example-county", include_str!("../../plans/example-county.toml")),
    ("example-borough", include_str!("../../plans/example-borough.toml")),
];

/// The least share of all mutations that some rule must notice.
const FLOOR: f64 = 0.85;

/// How many mutations of a kind are made at the same key of a plan's entries and years.
const EACH: usize = 2;

/// A change of a plan's text, and what it is called.
struct Mutation {
    kind: &'static str,
    place: String,
    text: String,
}

/// Returns the keys that lead to a node, without what differs from entry to entry: positions, years and months.
fn keys_to(tree: &Tree, node: NodeId) -> String {
    let ancestors = std::iter::successors(Some(node), |at| tree.parent(*at));
    let keys = ancestors.filter_map(|at| tree.key(at)).filter(|key| !key.starts_with(|c: char| c.is_ascii_digit()));
    keys.fold(String::new(), |keys, key| format!("{key}.{keys}"))
}

/// Returns the dotted keys of a node, lists by position: enough to say where a mutation was made.
fn place(tree: &Tree, node: NodeId) -> String {
    let mut names = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        names.push(tree.key(at).map_or_else(
            || {
                let id =
                    ["id", "partner", "district", "change", "kind", "for"].iter().find_map(|key| tree.get(at, key));
                id.map_or_else(|| "#".to_owned(), |id| tree.text(id).into_owned())
            },
            std::borrow::Cow::into_owned,
        ));
        at = parent;
    }
    names.reverse();
    names.join(".")
}

fn replaced(text: &str, range: std::ops::Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// Returns the first two neighbouring digits that differ, swapped; a leading nil would be no number.
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

/// Returns the byte range of the line or inline entry of a key.
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
        out.push(Mutation {
            kind: "shift a year",
            place: place(tree, node),
            text: replaced(text, span.range(), shifted),
        });
    }
    if ["partner", "source", "district", "change", "kind", "round", "type", "for", "area_of_spend", "commissioner"]
        .contains(&&*key)
        && tree.kind(node) == Kind::String
    {
        let with = format!("\"{}x\"", tree.text(node));
        out.push(Mutation {
            kind: "rename a reference",
            place: place(tree, node),
            text: replaced(text, tree.span(node).range(), &with),
        });
    }
}

/// Takes out a table with its header, up to the next header.
fn tables(tree: &Tree, node: NodeId, out: &mut Vec<Mutation>) {
    let (text, range) = (tree.source(), tree.span(node).range());
    if tree.kind(node) == Kind::Table && text[range.clone()].starts_with('[') && node != Tree::ROOT {
        let end = text[range.end..].find("\n[").map_or(text.len(), |at| range.end + at + 1);
        out.push(Mutation {
            kind: "drop a table",
            place: place(tree, node),
            text: replaced(text, range.start..end, ""),
        });
    }
}

fn mutations(plan: &str) -> Vec<Mutation> {
    let tree = Tree::parse(plan.to_owned());
    let (mut out, mut made) = (Vec::new(), BTreeMap::new());
    for node in tree.nodes() {
        let mut of_node = Vec::new();
        if matches!(tree.kind(node), Kind::Integer | Kind::Float) {
            figures(&tree, node, &mut of_node);
        }
        keys(&tree, node, &mut of_node);
        tables(&tree, node, &mut of_node);
        let keys = keys_to(&tree, node);
        of_node.retain(|mutation| {
            let times: &mut usize = made.entry((mutation.kind, keys.clone())).or_default();
            *times += 1;
            *times <= EACH
        });
        out.append(&mut of_node);
    }
    out
}

/// The result of a check of a mutated plan.
enum Fate {
    /// These rules found something.
    Caught(Vec<&'static str>),
    /// No rule found anything, but a test that passed on the sound plan can no longer be made, and the check says so.
    Told,
    /// The check says the same as of the sound plan.
    Survived,
}

/// The reasons for which a mutation may go unnoticed: its kind (`*`: any), a part of its place, and the reason.
const REASONS: &[(&str, &str, &str)] = &[
    ("*", "area.population", "people are for rates a reader may want; no rule divides by them"),
    ("*", "area.", "what describes the area decides nothing"),
    ("*", "plan.", "a title, a narrative's address or an earlier date decides nothing"),
    ("*", "statements", "a statement is volunteered: what is not claimed cannot be untrue"),
    ("*", "milestones", "milestones are for the area's own use; no condition rests on them"),
    ("drop a key", "totals.", "a plan need not state a total"),
    ("drop a table", "totals", "a plan need not state a total"),
    ("*", "totals.by_", "a plan need not state a total"),
    ("*", "of_which", "an earmark above its published share is the area's choice"),
    ("*", "earmarks.", "an earmark above its published share is the area's choice"),
    ("*", "bed_share", "only the month by which the share is due decides"),
    ("*", "baseline", "another baseline is another past; what is compared with it must be worse to be noticed"),
    ("*", "outturn", "the past is as it is said to be"),
    ("*", "numerator", "a count is optional beside the value it explains"),
    ("*", "denominator", "a count is optional beside the value it explains"),
    ("*", "additional_reduction", "a reduction that is not stated is nil"),
    ("*", "risk_pools", "a risk pool may be of any size its source can bear"),
    ("*", "risks.", "a risk's score is the area's judgement"),
    ("*", "carer-satisfaction", "a local metric is the area's own"),
    ("*", "target", "a better target is a better plan"),
    ("*", "feb_2017_daily_rate", "without a rate of its own the area is held to the national one"),
    ("*", "allocations.source", "the name of the publication decides nothing"),
    ("*", "dfg.", "the day of an agreement, and a second way of saying what the grant is for, decide nothing"),
    ("*", "section_75", "a note, or a second date, decides nothing"),
    ("*", "transfers_of_care", "who leads, and more about a change that is established, decide nothing"),
    ("*", "social_care", "a plan need not state what is published"),
    ("*", "out_of_hospital", "a plan need not state what is published, nor what releases a contingency"),
    ("drop a key", "sign_offs", "the round names bodies; who signed for them, in what role, is for the area to say"),
    ("*", "engagement", "one more body involved, or the day and manner of it, is for the area to say"),
    ("drop a table", "sign_offs", "a body the round does not name need not sign"),
    ("*", "partners", "a partner nothing refers to and no condition asks for"),
    (
        "drop a key",
        "schemes",
        "what a scheme is for and who provides it is for its reader; what a sum needs is told when it is missing",
    ),
    ("drop a table", "evidence", "a topic with evidence twice, or one a section of its own speaks to"),
    ("drop a key", "evidence", "what a place says is for its reader"),
    ("swap digits", "allocations.", "a smaller published earmark is met by the larger one the plan holds"),
    ("drop a key", "allocations.social-care", "the floor follows from the published baseline all the same"),
    ("drop a table", "schemes", "its lines go to the scheme before it, and every sum stays as it was"),
    ("drop a table", "dfg", "a scheme of the grant's type says what the grant is for"),
    ("drop a key", "sources", "a name, and a certificate beside the section 151 officer's sign-off, decide nothing"),
    ("*", "metrics", "a name or a note of a metric decides nothing"),
];

fn reason(mutation: &Mutation) -> Option<&'static str> {
    let fits = |(kind, part, _): &&(&str, &str, &str)| {
        (*kind == "*" || *kind == mutation.kind) && mutation.place.contains(part)
    };
    REASONS.iter().find(fits).map(|(_, _, why)| *why)
}

/// Returns the fate of a mutation, by comparing it with the sound plan.
fn fate(sound: &Seen, mutation: &Mutation) -> Fate {
    let seen = Seen::of(&mutation.text);
    match seen {
        Seen { rules, .. } if !rules.is_empty() => Fate::Caught(rules),
        Seen { passed, .. } if passed < sound.passed => Fate::Told,
        _ => Fate::Survived,
    }
}

/// The result of a check: the rules that found something, each once, and how many tests passed.
struct Seen {
    rules: Vec<&'static str>,
    passed: usize,
}

impl Seen {
    fn of(text: &str) -> Self {
        let settings = Settings::on(Date::parse("2018-06-01").expect("a date"));
        let checked = check_text("plan.toml".into(), text.to_owned(), &settings);
        let mut rules: Vec<_> = checked.findings.iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        Self { rules, passed: checked.counts().passed }
    }
}

#[derive(Default)]
struct Tally {
    all: usize,
    caught: usize,
    told: usize,
    by: BTreeMap<&'static str, usize>,
}

#[test]
fn every_mutation_is_noticed_or_has_a_reason() {
    let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (name, plan) in PLANS {
        let sound = Seen::of(plan);
        assert!(sound.rules.is_empty(), "{name} is not sound: {:?}", sound.rules);
        let fates: Vec<(Mutation, Fate)> =
            one_in(8, mutations(plan)).into_par_iter().map(|m| (fate(&sound, &m), m)).map(|(f, m)| (m, f)).collect();
        for (mutation, fate) in fates {
            let tally = kinds.entry(mutation.kind).or_default();
            tally.all += 1;
            match fate {
                Fate::Caught(rules) => {
                    tally.caught += 1;
                    for rule in rules {
                        *tally.by.entry(rule).or_default() += 1;
                    }
                }
                Fate::Told => tally.told += 1,
                Fate::Survived => match reason(&mutation) {
                    Some(why) => println!("survived: {name}: {} {}: {why}", mutation.kind, mutation.place),
                    None => unexplained.push(format!("{name}: {} {}", mutation.kind, mutation.place)),
                },
            }
        }
    }
    let (all, noticed) = kinds.values().fold((0, 0), |(all, noticed), t| (all + t.all, noticed + t.caught + t.told));
    for (kind, tally) in &kinds {
        println!(
            "{kind}: {} of {} caught, {} told as not evaluated; by {:?}",
            tally.caught, tally.all, tally.told, tally.by
        );
    }
    println!("{noticed} of {all} mutations noticed");
    assert!(unexplained.is_empty(), "{} survive without a reason:\n{}", unexplained.len(), unexplained.join("\n"));
    #[expect(clippy::cast_precision_loss, reason = "a few thousand mutations")]
    let share = noticed as f64 / all as f64;
    assert!(share >= FLOOR, "only {share:.3} of the mutations are noticed");
}
