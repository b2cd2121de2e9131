//! Money in and out: streams, tables of spending, flows and schemes.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{At, FigureOut, by_year, stated};
use crate::money::Money;
use crate::period::Year;
use crate::view;

/// The tables to which flows are told: others would add up to the same money once more.
const FLOWS: [&str; 2] = ["condition", "priority"];

/// Money in and out. The rows of each table add up to its total.
#[derive(Serialize, JsonSchema)]
pub(super) struct MoneyOut<'a> {
    /// All streams together: what comes in, a year each.
    income: Vec<FigureOut>,
    /// All streams together: what is spent, the contingency included, a year each.
    spend: Vec<FigureOut>,
    /// Each stream with what comes in and what is spent of it.
    streams: Vec<StreamOut<'a>>,
    /// The spending, by condition, priority, area of spend and commissioner.
    tables: Vec<TableOut<'a>>,
    /// The spending of each stream under each condition and each priority.
    flows: Vec<FlowOut<'a>>,
    /// Each scheme.
    schemes: Vec<SchemeOut<'a>>,
}

/// A stream of money.
#[derive(Serialize, JsonSchema)]
struct StreamOut<'a> {
    /// Its id; none where sources or lines do not say.
    key: Option<&'a str>,
    /// As people call it.
    name: &'a str,
    /// The income of its sources, one figure a year.
    income: Vec<FigureOut>,
    /// The spending on lines and the contingency, one figure a year.
    spend: Vec<FigureOut>,
}

/// The spending by one kind of thing.
#[derive(Serialize, JsonSchema)]
struct TableOut<'a> {
    /// The kind of thing a row is, such as `area_of_spend`.
    id: &'static str,
    /// The title of the table, as people say it.
    title: &'static str,
    /// Its rows; what is not stated comes last.
    rows: Vec<RowOut<'a>>,
}

/// A row of a table.
#[derive(Serialize, JsonSchema)]
struct RowOut<'a> {
    /// Its id, of several conditions served together a+b; none where lines do not say.
    key: Option<&'a str>,
    /// As people call it.
    name: &'a str,
    /// Its figures, a year each.
    by_year: Vec<FigureOut>,
}

/// Money of a stream that is spent under something, in a year.
#[derive(Serialize, JsonSchema)]
struct FlowOut<'a> {
    /// The key of the stream it comes from; none where that is not stated.
    stream: Option<&'a str>,
    /// The id of the table it goes to.
    table: &'static str,
    /// The key of the row it goes to; none where that is not stated.
    to: Option<&'a str>,
    /// The financial year.
    year: Year,
    /// The amount, in pounds; never zero.
    pounds: Money,
}

/// A scheme.
#[derive(Serialize, JsonSchema)]
struct SchemeOut<'a> {
    /// Its id; none where it has none.
    id: Option<&'a str>,
    /// Its name, else its id.
    name: &'a str,
    /// The plan's own heading; none where it has none.
    priority: Option<&'a str>,
    /// The ids of the national conditions it serves.
    conditions: &'a [String],
    /// Its type; none where it has none.
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    /// The spending on it, one figure a year.
    by_year: Vec<FigureOut>,
    /// The place in the plan.
    at: At<'a>,
}

impl<'a> MoneyOut<'a> {
    /// Describes the money of a picture, whose cells are of `years`.
    pub(super) fn new(money: &'a view::Money, years: &[Year]) -> Self {
        let stream = |stream: &'a view::Stream| StreamOut {
            key: stated(&stream.key),
            name: &stream.name,
            income: by_year(&stream.income, years),
            spend: by_year(&stream.spend, years),
        };
        let row = |row: &'a view::SpendRow| RowOut {
            key: stated(&row.key),
            name: &row.name,
            by_year: by_year(&row.cells, years),
        };
        let flow = |flow: &'a view::Flow| FlowOut {
            stream: stated(&flow.stream),
            table: flow.table,
            to: stated(&flow.to),
            year: flow.year,
            pounds: flow.pounds,
        };
        let scheme = |scheme: &'a view::Scheme| SchemeOut {
            id: stated(&scheme.id),
            name: &scheme.name,
            priority: stated(&scheme.priority),
            conditions: &scheme.conditions,
            kind: stated(&scheme.kind),
            by_year: by_year(&scheme.cells, years),
            at: At::from(&scheme.at),
        };
        Self {
            income: by_year(&money.income, years),
            spend: by_year(&money.spend, years),
            streams: money.streams.iter().map(stream).collect(),
            tables: money
                .tables
                .iter()
                .map(|table| TableOut { id: table.id, title: table.title, rows: table.rows.iter().map(row).collect() })
                .collect(),
            flows: money.flows.iter().filter(|flow| FLOWS.contains(&flow.table)).map(flow).collect(),
            schemes: money.schemes.iter().map(scheme).collect(),
        }
    }
}
