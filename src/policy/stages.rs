//! The days before the last one on which something was to be sent in, and the metrics areas choose for themselves.

use schemars::JsonSchema;
use serde::Deserialize;

use super::types::{date, years};
use crate::period::{Date, Year};

/// A day on which a draft or an earlier version was to be sent in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stage {
    /// What was to be sent in, such as the draft plan.
    pub what: String,
    /// By when.
    #[serde(deserialize_with = "date")]
    pub by: Date,
    /// The clause that sets it.
    pub clause: String,
}

/// The metrics an area chooses for itself, beside the national ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LocalMetrics {
    /// How many it chooses, at least.
    pub count: usize,
    /// The years that need targets.
    #[serde(deserialize_with = "years")]
    pub target_years: Vec<Year>,
    /// The clause that asks for them.
    pub clause: String,
}
