//! The picture of a plan as JSON: `bcf.show/1`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::Show;
use crate::finding::Basis;
use crate::money::Money;
use crate::period::{Month, Period, Year};
use crate::plan::{Direction, Rag, RiskPurpose};
use crate::report::json::{ClauseOut, Envelope, Exact, Format, RuleId, to_writer, words_of, words_or_null};
use crate::unit::Unit;
use crate::view::{self, Cell, Held, Picture, Series, Where};

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Envelope::new(show.today, ShowOut::new(show)), 2, out)
}

/// A plan as people look at it.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ShowOut<'a> {
    /// The path of the plan, with /.
    path: &'a str,
    /// The planning round the plan names; none where it names none.
    round: Option<&'a str>,
    /// The common name of the round; none where the program does not know it.
    round_name: Option<&'a str>,
    /// The area's name, if the plan says.
    area: Option<&'a str>,
    /// The title of the plan, if it has one.
    title: Option<&'a str>,
    /// True when the plan is a draft.
    draft: bool,
    /// The years of every table: the round's, else those the plan's own figures name.
    years: &'a [Year],
    /// The parts of the plan that cannot be read, and so are not shown, in the order of the file.
    unreadable: Vec<UnreadableOut<'a>>,
    /// Money in and out.
    money: MoneyOut<'a>,
    /// Every floor, tightest first.
    floors: Vec<FloorOut<'a>>,
    /// The Disabled Facilities Grant and its districts; none where the plan has no such grant.
    dfg: Option<DfgOut<'a>>,
    /// Every metric of the plan, in its order, then the share of beds where the plan gives one.
    metrics: Vec<MetricOut<'a>>,
    /// Every risk pool of the plan, in its order.
    risk_pools: Vec<PoolOut<'a>>,
    /// The contingency against missed reductions of admissions, if the plan has one.
    contingency: Option<ContingencyOut<'a>>,
}

impl Format for ShowOut<'_> {
    const NAME: &'static str = "bcf.show/1";
    const TITLE: &'static str = "What bcf shows of a plan";
    const SAYS: &'static str = "What bcf show --format json writes.";
}

impl<'a> ShowOut<'a> {
    fn new(show: &Show<'a>) -> Self {
        let picture: &'a Picture = show.picture;
        let years = &picture.years;
        let unreadable =
            |entry: &'a view::Unreadable| UnreadableOut { message: &entry.message, at: At::from(&entry.at) };
        Self {
            path: &picture.path,
            round: picture.round.as_deref(),
            round_name: stated(&picture.round_name),
            area: picture.area.as_deref(),
            title: picture.title.as_deref(),
            draft: picture.draft,
            years,
            unreadable: picture.unreadable.iter().map(unreadable).collect(),
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

/// A place in the plan.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct At<'a> {
    /// Its dotted path.
    path: &'a str,
    /// Its line in the plan, from 1; none for a place outside the plan.
    line: Option<usize>,
    /// The file it was published in, where it is not the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
}

impl<'a> From<&'a Where> for At<'a> {
    fn from(at: &'a Where) -> Self {
        Self { path: &at.path, line: at.line, origin: at.origin.as_deref() }
    }
}

/// Something the plan says that cannot be read.
#[derive(Serialize, JsonSchema)]
struct UnreadableOut<'a> {
    /// The reason, in the words of the finding.
    message: &'a str,
    /// The place in the plan.
    at: At<'a>,
}

/// A figure of a year.
#[derive(Serialize, JsonSchema)]
struct FigureOut {
    /// The financial year.
    year: Year,
    /// The figure; none where nothing is stated.
    pounds: Option<Money>,
    /// True where a figure of it cannot be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
}

fn figure(year: Year, cell: Cell) -> FigureOut {
    FigureOut { year, pounds: cell.pounds, unreadable: cell.unreadable }
}

fn by_year(cells: &[Cell], years: &[Year]) -> Vec<FigureOut> {
    years.iter().zip(cells).map(|(year, cell)| figure(*year, *cell)).collect()
}

/// Money in and out. The rows of each table add up to its total.
#[derive(Serialize, JsonSchema)]
struct MoneyOut<'a> {
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

/// Returns the text, or nothing where it is empty because nothing was stated.
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
            flows: money.flows.iter().map(flow).collect(),
            schemes: money.schemes.iter().map(scheme).collect(),
        }
    }
}

/// A floor in a year: the least a sum may be, and what the plan has.
#[derive(Serialize, JsonSchema)]
struct FloorOut<'a> {
    /// The rule that tests it.
    rule: RuleId<'a>,
    /// The subject of the test, as the test records it: a stream's name, a district's id.
    subject: &'a str,
    /// The same as people call it.
    name: &'a str,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// The status of the floor.
    status: Held,
    /// True when it is met only because rounding can explain the difference.
    within_rounding: bool,
    /// The least it may be; none where it was not evaluated.
    required: Option<Money>,
    /// The planned amount, in pounds; none where it was not evaluated.
    planned: Option<Money>,
    /// The amount above the minimum, in pounds; negative when the plan is short of it.
    headroom: Option<Money>,
    /// The headroom in percent of what is required, to a tenth; none where nothing is required.
    headroom_percent: Option<Exact>,
    /// The largest difference that rounding could explain, in pounds.
    slack: Option<Money>,
    /// The reason it was not evaluated; where it is missed, the message of the finding; where it is waived, the reason
    /// given.
    reason: Option<&'a str>,
    /// The clause that asks for it.
    clause: Option<ClauseOut<'a>>,
    /// The place of its largest figure.
    at: Option<At<'a>>,
}

impl<'a> From<&'a view::Floor> for FloorOut<'a> {
    fn from(floor: &'a view::Floor) -> Self {
        Self {
            rule: RuleId(floor.rule),
            subject: &floor.subject,
            name: &floor.name,
            year: floor.year,
            status: floor.held,
            within_rounding: floor.is_within_rounding(),
            required: floor.required,
            planned: floor.planned,
            headroom: floor.headroom(),
            headroom_percent: floor.percent().map(Exact),
            slack: floor.slack,
            reason: floor.reason.as_deref(),
            clause: floor.clause.as_ref().map(ClauseOut::from),
            at: floor.at.as_ref().map(At::from),
        }
    }
}

/// The Disabled Facilities Grant and how it reaches the districts.
#[derive(Serialize, JsonSchema)]
struct DfgOut<'a> {
    /// True when districts lie below the council that holds it.
    two_tier: bool,
    /// The allocation published for the area, one figure a year.
    allocated: Vec<FigureOut>,
    /// The income of its sources, one figure a year.
    income: Vec<FigureOut>,
    /// The amount passed to the districts, one figure a year.
    passed: Vec<FigureOut>,
    /// The amount kept back, one figure a year.
    retained_by_county: Vec<FigureOut>,
    /// When the districts were paid, in words; none where the plan does not say.
    passed_on: Option<&'a str>,
    /// The use the plan gives for it.
    r#use: Option<&'a str>,
    /// Every district of the plan.
    districts: Vec<DistrictOut<'a>>,
    /// The amounts kept back, entry by entry.
    retained: Vec<RetainedOut<'a>>,
}

/// A district.
#[derive(Serialize, JsonSchema)]
struct DistrictOut<'a> {
    /// Its id; none where a line does not say.
    id: Option<&'a str>,
    /// Its name, else its id.
    name: &'a str,
    /// Its grant, a year each.
    by_year: Vec<DistrictYearOut>,
    /// The place of its line; none where it has none.
    at: Option<At<'a>>,
}

/// A district's grant in a year.
#[derive(Serialize, JsonSchema)]
struct DistrictYearOut {
    /// The financial year.
    year: Year,
    /// Its published share.
    allocated: Option<Money>,
    /// The amount it is passed, in pounds.
    passed: Option<Money>,
    /// The part of its share that it agreed may be kept, in pounds; none where that was not tested.
    kept: Option<Money>,
    /// True where a figure of it cannot be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
    /// The status of its share; none where that was not tested.
    status: Option<Held>,
}

/// Grant that is kept back.
#[derive(Serialize, JsonSchema)]
struct RetainedOut<'a> {
    /// The amount, one figure a year.
    by_year: Vec<FigureOut>,
    /// The names of the districts it is kept from.
    districts: &'a [String],
    /// The names of those that expressly agreed.
    agreed_by: &'a [String],
    /// When they did, in words.
    agreed_on: Option<&'a str>,
    /// The purpose it is kept for.
    r#use: Option<&'a str>,
    /// True when it is capital; none where the plan does not say.
    capital: Option<bool>,
    /// The place in the plan.
    at: At<'a>,
}

impl<'a> DfgOut<'a> {
    fn new(dfg: &'a view::Dfg, years: &[Year]) -> Self {
        let year = |year: &view::DistrictYear| DistrictYearOut {
            year: year.year,
            allocated: year.allocated.pounds,
            passed: year.passed.pounds,
            kept: year.kept,
            unreadable: year.allocated.unreadable || year.passed.unreadable,
            status: year.held,
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

/// A metric.
#[derive(Serialize, JsonSchema)]
struct MetricOut<'a> {
    /// Its id, else its kind.
    key: &'a str,
    /// As people call it.
    name: &'a str,
    /// The round's id of it; local for one of the plan's own; none where the plan does not say.
    kind: Option<&'a str>,
    /// The unit of its values; none where that is not known.
    unit: Option<Unit>,
    /// Which way is better; none where that is not known.
    #[schemars(extend("enum" = words_or_null::<Direction>()))]
    better: Option<&'static str>,
    /// The baseline, by period.
    baseline: Vec<PointOut>,
    /// The targets, by period.
    target: Vec<PointOut>,
    /// The outturn, by period.
    outturn: Vec<PointOut>,
    /// The targets of its parts.
    parts: Vec<PartOut<'a>>,
    /// Ratings as published, in the order of the periods.
    rag: Vec<RagOut>,
    /// The round's expectation of it, if there is one.
    expectation: Option<ExpectationOut<'a>>,
    /// The reason for its targets.
    rationale: Option<&'a str>,
    /// The place in the plan.
    at: At<'a>,
}

/// The value of a period.
#[derive(Serialize, JsonSchema)]
struct PointOut {
    /// The year, quarter or month.
    period: Period,
    /// The value; none where it is there and cannot be read.
    value: Option<Exact>,
}

/// A part of a metric.
#[derive(Serialize, JsonSchema)]
struct PartOut<'a> {
    /// As people call it.
    name: &'a str,
    /// The targets, by period.
    target: Vec<PointOut>,
}

/// A rating of a period.
#[derive(Serialize, JsonSchema)]
struct RagOut {
    /// The year, quarter or month.
    period: Period,
    /// The rating it was given.
    #[schemars(extend("enum" = words_of::<Rag>()))]
    rating: &'static str,
}

/// The round's expectation of a metric.
#[derive(Serialize, JsonSchema)]
struct ExpectationOut<'a> {
    /// At most this.
    at_most: Exact,
    /// The unit of the limit, in words.
    unit: &'static str,
    /// From this month on.
    from: Month,
    /// True when it is met in every year it was tested in; none where it was not tested.
    met: Option<bool>,
    /// The first month from which on the plan keeps to it; none where it does not, or that cannot be told.
    met_from: Option<Month>,
    /// The messages of the findings, or the reason it was not tested.
    says: &'a [String],
    /// The id of the clause that says so.
    clause: &'a str,
    /// The basis of the clause.
    basis: Basis,
}

fn points(series: &Series) -> Vec<PointOut> {
    let point = |point: &view::Point| PointOut { period: point.period, value: point.value.map(Exact) };
    series.0.iter().map(point).collect()
}

impl<'a> From<&'a view::Metric> for MetricOut<'a> {
    fn from(metric: &'a view::Metric) -> Self {
        let expectation = |expected: &'a view::Expectation| ExpectationOut {
            at_most: Exact(expected.limit),
            unit: expected.unit,
            from: expected.from,
            met: expected.met,
            met_from: expected.met_from,
            says: &expected.says,
            clause: &expected.clause,
            basis: expected.basis,
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
            rag: metric.rag.iter().map(|(period, rating)| RagOut { period: *period, rating }).collect(),
            expectation: metric.expectation.as_ref().map(expectation),
            rationale: metric.rationale.as_deref(),
            at: At::from(&metric.at),
        }
    }
}

/// A risk pool.
#[derive(Serialize, JsonSchema)]
struct PoolOut<'a> {
    /// Its id; none where it has none.
    id: Option<&'a str>,
    /// The risk it insures against; none where the plan does not say.
    #[schemars(extend("enum" = words_or_null::<RiskPurpose>()))]
    purpose: Option<&'static str>,
    /// The source it is held from, by its id; none where the plan does not say.
    source: Option<&'a str>,
    /// The amount, one figure a year.
    by_year: Vec<FigureOut>,
    /// The shares of the bodies that bear the risk.
    shares: Vec<ShareOut<'a>>,
    /// The event that releases it.
    trigger: Option<&'a str>,
    /// The body that decides.
    governance: Option<&'a str>,
    /// The place in the plan.
    at: At<'a>,
}

/// A share of a risk pool.
#[derive(Serialize, JsonSchema)]
struct ShareOut<'a> {
    /// The partner that bears it.
    partner: &'a str,
    /// The share, in percent; none where it is not stated.
    percent: Option<Exact>,
}

/// The contingency against missed reductions of admissions.
#[derive(Serialize, JsonSchema)]
struct ContingencyOut<'a> {
    /// The amount, one figure a year.
    by_year: Vec<FigureOut>,
    /// The use of the money when it is not needed.
    release: Option<&'a str>,
}

impl<'a> PoolOut<'a> {
    fn new(pool: &'a view::RiskPool, years: &[Year]) -> Self {
        let share = |share: &'a view::Share| ShareOut { partner: &share.partner, percent: share.percent.map(Exact) };
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
