//! The parts of a round on transfers of care: the high impact changes and the share of hospital beds.

use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{List, Text};
use super::lists::Named;
use super::values::{Percent, month};
use crate::period::Month;

/// The high impact changes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Changes {
    /// The clause that asks plans to implement them.
    pub clause: Text,
    /// The clause on what a plan says of each.
    pub plans_clause: Text,
    /// The changes.
    pub list: List<Named>,
}

/// The share of hospital beds that delayed transfers may take.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BedShare {
    /// The largest share, in percent, in quotes.
    pub percent: Percent,
    /// The month from which it holds.
    #[serde(deserialize_with = "month")]
    pub by: Month,
    /// Its clause.
    pub clause: Text,
}
