//! The streams of money of a round, and the amounts inside them that are stated, capped or bounded.

use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{List, Text};
use super::values::{Id, Percent, amount, optional_date, year, years};
use crate::money::Money;
use crate::period::{Date, Year};
use crate::plan::PartnerKind;

/// A stream of money.
#[expect(clippy::struct_excessive_bools, reason = "each is a question the data answers by itself")]
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stream {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name messages use.
    pub name: Text,
    /// The kind of body that pays it in.
    pub payer: Payer,
    /// The clause that says who pays it in; none where no source at hand says it.
    pub payer_clause: Option<Text>,
    /// True when every area has it.
    #[serde(default)]
    pub mandatory: bool,
    /// True when it is a grant to the council (the group `grants` of `[totals]`).
    #[serde(default)]
    pub grant: bool,
    /// True when its amounts may be negative and are left out of the balance.
    #[serde(default)]
    pub adjustment: bool,
    /// True when it was paid before there was a pool: it is in no minimum, and no section 75 agreement holds it.
    #[serde(default)]
    pub before_pool: bool,
    /// The years that have it, when not all of the round's.
    #[serde(default, deserialize_with = "years")]
    pub years: List<Year>,
    /// True when the partners agree the area's amount among themselves, so that none is published.
    #[serde(default)]
    pub agreed: bool,
    /// True when each area has the amount of the year before the round.
    #[serde(default)]
    pub same_as_last_year: bool,
    /// The day after which it was announced, where plans were due before: a plan sent in by then need not have it.
    #[serde(default, deserialize_with = "optional_date")]
    pub added_after: Option<Date>,
    /// The clause that asks for it; none for voluntary money.
    pub clause: Option<Text>,
}

impl Stream {
    /// Returns whether areas pool it of their own will.
    pub const fn is_voluntary(&self) -> bool {
        !self.mandatory && !self.adjustment
    }
}

/// The kind of body that pays a stream in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// A clinical commissioning group or integrated care board.
    Nhs,
    /// A council.
    Council,
}

impl Payer {
    /// Returns the kinds of partner that such a body is.
    pub const fn kinds(self) -> &'static [PartnerKind] {
        match self {
            Self::Nhs => &[PartnerKind::Ccg, PartnerKind::Icb],
            Self::Council => &[PartnerKind::Council],
        }
    }
}

/// An amount inside a stream that a plan must state.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Earmark {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use.
    pub name: Text,
    /// The stream it lies in.
    pub stream: Text,
    /// The clause that asks for it.
    pub clause: Text,
}

/// The most that may be set aside for something inside some streams.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cap {
    /// The key of `of_which` it is stated under.
    pub earmark: Text,
    /// The name messages use.
    pub name: Text,
    /// The streams taken together.
    pub streams: List<Text>,
    /// The largest share of the streams that may be set aside, in percent, in quotes.
    pub percent: Percent,
    /// Its clause.
    pub clause: Text,
}

/// A part of the fund that government publishes beside the streams and the floors.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PublishedPart {
    /// Its id, under which `[allocations]` gives it.
    pub id: Text,
    /// The name people use.
    pub name: Text,
    /// The clause it rests on, where that is known.
    pub clause: Option<Text>,
}

/// Words that plans may use as keys although nothing in the round has them as its id.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Accepted {
    /// Keys of `[allocations]`.
    #[serde(default)]
    pub allocations: List<Text>,
    /// Keys of `[totals]`.
    #[serde(default)]
    pub totals: List<Text>,
}

/// An amount no figure of a single area can reach in a year: the whole national fund or what all of England had of one
/// stream, or an amount that is certainly no smaller.
///
/// A year may have several. A figure above one whose clause is quoted or derived is an error; above none but recalled
/// ones it is a warning, as a recalled amount is never the sole ground of an error.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NationalFund {
    /// The financial year the amount is of.
    #[serde(deserialize_with = "year")]
    pub year: Year,
    /// The stream all of England had it of; none for the whole fund.
    pub stream: Option<Text>,
    /// The amount, such as £5.128bn.
    #[serde(deserialize_with = "amount")]
    pub amount: Money,
    /// The clause that says so.
    pub clause: Text,
}
