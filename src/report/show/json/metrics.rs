//! The metrics of a plan and what the round expects of them.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{At, stated};
use crate::finding::Basis;
use crate::period::{Month, Period};
use crate::plan::{Direction, Rag};
use crate::report::json::{Exact, words_of, words_or_null};
use crate::unit::Unit;
use crate::view::{self, Series};

/// A metric.
#[derive(Serialize, JsonSchema)]
pub(super) struct MetricOut<'a> {
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
    /// The way in which the targets are to be met.
    how: Option<&'a str>,
    /// The reason for which the data are questioned.
    disputed: Option<&'a str>,
    /// The place in the plan.
    at: At<'a>,
}

/// The value of a period.
#[derive(Serialize, JsonSchema)]
pub(super) struct PointOut {
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
    /// The greatest value that meets the expectation.
    at_most: Exact,
    /// The unit of the limit, in words.
    unit: &'static str,
    /// The first month the expectation is for; it holds from then on.
    from: Month,
    /// True when it is met in every year it was tested in; none where it was not tested.
    met: Option<bool>,
    /// The first month from which on the plan keeps to it; none where it does not, or where that is not known.
    met_from: Option<Month>,
    /// The messages of the findings, or the reason it was not tested.
    says: &'a [String],
    /// The id of the clause that says so.
    clause: &'a str,
    /// The basis of the clause.
    basis: Basis,
    /// Those in whose accounts of the document it was read, where it is `reported`.
    reported_by: &'a [String],
}

/// Returns the values of a series with their periods.
pub(super) fn points(series: &Series) -> Vec<PointOut> {
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
            reported_by: &expected.reported_by,
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
            how: metric.how.as_deref(),
            disputed: metric.disputed.as_deref(),
            at: At::from(&metric.at),
        }
    }
}
