//! The difference of two plans as data: `bcf.diff/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::Difference;
use crate::compare::{self, Cell, Comparison, Entries, Side, Value};
use crate::finding::Finding;
use crate::money::Money;
use crate::report::json::to_writer;

/// Write it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(difference: &Difference<'_>, out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Envelope::new(difference), 2, out)
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    tool: Tool,
    today: String,
    verdict: &'static str,
    fails: bool,
    same: bool,
    old: SideOut<'a>,
    new: SideOut<'a>,
    plan: Vec<ChangeOut<'a>>,
    money: Vec<TableOut<'a>>,
    sources: EntriesOut<'a>,
    schemes: EntriesOut<'a>,
    metrics: EntriesOut<'a>,
    floors: Vec<FloorOut<'a>>,
    findings: FindingsOut<'a>,
    other: Vec<ChangeOut<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

impl<'a> Envelope<'a> {
    fn new(difference: &Difference<'a>) -> Self {
        let comparison: &'a Comparison<'a> = difference.comparison;
        Self {
            schema: "bcf.diff/1",
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            today: difference.today.to_string(),
            verdict: difference.verdict.word.word(),
            fails: difference.verdict.fails,
            same: comparison.is_same(),
            old: SideOut::from(&comparison.old),
            new: SideOut::from(&comparison.new),
            plan: comparison.header.iter().map(ChangeOut::from).collect(),
            money: comparison.money.iter().map(TableOut::from).collect(),
            sources: EntriesOut::from(&comparison.sources),
            schemes: EntriesOut::from(&comparison.schemes),
            metrics: EntriesOut::from(&comparison.metrics),
            floors: comparison.floors.iter().map(FloorOut::from).collect(),
            findings: FindingsOut::from(&comparison.findings),
            other: comparison.other.iter().map(ChangeOut::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct SideOut<'a> {
    name: &'a str,
    exists: bool,
    round: Option<&'a str>,
    draft: Option<bool>,
    counts: Option<Counts>,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    advice: usize,
    waived: usize,
    baselined: usize,
    passed: usize,
    not_evaluated: usize,
    required_not_evaluated: usize,
    not_applicable: usize,
}

impl<'a> From<&'a Side<'a>> for SideOut<'a> {
    fn from(side: &'a Side<'a>) -> Self {
        let counts = side.checked.map(|checked| {
            let c = checked.counts();
            Counts {
                error: c.error,
                warning: c.warning,
                advice: c.advice,
                waived: c.waived,
                baselined: c.baselined,
                passed: c.passed,
                not_evaluated: c.not_evaluated,
                required_not_evaluated: c.required_not_evaluated,
                not_applicable: c.not_applicable,
            }
        });
        let round = side.checked.and_then(|checked| checked.round.as_deref().or(checked.named_round.as_deref()));
        Self {
            name: &side.name,
            exists: side.checked.is_some(),
            round,
            draft: side.checked.map(|checked| checked.draft),
            counts,
        }
    }
}

/// Amounts as `{ "pounds": "5.00" }`, numbers as `{ "number": "5.0" }`, the rest as texts.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum ValueOut<'a> {
    Pounds(String),
    Number(String),
    Text(&'a str),
    Entry(&'a str),
}

impl<'a> From<&'a Value> for ValueOut<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Money(money) => Self::Pounds(money.plain()),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::Text(text) => Self::Text(text),
            Value::Entry(text) => Self::Entry(text),
        }
    }
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    path: &'a str,
    old: Option<ValueOut<'a>>,
    new: Option<ValueOut<'a>>,
}

impl<'a> From<&'a compare::Change> for ChangeOut<'a> {
    fn from(change: &'a compare::Change) -> Self {
        Self {
            path: &change.path,
            old: change.old.as_ref().map(ValueOut::from),
            new: change.new.as_ref().map(ValueOut::from),
        }
    }
}

#[derive(Serialize)]
struct TableOut<'a> {
    by: &'static str,
    rows: Vec<RowOut<'a>>,
    totals: Vec<RowOut<'a>>,
}

impl<'a> From<&'a compare::Table> for TableOut<'a> {
    fn from(table: &'a compare::Table) -> Self {
        let rows = |rows: &'a [compare::Row]| rows.iter().map(RowOut::from).collect();
        Self { by: table.id, rows: rows(&table.rows), totals: rows(&table.totals) }
    }
}

#[derive(Serialize)]
struct RowOut<'a> {
    id: &'a str,
    name: &'a str,
    year: String,
    old: Option<String>,
    new: Option<String>,
    difference: Option<String>,
    readable: bool,
}

impl<'a> From<&'a compare::Row> for RowOut<'a> {
    fn from(row: &'a compare::Row) -> Self {
        let amount = |cell: Cell| cell.pounds.filter(|_| !cell.unreadable).map(Money::plain);
        Self {
            id: &row.key,
            name: &row.name,
            year: row.year.to_string(),
            old: amount(row.old),
            new: amount(row.new),
            difference: row.difference().map(Money::plain),
            readable: !row.old.unreadable && !row.new.unreadable,
        }
    }
}

#[derive(Serialize)]
struct EntriesOut<'a> {
    added: Vec<EntryOut<'a>>,
    removed: Vec<EntryOut<'a>>,
    changed: Vec<ChangedOut<'a>>,
}

#[derive(Serialize)]
struct EntryOut<'a> {
    id: &'a str,
    name: Option<&'a str>,
    figures: Vec<FigureOut<'a>>,
}

#[derive(Serialize)]
struct FigureOut<'a> {
    period: &'a str,
    value: ValueOut<'a>,
}

#[derive(Serialize)]
struct ChangedOut<'a> {
    id: &'a str,
    name: Option<&'a str>,
    changes: Vec<ChangeOut<'a>>,
}

impl<'a> From<&'a Entries> for EntriesOut<'a> {
    fn from(entries: &'a Entries) -> Self {
        let figure = |(period, value): &'a (String, Value)| FigureOut { period, value: value.into() };
        let whole = |entry: &'a compare::Entry| EntryOut {
            id: &entry.id,
            name: entry.name.as_deref(),
            figures: entry.figures.iter().map(figure).collect(),
        };
        let changed = |entry: &'a compare::Changed| ChangedOut {
            id: &entry.id,
            name: entry.name.as_deref(),
            changes: entry.changes.iter().map(ChangeOut::from).collect(),
        };
        Self {
            added: entries.added.iter().map(whole).collect(),
            removed: entries.removed.iter().map(whole).collect(),
            changed: entries.changed.iter().map(changed).collect(),
        }
    }
}

#[derive(Serialize)]
struct FloorOut<'a> {
    rule: &'a str,
    name: &'a str,
    subject: &'a str,
    year: Option<String>,
    changed: bool,
    difference: Option<String>,
    old: Option<StateOut<'a>>,
    new: Option<StateOut<'a>>,
}

#[derive(Serialize)]
struct StateOut<'a> {
    status: &'static str,
    required: Option<String>,
    planned: Option<String>,
    headroom: Option<String>,
    reason: Option<&'a str>,
}

impl<'a> From<&'a compare::Floor> for FloorOut<'a> {
    fn from(floor: &'a compare::Floor) -> Self {
        let state = |state: &'a compare::State| StateOut {
            status: state.held.word(),
            required: state.required.map(Money::plain),
            planned: state.planned.map(Money::plain),
            headroom: state.headroom().map(Money::plain),
            reason: state.reason.as_deref(),
        };
        Self {
            rule: floor.rule,
            name: &floor.name,
            subject: &floor.subject,
            year: floor.year.map(|year| year.to_string()),
            changed: floor.is_changed(),
            difference: floor.difference().map(Money::plain),
            old: floor.old.as_ref().map(state),
            new: floor.new.as_ref().map(state),
        }
    }
}

#[derive(Serialize)]
struct FindingsOut<'a> {
    counts: FindingCounts,
    new: Vec<FindingOut<'a>>,
    fixed: Vec<FindingOut<'a>>,
    still: Vec<FindingOut<'a>>,
}

#[derive(Serialize)]
struct FindingCounts {
    new: usize,
    fixed: usize,
    still: usize,
}

/// A finding; `was` is what it was in the old plan, where it was there and differs.
#[derive(Serialize)]
struct FindingOut<'a> {
    rule: &'a str,
    family: &'a str,
    level: &'static str,
    status: &'static str,
    message: &'a str,
    path: &'a str,
    year: Option<String>,
    fingerprint: String,
    was: Option<WasOut<'a>>,
}

#[derive(Serialize)]
struct WasOut<'a> {
    level: &'static str,
    status: &'static str,
    message: &'a str,
}

impl<'a> FindingOut<'a> {
    fn new(finding: &'a Finding, was: Option<&'a Finding>) -> Self {
        let differs = |was: &&Finding| {
            was.message != finding.message || was.level != finding.level || was.status.word() != finding.status.word()
        };
        let was = was.filter(differs);
        Self {
            rule: finding.rule,
            family: finding.family,
            level: finding.level.word(),
            status: finding.status.word(),
            message: &finding.message,
            path: &finding.at.path,
            year: finding.year.map(|year| year.to_string()),
            fingerprint: finding.fingerprint(),
            was: was.map(|was| WasOut { level: was.level.word(), status: was.status.word(), message: &was.message }),
        }
    }
}

impl<'a> From<&'a compare::Findings<'a>> for FindingsOut<'a> {
    fn from(findings: &'a compare::Findings<'a>) -> Self {
        let counts =
            FindingCounts { new: findings.new.len(), fixed: findings.fixed.len(), still: findings.still.len() };
        Self {
            counts,
            new: findings.new.iter().map(|new| FindingOut::new(new.finding, new.was)).collect(),
            fixed: findings.fixed.iter().map(|finding| FindingOut::new(finding, None)).collect(),
            still: findings.still.iter().map(|still| FindingOut::new(still.new, Some(still.old))).collect(),
        }
    }
}
