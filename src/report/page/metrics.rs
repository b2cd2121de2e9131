//! The metrics: each metric's baseline and trajectory, with what is expected of it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::findings::with_code;
use super::html::Html;
use super::lines::{Curve, LineChart, Point};
use super::subject::Subject;
use super::words::{capital, plural};
use crate::money::grouped;
use crate::period::Period;
use crate::unit::{Quantity, Unit};
use crate::view::{Expectation, Metric, Series};

/// The most metrics that are drawn.
const DRAWN: usize = 40;
/// The most letters of a value in a chart.
const LETTERS: usize = 14;
/// The most periods of a table.
const PERIODS: usize = 240;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let metrics = &subject.picture.metrics;
    html.tag("section", &[("id", "metrics"), ("aria-labelledby", "metrics-title")], |html| {
        html.leaf("h2", &[("id", "metrics-title")], &title(metrics));
        key(metrics, html);
        html.tag("div", &[("class", "charts")], |html| {
            metrics.iter().take(DRAWN).enumerate().for_each(|(n, metric)| chart(n, metric, html));
        });
        if metrics.len() > DRAWN {
            let more = plural(metrics.len() - DRAWN, "more metric is", "more metrics are");
            html.leaf("p", &[("class", "note")], &format!("{more} left out of this page."));
        }
    });
}

/// Returns what the round expects, and whether the plan gets there.
fn title(metrics: &[Metric]) -> String {
    let expected: Vec<&Expectation> = metrics.iter().filter_map(|metric| metric.expectation.as_ref()).collect();
    let met = expected.iter().filter(|expectation| expectation.met == Some(true)).count();
    let set = capital(&plural(metrics.len(), "metric", "metrics"));
    match expected.len() {
        0 => set,
        n => format!("{set}; {met} of {} met", plural(n, "national expectation is", "national expectations are")),
    }
}

/// Writes what the lines mean, those there are.
fn key(metrics: &[Metric], html: &mut Html) {
    let has = |of: fn(&Metric) -> bool| metrics.iter().any(of);
    let kinds = [
        ("baseline", "what was (baseline)", has(|metric| !metric.baseline.is_empty())),
        ("target", "what is planned", has(|metric| !metric.target.is_empty())),
        ("outturn", "what came out", has(|metric| !metric.outturn.is_empty())),
        ("expected", "national expectation", has(|metric| !expected(metric).is_empty())),
    ];
    html.tag("ul", &[("class", "key"), ("aria-label", "Lines of the charts")], |html| {
        for (kind, name, _) in kinds.into_iter().filter(|(.., has)| *has) {
            html.tag("li", &[], |html| {
                html.leaf("span", &[("class", "swatch"), ("data-line", kind), ("aria-hidden", "true")], "");
                html.say(name);
            });
        }
    });
}

fn chart(n: usize, metric: &Metric, html: &mut Html) {
    html.tag("figure", &[("class", "metric")], |html| {
        html.tag("figcaption", &[], |html| {
            html.leaf("strong", &[], &headline(metric));
            html.leaf("span", &[("class", "unit")], &unit(metric));
        });
        let lines = LineChart {
            id: format!("metric-{n}"),
            title: headline(metric),
            description: format!("A line over time of {}. The table below has every value.", metric.name),
            drawn: lines(metric),
        };
        lines.write(html);
        if let Some(expectation) = &metric.expectation {
            html.tag("p", &[("class", "expectation")], |html| expects(expectation, html));
        }
        for (what, text) in [("Why", &metric.rationale), ("How", &metric.how), ("Disputed", &metric.disputed)] {
            if let Some(text) = text {
                html.leaf("p", &[("class", "rationale")], &format!("{what}, in the plan's words: {text}"));
            }
        }
        values(metric, html);
    });
}

/// Returns the headline: "Reablement: from 87.0 in 2016/17 to 87.0 in 2018/19"
fn headline(metric: &Metric) -> String {
    let last = |series: &Series| series.0.iter().rev().find_map(|point| Some((point.value?, point.period)));
    let first = |series: &Series| series.0.iter().find_map(|point| Some((point.value?, point.period)));
    let name = capital(&metric.name);
    let says = |(value, period): (Decimal, Period)| format!("{} in {}", said(value), period.prose());
    match (last(&metric.baseline).or(first(&metric.target)), last(&metric.target)) {
        (Some(from), Some(to)) if from != to => format!("{name}: from {} to {}", says(from), says(to)),
        (_, Some(only)) | (Some(only), None) => format!("{name}: {}", says(only)),
        (None, None) => format!("{name}: no value"),
    }
}

fn unit(metric: &Metric) -> String {
    let unit = metric.unit.map_or("Unit not stated", Unit::title);
    match metric.better {
        Some(better) => format!(" {unit}; {better} is better"),
        None => format!(" {unit}"),
    }
}

/// Returns a value as it is written in the plan, with its thousands apart.
fn said(value: Decimal) -> String {
    let text = value.abs().to_string();
    let sign = if value.is_sign_negative() { "−" } else { "" };
    match text.split_once('.') {
        Some((whole, rest)) => format!("{sign}{}.{rest}", grouped(whole, ',')),
        None => format!("{sign}{}", grouped(&text, ',')),
    }
}

fn lines(metric: &Metric) -> Vec<Curve> {
    let line = |kind, series: &Series, says: fn(usize) -> Option<usize>| {
        let points: Vec<Point> = series.0.iter().filter_map(|point| place(point.period, point.value?)).collect();
        Curve { kind, says: says(points.len()).into_iter().collect(), points, below: false }
    };
    let last = |n: usize| n.checked_sub(1);
    let mut expected = expected(metric);
    let target = line("target", &metric.target, last);
    let at = |month: f64| target.points.iter().find(|point| point.month >= month).map(|point| point.value);
    let below = expected.first().is_some_and(|first| at(first.month).is_some_and(|planned| planned > first.value));
    if let Some(first) = expected.first_mut() {
        first.text = format!("at most {}", first.text);
    }
    let expected = Curve { kind: "expected", points: expected, says: vec![0], below };
    let lines =
        [expected, line("baseline", &metric.baseline, last), line("outturn", &metric.outturn, |_| None), target];
    lines.into_iter().filter(|line| !line.points.is_empty()).collect()
}

pub(super) fn place(period: Period, value: Decimal) -> Option<Point> {
    let last = period.last_month();
    let back = match period {
        Period::Year(_) => 5.5,
        Period::Quarter(..) => 1.0,
        Period::Month(_) => 0.0,
    };
    let month = f64::from(last.year) * 12.0 + f64::from(last.month) - back;
    let text = crate::text::escape::shortened(&said(value), LETTERS, true).into_owned();
    Some(Point { month, value: value.to_f64()?, text })
}

/// Returns the line of what is expected over the months the plan gives, where it counts what the metric counts: a share
/// in percent, or so many days a day over the days of a month.
fn expected(metric: &Metric) -> Vec<Point> {
    let Some(expectation) = &metric.expectation else { return Vec::new() };
    let limit = |period: Period| match (metric.unit.map(Unit::quantity), period) {
        (Some(Quantity::Share { .. }), _) if expectation.unit.starts_with("percent") => Some(expectation.limit),
        (Some(Quantity::Rate { .. }), Period::Month(month)) if expectation.unit.starts_with("days") => {
            expectation.limit.checked_mul(month.days().into())
        }
        _ => None,
    };
    let from = |period: &Period| period.last_month() >= expectation.from;
    let periods = metric.target.0.iter().map(|point| point.period).filter(from);
    periods.filter_map(|period| place(period, limit(period)?)).collect()
}

/// Writes what is expected, from when, and whether it is met.
fn expects(expectation: &Expectation, html: &mut Html) {
    let weak =
        if expectation.is_weak() { format!(" ({}, to be confirmed)", expectation.known()) } else { String::new() };
    let (state, word) = match expectation.met {
        Some(true) => ("met", "Met"),
        Some(false) => ("missed", "Not met"),
        None => ("not-evaluated", "Not judged"),
    };
    html.leaf("span", &[("class", "tag"), ("data-kind", state)], word);
    html.say(&format!(
        " Expected nationally: at most {} {}, from {}{weak}.",
        expectation.limit,
        expectation.unit,
        expectation.from.prose()
    ));
    match (expectation.met_from, expectation.says.first()) {
        (Some(month), _) => html.say(&format!(" The plan first keeps to it in {}.", month.prose())),
        (None, Some(says)) => {
            html.say(" ");
            with_code(&capital(says), html);
            html.say(".");
        }
        (None, None) => {}
    }
}

/// Writes every value of a metric.
fn values(metric: &Metric, html: &mut Html) {
    let named = [("Baseline", &metric.baseline), ("Planned", &metric.target), ("Outturn", &metric.outturn)];
    let parts = metric.parts.iter().map(|(name, series)| (name.as_str(), series));
    let series: Vec<(&str, &Series)> =
        named.into_iter().chain(parts).filter(|(_, series)| !series.is_empty()).collect();
    every_value(&metric.name, &metric.rag, &series, html);
}

/// Writes every value of some series, for who would rather read than look.
pub(super) fn every_value(name: &str, rag: &[(Period, &str)], series: &[(&str, &Series)], html: &mut Html) {
    let mut periods: Vec<Period> =
        series.iter().flat_map(|(_, series)| series.0.iter().map(|point| point.period)).collect();
    periods.sort_by_key(|period| (period.last_month(), *period));
    periods.dedup();
    if periods.is_empty() {
        return;
    }
    let label = format!("Values of {name}");
    html.tag("details", &[], |html| {
        html.leaf("summary", &[], "Every value as a table");
        html.tag("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", &label)], |html| {
            html.tag("table", &[], |html| {
                html.leaf("caption", &[], &capital(name));
                html.tag("thead", &[], |html| {
                    html.tag("tr", &[], |html| {
                        html.leaf("th", &[("scope", "col")], "Period");
                        for (name, _) in series {
                            html.leaf(
                                "th",
                                &[("scope", "col"), ("class", "amount")],
                                &capital(&name.replace('-', " ")),
                            );
                        }
                    });
                });
                html.tag("tbody", &[], |html| {
                    periods.iter().take(PERIODS).for_each(|period| row(rag, *period, series, html));
                });
            });
        });
        if periods.len() > PERIODS {
            html.leaf(
                "p",
                &[("class", "note")],
                &format!("{} left out.", plural(periods.len() - PERIODS, "period is", "periods are")),
            );
        }
    });
}

fn row(rag: &[(Period, &str)], period: Period, series: &[(&str, &Series)], html: &mut Html) {
    html.tag("tr", &[], |html| {
        html.tag("th", &[("scope", "row")], |html| {
            html.say(&capital(&period.prose()));
            if let Some((_, rag)) = rag.iter().find(|(rated, _)| *rated == period) {
                html.leaf("span", &[("class", "line")], &format!(" published as {rag}"));
            }
        });
        for (_, series) in series {
            let point = series.0.iter().find(|point| point.period == period);
            let text = match point {
                Some(point) => point.value.map_or_else(|| "cannot be read".to_owned(), said),
                None => "–".to_owned(),
            };
            html.leaf("td", &[("class", "amount")], &text);
        }
    });
}
