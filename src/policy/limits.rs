//! Limits of later rounds: a cap on part of a stream, and a value a metric is expected to reach.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Percent;

/// The most that may be set aside for something inside some streams.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cap {
    /// The key of `of_which` it is stated under.
    pub earmark: String,
    /// As messages say it.
    pub name: String,
    /// The streams taken together.
    pub streams: Vec<String>,
    /// At most this share of them, in percent, in quotes.
    pub percent: Percent,
    /// Its clause.
    pub clause: String,
}

/// A value targets of a metric are expected to reach, which an area may depart from with reasons.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expected {
    /// In the metric's own unit, in quotes.
    pub value: Percent,
    /// Its clause.
    pub clause: String,
}
