//! The difference of two plans as data: `bcf.diff/1`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::Difference;
use crate::check::{Held, Word};
use crate::compare::{self, Cell, Comparison, Entries, Side, Value};
use crate::finding::{Finding, Level, Status};
use crate::money::Money;
use crate::period::{Period, Year};
use crate::report::json::{CountsOut, Envelope, Exact, FamilyId, Format, RuleId, to_writer};

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(difference: &Difference<'_>, out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Envelope::new(difference.today, DiffOut::new(difference)), 2, out)
}

/// Everything in which two plans differ.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct DiffOut<'a> {
    /// The verdict on the new plan.
    verdict: Word,
    /// True when the exit status is 1.
    fails: bool,
    /// True when the two plans say the same.
    same: bool,
    /// The plan before.
    old: SideOut<'a>,
    /// The plan after.
    new: SideOut<'a>,
    /// The settings that the rest depends on: the round, the unit, the rounding, the status.
    plan: Vec<ChangeOut<'a>>,
    /// Money by stream, scheme, condition and so on: only tables with a row.
    money: Vec<TableOut<'a>>,
    /// The changes to the sources.
    sources: EntriesOut<'a>,
    /// The changes to the schemes.
    schemes: EntriesOut<'a>,
    /// The changes to the metrics.
    metrics: EntriesOut<'a>,
    /// Every floor either side was tested against.
    floors: Vec<FloorOut<'a>>,
    /// The changes to the findings.
    findings: FindingsOut<'a>,
    /// Everything else the plans say.
    other: Vec<ChangeOut<'a>>,
}

impl Format for DiffOut<'_> {
    const NAME: &'static str = "bcf.diff/1";
    const TITLE: &'static str = "Difference of two plans";
    const SAYS: &'static str = "The report of bcf diff --format json.";
}

impl<'a> DiffOut<'a> {
    fn new(difference: &Difference<'a>) -> Self {
        let comparison: &'a Comparison<'a> = difference.comparison;
        Self {
            verdict: difference.verdict.word,
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

/// A plan on one side.
#[derive(Serialize, JsonSchema)]
struct SideOut<'a> {
    /// The name of the plan: a path, or a revision and a path.
    name: &'a str,
    /// True when the plan exists.
    exists: bool,
    /// The planning round it was checked under, or what it says it is.
    round: Option<&'a str>,
    /// True when the plan is a draft.
    draft: Option<bool>,
    /// The number of findings of each kind in its check.
    counts: Option<CountsOut>,
}

impl<'a> From<&'a Side<'a>> for SideOut<'a> {
    fn from(side: &'a Side<'a>) -> Self {
        let round = side.checked.and_then(|checked| checked.round.as_deref().or(checked.named_round.as_deref()));
        Self {
            name: &side.name,
            exists: side.checked.is_some(),
            round,
            draft: side.checked.map(|checked| checked.draft),
            counts: side.checked.map(|checked| checked.counts().into()),
        }
    }
}

/// A value of a plan: an amount, a number, a text or a whole entry.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ValueOut<'a> {
    Pounds(
        /// An amount, in pounds.
        Money,
    ),
    Number(
        /// A number that is no money.
        Exact,
    ),
    Text(
        /// Anything else, as the plan has it.
        &'a str,
    ),
    Entry(
        /// A whole entry, as it is called.
        &'a str,
    ),
}

impl<'a> From<&'a Value> for ValueOut<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Money(money) => Self::Pounds(*money),
            Value::Number(number) => Self::Number(Exact(*number)),
            Value::Text(text) => Self::Text(text),
            Value::Entry(text) => Self::Entry(text),
        }
    }
}

/// A value in which they differ.
#[derive(Serialize, JsonSchema)]
struct ChangeOut<'a> {
    /// Its dotted path.
    path: &'a str,
    /// The old value; none where there was no value.
    old: Option<ValueOut<'a>>,
    /// The new value; none where there is no value any longer.
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

/// Money by one kind of thing: only rows that differ.
#[derive(Serialize, JsonSchema)]
struct TableOut<'a> {
    /// The kind of thing a row is, such as stream.
    by: &'static str,
    /// Its rows that differ.
    rows: Vec<RowOut<'a>>,
    /// Its totals, a year each.
    totals: Vec<RowOut<'a>>,
}

impl<'a> From<&'a compare::MoneyTable> for TableOut<'a> {
    fn from(table: &'a compare::MoneyTable) -> Self {
        let rows = |rows: &'a [compare::MoneyRow]| rows.iter().map(RowOut::from).collect();
        Self { by: table.id, rows: rows(&table.rows), totals: rows(&table.totals) }
    }
}

/// Money in a year.
#[derive(Serialize, JsonSchema)]
struct RowOut<'a> {
    /// The id of what it is of.
    id: &'a str,
    /// The same as people call it.
    name: &'a str,
    /// The financial year.
    year: Year,
    /// The old amount, in pounds; none where nothing was stated or could be read.
    old: Option<Money>,
    /// The new amount, in pounds; none where nothing is stated or can be read.
    new: Option<Money>,
    /// The new amount less the old one, in pounds.
    difference: Option<Money>,
    /// True when both amounts can be read.
    readable: bool,
}

impl<'a> From<&'a compare::MoneyRow> for RowOut<'a> {
    fn from(row: &'a compare::MoneyRow) -> Self {
        let amount = |cell: Cell| cell.pounds.filter(|_| !cell.unreadable);
        Self {
            id: &row.key,
            name: &row.name,
            year: row.year,
            old: amount(row.old),
            new: amount(row.new),
            difference: row.difference(),
            readable: !row.old.unreadable && !row.new.unreadable,
        }
    }
}

/// The changes to the entries of a list.
#[derive(Serialize, JsonSchema)]
struct EntriesOut<'a> {
    /// Those that are new.
    added: Vec<EntryOut<'a>>,
    /// Those that are gone.
    removed: Vec<EntryOut<'a>>,
    /// Those that say something else.
    changed: Vec<ChangedOut<'a>>,
}

/// A whole entry.
#[derive(Serialize, JsonSchema)]
struct EntryOut<'a> {
    /// Its id, or the text that replaces it where it has none.
    id: &'a str,
    /// Its name, if it has one.
    name: Option<&'a str>,
    /// Its figures, a period each.
    figures: Vec<FigureOut<'a>>,
}

/// A figure of a period.
#[derive(Serialize, JsonSchema)]
struct FigureOut<'a> {
    /// The year, quarter or month, as the plan writes it.
    period: &'a str,
    /// The figure, as the plan has it.
    value: ValueOut<'a>,
}

/// An entry that says something else.
#[derive(Serialize, JsonSchema)]
struct ChangedOut<'a> {
    /// Its id, or the text that replaces it where it has none.
    id: &'a str,
    /// Its name, if it has one.
    name: Option<&'a str>,
    /// The values in which it differs.
    changes: Vec<ChangeOut<'a>>,
}

impl<'a> From<&'a Entries> for EntriesOut<'a> {
    fn from(entries: &'a Entries) -> Self {
        let figure = |(period, value): &'a (String, Value)| FigureOut { period, value: value.into() };
        let whole = |entry: &'a compare::WholeEntry| EntryOut {
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

/// A floor on both sides.
#[derive(Serialize, JsonSchema)]
struct FloorOut<'a> {
    /// The rule that tests it.
    rule: RuleId<'a>,
    /// As people call it.
    name: &'a str,
    /// The subject of the test, as the test records it: a stream's name, a district's id.
    subject: &'a str,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// True when the two sides differ.
    changed: bool,
    /// The planned amount of the new plan less that of the old one, in pounds.
    difference: Option<Money>,
    /// The floor's result in the old plan; none where it was not tested.
    old: Option<StateOut<'a>>,
    /// The floor's result in the new plan; none where it was not tested.
    new: Option<StateOut<'a>>,
}

/// The result of a floor.
#[derive(Serialize, JsonSchema)]
struct StateOut<'a> {
    /// The status of the floor.
    status: Held,
    /// The least it may be; none where it was not evaluated.
    required: Option<Money>,
    /// The planned amount, in pounds; none where it was not evaluated.
    planned: Option<Money>,
    /// The amount above the minimum, in pounds; negative when the plan is short of it.
    headroom: Option<Money>,
    /// The reason it was not evaluated, or the message about it.
    reason: Option<&'a str>,
}

impl<'a> From<&'a compare::Floor> for FloorOut<'a> {
    fn from(floor: &'a compare::Floor) -> Self {
        let state = |state: &'a compare::FloorState| StateOut {
            status: state.held,
            required: state.required,
            planned: state.planned,
            headroom: state.headroom(),
            reason: state.reason.as_deref(),
        };
        Self {
            rule: RuleId(floor.rule),
            name: &floor.name,
            subject: &floor.subject,
            year: floor.year,
            changed: floor.is_changed(),
            difference: floor.difference(),
            old: floor.old.as_ref().map(state),
            new: floor.new.as_ref().map(state),
        }
    }
}

/// The changes to the findings.
#[derive(Serialize, JsonSchema)]
struct FindingsOut<'a> {
    /// The number of findings in each list.
    counts: FindingCounts,
    /// Those that are new, or count for the first time.
    new: Vec<FindingOut<'a>>,
    /// Those that are gone.
    fixed: Vec<FindingOut<'a>>,
    /// Those that are there still.
    still: Vec<FindingOut<'a>>,
}

/// The number of findings that are new, gone and still there.
#[derive(Serialize, JsonSchema)]
struct FindingCounts {
    /// The number of new findings.
    new: usize,
    /// The number of findings that are gone.
    fixed: usize,
    /// The number of findings that are still there.
    still: usize,
}

/// A test that failed.
#[derive(Serialize, JsonSchema)]
struct FindingOut<'a> {
    /// The rule's id; bcf explain says what it means.
    rule: RuleId<'a>,
    /// The rule's family.
    family: FamilyId<'a>,
    /// The level of the finding.
    level: Level,
    /// The status of the finding; only a failed finding counts.
    #[schemars(extend("enum" = Status::WORDS))]
    status: &'static str,
    /// The fact, with its figures.
    message: &'a str,
    /// The dotted path of what a person would edit.
    path: &'a str,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// The same for the same rule, year and what it is of, however lines and figures move.
    fingerprint: String,
    /// The finding in the old plan, where it was there and differs.
    was: Option<WasOut<'a>>,
}

/// The level and status of a finding in the old plan.
#[derive(Serialize, JsonSchema)]
struct WasOut<'a> {
    /// The level of the finding in the old plan.
    level: Level,
    /// The status of the finding in the old plan.
    #[schemars(extend("enum" = Status::WORDS))]
    status: &'static str,
    /// The fact, with its figures.
    message: &'a str,
}

impl<'a> FindingOut<'a> {
    fn new(finding: &'a Finding, was: Option<&'a Finding>) -> Self {
        let differs = |was: &&Finding| {
            was.message != finding.message || was.level != finding.level || was.status.word() != finding.status.word()
        };
        let was = was.filter(differs);
        Self {
            rule: RuleId(finding.rule),
            family: FamilyId(finding.family),
            level: finding.level,
            status: finding.status.word(),
            message: &finding.message,
            path: &finding.at.path,
            year: finding.year,
            fingerprint: finding.fingerprint(),
            was: was.map(|was| WasOut { level: was.level, status: was.status.word(), message: &was.message }),
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
