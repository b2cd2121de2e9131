//! Areas next to each other as data: `bcf.compare/1`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Word;
use crate::money::Money;
use crate::period::Date;
use crate::report::json::{Exact, Format, Name, to_writer};
use crate::view::{AreaColumn, AreaRow, AreaValue, Areas, Grid};

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn write(areas: &Areas, today: Date, out: &mut dyn Write) -> io::Result<()> {
    let report = CompareOut {
        grids: areas.grids.iter().map(GridOut::from).collect(),
        plans: areas.columns.iter().map(PlanOut::from).collect(),
        schema: Name::new(),
        today,
    };
    to_writer(&report, 1, out)
}

/// The report of `bcf compare --format json`. Its keys are in the order of the alphabet and its head is shorter than
/// those of the other reports: so it was published.
#[derive(Serialize, JsonSchema)]
#[schemars(title = Self::TITLE, description = Self::SAYS)]
pub(in crate::report) struct CompareOut<'a> {
    /// The tables of the comparison, one for each kind of figure.
    grids: Vec<GridOut<'a>>,
    /// The plans, in the order they were given.
    plans: Vec<PlanOut<'a>>,
    /// The name of this format. It changes only when a reader of it would have to.
    schema: Name<Self>,
    /// The day of the check; waivers expire by it.
    today: Date,
}

impl Format for CompareOut<'_> {
    const NAME: &'static str = "bcf.compare/1";
    const TITLE: &'static str = "Areas next to each other";
    const SAYS: &'static str = "The report of bcf compare --format json.";
}

/// One plan.
#[derive(Serialize, JsonSchema)]
struct PlanOut<'a> {
    /// The area's name, else the path of the plan.
    area: &'a str,
    /// The path of the plan, with /.
    path: &'a str,
    /// The planning round it was checked under; empty where that is not known.
    round: &'a str,
    /// The verdict on it.
    verdict: Word,
}

impl<'a> From<&'a AreaColumn> for PlanOut<'a> {
    fn from(column: &'a AreaColumn) -> Self {
        Self { area: &column.name, path: &column.path, round: &column.round, verdict: column.verdict.word }
    }
}

/// One thing that is compared.
#[derive(Serialize, JsonSchema)]
struct GridOut<'a> {
    /// Its id, such as headroom.
    id: &'static str,
    /// Its rows.
    rows: Vec<RowOut<'a>>,
    /// The title of the table, as people say it.
    title: &'static str,
}

impl<'a> From<&'a Grid> for GridOut<'a> {
    fn from(grid: &'a Grid) -> Self {
        Self { id: grid.id, rows: grid.rows.iter().map(RowOut::from).collect(), title: grid.title }
    }
}

/// A row.
#[derive(Serialize, JsonSchema)]
struct RowOut<'a> {
    /// The name of the row.
    name: &'a str,
    /// The year, as people write it; for a metric what its values count.
    of: &'a str,
    /// A value for each plan, in their order; none where a plan says nothing that can be read.
    values: Vec<Option<ValueOut>>,
}

impl<'a> From<&'a AreaRow> for RowOut<'a> {
    fn from(line: &'a AreaRow) -> Self {
        Self { name: &line.name, of: &line.of, values: line.values.iter().map(ValueOut::of).collect() }
    }
}

/// The value a plan gives.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum ValueOut {
    /// The amount above a floor; negative when the plan is short of it.
    Headroom {
        /// The headroom in percent of the floor; none where nothing is required.
        percent: Option<Exact>,
        /// The headroom, negative when the plan is short.
        pounds: Money,
    },
    /// An amount.
    Amount {
        /// The amount, in pounds.
        pounds: Money,
    },
    /// An amount for each person.
    AHead {
        /// Pounds for each person, to the penny.
        pounds_per_head: Money,
    },
    /// A metric's last baseline and last target.
    Change {
        /// The last baseline; none where there is none.
        baseline: Option<Exact>,
        /// The last target; none where there is none.
        target: Option<Exact>,
    },
}

impl ValueOut {
    fn of(value: &AreaValue) -> Option<Self> {
        Some(match *value {
            AreaValue::None => return None,
            AreaValue::Money(pounds) => Self::Amount { pounds },
            AreaValue::AHead(pounds_per_head) => Self::AHead { pounds_per_head },
            AreaValue::Headroom(pounds, percent) => Self::Headroom { percent: percent.map(Exact), pounds },
            AreaValue::Change(baseline, target) => {
                Self::Change { baseline: baseline.map(Exact), target: target.map(Exact) }
            }
        })
    }
}
