//! Areas next to each other: their pools, floors, spending a head and metrics, as grids with a column for each plan.

use rust_decimal::{Decimal, RoundingStrategy};

use super::floors::in_order;
use super::{Cell, Floor, Metric, Picture};
use crate::check::{Checked, Verdict};
use crate::check::{FloorOf, Held};
use crate::money::Money;
use crate::period::Year;
use crate::plan::Plan;
use crate::unit::Unit;

/// Plans side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Areas {
    /// A column for each plan, in the order given.
    pub columns: Vec<AreaColumn>,
    /// The tables of the comparison.
    pub grids: Vec<Grid>,
}

/// One plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AreaColumn {
    /// The area's name, else the plan's path.
    pub name: String,
    /// The plan's path.
    pub path: String,
    /// The round it was checked under; empty where that is not known.
    pub round: String,
    /// The verdict on it.
    pub verdict: Verdict,
}

/// One thing that is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    /// `pool`, `headroom`, `spend_per_head`, `metrics`
    pub id: &'static str,
    /// The title of the table: "Money pooled".
    pub title: &'static str,
    /// Its rows.
    pub rows: Vec<AreaRow>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AreaRow {
    /// The name of the row.
    pub name: String,
    /// The year, as people write it; for a metric what its values count.
    pub of: String,
    /// A value for each plan.
    pub values: Vec<AreaValue>,
}

/// The value a plan gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AreaValue {
    /// Nothing, or nothing that can be read.
    None,
    /// An amount.
    Money(Money),
    /// Pounds for each person, to the penny.
    AHead(Money),
    /// The amount above a floor, in pounds, and the same in percent of the floor.
    Headroom(Money, Option<Decimal>),
    /// A metric's last baseline and last target.
    Change(Option<Decimal>, Option<Decimal>),
}

/// One plan with what is drawn of it.
struct Area<'a> {
    plan: &'a Plan,
    picture: &'a Picture,
}

impl Areas {
    /// Returns the plans side by side; `pictures` are theirs, in their order.
    pub(crate) fn of(plans: &[Checked], pictures: &[Picture]) -> Self {
        let areas: Vec<Area<'_>> =
            plans.iter().zip(pictures).map(|(checked, picture)| Area { plan: &checked.plan, picture }).collect();
        let names = names(plans, pictures);
        let column = |((checked, _), name): ((&Checked, &Picture), String)| AreaColumn {
            name,
            path: checked.path.clone(),
            round: checked.round.clone().unwrap_or_default(),
            verdict: checked.verdict(),
        };
        let grid = |id, title, rows| Grid { id, title, rows };
        let grids = vec![
            grid("pool", "Money pooled", pool(&areas)),
            grid("headroom", "Headroom above each floor", headroom(&areas)),
            grid("spend_per_head", "Spending a head, by area of spend", per_head(&areas)),
            grid("metrics", "Metrics: last baseline, then last target", metrics(&areas)),
        ];
        Self { columns: plans.iter().zip(pictures).zip(names).map(column).collect(), grids }
    }
}

/// Returns what tells the plans apart: the area's name, of several plans of one area with its round, else the path.
fn names(plans: &[Checked], pictures: &[Picture]) -> Vec<String> {
    let area = |n: usize| pictures[n].area.clone().unwrap_or_else(|| plans[n].path.clone());
    let with_round = |n: usize| match &plans[n].round {
        Some(round) => format!("{} {round}", area(n)),
        None => plans[n].path.clone(),
    };
    let alone =
        |n: usize, name: &dyn Fn(usize) -> String| (0..plans.len()).filter(|&m| name(m) == name(n)).count() == 1;
    let name = |n: usize| match n {
        _ if alone(n, &area) => area(n),
        _ if alone(n, &with_round) => with_round(n),
        _ => plans[n].path.clone(),
    };
    (0..plans.len()).map(name).collect()
}

/// Rows in the making: what several plans say of one thing is in one row.
struct Rows {
    plans: usize,
    rows: Vec<AreaRow>,
}

impl Rows {
    fn new(areas: &[Area<'_>]) -> Self {
        Self { plans: areas.len(), rows: Vec::new() }
    }

    fn set(&mut self, plan: usize, name: &str, of: &str, value: AreaValue) {
        let known = self.rows.iter().position(|row| row.name == name && row.of == of);
        let row = known.unwrap_or_else(|| {
            let values = vec![AreaValue::None; self.plans];
            self.rows.push(AreaRow { name: name.to_owned(), of: of.to_owned(), values });
            self.rows.len() - 1
        });
        self.rows[row].values[plan] = value;
    }
}

fn pool(areas: &[Area<'_>]) -> Vec<AreaRow> {
    let mut rows = Rows::new(areas);
    for year in years(areas) {
        for (n, area) in areas.iter().enumerate() {
            for stream in &area.picture.money.streams {
                if let Some(pounds) = of_year(area, &stream.income, year) {
                    rows.set(n, &stream.name, &year.prose(), AreaValue::Money(pounds));
                }
            }
        }
        for (n, area) in areas.iter().enumerate() {
            if let Some(pounds) = of_year(area, &area.picture.money.income, year) {
                rows.set(n, "all streams", &year.prose(), AreaValue::Money(pounds));
            }
        }
    }
    rows.rows
}

/// Returns the floors of an area as a whole; those of a district or a partner have none beside them.
fn headroom(areas: &[Area<'_>]) -> Vec<AreaRow> {
    let mut rows = Rows::new(areas);
    for rule in in_order() {
        for (n, area) in areas.iter().enumerate() {
            for floor in area.picture.floors.iter().filter(|floor| floor.rule == rule && is_whole(area, floor)) {
                let year = floor.year.map(crate::period::Period::prose).unwrap_or_default();
                if let Some(headroom) = floor.headroom().filter(|_| floor.held != Held::NotEvaluated) {
                    rows.set(n, &floor.name, &year, AreaValue::Headroom(headroom, floor.percent()));
                }
            }
        }
    }
    let mut rows = rows.rows;
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    rows.sort_by_key(|row| (names.iter().position(|name| *name == row.name), row.of.clone()));
    rows
}

fn is_whole(area: &Area<'_>, floor: &Floor) -> bool {
    match floor.of {
        FloorOf::District => false,
        FloorOf::Contribution => area.picture.money.streams.iter().any(|stream| stream.name == floor.subject),
        _ => true,
    }
}

fn per_head(areas: &[Area<'_>]) -> Vec<AreaRow> {
    let mut rows = Rows::new(areas);
    for year in years(areas) {
        for (n, area) in areas.iter().enumerate() {
            let people = area.plan.area.population.everyone.at(year);
            let Some(people) = people.get().map(|number| number.value).filter(|people| *people > Decimal::ZERO) else {
                continue;
            };
            let Some(table) = area.picture.money.table("area_of_spend") else { continue };
            for row in &table.rows {
                let each = of_year(area, &row.cells, year).and_then(|pounds| a_head(pounds, people));
                if let Some(each) = each {
                    rows.set(n, &row.name, &year.prose(), AreaValue::AHead(each));
                }
            }
            let all = of_year(area, &area.picture.money.spend, year).and_then(|pounds| a_head(pounds, people));
            if let Some(each) = all {
                rows.set(n, "all spending", &year.prose(), AreaValue::AHead(each));
            }
        }
    }
    // A row that only a later plan has must not come below the sum.
    rows.rows.sort_by_key(|row| (row.of.clone(), row.name == "all spending"));
    rows.rows
}

/// Pounds for each person, to the penny.
fn a_head(pounds: Money, people: Decimal) -> Option<Money> {
    let pence = Decimal::from_i128_with_scale(pounds.pence(), 0).checked_div(people)?;
    let pence = pence.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Some(Money::from_pence(i64::try_from(pence).ok()?.into()))
}

/// Returns the national metrics; values are set beside each other only where they count the same.
fn metrics(areas: &[Area<'_>]) -> Vec<AreaRow> {
    let mut rows = Rows::new(areas);
    for (n, area) in areas.iter().enumerate() {
        for metric in area.picture.metrics.iter().filter(|metric| is_national(metric)) {
            let last = |series: &super::Series| series.ends().and_then(|(_, last)| last.value);
            let value = AreaValue::Change(last(&metric.baseline), last(&metric.target));
            rows.set(n, &metric.name, metric.unit.map_or("", Unit::word), value);
        }
    }
    rows.rows
}

/// Returns whether areas can be compared by a metric: a plan's own means what that plan says, and a second entry of a
/// kind is about a part of the area.
fn is_national(metric: &Metric) -> bool {
    metric.kind != "local" && metric.key == metric.kind
}

/// Returns the years of all plans.
fn years(areas: &[Area<'_>]) -> Vec<Year> {
    let mut years: Vec<Year> = areas.iter().flat_map(|area| area.picture.years.iter().copied()).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Returns the cell of a year, if it is stated and can be read.
fn of_year(area: &Area<'_>, cells: &[Cell], year: Year) -> Option<Money> {
    let place = area.picture.years.iter().position(|own| *own == year)?;
    cells.get(place).filter(|cell| !cell.unreadable)?.pounds
}
