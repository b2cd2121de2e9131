//! The metrics of a round: the national ones, and those an area chooses for itself.

use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{List, Text};
use super::values::{Id, Percent, month, years};
use crate::period::{Month, Year};
use crate::unit::Unit;

/// The populations behind a rate.
pub(super) const POPULATIONS: [&str; 3] = ["everyone", "adults", "older"];

/// A national metric.
#[expect(clippy::struct_excessive_bools, reason = "each is a question the data answers by itself")]
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Metric {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use.
    pub name: Text,
    /// The direction that is better.
    pub better: Better,
    /// The unit of a plan that names none.
    pub unit: Unit,
    /// The other units a plan may use.
    #[serde(default)]
    pub other_units: List<Unit>,
    /// The population behind a rate.
    #[schemars(extend("enum" = POPULATIONS))]
    pub population: Option<Text>,
    /// True when the numerator is part of the denominator, so that it cannot exceed it.
    #[serde(default)]
    pub proportion: bool,
    /// The frequency with which its targets are set.
    pub targets: Frequency,
    /// The years that need targets.
    #[serde(deserialize_with = "years")]
    pub target_years: List<Year>,
    /// True when it only supports the other metrics, so that a plan may have it and need not.
    #[serde(default)]
    pub supporting: bool,
    /// True when a value in days is an average, so that a longer period's value is no larger.
    #[serde(default)]
    pub average: bool,
    /// True when its rate is standardised for age, so that it is no plain quotient of two numbers.
    #[serde(default)]
    pub standardised: bool,
    /// A value its targets are expected to reach.
    pub expected: Option<Expected>,
    /// The parts that each need a separate ambition.
    #[serde(default)]
    pub parts_required: List<Text>,
    /// The clause on its parts.
    pub parts_clause: Option<Text>,
    /// The daily rate it may not exceed.
    pub ceiling: Option<DailyCeiling>,
    /// The clause that ties its target to the operating plans, as their figure less the additional reduction.
    pub aligned_clause: Option<Text>,
    /// The clause by which an average delay is the share not discharged on the day times the average days of those, so
    /// that a plan may give the two.
    pub factors_clause: Option<Text>,
    /// The clause that makes it a metric.
    pub clause: Text,
    /// The clause of its unit and direction, where that is another.
    pub definition_clause: Option<Text>,
    /// The clause of the units a plan may use, where that is another still.
    pub unit_clause: Option<Text>,
}

/// The direction in which a metric improves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

impl Better {
    /// Returns its word, as plans and rounds write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
        }
    }
}

/// The frequency with which a metric's targets are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// One value a year (or any period in it).
    Year,
    /// Every month of the years named.
    Month,
}

/// The daily rate a metric may not exceed from a month on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DailyCeiling {
    /// The rate in days a day for every 100,000 adults, in quotes.
    pub rate: Percent,
    /// The month from which it holds.
    #[serde(deserialize_with = "month")]
    pub from: Month,
    /// Its clause.
    pub clause: Text,
}

/// A value targets of a metric are expected to reach, which an area may depart from with reasons.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expected {
    /// The value, in the metric's own unit, in quotes.
    pub value: Percent,
    /// Its clause.
    pub clause: Text,
}

/// The metrics an area chooses for itself, beside the national ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LocalMetrics {
    /// The least number of metrics an area chooses.
    pub count: usize,
    /// The years that need targets.
    #[serde(deserialize_with = "years")]
    pub target_years: List<Year>,
    /// The clause that asks for them.
    pub clause: Text,
}
