//! The sources and uses of the money.

use std::borrow::Cow;

use super::bars::{Bar, BarRow, Bars, amount};
use super::flow::{self, Flow, UNSPENT};
use super::html::Html;
use super::subject::Subject;
use super::words::{brief, capital, left_out, plural};
use crate::money::Money;
use crate::period::Year;
use crate::view::{Cell, SpendTable, Stream};

/// The most rows of a table that are shown; a plan for people has far fewer.
const ROWS: usize = 60;
/// The most schemes that are shown.
const SCHEMES: usize = 200;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    html.tag("section", &[("id", "money"), ("aria-labelledby", "money-title")], |html| {
        html.leaf("h2", &[("id", "money-title")], &title(subject));
        let money = &subject.picture.money;
        if money.streams.is_empty() {
            html.leaf("p", &[], "The plan has neither a source of money nor a line that spends any.");
            return;
        }
        html.leaf("h3", &[], "Where it comes from and goes");
        for (n, year) in subject.picture.years.iter().enumerate() {
            flow(subject, n, *year, html);
        }
        comes_in(subject, html);
        for table in &money.tables {
            goes(subject, table, html);
        }
        schemes(subject, html);
        super::outturn::table(subject, html);
    });
}

/// Returns the title: "The largest source is the NHS minimum contribution: £36.7m of £52.1m in 2017/18"
fn title(subject: &Subject<'_>) -> String {
    let money = &subject.picture.money;
    let first = |cells: &[Cell]| cells.first().and_then(|cell| cell.pounds);
    let largest = money
        .streams
        .iter()
        .filter_map(|stream| Some((first(&stream.income)?, stream)))
        .max_by_key(|(pounds, _)| *pounds);
    match (largest, first(&money.income), subject.picture.years.first()) {
        (Some((pounds, stream)), Some(all), Some(year)) if pounds == all && pounds > Money::ZERO => {
            format!("The only source is the {}: {} in {}", stream.name, brief(all), year.prose())
        }
        (Some((pounds, stream)), Some(all), Some(year)) if pounds > Money::ZERO => {
            let (pounds, all) = (brief(pounds), brief(all));
            format!("The largest source is the {}: {pounds} of {all} in {}", stream.name, year.prose())
        }
        _ => "Where the money comes from and goes".to_owned(),
    }
}

/// Lines that name no source, and schemes that name no condition, as people say it.
const NO_SOURCE: &str = "lines that name no source";
const NO_CONDITION: &str = "no national condition named";

/// Writes the picture of one year: from streams to conditions.
fn flow(subject: &Subject<'_>, n: usize, year: Year, html: &mut Html) {
    let money = &subject.picture.money;
    let table = &*telling(money);
    let unnamed = format!("no {} named", table.of);
    let pounds = |cells: &[Cell]| cells.get(n).and_then(|cell| cell.pounds).unwrap_or_default();
    let node = |key: &str, name: &str, unnamed: &str, label, size| flow::Node {
        key: key.to_owned(),
        name: if key.is_empty() { unnamed.to_owned() } else { name.to_owned() },
        label,
        size,
    };
    let left = |stream: &Stream| {
        let (income, spend) = (pounds(&stream.income), pounds(&stream.spend));
        let label = if income == Money::ZERO { spend } else { income };
        node(&stream.key, &stream.name, NO_SOURCE, label, income.max(spend))
    };
    let right = |row: &crate::view::SpendRow| {
        let sum = pounds(&row.cells);
        node(&row.key, &row.name, &unnamed, sum, sum)
    };
    let of_year = money.flows.iter().filter(|flow| flow.table == table.id && flow.year == year);
    let mut bands: Vec<(String, String, Money)> =
        of_year.map(|flow| (flow.stream.clone(), flow.to.clone(), flow.pounds)).collect();
    let unspent = |stream: &Stream| {
        let rest = pounds(&stream.income) - pounds(&stream.spend);
        (rest > Money::ZERO).then(|| (stream.key.clone(), UNSPENT.to_owned(), rest))
    };
    bands.extend(money.streams.iter().filter_map(unspent));
    let rest: Money = bands.iter().filter(|(_, to, _)| to == UNSPENT).map(|(.., pounds)| *pounds).sum();
    let unspent = node(UNSPENT, "not spent by any line of the plan", "", rest, rest);
    let spent = table.rows.iter().map(right);
    let flow = Flow {
        id: format!("flow-{n}"),
        title: flow_title(table, n, year),
        description: format!(
            "A flow from each stream of money to each {} it is spent on in {}. The tables below have every figure.",
            table.of,
            year.prose()
        ),
        left: money.streams.iter().map(left).filter(|node| node.size > Money::ZERO).collect(),
        right: spent.chain([unspent]).filter(|node| node.size > Money::ZERO).collect(),
        bands,
    };
    flow.write(html);
}

/// Returns what the flow leads to: the national conditions, else the plan's own priorities, else the areas of spend, and
/// the schemes where nothing of these is named.
fn telling(money: &crate::view::Money) -> Cow<'_, SpendTable> {
    let named = ["condition", "priority", "area_of_spend"].into_iter().filter_map(|id| money.table(id));
    named.filter(|table| table.tells()).map(Cow::Borrowed).next().unwrap_or_else(|| Cow::Owned(money.by_scheme()))
}

fn flow_title(table: &SpendTable, n: usize, year: Year) -> String {
    let pounds = |cells: &[Cell]| cells.get(n).and_then(|cell| cell.pounds);
    let most = table.rows.iter().filter_map(|row| Some((pounds(&row.cells)?, row))).max_by_key(|(pounds, _)| *pounds);
    match most {
        None => format!("{}: nothing is spent", year.prose()),
        Some((pounds, row)) if row.key.is_empty() => {
            format!("{}: the most, {}, goes to schemes that name no {}", year.prose(), brief(pounds), table.of)
        }
        Some((pounds, row)) => format!("{}: the most, {}, goes to “{}”", year.prose(), brief(pounds), row.name),
    }
}

fn heads(subject: &Subject<'_>) -> Vec<String> {
    subject.picture.years.iter().map(|year| year.prose()).collect()
}

fn comes_in(subject: &Subject<'_>, html: &mut Html) {
    let money = &subject.picture.money;
    let bar = |(income, spend): (&Cell, &Cell)| {
        let differs = income.pounds.unwrap_or_default() != spend.pounds.unwrap_or_default();
        let says = || match spend.pounds {
            Some(_) => format!("{} spent", amount(*spend)),
            None => "no line spends it".to_owned(),
        };
        Bar { cell: *income, mark: None, note: differs.then(says) }
    };
    let row = |stream: &Stream| BarRow {
        name: capital(if stream.key.is_empty() { NO_SOURCE } else { &stream.name }),
        bars: stream.income.iter().zip(&stream.spend).map(bar).collect(),
    };
    let bars = Bars {
        caption: "Money coming in, by stream, and what is spent of it where that differs".to_owned(),
        of: "Stream".to_owned(),
        heads: heads(subject),
        rows: money.streams.iter().take(ROWS).map(row).collect(),
        total: Some(money.income.clone()),
        note: left_out(money.streams.len(), ROWS, "stream", "streams"),
    };
    bars.write(html);
}

/// Writes a table of what is spent. One that tells nothing apart is left out.
fn goes(subject: &Subject<'_>, table: &SpendTable, html: &mut Html) {
    if !table.tells() {
        return;
    }
    let row = |row: &crate::view::SpendRow| BarRow {
        name: capital(&match (row.key.is_empty(), table.id) {
            (true, "condition") => NO_CONDITION.to_owned(),
            (true, _) => "not stated".to_owned(),
            (false, "commissioner") if row.key == "nhs" => "NHS".to_owned(),
            (false, "area_of_spend" | "commissioner") => row.name.replace('-', " "),
            (false, _) => row.name.clone(),
        }),
        bars: row.cells.iter().map(|cell| Bar::from(*cell)).collect(),
    };
    let bars = Bars {
        caption: table.title.to_owned(),
        of: capital(table.of),
        heads: heads(subject),
        rows: table.rows.iter().take(ROWS).map(row).collect(),
        total: Some(subject.picture.money.spend.clone()),
        note: left_out(table.rows.len(), ROWS, "row", "rows"),
    };
    if table.id == "condition" {
        bars.write(html);
    } else {
        html.tag("details", &[], |html| {
            html.leaf("summary", &[], table.title);
            bars.write(html);
        });
    }
}

/// Writes every scheme, the largest first.
fn schemes(subject: &Subject<'_>, html: &mut Html) {
    let mut schemes: Vec<_> = subject.picture.money.schemes.iter().collect();
    if schemes.is_empty() {
        return;
    }
    let size = |cells: &[Cell]| cells.iter().filter_map(|cell| cell.pounds).sum::<Money>();
    schemes.sort_by_key(|scheme| std::cmp::Reverse(size(&scheme.cells)));
    let row = |scheme: &&crate::view::Scheme| BarRow {
        name: if scheme.name.is_empty() { "A scheme without a name".to_owned() } else { capital(&scheme.name) },
        bars: scheme.cells.iter().map(|cell| Bar::from(*cell)).collect(),
    };
    let bars = Bars {
        caption: format!("Spending by scheme, the largest first: {}", plural(schemes.len(), "scheme", "schemes")),
        of: "Scheme".to_owned(),
        heads: heads(subject),
        rows: schemes.iter().take(SCHEMES).map(row).collect(),
        total: Some(subject.picture.money.spend.clone()),
        note: left_out(schemes.len(), SCHEMES, "smaller scheme", "smaller schemes"),
    };
    html.tag("details", &[], |html| {
        html.leaf("summary", &[], "Spending by scheme");
        bars.write(html);
    });
}
