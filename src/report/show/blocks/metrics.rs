//! The metrics with their targets, and what the round expects of them.

use rust_decimal::Decimal;

use super::cells::{QUOTED, ROWS, short};
use crate::period::Period;
use crate::report::show::Block;
use crate::text::escape::shortened;
use crate::view::{Expectation, Metric, Picture, Point, Series};

/// The most values a sparkline shows.
const SPARK: usize = 24;

pub(super) fn metrics(picture: &Picture) -> Vec<Block> {
    if picture.metrics.is_empty() {
        return Vec::new();
    }
    let row = |metric: &Metric| {
        let (first, last) = match targets(picture, metric).ends() {
            Some((first, last)) if first == last => (point(first), "–".to_owned()),
            Some((first, last)) => (point(first), point(last)),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let better = metric.better.map(|better| format!("{better} is better"));
        let about: Vec<String> = metric.unit.map(|unit| unit.word().to_owned()).into_iter().chain(better).collect();
        let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
        let baseline = metric.baseline.ends().map_or_else(|| "–".to_owned(), |(_, last)| point(last));
        vec![format!("{}{about}", short(&metric.name)), baseline, first, last, spark(&targets(picture, metric))]
    };
    let header = ["metric", "baseline", "first target", "last target", "trend"].map(str::to_owned).to_vec();
    let rows = picture.metrics.iter().take(ROWS).map(row).collect();
    let title = "Metrics".to_owned();
    let mut blocks = vec![Block::Table { title, header, rows, numbers: 1, texts: 5, total: false }];
    let items: Vec<String> = picture
        .metrics
        .iter()
        .filter_map(|metric| Some((metric, metric.expectation.as_ref()?)))
        .flat_map(|(metric, expected)| expectation(metric, expected))
        .collect();
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    blocks
}

/// Returns the targets of the years of the picture; where there are none, all there are.
fn targets(picture: &Picture, metric: &Metric) -> Series {
    let own = metric.target.0.iter().filter(|point| picture.years.contains(&point.period.financial_year()));
    let own = Series(own.cloned().collect());
    if own.is_empty() { metric.target.clone() } else { own }
}

/// Returns a value with its period: `2017/18: 590.1`
fn point(point: &Point) -> String {
    let value = point.value.map_or_else(|| "?".to_owned(), number);
    format!("{}: {value}", period(point.period))
}

/// Returns a period for a table: `2017/18`, `Q1 2017/18`, `Nov 2017`.
fn period(period: Period) -> String {
    match period {
        Period::Year(year) => year.prose(),
        Period::Quarter(year, quarter) => format!("Q{quarter} {}", year.prose()),
        Period::Month(month) => {
            let prose = month.prose();
            let (name, year) = prose.split_once(' ').unwrap_or((&prose, ""));
            format!("{} {year}", name.get(..3).unwrap_or(name))
        }
    }
}

/// Returns a number with its thousands apart.
fn number(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
    format!("{sign}{}{rest}", crate::money::grouped(whole, ','))
}

/// Returns the targets as a row of bars.
fn spark(series: &Series) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    series.heights(SPARK).into_iter().filter_map(|height| BARS.get(usize::from(height))).collect()
}

fn expectation(metric: &Metric, expected: &Expectation) -> Vec<String> {
    let name = short(&metric.name);
    let asked = format!("at most {} {} from {} on", expected.limit.normalize(), expected.unit, expected.from.prose());
    let kept = expected.met_from.map(|month| format!("; planned from {} on", month.prose())).unwrap_or_default();
    let verdict = match expected.met {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "not evaluated",
    };
    let mut items = vec![format!("{name}: expected {asked} ({}): {verdict}{kept}", expected.known())];
    items.extend(expected.says.iter().map(|says| format!("{name}: {}", shortened(says, 2 * QUOTED, true))));
    items
}
