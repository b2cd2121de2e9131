//! The sums a figure is part of: its stream with what comes in and is spent, the floors, and what else was tested.

use super::note::{Citation, Note, NoteKind};
use super::sheet::Sheet;
use super::under::upwards;
use crate::check::{Facts, FloorTest, Surroundings, floors_of, rule};
use crate::finding::{Finding, Ledger, Outcome, Test};
use crate::money::Money;
use crate::period::Period;
use crate::plan::syntax::Tree;
use crate::plan::{Known, Plan, named};
use crate::policy::Round;
use crate::span::NodeId;
use crate::view;

/// The most sums of one figure that are told.
const SUMS: usize = 8;

/// Returns the sums that a figure, or a word that names a stream, is part of.
pub(super) fn totals(sheet: &Sheet, node: NodeId) -> Vec<Note> {
    let (unknown, around) = (Round::default(), Surroundings::default());
    let facts = Facts::at_rest(sheet.plan(), sheet.round().unwrap_or(&unknown), &around);
    let tested = Sums::at(sheet, node);
    let mut notes = streams(sheet, &facts, node);
    notes.extend(floors(sheet, &facts, &tested, node));
    notes.extend(sums(sheet, &tested, node));
    notes
}

/// Returns what of the stream of a figure, a source or a word comes in, is spent and is left: in the year of the figure,
/// else in each year of the plan.
fn streams(sheet: &Sheet, facts: &Facts<'_>, node: NodeId) -> Vec<Note> {
    let Some(key) = stream_of(facts, node) else { return Vec::new() };
    let (years, streams) = view::streams(sheet.checked(), facts);
    let Some(stream) = streams.iter().find(|stream| stream.key == key) else { return Vec::new() };
    let year = period_of(sheet.plan(), node).map(Period::financial_year);
    let years = years.iter().enumerate().filter(|(_, own)| year.is_none_or(|year| year == **own));
    years.filter_map(|(n, own)| total(stream, n, &own.prose())).collect()
}

fn total(stream: &view::Stream, year: usize, prose: &str) -> Option<Note> {
    let (income, spend) = (stream.income.get(year)?, stream.spend.get(year)?);
    let said = |cell: &view::Cell| match cell.pounds {
        _ if cell.unreadable => "not readable in full".to_owned(),
        Some(pounds) => pounds.to_string(),
        None => "nothing stated".to_owned(),
    };
    let known = !income.unreadable && !spend.unreadable;
    let left = income.pounds.filter(|_| known && !stream.adjustment).map(|income| {
        match income - spend.pounds.unwrap_or(Money::ZERO) {
            Money::ZERO => ", nothing left".to_owned(),
            over if over < Money::ZERO => format!(", {} more than there is", -over),
            left => format!(", {left} left"),
        }
    });
    let text = format!("{} in, {} spent{}", said(income), said(spend), left.unwrap_or_default());
    Some(Note { kind: NoteKind::Total, head: format!("{} in {prose}", stream.name), text, clause: None })
}

/// Returns the stream, as tables key it, of a source, of a spend line, or of a word that names either.
fn stream_of(facts: &Facts<'_>, node: NodeId) -> Option<String> {
    let plan = facts.plan;
    let above: Vec<NodeId> = upwards(plan, node).collect();
    if let Some(line) = facts.lines.iter().find(|line| above.contains(&line.spend.node)) {
        return Some(line.drawn_on().into_owned());
    }
    if let Some(source) = plan.sources.iter().find(|source| above.contains(&source.node)) {
        return Some(source.streams_key().into_owned());
    }
    let reference = plan.notes.references().iter().find(|one| one.node == node && !one.is_key)?;
    let is_stream = match reference.to {
        Known::There(target) => target == crate::plan::shape::Target::Source,
        Known::Listed(list) => list == crate::plan::shape::WordList::Streams,
    };
    let word = plan.word_of(reference);
    let source = facts.source(&word).map(|source| source.streams_key().into_owned());
    is_stream.then(|| source.unwrap_or_else(|| word.into_owned()))
}

/// Returns the period that a figure is under.
fn period_of(plan: &Plan, node: NodeId) -> Option<Period> {
    plan.tree.key(node).and_then(|key| Period::parse(&key))
}

/// Returns the floors that a figure counts towards, or sets.
fn floors(sheet: &Sheet, facts: &Facts<'_>, sums: &Sums<'_>, node: NodeId) -> Vec<Note> {
    let year = period_of(sheet.plan(), node);
    if sheet.round().is_none() || year.is_none() && sums.tests.is_empty() && sums.findings.is_empty() {
        return Vec::new();
    }
    let is_here = |floor: &FloorTest| {
        let same = |rule: &str, subject: Option<&str>, year| {
            rule == floor.rule && subject.unwrap_or_default() == floor.subject && year == floor.year
        };
        sums.tests.iter().any(|test| same(test.rule, test.subject.as_deref(), test.year))
            || sums.findings.iter().any(|finding| same(finding.rule, finding.subject.as_deref(), finding.year))
            || floor.year == year && sets(sheet.plan(), node, &floor.subject)
    };
    floors_of(sheet.checked(), facts).into_iter().filter(is_here).map(|floor| note(&floor)).collect()
}

/// Returns whether a figure is what is published, or stated, as a floor.
fn sets(plan: &Plan, node: NodeId, floor: &str) -> bool {
    let series = plan.tree.parent(node).unwrap_or(Tree::ROOT);
    let published = named(&plan.allocations.streams, floor);
    published.into_iter().chain(plan.stated_minimum(floor)).any(|amounts| amounts.node == Some(series))
}

fn note(floor: &FloorTest) -> Note {
    let year = floor.year.map(|year| format!(" in {}", year.prose())).unwrap_or_default();
    let sum = floor.planned.zip(floor.required).map(|(planned, required)| {
        let room = match planned - required {
            Money::ZERO => "nothing to spare".to_owned(),
            short if short < Money::ZERO => format!("{} short", -short),
            room => format!("headroom {room}"),
        };
        format!("{planned} planned, {required} required: {room}")
    });
    let held = floor.held.word().replace('-', " ");
    let reason = floor.reason.as_ref().filter(|_| sum.is_none()).map(|reason| format!(": {reason}"));
    let text = sum.map_or_else(|| format!("{held}{}", reason.unwrap_or_default()), |sum| format!("{sum} ({held})"));
    let clause = floor.clause.as_ref().map(Citation::from);
    Note { kind: NoteKind::Floor, head: format!("{}{year}", floor.name), text, clause }
}

/// Returns the other sums that a figure is part of.
fn sums(sheet: &Sheet, sums: &Sums<'_>, node: NodeId) -> Vec<Note> {
    let about = |id: &str| rule(id).filter(|(_, rule)| rule.aspect.floor().is_none()).map(|(_, rule)| rule.summary);
    let passed = sums.tests.iter().filter_map(|test| {
        let tally = test.ledger.as_ref()?;
        let result = match &test.outcome {
            Outcome::Passed => "tested, and not so".to_owned(),
            Outcome::NotEvaluated(why) | Outcome::NotApplicable(why) => format!("not tested: {why}"),
        };
        let text = format!("{} beside {}; {result}: {}", tally.actual, tally.required, about(test.rule)?);
        Some((test.rule, test.subject.as_deref(), test.year, text))
    });
    let span = sheet.plan().span_of(node);
    // What is found at the figure itself is told with its clause.
    let failed = sums.findings.iter().filter(|finding| finding.at.span != span).filter_map(|finding| {
        let Ledger { actual, required, against, .. } = finding.ledger.as_ref()?;
        about(finding.rule)?;
        let text = format!("{actual} beside {required} {}: {}", against.word(), finding.message);
        Some((finding.rule, finding.subject.as_deref(), finding.year, text))
    });
    let told = |(rule, subject, year, text): (&str, Option<&str>, Option<Period>, String)| {
        let subject = subject.map(|subject| format!(" of {subject}")).unwrap_or_default();
        let year = year.map(|year| format!(" in {}", year.prose())).unwrap_or_default();
        Note { kind: NoteKind::Sum, head: format!("{rule}{subject}{year}"), text, clause: None }
    };
    failed.chain(passed).take(SUMS).map(told).collect()
}

/// The tests and findings whose sum a figure is part of.
struct Sums<'a> {
    tests: Vec<&'a Test>,
    findings: Vec<&'a Finding>,
}

impl<'a> Sums<'a> {
    fn at(sheet: &'a Sheet, node: NodeId) -> Self {
        let checked = sheet.checked();
        let span = checked.plan.span_of(node);
        let has = |test: &&Test| {
            let lines = test.ledger.iter().flat_map(|sum| &sum.lines);
            test.ledger.is_some() && (test.at == Some(node) || lines.into_iter().any(|(line, _)| *line == node))
        };
        let lists = |finding: &&Finding| {
            let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter_map(|line| line.at.as_ref());
            finding.ledger.is_some() && (finding.at.span == span || lines.into_iter().any(|site| site.span == span))
        };
        Self {
            tests: checked.tests.iter().filter(has).collect(),
            findings: checked.findings.iter().filter(lists).collect(),
        }
    }
}
