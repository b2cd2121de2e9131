//! The shape of a round's data file.

use std::borrow::Cow;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::{Accepted, Floor, LocalMetrics, Performance, PublishedPart, Stage};
use crate::finding::Basis;
use crate::money::{self, Money};
use crate::period::{Date, Month, Year};
use crate::unit::Unit;

use super::{Cap, Expected, Replaced, Update};

/// Who may waive a clause.
pub(super) const WAIVING: [&str; 2] = ["district", "nhs-england"];
/// The bodies that may have to sign.
pub(super) const BODIES: [&str; 5] = ["board", "council", "nhs", "icb", "area-team"];
/// The populations behind a rate.
pub(super) const POPULATIONS: [&str; 3] = ["everyone", "adults", "older"];

/// A planning round: what it asks, and where each thing is written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Round {
    /// The round's id, which plans name; none that is inside the program.
    #[schemars(with = "Id")]
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its financial years, in order; at least one.
    #[serde(deserialize_with = "years")]
    pub years: Vec<Year>,
    /// Where its facts are read.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// What it asks, each thing once.
    #[serde(default)]
    pub clauses: Vec<Clause>,
    /// The national conditions, in their order.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// The published lists of conditions, by document, where they differ: a condition that not all of them have is asked
    /// for by some.
    #[serde(default)]
    pub condition_lists: Vec<String>,
    /// The money streams.
    #[serde(default)]
    pub streams: Vec<Stream>,
    /// Who signs the plan, and when.
    pub sign_off: Option<SignOff>,
    /// The day by which plans are submitted.
    pub submission: Option<Deadline>,
    /// Earlier days on which something was to be sent in.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Times during the round in which plans were sent in once more, in order.
    #[serde(default)]
    pub updates: Vec<Update>,
    /// The agreement that makes the pool: section 75, or section 256 in 2013-14.
    pub section_75: Option<Section75>,
    /// The least that must be spent on some things out of a stream.
    #[serde(default)]
    pub floors: Vec<Floor>,
    /// Parts of the fund that government publishes beside the streams and the floors.
    #[serde(default)]
    pub published: Vec<PublishedPart>,
    /// Words that plans may use as keys although the round has nothing that goes by them; those every round has always
    /// taken unless it says otherwise.
    #[serde(default)]
    pub accepted: Accepted,
    /// The high impact changes.
    pub changes: Option<Changes>,
    /// The share of hospital beds that delayed transfers may take.
    pub bed_share: Option<BedShare>,
    /// The Disabled Facilities Grant.
    pub dfg: Option<Dfg>,
    /// Purposes that lines of a grant must serve.
    #[serde(default)]
    pub purposes: Vec<Purposes>,
    /// Two streams of one grant that must be shown apart.
    pub grant_parts: Option<GrantParts>,
    /// Amounts inside a stream that a plan must state.
    #[serde(default)]
    pub earmarks: Vec<Earmark>,
    /// The most that may be set aside for something inside some streams.
    #[serde(default)]
    pub caps: Vec<Cap>,
    /// The national metrics.
    #[serde(default)]
    pub metrics: Vec<Metric>,
    /// The metrics an area chooses for itself.
    pub local_metrics: Option<LocalMetrics>,
    /// The part of the fund that depends on performance.
    pub performance: Option<Performance>,
    /// Scheme types, where the round has a list.
    pub scheme_types: Option<WordList>,
    /// The kinds of partner that pay in for the NHS (`ccg`, `icb`), where the round says.
    pub commissioners: Option<WordList>,
    /// Words of the round before that ended with it, and what took their place.
    #[serde(default)]
    pub replaced: Vec<Replaced>,
    /// What the narrative must or should cover.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// The whole national fund, by year.
    #[serde(default)]
    pub national: Vec<NationalFund>,
    /// What is known to exist and is not here, in words.
    #[serde(default)]
    pub not_covered: Vec<String>,
}

/// A document facts are read in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// The short name clauses use.
    #[schemars(with = "Id")]
    pub key: String,
    /// Its title and who published it.
    pub title: String,
    /// Where it can be read, if on the web.
    #[serde(default)]
    #[schemars(extend("pattern" = "^https?://"))]
    pub url: String,
}

/// One thing the round asks or defines, where it is written, and how that is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clause {
    /// Its id; the same thing has the same id in every round.
    #[schemars(with = "Id")]
    pub id: String,
    /// What it asks, in your words.
    pub says: String,
    /// Where in the document it is written; needed unless it is recalled.
    #[serde(default)]
    pub at: String,
    /// The key of the document; needed unless it is recalled.
    #[serde(default)]
    pub source: String,
    /// The keys of further documents that bear it out.
    #[serde(default)]
    pub also: Vec<String>,
    /// How it is known: read, worked out from what was read, or merely believed.
    pub basis: Basis,
    /// Whether it asks something of a plan, as it does unless it says false: a definition, a national figure or what went
    /// before is no requirement.
    #[serde(default = "yes")]
    pub asks: bool,
    /// Who may waive it: the district concerned, or NHS England.
    #[serde(default)]
    #[schemars(extend("enum" = WAIVING))]
    pub waived_by: Option<String>,
    /// Why no rule checks it, where none does.
    #[serde(default)]
    pub unchecked: Option<String>,
    /// What a checklist puts it under: the id of a condition, or a heading of its own.
    #[serde(default)]
    pub under: Option<String>,
}

/// A national condition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Condition {
    /// Its number, where the round numbers them.
    pub number: Option<u8>,
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
    /// The clause it stands in.
    pub clause: String,
    /// Sections of a plan that address it by themselves, such as `out_of_hospital`.
    #[serde(default)]
    pub sections: Vec<String>,
    /// The published lists that have it, by document; all of the round's where it has none.
    #[serde(default)]
    pub listed_by: Vec<String>,
}

/// A stream of money.
#[expect(clippy::struct_excessive_bools, reason = "each is a question the data answers by itself")]
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stream {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As messages say it.
    pub name: String,
    /// Who pays it in.
    pub payer: Payer,
    /// Whether every area has it.
    #[serde(default)]
    pub mandatory: bool,
    /// Whether it is a grant to the council (the group `grants` of `[totals]`).
    #[serde(default)]
    pub grant: bool,
    /// Whether its amounts may be negative and stay out of the balance.
    #[serde(default)]
    pub adjustment: bool,
    /// Whether it was paid before there was a pool: it is in no minimum, and no section 75 agreement holds it.
    #[serde(default)]
    pub before_pool: bool,
    /// The years that have it, when not all of the round's.
    #[serde(default, deserialize_with = "years")]
    pub years: Vec<Year>,
    /// Whether the partners agree the area's amount among themselves, so that none is published.
    #[serde(default)]
    pub agreed: bool,
    /// The day after which it was announced, where plans were due before: a plan sent in by then need not have it.
    #[serde(default, deserialize_with = "optional_date")]
    pub added_after: Option<Date>,
    /// The clause that asks for it; none for voluntary money.
    pub clause: Option<String>,
}

/// Who pays a stream in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// A clinical commissioning group or integrated care board.
    Nhs,
    /// A council.
    Council,
}

/// A day with the clause that sets it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Deadline {
    /// The last day.
    #[serde(deserialize_with = "date")]
    pub by: Date,
    /// The clause that sets it.
    pub clause: String,
}

/// Who signs the plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignOff {
    /// The clause that asks for it.
    pub clause: String,
    /// Bodies that must sign.
    pub bodies: Vec<SigningBody>,
    /// Who certifies the use of grants.
    pub grants: Option<GrantCertificate>,
}

/// A body that must sign the plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SigningBody {
    /// Which body: `board`; `council` (each that contributes or is party to the section 75 agreement); `nhs` (each
    /// contributing CCG or ICB); `icb` (each contributing ICB, where CCGs contributed earlier in the round); `area-team`.
    #[schemars(extend("enum" = BODIES))]
    pub body: String,
    /// The role that must sign, where the round names one.
    pub role: Option<String>,
    /// The clause that asks for its signature, where that is one of its own.
    pub clause: Option<String>,
    /// Whether it may sign after the deadline, with no authority given before.
    #[serde(default)]
    pub may_follow: bool,
    /// Whether its sign-off may follow the deadline under delegated authority.
    #[serde(default)]
    pub may_follow_with_authority: bool,
    /// Whether it must not be signed under delegated authority.
    #[serde(default)]
    pub not_delegable: bool,
    /// Its own last day, when not the submission's.
    #[serde(default, deserialize_with = "optional_date")]
    pub by: Option<Date>,
}

/// Who certifies the use of grants.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantCertificate {
    /// The role, such as `s151-officer`.
    pub role: String,
    /// The streams it covers.
    pub streams: Vec<String>,
    /// The clause that asks for it.
    pub clause: String,
}

/// The agreement that makes the pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section75 {
    /// The clause that asks for an agreement.
    pub clause: String,
    /// The last day to sign it.
    pub by: Option<Deadline>,
}

/// A list of words with the clause that gives it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordList {
    /// The words.
    pub words: Vec<String>,
    /// The clause that gives them.
    pub clause: String,
}

/// The high impact changes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Changes {
    /// The requirement to implement them.
    pub clause: String,
    /// The clause on what a plan says of each.
    pub plans_clause: String,
    /// The changes.
    pub list: Vec<Named>,
}

/// An id with the name people use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Named {
    /// The word plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
}

/// The share of hospital beds that delayed transfers may take.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BedShare {
    /// At most this, in percent, in quotes.
    pub percent: Percent,
    /// From this month.
    #[serde(deserialize_with = "month")]
    pub by: Month,
    /// Its clause.
    pub clause: String,
}

/// The Disabled Facilities Grant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dfg {
    /// The stream.
    pub stream: String,
    /// Scheme types that are adaptations or other housing work.
    pub scheme_types: Vec<String>,
    /// The last day a county passes it on.
    pub passed_by: Option<Deadline>,
}

/// What lines of a grant must serve.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Purposes {
    /// The streams of the grant.
    pub streams: Vec<String>,
    /// The purposes.
    pub list: Vec<Named>,
    /// The clause that says so.
    pub clause: String,
}

/// Two streams of one grant that must be shown apart.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GrantParts {
    /// The streams.
    pub streams: Vec<String>,
    /// That they are shown apart.
    pub clause: String,
    /// The stream that falls from year to year.
    pub falling: Option<String>,
    /// The clause of its profile.
    pub falling_clause: Option<String>,
}

/// An amount inside a stream that a plan must state.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Earmark {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
    /// The stream it lies in.
    pub stream: String,
    /// The clause that asks for it.
    pub clause: String,
}

/// Which way a metric improves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

/// How often a metric's targets are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// One value a year (or any period in it).
    Year,
    /// Every month of the years named.
    Month,
}

/// A national metric.
#[expect(clippy::struct_excessive_bools, reason = "each is a question the data answers by itself")]
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Metric {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
    /// Which way is better.
    pub better: Better,
    /// The unit of a plan that names none.
    pub unit: Unit,
    /// The other units a plan may use.
    #[serde(default)]
    pub other_units: Vec<Unit>,
    /// The population behind a rate.
    #[schemars(extend("enum" = POPULATIONS))]
    pub population: Option<String>,
    /// Whether the numerator is part of the denominator, so that it cannot exceed it.
    #[serde(default)]
    pub proportion: bool,
    /// How often its targets are set.
    pub targets: Frequency,
    /// The years that need targets.
    #[serde(deserialize_with = "years")]
    pub target_years: Vec<Year>,
    /// Whether it only supports the others: a plan may have it and need not.
    #[serde(default)]
    pub supporting: bool,
    /// Whether a value in days is an average, so that a longer period's is no larger.
    #[serde(default)]
    pub average: bool,
    /// Whether its rate is standardised for age, so that it is no plain quotient of two numbers.
    #[serde(default)]
    pub standardised: bool,
    /// A value its targets are expected to reach.
    pub expected: Option<Expected>,
    /// Parts that need an ambition of their own.
    #[serde(default)]
    pub parts_required: Vec<String>,
    /// The clause on its parts.
    pub parts_clause: Option<String>,
    /// The daily rate it may not exceed.
    pub ceiling: Option<DailyCeiling>,
    /// The clause that ties its target to the operating plans, as their figure less the additional reduction.
    pub aligned_clause: Option<String>,
    /// The clause that makes it a metric.
    pub clause: String,
    /// The clause of its unit and direction, where that is another.
    pub definition_clause: Option<String>,
}

/// The daily rate a metric may not exceed from a month on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DailyCeiling {
    /// Days a day for every 100,000 adults, in quotes.
    pub rate: Percent,
    /// From this month.
    #[serde(deserialize_with = "month")]
    pub from: Month,
    /// Its clause.
    pub clause: String,
}

/// A topic of the narrative.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
    /// Whether the round itself asks for it; else other rules may.
    #[serde(default)]
    pub listed: bool,
    /// Whether the clause says must.
    #[serde(default)]
    pub must: bool,
    /// Whether it is a document of its own, sent in with the plan.
    #[serde(default)]
    pub document: bool,
    /// Its clause.
    pub clause: String,
}

/// An amount no figure of a single area can reach in a year: the whole national fund, or one that is certainly no smaller.
///
/// A year may have several. A figure above one whose clause is quoted or derived is an error; above none but recalled
/// ones it is a warning, as a recalled amount is never the sole ground of an error.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NationalFund {
    /// The year.
    #[serde(deserialize_with = "year")]
    pub year: Year,
    /// The amount, such as £5.128bn.
    #[serde(deserialize_with = "amount")]
    pub amount: Money,
    /// The clause that says so.
    pub clause: String,
}

impl Round {
    /// Every clause id the data refers to.
    pub fn clause_ids_in_use(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        ids.extend(self.conditions.iter().map(|c| c.clause.as_str()));
        ids.extend(self.streams.iter().filter_map(|s| s.clause.as_deref()));
        ids.extend(self.earmarks.iter().map(|e| e.clause.as_str()));
        ids.extend(self.topics.iter().map(|t| t.clause.as_str()));
        ids.extend(self.purposes.iter().map(|p| p.clause.as_str()));
        ids.extend(self.national.iter().map(|n| n.clause.as_str()));
        ids.extend(self.submission.iter().map(|d| d.clause.as_str()));
        ids.extend(self.scheme_types.iter().map(|s| s.clause.as_str()));
        ids.extend(self.bed_share.iter().map(|b| b.clause.as_str()));
        ids.extend(self.changes.iter().flat_map(|c| [c.clause.as_str(), &c.plans_clause]));
        ids.extend(
            self.updates
                .iter()
                .flat_map(|u| [Some(&u.submission), u.section_75.as_ref()])
                .flatten()
                .map(|d| d.clause.as_str()),
        );
        ids.extend(self.caps.iter().map(|c| c.clause.as_str()));
        ids.extend(self.commissioners.iter().map(|c| c.clause.as_str()));
        ids.extend(self.replaced.iter().map(|r| r.clause.as_str()));
        for metric in &self.metrics {
            ids.push(&metric.clause);
            ids.extend(metric.expected.iter().map(|e| e.clause.as_str()));
            ids.extend(metric.parts_clause.as_deref());
            ids.extend(metric.aligned_clause.as_deref());
            ids.extend(metric.ceiling.iter().map(|c| c.clause.as_str()));
            ids.extend(metric.definition_clause.as_deref());
        }
        ids.extend(self.stages.iter().map(|stage| stage.clause.as_str()));
        ids.extend(self.local_metrics.iter().map(|local| local.clause.as_str()));
        ids.extend(self.performance.iter().flat_map(Performance::clause_ids));
        if let Some(sign_off) = &self.sign_off {
            ids.push(&sign_off.clause);
            ids.extend(sign_off.bodies.iter().filter_map(|body| body.clause.as_deref()));
            ids.extend(sign_off.grants.iter().map(|g| g.clause.as_str()));
        }
        if let Some(agreement) = &self.section_75 {
            ids.push(&agreement.clause);
            ids.extend(agreement.by.iter().map(|d| d.clause.as_str()));
        }
        ids.extend(self.floors.iter().flat_map(Floor::clause_ids));
        ids.extend(self.published.iter().filter_map(|part| part.clause.as_deref()));
        ids.extend(self.dfg.iter().filter_map(|d| d.passed_by.as_ref()).map(|d| d.clause.as_str()));
        if let Some(parts) = &self.grant_parts {
            ids.push(&parts.clause);
            ids.extend(parts.falling_clause.as_deref());
        }
        ids
    }

    /// Every stream id the data refers to.
    pub(super) fn stream_ids_in_use(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.earmarks.iter().map(|earmark| earmark.stream.as_str()).collect();
        ids.extend(self.dfg.iter().map(|dfg| dfg.stream.as_str()));
        ids.extend(self.floors.iter().map(|floor| floor.stream.as_str()));
        let lists = [
            self.sign_off.as_ref().and_then(|sign_off| sign_off.grants.as_ref()).map(|grants| &grants.streams),
            self.grant_parts.as_ref().map(|parts| &parts.streams),
        ];
        let lists = lists.into_iter().flatten().chain(self.purposes.iter().map(|purposes| &purposes.streams));
        let lists = lists.chain(self.caps.iter().map(|cap| &cap.streams));
        let lists = lists.chain(self.floors.iter().map(|floor| &floor.not_offset_by));
        ids.extend(lists.flatten().map(String::as_str));
        ids.extend(self.grant_parts.iter().filter_map(|parts| parts.falling.as_deref()));
        ids
    }
}

/// A percentage or rate, exact: written as a string in the data (`"1.79"`), so that no binary float touches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(pub Decimal);

impl JsonSchema for Percent {
    fn schema_name() -> Cow<'static, str> {
        "percent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["1.79"] })
    }
}

/// What ids of a round's data look like, for its schema.
pub(super) enum Id {}

impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Decimal::from_str_exact(&text)
            .map(Self)
            .map_err(|_| de::Error::custom(format!("`{text}` is not a decimal number")))
    }
}

fn yes() -> bool {
    true
}

fn read_with<'de, D: Deserializer<'de>, T>(
    from: D,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not {what}")))
}

pub(super) fn amount<'de, D: Deserializer<'de>>(from: D) -> Result<Money, D::Error> {
    read_with(from, "an amount of money", |text| money::parse_text(text).ok().map(|amount| amount.pounds))
}

pub(super) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    read_with(from, "a date", Date::parse)
}

pub(super) fn optional_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    date(from).map(Some)
}

fn month<'de, D: Deserializer<'de>>(from: D) -> Result<Month, D::Error> {
    read_with(from, "a month", Month::parse)
}

pub(super) fn year<'de, D: Deserializer<'de>>(from: D) -> Result<Year, D::Error> {
    read_with(from, "a financial year", Year::parse)
}

pub(super) fn optional_year<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Year>, D::Error> {
    year(from).map(Some)
}

pub(super) fn years<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Year>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts
        .iter()
        .map(|text| Year::parse(text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a financial year"))))
        .collect()
}
