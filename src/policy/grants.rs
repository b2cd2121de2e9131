//! The grants of a round: the Disabled Facilities Grant, the purposes of others, and grants of two parts.

use schemars::JsonSchema;
use serde::Deserialize;

use super::days::Deadline;
use super::held::{List, Text};
use super::lists::Named;

/// The Disabled Facilities Grant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dfg {
    /// The id of the stream that carries the grant.
    pub stream: Text,
    /// Scheme types that are adaptations or other housing work.
    pub scheme_types: List<Text>,
    /// The last day a county passes it on.
    pub passed_by: Option<Deadline>,
}

/// The purposes that lines of a grant must serve.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Purposes {
    /// The streams of the grant.
    pub streams: List<Text>,
    /// The purposes.
    pub list: List<Named>,
    /// The clause that says so.
    pub clause: Text,
}

/// Two streams of one grant that must be shown apart.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantParts {
    /// The streams.
    pub streams: List<Text>,
    /// The clause by which they are shown apart.
    pub clause: Text,
    /// The stream that falls from year to year.
    pub falling: Option<Text>,
    /// The clause of its profile.
    pub falling_clause: Option<Text>,
}
