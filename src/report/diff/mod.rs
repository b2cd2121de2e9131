//! The differences between two plans: made once, as blocks, and written for a terminal, as Markdown or as JSON.

mod human;
mod json;
mod markdown;

pub use human::write as human;
pub(super) use json::DiffOut;
pub use json::write as json;
pub use markdown::write as markdown;

use std::cmp::Reverse;

use super::words;
use crate::check::{Held, Verdict};
use crate::compare::{
    Cell, Change, Comparison, Entries, Floor, FloorState, MoneyRow, MoneyTable, New, Value, WholeEntry,
};
use crate::finding::{Finding, Level, Status};
use crate::money::Money;
use crate::period::Date;
use crate::text::escape::shortened;
use crate::text::words::{count, list};

/// The subject of a report on two plans.
#[derive(Debug)]
pub struct Difference<'a> {
    /// The differences between the plans.
    pub comparison: &'a Comparison<'a>,
    /// The day of the checks.
    pub today: Date,
    /// The verdict on the new plan, what the old one had being known.
    pub verdict: Verdict,
}

/// The longest text of a plan that is quoted.
const QUOTED: usize = 160;

/// The most rows a table of money shows; the smallest of the others are added up in one.
const ROWS: usize = 100;

/// A part of the report. Texts are as the plans have them: whoever draws them escapes them.
#[derive(Debug, PartialEq, Eq)]
enum DiffBlock {
    /// A paragraph.
    Says(String),
    /// The heading of the blocks that follow.
    Heading(&'static str),
    /// A table whose columns from `numbers` on are numbers.
    Table { title: &'static str, header: Vec<&'static str>, rows: Vec<Vec<String>>, numbers: usize },
    /// A list.
    Items(Vec<Item>),
}

/// One thing that is new, gone, changed, or as it was.
#[derive(Debug, PartialEq, Eq)]
struct Item {
    mark: Mark,
    text: String,
    below: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    New,
    Gone,
    Changed,
}

impl Mark {
    const fn sign(self) -> &'static str {
        match self {
            Self::New => "+",
            Self::Gone => "-",
            Self::Changed => "~",
        }
    }
}

/// Returns the whole report, the verdict aside.
fn blocks(comparison: &Comparison<'_>) -> Vec<DiffBlock> {
    let mut blocks: Vec<DiffBlock> = preface(comparison).into_iter().map(DiffBlock::Says).collect();
    if comparison.is_same() {
        blocks.push(DiffBlock::Says("no difference in meaning".to_owned()));
        return blocks;
    }
    if comparison.money.is_empty() {
        blocks.push(DiffBlock::Says("no money moved".to_owned()));
    }
    blocks.extend(comparison.money.iter().map(money));
    let sections =
        [("Sources", &comparison.sources), ("Schemes", &comparison.schemes), ("Metrics", &comparison.metrics)];
    for (heading, entries) in sections.into_iter().filter(|(_, entries)| !entries.is_same()) {
        blocks.extend([DiffBlock::Heading(heading), DiffBlock::Items(self::entries(entries))]);
    }
    blocks.extend(floors(&comparison.floors));
    if !comparison.other.is_empty() {
        let items = comparison.other.iter().map(|change| Item {
            mark: mark(change),
            text: self::change(change),
            below: Vec::new(),
        });
        blocks.extend([DiffBlock::Heading("Elsewhere in the plan"), DiffBlock::Items(items.collect())]);
    }
    blocks.extend(findings(comparison));
    blocks
}

/// Returns what the rest is to be read by.
fn preface(comparison: &Comparison<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let (old, new) = (&comparison.old, &comparison.new);
    match (old.checked, new.checked) {
        (None, Some(_)) => said.push(format!("there is no plan {}: everything in {} is new", old.name, new.name)),
        (Some(_), None) => {
            said.push(format!("there is no plan {} any more: everything in {} is gone", new.name, old.name));
        }
        _ => {}
    }
    for side in [old, new] {
        let broken = side.checked.map_or(0, |checked| checked.plan.tree.errors().len());
        if broken > 0 {
            let errors = count(broken, "syntax error", "syntax errors");
            said.push(format!("{} has {errors}: what can be read of it is compared", side.name));
        }
    }
    said.extend(comparison.header.iter().map(header));
    said
}

fn header(change: &Change) -> String {
    let word = |value: &Option<Value>| value.as_ref().map_or_else(|| "not stated".to_owned(), self::value);
    let (old, new) = (word(&change.old), word(&change.new));
    match change.path.as_str() {
        "plan.round" => format!("the planning round is {new}; it was {old}"),
        "plan.money" => format!("bare amounts are in {new}; they were in {old}"),
        "plan.rounded_to" => format!("what the figures are rounded to: {new}; it was: {old}"),
        _ => format!("the plan is {new}; it was {old}"),
    }
}

/// Returns the rows that moved most, in their order, the others in one, then the totals.
fn money(table: &MoneyTable) -> DiffBlock {
    let mut by_size: Vec<usize> = (0..table.rows.len()).collect();
    by_size.sort_by_key(|&n| (table.rows[n].difference().map(|by| Reverse(by.abs())), n));
    let (most, rest) = by_size.split_at_mut(ROWS.min(table.rows.len()));
    most.sort_unstable();
    let mut rows: Vec<Vec<String>> = most.iter().map(|&n| row(&table.rows[n])).collect();
    if !rest.is_empty() {
        let sum: Money = rest.iter().filter_map(|&n| table.rows[n].difference()).sum();
        let many = count(rest.len(), "smaller difference", "smaller differences");
        rows.push(vec![many, String::new(), String::new(), String::new(), signed(sum)]);
    }
    rows.extend(table.totals.iter().map(row));
    DiffBlock::Table {
        title: table.title,
        header: vec![table.of, "year", "before", "after", "difference"],
        rows,
        numbers: 2,
    }
}

fn row(row: &MoneyRow) -> Vec<String> {
    let name = shortened(&row.name, 60, true).into_owned();
    vec![name, row.year.prose(), cell(row.old), cell(row.new), difference(row)]
}

fn cell(cell: Cell) -> String {
    match (cell.unreadable, cell.pounds) {
        (true, _) => "unreadable".to_owned(),
        (false, Some(pounds)) => pounds.to_string(),
        (false, None) => "not stated".to_owned(),
    }
}

fn difference(row: &MoneyRow) -> String {
    row.difference().map_or_else(|| "not known".to_owned(), signed)
}

/// Returns `+£120,000`, `-£5,000`, `£0`
fn signed(money: Money) -> String {
    if money > Money::ZERO { format!("+{money}") } else { money.to_string() }
}

fn entries(entries: &Entries) -> Vec<Item> {
    let whole = |mark, entry: &WholeEntry| {
        let figures: Vec<String> =
            entry.figures.iter().map(|(period, figure)| format!("{} in {period}", value(figure))).collect();
        let figures = if figures.is_empty() { String::new() } else { format!(": {}", list(&figures)) };
        Item { mark, text: format!("{}{figures}", called(&entry.id, entry.name.as_deref())), below: Vec::new() }
    };
    let added = entries.added.iter().map(|entry| whole(Mark::New, entry));
    let removed = entries.removed.iter().map(|entry| whole(Mark::Gone, entry));
    let changed = entries.changed.iter().map(|entry| Item {
        mark: Mark::Changed,
        text: called(&entry.id, entry.name.as_deref()),
        below: entry.changes.iter().map(change).collect(),
    });
    added.chain(removed).chain(changed).collect()
}

/// Returns `carers (Support for carers)`
fn called(id: &str, name: Option<&str>) -> String {
    let id = shortened(id, QUOTED, true);
    match name.filter(|name| *name != id) {
        Some(name) => format!("{id} ({})", shortened(name, QUOTED, true)),
        None => id.into_owned(),
    }
}

fn mark(change: &Change) -> Mark {
    match (&change.old, &change.new) {
        (None, _) => Mark::New,
        (_, None) => Mark::Gone,
        _ => Mark::Changed,
    }
}

/// Returns `amount.2017-18: £5 → £7 (+£2)`
fn change(change: &Change) -> String {
    let path = shortened(&change.path, QUOTED, true);
    match (&change.old, &change.new) {
        (Some(Value::Money(old)), Some(Value::Money(new))) => {
            format!("{path}: {old} → {new} ({})", signed(*new - *old))
        }
        (Some(Value::Number(old)), Some(Value::Number(new))) => {
            let by = new.checked_sub(*old).map(|by| format!(" ({}{by})", if by.is_sign_positive() { "+" } else { "" }));
            format!("{path}: {old} → {new}{}", by.unwrap_or_default())
        }
        (Some(old), Some(new)) => format!("{path}: {} → {}", value(old), value(new)),
        (None, Some(new)) => format!("{path}: new: {}", value(new)),
        (Some(old), None) => format!("{path}: gone: {}", value(old)),
        (None, None) => path.into_owned(),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Money(money) => money.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) | Value::Entry(text) if text.is_empty() => "(empty)".to_owned(),
        Value::Text(text) | Value::Entry(text) => shortened(text, QUOTED, true).into_owned(),
    }
}

/// Returns two rows for each floor that differs, and a line on the others.
fn floors(floors: &[Floor]) -> Vec<DiffBlock> {
    let (changed, same): (Vec<&Floor>, Vec<&Floor>) = floors.iter().partition(|floor| floor.is_changed());
    let missed = same.iter().filter(|floor| floor.new.as_ref().is_some_and(|state| state.held == Held::Missed)).count();
    let met = same.iter().filter(|floor| floor.new.as_ref().is_some_and(|state| state.held == Held::Met)).count();
    let rest = format!("floors as they were: {met} met, {missed} missed, {} other", same.len() - met - missed);
    if changed.is_empty() {
        return if same.is_empty() {
            Vec::new()
        } else {
            vec![DiffBlock::Heading("Floors"), DiffBlock::Says(format!("no floor moved; {rest}"))]
        };
    }
    let rows = changed.iter().flat_map(|floor| {
        let year = floor.year.map(crate::period::Period::prose).unwrap_or_default();
        let before = state("before", floor.old.as_ref(), String::new());
        let after = state("after", floor.new.as_ref(), floor.difference().map(signed).unwrap_or_default());
        let name = shortened(&floor.name, 60, true).into_owned();
        [[vec![name.clone(), year.clone()], before].concat(), [vec![name, year], after].concat()]
    });
    let header = vec!["floor", "year", "", "required", "planned", "headroom", "difference", "verdict"];
    let mut blocks = vec![DiffBlock::Table { title: "Floors", header, rows: rows.collect(), numbers: 3 }];
    let reasons = changed.iter().filter_map(|floor| {
        let reason = floor.new.as_ref()?.reason.as_ref()?;
        Some(Item {
            mark: Mark::Changed,
            text: format!("{} is not evaluated: {}", floor.name, shortened(reason, QUOTED, true)),
            below: Vec::new(),
        })
    });
    let reasons: Vec<Item> = reasons.collect();
    if !reasons.is_empty() {
        blocks.push(DiffBlock::Items(reasons));
    }
    blocks.extend((!same.is_empty()).then_some(DiffBlock::Says(rest)));
    blocks
}

fn state(when: &str, state: Option<&FloorState>, difference: String) -> Vec<String> {
    let amount = |money: Option<Money>| money.map(|money| money.to_string()).unwrap_or_default();
    let Some(state) = state else {
        return vec![when.into(), String::new(), String::new(), String::new(), difference, "not tested".into()];
    };
    let headroom = state.headroom().map(signed).unwrap_or_default();
    vec![
        when.into(),
        amount(state.required),
        amount(state.planned),
        headroom,
        difference,
        state.held.word().replace('-', " "),
    ]
}

fn findings(comparison: &Comparison<'_>) -> Vec<DiffBlock> {
    let findings = &comparison.findings;
    let mut items: Vec<Item> = findings.new.iter().map(new).collect();
    items.extend(findings.fixed.iter().map(|finding| Item {
        mark: Mark::Gone,
        text: format!("fixed: {}", told(finding)),
        below: Vec::new(),
    }));
    let moved = findings
        .still
        .iter()
        .filter(|still| still.old.message != still.new.message || still.old.status.word() != still.new.status.word());
    items.extend(moved.map(|still| Item {
        mark: Mark::Changed,
        text: format!("still there: {}", told(still.new)),
        below: vec![format!("it was: {}{}", shortened(&still.old.message, 2 * QUOTED, true), set_aside(still.old))],
    }));
    let mut blocks = vec![DiffBlock::Heading("Findings")];
    if !items.is_empty() {
        blocks.push(DiffBlock::Items(items));
    }
    blocks.push(DiffBlock::Says(counts(comparison)));
    blocks
}

fn new(new: &New<'_>) -> Item {
    let was = new.was.map(|was| match was.status {
        Status::Failed => format!("it was there as {}", was.level),
        _ => format!("it was there{}", set_aside(was)),
    });
    Item { mark: Mark::New, text: format!("new: {}", told(new.finding)), below: was.into_iter().collect() }
}

fn told(finding: &Finding) -> String {
    let message = shortened(&finding.message, 2 * QUOTED, true);
    let at = if finding.at.path.is_empty() {
        String::new()
    } else {
        format!(" ({})", shortened(&finding.at.path, QUOTED, true))
    };
    format!("{}[{}]: {message}{at}{}", finding.level, finding.rule, set_aside(finding))
}

fn set_aside(finding: &Finding) -> &'static str {
    match finding.status {
        Status::Failed => "",
        Status::Waived(_) => ", waived",
        Status::Baselined => ", known",
    }
}

/// Returns `2 new (1 error, 1 warning), 1 fixed, 3 still there`
fn counts(comparison: &Comparison<'_>) -> String {
    let findings = &comparison.findings;
    let of = |level| findings.new.iter().filter(|new| new.counts() && new.finding.level == level).count();
    let levels = [
        (Level::Error, "error", "errors"),
        (Level::Warning, "warning", "warnings"),
        (Level::Advice, "piece of advice", "pieces of advice"),
    ];
    let mut parts: Vec<String> = levels
        .into_iter()
        .filter(|(level, ..)| of(*level) > 0)
        .map(|(level, one, many)| count(of(level), one, many))
        .collect();
    let aside = findings.new.iter().filter(|new| !new.counts()).count();
    parts.extend((aside > 0).then(|| format!("{aside} set aside")));
    let of_which = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let new = count(findings.new.len(), "new finding", "new findings");
    format!("{new}{of_which}, {} fixed, {} still there", findings.fixed.len(), findings.still.len())
}

/// Returns what follows the verdict's first word.
fn sentence(difference: &Difference<'_>) -> String {
    let comparison = difference.comparison;
    let arrow = format!("{} → {}", comparison.old.name, comparison.new.name);
    let untested = words::untested(&difference.verdict.grounds, true).map(|untested| format!("; {untested}"));
    let terms = comparison.new.checked.map(|new| words::terms(&new.terms)).unwrap_or_default();
    let untested = untested.unwrap_or_default();
    format!("{}: {}{untested}{terms}", shortened(&arrow, 2 * QUOTED, true), counts(comparison))
}
