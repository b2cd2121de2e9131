//! The part of the fund that is paid for performance.

use schemars::JsonSchema;
use serde::Deserialize;

use super::floors::Share;
use super::held::Text;
use super::values::{amount, date, year};
use crate::money::Money;
use crate::period::{Date, Year};

/// The part of the fund that depends on performance.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Performance {
    /// The clause that ties a part of the fund to performance.
    pub clause: Text,
    /// The year it is paid in.
    #[serde(deserialize_with = "year")]
    pub year: Year,
    /// The amount of the national fund that is tied to performance.
    #[serde(deserialize_with = "amount")]
    pub part: Money,
    /// The national fund it is a part of.
    #[serde(deserialize_with = "amount")]
    pub fund: Money,
    /// The clause by which an area may size its part otherwise: admissions avoided × the cost of one, within its share.
    pub sized_clause: Option<Text>,
    /// The two payments of the part, half of it each.
    pub halves: Option<Halves>,
    /// The least reduction of emergency admissions expected.
    pub reduction: Option<Share>,
    /// The costs of an admission that are plausible.
    pub admission_cost: Option<AdmissionCost>,
}

/// The costs of an admission that are plausible.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AdmissionCost {
    /// The least plausible cost.
    #[serde(deserialize_with = "amount")]
    pub plausible_from: Money,
    /// The greatest plausible cost.
    #[serde(deserialize_with = "amount")]
    pub plausible_to: Money,
    /// The clause that says so.
    pub clause: Text,
}

/// The two payments of a part, half of it each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Halves {
    /// The day on which the first payment is made.
    #[serde(deserialize_with = "date")]
    pub first_on: Date,
    /// The first day on which the second may be paid.
    #[serde(deserialize_with = "date")]
    pub second_from: Date,
    /// The last day on which the second may be paid.
    #[serde(deserialize_with = "date")]
    pub second_by: Date,
    /// The clause that says so.
    pub clause: Text,
}

impl Performance {
    /// Returns every clause id it refers to.
    pub(super) fn clause_ids(&self) -> impl Iterator<Item = &str> {
        let halves = self.halves.iter().map(|halves| halves.clause.as_str());
        let reduction = self.reduction.iter().map(|reduction| reduction.clause.as_str());
        let cost = self.admission_cost.iter().map(|cost| cost.clause.as_str());
        let first = std::iter::once(self.clause.as_str()).chain(self.sized_clause.as_deref());
        first.chain(halves).chain(reduction).chain(cost)
    }
}
