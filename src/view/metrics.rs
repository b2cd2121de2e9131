//! The metrics: what was, what is planned, what came out, and what the round expects.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::scene::{Scene, Where};
use crate::check;
use crate::check::rules::metrics::delays_above_expectation;
use crate::check::rules::transfers_of_care::bed_share_late;
use crate::finding::{Basis, Outcome, Status};
use crate::period::{Month, Period};
use crate::plan::{self, Rag, Values};
use crate::policy;
use crate::unit::Unit;

/// A metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its id, else its kind.
    pub key: String,
    /// As people call it.
    pub name: String,
    /// The round's id of it; `local` for one of the plan's own; empty where the plan does not say.
    pub kind: String,
    /// The unit of its values; none where that is not known.
    pub unit: Option<Unit>,
    /// `lower` or `higher`; none where that is not known.
    pub better: Option<&'static str>,
    /// The baseline.
    pub baseline: Series,
    /// The targets.
    pub target: Series,
    /// The outturn.
    pub outturn: Series,
    /// The targets of its parts, each with its name.
    pub parts: Vec<(String, Series)>,
    /// The round's expectation of it, if there is one.
    pub expectation: Option<Expectation>,
    /// Ratings as published, `red`, `amber` or `green`, in the order of the periods.
    pub rag: Vec<(Period, &'static str)>,
    /// The reason for its targets.
    pub rationale: Option<String>,
    /// The way in which the targets are to be met.
    pub how: Option<String>,
    /// The reason for which the data are questioned.
    pub disputed: Option<String>,
    /// The place in the plan.
    pub at: Where,
}

/// Values by period, in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series(pub Vec<Point>);

/// The value of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// The value; none where it is there and cannot be read.
    pub value: Option<Decimal>,
}

/// The round's expectation of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The greatest value that meets the expectation.
    pub limit: Decimal,
    /// The unit of the limit: "days a day for every 100,000", "percent of beds".
    pub unit: &'static str,
    /// The first month the expectation is for; it holds from then on.
    pub from: Month,
    /// True when it is met, as the engine judged it, in every year it was tested in; none where it was not tested.
    pub met: Option<bool>,
    /// The messages of the findings, or the reason it was not tested.
    pub says: Vec<String>,
    /// The first month from which on the plan keeps to it; none where it does not, or where that is not known.
    pub met_from: Option<Month>,
    /// The clause that says so.
    pub clause: String,
    /// The basis of the clause.
    pub basis: Basis,
    /// Those whose accounts say so, where the clause is reported.
    pub reported_by: Vec<String>,
}

impl Expectation {
    /// Returns how its clause is known, in a few words.
    pub(crate) fn known(&self) -> String {
        self.basis.said(&self.reported_by)
    }

    /// Returns true when its clause is still to be confirmed.
    pub(crate) fn is_weak(&self) -> bool {
        self.basis.is_weak(self.reported_by.len())
    }
}

impl Series {
    pub(super) fn of(values: &Values) -> Self {
        let mut points: Vec<Point> = values
            .entries
            .iter()
            .map(|(period, field)| Point { period: *period, value: field.get().map(|number| number.value) })
            .collect();
        points.sort_by_key(|point| (point.period.last_month(), point.period));
        Self(points)
    }

    /// Returns whether the plan gives no value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the first value and the last that can be read.
    pub fn ends(&self) -> Option<(&Point, &Point)> {
        let readable = || self.0.iter().filter(|point| point.value.is_some());
        Some((readable().next()?, readable().next_back()?))
    }

    /// Returns the height of each value among all, from 0 (the least) to 7 (the most), thinned to at most `most` of
    /// them. Only periods of one length are comparable: those of the shortest there is. Empty where fewer than two can
    /// be read.
    pub fn heights(&self, most: usize) -> Vec<u8> {
        let length = |point: &Point| match point.period {
            Period::Month(_) => 0_u8,
            Period::Quarter(..) => 1,
            Period::Year(_) => 2,
        };
        let readable = || self.0.iter().filter_map(|point| Some((length(point), point.value?)));
        let shortest = readable().map(|(length, _)| length).min();
        let values: Vec<Decimal> =
            readable().filter(|(length, _)| Some(*length) == shortest).map(|(_, value)| value).collect();
        if values.len() < 2 || most == 0 {
            return Vec::new();
        }
        let values: Vec<Decimal> = values.iter().copied().step_by(values.len().div_ceil(most)).collect();
        let (Some(low), Some(high)) = (values.iter().min(), values.iter().max()) else { return Vec::new() };
        values.iter().map(|value| height(*value, *low, *high)).collect()
    }
}

/// Returns the height of a value between the least and the most, from 0 to 7; where all are the same, 3.
fn height(value: Decimal, low: Decimal, high: Decimal) -> u8 {
    let share = || value.checked_sub(low)?.checked_mul(7.into())?.checked_div(high.checked_sub(low)?);
    share().and_then(|share| share.round().to_u8()).unwrap_or(3)
}

pub(super) fn metrics(scene: &Scene<'_>) -> Vec<Metric> {
    scene.plan.metrics.iter().map(|entry| metric(scene, entry)).chain(bed_share(scene)).collect()
}

fn metric(scene: &Scene<'_>, entry: &plan::Metric) -> Metric {
    let kind = entry.kind.str().unwrap_or_default();
    let national = scene.round.metric(kind);
    let key = entry.key().unwrap_or_default().to_owned();
    let own = entry.name.str().or_else(|| national.map(|metric| metric.name.as_str()));
    let mut rag: Vec<(Period, Rag)> = entry.rag.readable().map(|(period, rag, _)| (period, rag)).collect();
    rag.sort_by_key(|(period, _)| (period.last_month(), *period));
    Metric {
        name: own.unwrap_or(&key).to_owned(),
        unit: entry.unit.get().copied().or_else(|| national.map(|metric| metric.unit)),
        better: better(entry, national),
        baseline: Series::of(&entry.baseline),
        target: Series::of(&entry.target),
        outturn: Series::of(&entry.outturn),
        parts: entry.parts.iter().map(|(name, _, values)| (name.to_string(), Series::of(values))).collect(),
        expectation: national.and_then(|metric| daily_rate(scene, entry, metric, &key)),
        rag: rag.into_iter().map(|(period, rag)| (period, rag.word())).collect(),
        rationale: entry.rationale.str().map(str::to_owned),
        how: entry.how.str().map(str::to_owned),
        disputed: entry.disputed.str().map(str::to_owned),
        at: scene.at(entry.node),
        kind: kind.to_owned(),
        key,
    }
}

/// Returns the round's word counts before the plan's.
fn better(entry: &plan::Metric, national: Option<&policy::Metric>) -> Option<&'static str> {
    national.map(|metric| metric.better.word()).or_else(|| entry.better.get().map(|better| better.word()))
}

fn daily_rate(scene: &Scene<'_>, entry: &plan::Metric, metric: &policy::Metric, key: &str) -> Option<Expectation> {
    let ceiling = metric.ceiling.as_ref()?;
    let (met, says) = judged(scene, delays_above_expectation::RULE.id, Some(key));
    Some(Expectation {
        limit: ceiling.rate.0,
        unit: "days a day for every 100,000",
        from: ceiling.from,
        met,
        says,
        met_from: check::delays_kept_from(scene.facts, entry),
        clause: ceiling.clause.to_string(),
        basis: basis(scene, &ceiling.clause),
        reported_by: reporters(scene, &ceiling.clause),
    })
}

/// Returns the share of beds, which is no metric of its own in the plan and is looked at as one.
fn bed_share(scene: &Scene<'_>) -> Option<Metric> {
    let values = &scene.plan.transfers_of_care.bed_share;
    let node = values.node?;
    let expectation = scene.round.bed_share.as_ref().map(|asked| {
        let (met, says) = judged(scene, bed_share_late::RULE.id, None);
        Expectation {
            limit: asked.percent.0,
            unit: "percent of beds",
            from: asked.by,
            met,
            says,
            met_from: check::beds_kept_from(scene.facts),
            clause: asked.clause.to_string(),
            basis: basis(scene, &asked.clause),
            reported_by: reporters(scene, &asked.clause),
        }
    });
    Some(Metric {
        key: "bed-share".to_owned(),
        name: "share of beds delayed".to_owned(),
        kind: String::new(),
        unit: Some(Unit::Percent),
        better: Some("lower"),
        baseline: Series::default(),
        target: Series::of(values),
        outturn: Series::default(),
        parts: Vec::new(),
        expectation,
        rag: Vec::new(),
        rationale: None,
        how: None,
        disputed: None,
        at: scene.at(node),
    })
}

fn basis(scene: &Scene<'_>, clause: &str) -> Basis {
    scene.round.clause(clause).map_or(Basis::Recalled, |clause| clause.basis)
}

fn reporters(scene: &Scene<'_>, clause: &str) -> Vec<String> {
    let clause = scene.round.clause(clause);
    clause.into_iter().flat_map(|clause| &clause.reported_by).map(ToString::to_string).collect()
}

/// Returns how the tests of a rule came out, for one subject or for all, and what they say.
fn judged(scene: &Scene<'_>, rule: &str, subject: Option<&str>) -> (Option<bool>, Vec<String>) {
    let about = |tested: Option<&str>| subject.is_none() || tested == subject;
    let found = scene.checked.findings.iter().filter(|found| found.rule == rule && about(found.subject.as_deref()));
    let failed: Vec<String> = found
        .map(|found| match &found.status {
            Status::Waived(waiver) => format!("{} (waived: {})", found.message, waiver.reason),
            _ => found.message.clone(),
        })
        .collect();
    if !failed.is_empty() {
        return (Some(false), failed);
    }
    let tests = scene.checked.tests.iter().filter(|test| test.rule == rule && about(test.subject.as_deref()));
    let (mut passed, mut reasons) = (false, Vec::new());
    for test in tests {
        match &test.outcome {
            Outcome::Passed => passed = true,
            Outcome::NotEvaluated(reason) => reasons.push(reason.to_string()),
            Outcome::NotApplicable(_) => {}
        }
    }
    ((passed && reasons.is_empty()).then_some(true), reasons)
}
