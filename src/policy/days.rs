//! The days of a round: deadlines, the days before them on which drafts were due, and updates of a plan.

use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{List, Text};
use super::values::{date, optional_date, years};
use crate::period::{Date, Year};

/// A day with the clause that sets it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deadline {
    /// The last day.
    #[serde(deserialize_with = "date")]
    pub by: Date,
    /// The clause that sets it.
    pub clause: Text,
}

/// A day on which a draft or an earlier version was to be sent in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stage {
    /// The document that was to be sent in, such as the draft plan.
    pub what: Text,
    /// The last day to send it in.
    #[serde(deserialize_with = "date")]
    pub by: Date,
    /// The clause that sets it.
    pub clause: Text,
}

/// A time during a round in which plans were sent in once more: the second year of a two-year plan, or money announced
/// after the plans were due.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Update {
    /// The first day on which a plan that is sent in is the updated one; the day after the deadline before, where absent.
    #[serde(default, deserialize_with = "optional_date")]
    pub from: Option<Date>,
    /// The last day to send the update in.
    pub submission: Deadline,
    /// The last day to sign the agreement that goes with it.
    pub section_75: Option<Deadline>,
    /// The years of the round that it plans for; none where it is about money announced since.
    #[serde(default, deserialize_with = "years")]
    pub years: List<Year>,
    /// The metrics whose targets for those years it sets, of any plan that has it and of no other.
    #[serde(default)]
    pub metrics: List<Text>,
    /// The clause that asks for those targets; that of each metric, where absent.
    pub metrics_clause: Option<Text>,
}
