//! The changes between two rounds: for people, as Markdown, and as `bcf.rounds-diff/1`.

use std::fmt::Write as _;
use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;

use super::json::{FactOut, Head};
use super::years;
use crate::compare::rounds::{Applying, Changed, ClauseFact, RoundComparison};
use crate::money::Money;
use crate::policy::Text;
use crate::policy::outline::{Fact, Value};
use crate::report::View;
use crate::report::json::to_writer;
use crate::report::markdown::escaped;
use crate::report::paint::Ink;
use crate::text::escape::shown;
use crate::text::words::{count, list};
use crate::text::wrap::wrapped;

/// A line of the comparison.
enum DiffLine {
    /// A heading.
    Head(String),
    /// `+`, `-`, `~` or `?`, what it is about, and what follows it, a line each.
    Item(char, String, Vec<String>),
}

/// Writes the changes for a terminal.
///
/// # Errors
/// When `out` cannot be written.
pub fn diff_human(changes: &RoundComparison<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("{}\n", wrapped(&shown(&summary(changes)), view.width.min(120)).join("\n"));
    let room = |indent: usize| view.width.min(120).saturating_sub(indent).max(30);
    for line in lines(changes) {
        match line {
            DiffLine::Head(title) => {
                let _ = writeln!(text, "\n{}", view.paint().ink(Ink::Strong, title));
            }
            DiffLine::Item(sign, what, more) => {
                let ink = match sign {
                    '+' => Ink::Good,
                    '-' => Ink::Bad,
                    _ => Ink::Strong,
                };
                for (n, line) in wrapped(&shown(&what), room(4)).into_iter().enumerate() {
                    let sign = if n == 0 { view.paint().ink(ink, sign).to_string() } else { " ".to_owned() };
                    let _ = writeln!(text, "  {sign} {line}");
                }
                for line in more.iter().flat_map(|line| wrapped(&shown(line), room(6))) {
                    let _ = writeln!(text, "      {}", view.paint().ink(Ink::Faint, line));
                }
            }
        }
    }
    out.write_all(text.as_bytes())
}

/// Writes it as Markdown.
///
/// # Errors
/// When `out` cannot be written.
pub fn diff_markdown(changes: &RoundComparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("{}\n", escaped(&summary(changes)));
    for line in lines(changes) {
        match line {
            DiffLine::Head(title) => {
                let _ = write!(text, "\n#### {}\n\n", escaped(&title));
            }
            DiffLine::Item(sign, what, more) => {
                let sign = match sign {
                    '+' => "new",
                    '-' => "gone",
                    '?' => "not known",
                    _ => "changed",
                };
                let _ = writeln!(text, "- **{sign}** {}", escaped(&what));
                for line in more {
                    let _ = writeln!(text, "  - {}", escaped(&line));
                }
            }
        }
    }
    out.write_all(text.as_bytes())
}

fn summary(changes: &RoundComparison<'_>) -> String {
    let (old, new) = (changes.old, changes.new);
    let ids = format!("{} ({}) to {} ({})", old.id, years(&old.years), new.id, years(&new.years));
    if changes.is_same() {
        return format!("{ids}: the two ask the same");
    }
    let number = |id: &str, one: &str, many: &str| {
        let section = changes.sections.iter().find(|section| section.id == id);
        section.map(|s| count(s.added.len() + s.removed.len() + s.changed.len(), one, many))
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(number("conditions", "condition differs", "conditions differ"));
    parts.extend(number("streams", "stream", "streams"));
    parts.extend(number("floors", "floor figure", "floor figures"));
    parts.extend(number("metrics", "metric figure", "metric figures"));
    parts.extend(number("dates", "date", "dates"));
    parts.extend(number("sign-offs", "signature", "signatures"));
    parts.extend(number("topics", "topic", "topics"));
    if !changes.begin.is_empty() || !changes.cease.is_empty() {
        let begin = count(changes.begin.len(), "rule begins", "rules begin");
        let cease = count(changes.cease.len(), "ceases", "cease");
        parts.push(format!("{begin} to apply and {cease} to"));
    }
    if parts.is_empty() { ids } else { format!("{ids}: {}", list(&parts)) }
}

fn lines(changes: &RoundComparison<'_>) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    for section in &changes.sections {
        lines.push(DiffLine::Head(section.title.to_owned()));
        lines.extend(section.added.iter().map(|fact| DiffLine::Item('+', fact.to_string(), Vec::new())));
        lines.extend(section.removed.iter().map(|fact| DiffLine::Item('-', fact.to_string(), Vec::new())));
        lines.extend(section.changed.iter().map(|(old, new)| changed(old, new)));
    }
    clauses(&changes.clauses, &mut lines);
    for (title, sign, rules) in
        [("Rules that begin to apply", '+', &changes.begin), ("Rules that cease to apply", '-', &changes.cease)]
    {
        if !rules.is_empty() {
            lines.push(DiffLine::Head(title.to_owned()));
        }
        let item = |rule: &Applying| {
            DiffLine::Item(
                sign,
                format!("{} ({}): {}", rule.rule, rule.level, rule.summary),
                vec![format!("clause {}", rule.clause)],
            )
        };
        lines.extend(rules.iter().map(item));
    }
    let unknown: Vec<&Text> = not_covered(changes).collect();
    if !unknown.is_empty() {
        lines.push(DiffLine::Head(format!("What is not known of {}", changes.new.id)));
        lines.extend(unknown.into_iter().map(|text| DiffLine::Item('?', text.to_string(), Vec::new())));
    }
    lines
}

/// Returns what is not known of the new round, where it was not already so of the old one.
fn not_covered<'a>(changes: &RoundComparison<'a>) -> impl Iterator<Item = &'a Text> {
    let old = &changes.old.not_covered;
    changes.new.not_covered.iter().filter(|text| !old.iter().any(|was| was == *text))
}

fn changed(old: &Fact, new: &Fact) -> DiffLine {
    let mut more = Vec::new();
    let mut title = new.what.clone();
    let is_amount = matches!((&old.value, &new.value), (Value::Amount(_), Value::Amount(_)));
    if old.what != new.what && is_amount {
        more.push(format!("was, {}: {}", old.what, old.value));
    } else if old.what != new.what {
        title = format!("{} (`{}`)", new.what, new.id);
        more.push(format!("it was called {}", old.what));
    }
    match (&old.value, &new.value) {
        (old, new) if old == new => {}
        (Value::Words(old), Value::Words(new)) => {
            let only = |a: &[String], b: &[String]| a.iter().filter(|w| !b.contains(w)).cloned().collect::<Vec<_>>();
            let (added, removed) = (only(new, old), only(old, new));
            more.extend((!added.is_empty()).then(|| format!("new: {}", added.join(", "))));
            more.extend((!removed.is_empty()).then(|| format!("gone: {}", removed.join(", "))));
            more.extend((added.is_empty() && removed.is_empty()).then(|| "in another order".to_owned()));
        }
        (Value::Amount(before), Value::Amount(after)) if old.what != new.what => {
            more.push(format!("now: {after}{}", rise(*before, *after)));
        }
        (old, new) => {
            let text =
                |value: &Value| if *value == Value::There { "nothing more".to_owned() } else { value.to_string() };
            more.push(format!("was: {}", text(old)));
            more.push(format!("now: {}", text(new)));
        }
    }
    DiffLine::Item('~', title, more)
}

/// Returns by how much an amount rose or fell: `, £177,000,000 or 3.15% more`
fn rise(before: Money, after: Money) -> String {
    let (change, way) = if after < before { (before - after, "less") } else { (after - before, "more") };
    let share = change.to_decimal().zip(before.to_decimal()).and_then(|(change, before)| change.checked_div(before));
    match share.and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED)) {
        Some(percent) if change != Money::ZERO => format!(", {change} or {}% {way}", percent.round_dp(2).normalize()),
        _ => String::new(),
    }
}

fn clauses(clauses: &Changed<ClauseFact<'_>>, lines: &mut Vec<DiffLine>) {
    if clauses.is_same() {
        return;
    }
    lines.push(DiffLine::Head(clauses.title.to_owned()));
    let item = |sign, fact: &ClauseFact<'_>| {
        DiffLine::Item(sign, format!("{} ({}): {}", fact.clause.id, fact.clause.known(), fact.clause.says), Vec::new())
    };
    lines.extend(clauses.added.iter().map(|fact| item('+', fact)));
    lines.extend(clauses.removed.iter().map(|fact| item('-', fact)));
    let changed = || clauses.changed.iter();
    // What is believed to hold on is told apart from what was read, and other papers that say the same in one line.
    let is_carried = |(old, new): &&(ClauseFact<'_>, ClauseFact<'_>)| new.clause.is_weak() && !old.clause.is_weak();
    let is_worded = |(old, new): &&(ClauseFact<'_>, ClauseFact<'_>)| differ(old, new).any(|(part, ..)| !is_place(part));
    for (old, new) in changed().filter(|pair| !is_carried(pair) && is_worded(pair)) {
        let more = differ(old, new).flat_map(|(part, old, new)| {
            let text = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
            let part = part.replace('_', " ");
            [format!("{part}, was: {}", text(old)), format!("{part}, now: {}", text(new))]
        });
        lines.push(DiffLine::Item('~', new.clause.id.to_string(), more.collect()));
    }
    let carried: Vec<&ClauseFact<'_>> = changed().filter(is_carried).map(|(_, new)| new).collect();
    if !carried.is_empty() {
        lines.push(DiffLine::Head("Clauses that are believed to hold on, to be confirmed".to_owned()));
        lines.extend(carried.into_iter().map(|fact| item('~', fact)));
    }
    let elsewhere: Vec<&str> =
        changed().filter(|pair| !is_carried(pair) && !is_worded(pair)).map(|(_, new)| new.clause.id.as_str()).collect();
    if !elsewhere.is_empty() {
        lines.push(DiffLine::Head("Clauses that say the same, read in another place".to_owned()));
        lines.push(DiffLine::Item('~', list(&elsewhere), Vec::new()));
    }
}

/// Returns true for a part of a clause that is where it was read.
fn is_place(part: &str) -> bool {
    matches!(part, "at" | "source")
}

/// Returns the parts of a clause that differ: their names, before and after.
fn differ<'a>(
    old: &ClauseFact<'a>,
    new: &ClauseFact<'a>,
) -> impl Iterator<Item = (&'static str, &'a str, &'a str)> + use<'a> {
    let pairs = old.parts().into_iter().zip(new.parts());
    pairs.filter(|((_, a), (_, b))| a != b).map(|((part, old), (_, new))| (part, old, new))
}

#[derive(Serialize)]
struct Out<'a> {
    schema: &'static str,
    old: Head<'a>,
    new: Head<'a>,
    sections: Vec<SectionOut>,
    clauses: ClausesOut<'a>,
    rules: RulesOut<'a>,
    /// The things that are not known of the new one.
    not_covered: Vec<&'a Text>,
}

#[derive(Serialize)]
struct SectionOut {
    id: &'static str,
    title: &'static str,
    added: Vec<FactOut>,
    removed: Vec<FactOut>,
    changed: Vec<Pair<FactOut>>,
}

#[derive(Serialize)]
struct Pair<T> {
    old: T,
    new: T,
}

#[derive(Serialize)]
struct ClausesOut<'a> {
    added: Vec<ClauseOut<'a>>,
    removed: Vec<ClauseOut<'a>>,
    changed: Vec<Pair<ClauseOut<'a>>>,
}

/// A clause; `source` is the title of its document.
#[derive(Serialize)]
struct ClauseOut<'a> {
    id: &'a str,
    says: &'a str,
    basis: &'a str,
    reported_by: &'a [Text],
    at: &'a str,
    source: &'a str,
    asks: bool,
    waived_by: Option<&'a str>,
    unchecked: Option<&'a str>,
}

#[derive(Serialize)]
struct RulesOut<'a> {
    begin: Vec<RuleOut<'a>>,
    cease: Vec<RuleOut<'a>>,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    rule: &'a str,
    level: &'static str,
    clause: &'a str,
    summary: &'a str,
}

/// Writes it as data.
///
/// # Errors
/// When `out` cannot be written.
pub fn diff_json(changes: &RoundComparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let facts = |facts: &[Fact]| facts.iter().cloned().map(FactOut::of).collect();
    let section = |section: &Changed<Fact>| SectionOut {
        id: section.id,
        title: section.title,
        added: facts(&section.added),
        removed: facts(&section.removed),
        changed: section
            .changed
            .iter()
            .map(|(old, new)| Pair { old: FactOut::of(old.clone()), new: FactOut::of(new.clone()) })
            .collect(),
    };
    let clauses = &changes.clauses;
    let whole = Out {
        schema: "bcf.rounds-diff/1",
        old: Head::plain(changes.old),
        new: Head::plain(changes.new),
        sections: changes.sections.iter().map(section).collect(),
        clauses: ClausesOut {
            added: clauses.added.iter().map(ClauseOut::of).collect(),
            removed: clauses.removed.iter().map(ClauseOut::of).collect(),
            changed: clauses
                .changed
                .iter()
                .map(|(a, b)| Pair { old: ClauseOut::of(a), new: ClauseOut::of(b) })
                .collect(),
        },
        rules: RulesOut { begin: rules(&changes.begin), cease: rules(&changes.cease) },
        not_covered: not_covered(changes).collect(),
    };
    to_writer(&whole, 2, out)
}

impl<'a> ClauseOut<'a> {
    fn of(fact: &ClauseFact<'a>) -> Self {
        let clause = fact.clause;
        Self {
            id: &clause.id,
            says: &clause.says,
            basis: clause.basis.word(),
            reported_by: &clause.reported_by,
            at: &clause.at,
            source: fact.document.unwrap_or_default(),
            asks: clause.asks,
            waived_by: clause.waived_by.as_deref(),
            unchecked: clause.unchecked.as_deref(),
        }
    }
}

fn rules(rules: &[Applying]) -> Vec<RuleOut<'_>> {
    let one = |rule: &Applying| RuleOut {
        rule: rule.rule,
        level: rule.level.word(),
        clause: rule.clause,
        summary: rule.summary,
    };
    rules.iter().map(one).collect()
}
