//! The bodies that sign a plan, and the agreement that makes the pool.

use schemars::JsonSchema;
use serde::Deserialize;

use super::days::Deadline;
use super::held::{List, Text};
use super::values::optional_date;
use crate::period::Date;

/// The bodies that may have to sign.
pub(super) const BODIES: [&str; 5] = ["board", "council", "nhs", "icb", "area-team"];

/// The bodies that sign the plan, and the role that certifies grants.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignOff {
    /// The clause that asks for it.
    pub clause: Text,
    /// Bodies that must sign.
    pub bodies: List<SigningBody>,
    /// The role that certifies the use of grants.
    pub grants: Option<GrantCertificate>,
}

/// A body that must sign the plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SigningBody {
    /// The body: `board`; `council` (each that contributes or is party to the section 75 agreement); `nhs` (each CCG or
    /// ICB that contributes, is party to the agreement or has a published share); `icb` (the same of ICBs, where CCGs
    /// contributed earlier in the round); `area-team`.
    #[schemars(extend("enum" = BODIES))]
    pub body: Text,
    /// The role that must sign, where the round names one.
    pub role: Option<Text>,
    /// The clause that asks for its signature, where that is another than the clause of the sign-off.
    pub clause: Option<Text>,
    /// True when it may sign after the deadline, with no authority given before.
    #[serde(default)]
    pub may_follow: bool,
    /// The clause by which it may sign after the deadline, where that is one of its own.
    pub follow_clause: Option<Text>,
    /// The clause by which a signature after the deadline does not undo the plan; that it is late is a warning then.
    pub late_clause: Option<Text>,
    /// True when its sign-off may follow the deadline under delegated authority.
    #[serde(default)]
    pub may_follow_with_authority: bool,
    /// True when it must not be signed under delegated authority.
    #[serde(default)]
    pub not_delegable: bool,
    /// Its own last day, when not the submission's.
    #[serde(default, deserialize_with = "optional_date")]
    pub by: Option<Date>,
}

impl SigningBody {
    /// Returns every clause it names.
    pub(super) fn clause_ids(&self) -> impl Iterator<Item = &str> {
        [&self.clause, &self.follow_clause, &self.late_clause].into_iter().filter_map(Option::as_deref)
    }
}

/// The role that certifies the use of grants.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantCertificate {
    /// The role, such as `s151-officer`.
    pub role: Text,
    /// The streams it covers.
    pub streams: List<Text>,
    /// The clause that asks for it.
    pub clause: Text,
}

/// The agreement that makes the pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section75 {
    /// The clause that asks for an agreement.
    pub clause: Text,
    /// The last day to sign it.
    pub by: Option<Deadline>,
}
