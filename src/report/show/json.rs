//! What is shown of a plan as data: `bcf.show/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::Show;
use crate::finding::ClauseRef;
use crate::money::Money;
use crate::period::Year;
use crate::report::json::to_writer;
use crate::view::{self, Cell, Picture, Series, Where};

/// Write it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Envelope::new(show), 2, out)
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    tool: Tool,
    today: String,
    path: &'a str,
    round: Option<&'a str>,
    round_name: Option<&'a str>,
    area: Option<&'a str>,
    title: Option<&'a str>,
    draft: bool,
    years: Vec<String>,
    unreadable: Vec<UnreadableOut<'a>>,
    money: MoneyOut<'a>,
    floors: Vec<FloorOut<'a>>,
    dfg: Option<DfgOut<'a>>,
    metrics: Vec<MetricOut<'a>>,
    risk_pools: Vec<PoolOut<'a>>,
    contingency: Option<ContingencyOut<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

impl<'a> Envelope<'a> {
    fn new(show: &Show<'a>) -> Self {
        let picture: &'a Picture = show.picture;
        let years = &picture.years;
        Self {
            schema: "bcf.show/1",
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            today: show.today.to_string(),
            path: &picture.path,
            round: picture.round.as_deref(),
            round_name: Some(picture.round_name.as_str()).filter(|name| !name.is_empty()),
            area: picture.area.as_deref(),
            title: picture.title.as_deref(),
            draft: picture.draft,
            years: years.iter().map(Year::to_string).collect(),
            unreadable: picture
                .unreadable
                .iter()
                .map(|entry| UnreadableOut { message: &entry.message, at: At::from(&entry.at) })
                .collect(),
            money: MoneyOut::new(&picture.money, years),
            floors: picture.floors.iter().map(FloorOut::from).collect(),
            dfg: picture.dfg.as_ref().map(|dfg| DfgOut::new(dfg, years)),
            metrics: picture.metrics.iter().map(MetricOut::from).collect(),
            risk_pools: picture.risk_pools.iter().map(|pool| PoolOut::new(pool, years)).collect(),
            contingency: picture.contingency.as_ref().map(|contingency| ContingencyOut {
                by_year: by_year(&contingency.cells, years),
                release: contingency.release.as_deref(),
            }),
        }
    }
}

/// Where a thing stands.
#[derive(Serialize)]
pub(in crate::report) struct At<'a> {
    path: &'a str,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
}

impl<'a> From<&'a Where> for At<'a> {
    fn from(at: &'a Where) -> Self {
        Self { path: &at.path, line: at.line, origin: at.origin.as_deref() }
    }
}

/// The clause a thing rests on.
#[derive(Serialize)]
pub(in crate::report) struct ClauseOut<'a> {
    id: &'a str,
    at: &'a str,
    source: &'a str,
    url: &'a str,
    basis: &'static str,
}

impl<'a> From<&'a ClauseRef> for ClauseOut<'a> {
    fn from(clause: &'a ClauseRef) -> Self {
        Self { id: &clause.id, at: &clause.at, source: &clause.source, url: &clause.url, basis: clause.basis.word() }
    }
}

#[derive(Serialize)]
struct UnreadableOut<'a> {
    message: &'a str,
    at: At<'a>,
}

/// A figure of a year: `pounds` is null where nothing is stated; `unreadable` where a figure of it cannot be read.
#[derive(Serialize)]
struct YearOut {
    year: String,
    pounds: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
}

fn figure(year: Year, cell: Cell) -> YearOut {
    YearOut { year: year.to_string(), pounds: cell.pounds.map(Money::plain), unreadable: cell.unreadable }
}

fn by_year(cells: &[Cell], years: &[Year]) -> Vec<YearOut> {
    years.iter().zip(cells).map(|(year, cell)| figure(*year, *cell)).collect()
}

#[derive(Serialize)]
struct MoneyOut<'a> {
    income: Vec<YearOut>,
    spend: Vec<YearOut>,
    streams: Vec<StreamOut<'a>>,
    tables: Vec<TableOut<'a>>,
    flows: Vec<FlowOut<'a>>,
    schemes: Vec<SchemeOut<'a>>,
}

#[derive(Serialize)]
struct StreamOut<'a> {
    key: Option<&'a str>,
    name: &'a str,
    income: Vec<YearOut>,
    spend: Vec<YearOut>,
}

#[derive(Serialize)]
struct TableOut<'a> {
    id: &'static str,
    title: &'static str,
    rows: Vec<RowOut<'a>>,
}

#[derive(Serialize)]
struct RowOut<'a> {
    key: Option<&'a str>,
    name: &'a str,
    by_year: Vec<YearOut>,
}

#[derive(Serialize)]
struct FlowOut<'a> {
    stream: Option<&'a str>,
    table: &'static str,
    to: Option<&'a str>,
    year: String,
    pounds: String,
}

#[derive(Serialize)]
struct SchemeOut<'a> {
    id: Option<&'a str>,
    name: &'a str,
    priority: Option<&'a str>,
    conditions: &'a [String],
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    by_year: Vec<YearOut>,
    at: At<'a>,
}

/// What is not stated is null.
fn stated(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

impl<'a> MoneyOut<'a> {
    fn new(money: &'a view::Money, years: &[Year]) -> Self {
        let stream = |stream: &'a view::Stream| StreamOut {
            key: stated(&stream.key),
            name: &stream.name,
            income: by_year(&stream.income, years),
            spend: by_year(&stream.spend, years),
        };
        let row =
            |row: &'a view::Row| RowOut { key: stated(&row.key), name: &row.name, by_year: by_year(&row.cells, years) };
        let flow = |flow: &'a view::Flow| FlowOut {
            stream: stated(&flow.stream),
            table: flow.table,
            to: stated(&flow.to),
            year: flow.year.to_string(),
            pounds: flow.pounds.plain(),
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
            flows: money.flows.iter().map(flow).collect(),
            schemes: money.schemes.iter().map(scheme).collect(),
        }
    }
}

#[derive(Serialize)]
struct FloorOut<'a> {
    rule: &'static str,
    subject: &'a str,
    name: &'a str,
    year: Option<String>,
    status: &'static str,
    within_rounding: bool,
    required: Option<String>,
    planned: Option<String>,
    headroom: Option<String>,
    headroom_percent: Option<String>,
    slack: Option<String>,
    reason: Option<&'a str>,
    clause: Option<ClauseOut<'a>>,
    at: Option<At<'a>>,
}

impl<'a> From<&'a view::Floor> for FloorOut<'a> {
    fn from(floor: &'a view::Floor) -> Self {
        Self {
            rule: floor.rule,
            subject: &floor.subject,
            name: &floor.name,
            year: floor.year.map(|year| year.to_string()),
            status: floor.held.word(),
            within_rounding: floor.is_within_rounding(),
            required: floor.required.map(Money::plain),
            planned: floor.planned.map(Money::plain),
            headroom: floor.headroom().map(Money::plain),
            headroom_percent: floor.percent().map(|percent| percent.to_string()),
            slack: floor.slack.map(Money::plain),
            reason: floor.reason.as_deref(),
            clause: floor.clause.as_ref().map(ClauseOut::from),
            at: floor.at.as_ref().map(At::from),
        }
    }
}

#[derive(Serialize)]
struct DfgOut<'a> {
    two_tier: bool,
    allocated: Vec<YearOut>,
    income: Vec<YearOut>,
    passed: Vec<YearOut>,
    retained_by_county: Vec<YearOut>,
    passed_on: Option<&'a str>,
    r#use: Option<&'a str>,
    districts: Vec<DistrictOut<'a>>,
    retained: Vec<RetainedOut<'a>>,
}

#[derive(Serialize)]
struct DistrictOut<'a> {
    id: Option<&'a str>,
    name: &'a str,
    by_year: Vec<DistrictYearOut>,
    at: Option<At<'a>>,
}

#[derive(Serialize)]
struct DistrictYearOut {
    year: String,
    allocated: Option<String>,
    passed: Option<String>,
    kept: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
    status: Option<&'static str>,
}

#[derive(Serialize)]
struct RetainedOut<'a> {
    by_year: Vec<YearOut>,
    districts: &'a [String],
    agreed_by: &'a [String],
    agreed_on: Option<&'a str>,
    r#use: Option<&'a str>,
    capital: Option<bool>,
    at: At<'a>,
}

impl<'a> DfgOut<'a> {
    fn new(dfg: &'a view::Dfg, years: &[Year]) -> Self {
        let year = |year: &view::DistrictYear| DistrictYearOut {
            year: year.year.to_string(),
            allocated: year.allocated.pounds.map(Money::plain),
            passed: year.passed.pounds.map(Money::plain),
            kept: year.kept.map(Money::plain),
            unreadable: year.allocated.unreadable || year.passed.unreadable,
            status: year.held.map(view::Held::word),
        };
        let district = |district: &'a view::District| DistrictOut {
            id: stated(&district.id),
            name: &district.name,
            by_year: district.years.iter().map(year).collect(),
            at: district.at.as_ref().map(At::from),
        };
        let retained = |kept: &'a view::Retained| RetainedOut {
            by_year: by_year(&kept.cells, years),
            districts: &kept.districts,
            agreed_by: &kept.agreed_by,
            agreed_on: kept.agreed_on.as_deref(),
            r#use: kept.usage.as_deref(),
            capital: kept.capital,
            at: At::from(&kept.at),
        };
        Self {
            two_tier: dfg.two_tier,
            allocated: by_year(&dfg.allocated, years),
            income: by_year(&dfg.income, years),
            passed: by_year(&dfg.passed, years),
            retained_by_county: by_year(&dfg.kept, years),
            passed_on: dfg.passed_on.as_deref(),
            r#use: dfg.usage.as_deref(),
            districts: dfg.districts.iter().map(district).collect(),
            retained: dfg.retained.iter().map(retained).collect(),
        }
    }
}

#[derive(Serialize)]
struct MetricOut<'a> {
    key: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    unit: Option<&'static str>,
    better: Option<&'static str>,
    baseline: Vec<PointOut>,
    target: Vec<PointOut>,
    outturn: Vec<PointOut>,
    parts: Vec<PartOut<'a>>,
    rag: Vec<RagOut>,
    expectation: Option<ExpectationOut<'a>>,
    rationale: Option<&'a str>,
    at: At<'a>,
}

#[derive(Serialize)]
struct PointOut {
    period: String,
    value: Option<String>,
}

#[derive(Serialize)]
struct PartOut<'a> {
    name: &'a str,
    target: Vec<PointOut>,
}

#[derive(Serialize)]
struct RagOut {
    period: String,
    rating: &'static str,
}

#[derive(Serialize)]
struct ExpectationOut<'a> {
    at_most: String,
    unit: &'static str,
    from: String,
    met: Option<bool>,
    met_from: Option<String>,
    says: &'a [String],
    clause: &'a str,
    basis: &'static str,
}

fn points(series: &Series) -> Vec<PointOut> {
    let point = |point: &view::Point| PointOut {
        period: point.period.to_string(),
        value: point.value.map(|value| value.to_string()),
    };
    series.0.iter().map(point).collect()
}

impl<'a> From<&'a view::Metric> for MetricOut<'a> {
    fn from(metric: &'a view::Metric) -> Self {
        let expectation = |expected: &'a view::Expectation| ExpectationOut {
            at_most: expected.limit.to_string(),
            unit: expected.unit,
            from: expected.from.to_string(),
            met: expected.met,
            met_from: expected.met_from.map(|month| month.to_string()),
            says: &expected.says,
            clause: &expected.clause,
            basis: expected.basis.word(),
        };
        Self {
            key: &metric.key,
            name: &metric.name,
            kind: stated(&metric.kind),
            unit: metric.unit,
            better: metric.better,
            baseline: points(&metric.baseline),
            target: points(&metric.target),
            outturn: points(&metric.outturn),
            parts: metric.parts.iter().map(|(name, series)| PartOut { name, target: points(series) }).collect(),
            rag: metric.rag.iter().map(|(period, rating)| RagOut { period: period.to_string(), rating }).collect(),
            expectation: metric.expectation.as_ref().map(expectation),
            rationale: metric.rationale.as_deref(),
            at: At::from(&metric.at),
        }
    }
}

#[derive(Serialize)]
struct PoolOut<'a> {
    id: Option<&'a str>,
    purpose: Option<&'static str>,
    source: Option<&'a str>,
    by_year: Vec<YearOut>,
    shares: Vec<ShareOut<'a>>,
    trigger: Option<&'a str>,
    governance: Option<&'a str>,
    at: At<'a>,
}

#[derive(Serialize)]
struct ShareOut<'a> {
    partner: &'a str,
    percent: Option<String>,
}

#[derive(Serialize)]
struct ContingencyOut<'a> {
    by_year: Vec<YearOut>,
    release: Option<&'a str>,
}

impl<'a> PoolOut<'a> {
    fn new(pool: &'a view::RiskPool, years: &[Year]) -> Self {
        let share = |share: &'a view::Share| ShareOut {
            partner: &share.partner,
            percent: share.percent.map(|percent| percent.to_string()),
        };
        Self {
            id: stated(&pool.id),
            purpose: pool.purpose,
            source: pool.source.as_deref(),
            by_year: by_year(&pool.cells, years),
            shares: pool.shares.iter().map(share).collect(),
            trigger: pool.trigger.as_deref(),
            governance: pool.governance.as_deref(),
            at: At::from(&pool.at),
        }
    }
}
