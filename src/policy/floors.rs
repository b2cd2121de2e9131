//! Floors of spending as data: what counts towards each, what it requires, and the clause behind each part.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};

use super::held::{List, Text};
use super::values::{Id, Percent, amount, optional_year};
use crate::money::Money;
use crate::period::Year;
use crate::plan::{AreaOfSpend, Commissioner, Word, is_baseline, is_surplus};

/// The least that must be spent on something out of a stream.
///
/// What it requires in a year is the published figure; where none is published, the figure the plan states (`stated`),
/// else the baseline uplifted (`baseline-year`), else a share of the stream (`share`).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Floor {
    /// Its id, under which `[allocations]` gives what was published and `[totals]` what the plan states.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use: "NHS contribution to adult social care".
    pub name: Text,
    /// The thing it is the floor of, in a word or two: "social care".
    pub of: Text,
    /// The spending that counts, as messages name it: "social care spending from the NHS minimum".
    pub spending: Text,
    /// The clause that asks for it.
    pub clause: Text,
    /// The stream whose lines count.
    pub stream: Text,
    /// The name messages on the floor use for the stream, where it is not the stream's name: "the NHS minimum".
    pub from: Option<Text>,
    /// The clause on what counts towards it.
    pub counting: Text,
    /// The lines of the stream that count.
    #[serde(default)]
    pub counts: Counts,
    /// True when the minimum a plan states is required where none is published.
    #[serde(default)]
    pub stated: bool,
    /// The key of `[allocations]` under which the figure that is uplifted is published, which ends in `-baseline`:
    /// `social-care-baseline`.
    #[serde(default, deserialize_with = "baseline_key")]
    pub baseline_key: Option<Text>,
    /// The year whose figure is uplifted, where one is.
    #[serde(default, deserialize_with = "optional_year")]
    pub baseline_year: Option<Year>,
    /// The clause on changing the baseline.
    pub baseline_clause: Option<Text>,
    /// The uplift by year, in percent of the floor of the year before, in quotes; empty where it is not known.
    #[serde(default, deserialize_with = "by_year")]
    #[schemars(with = "BTreeMap<Year, Percent>")]
    pub uplift: List<(Text, Percent)>,
    /// The clause of the uplifts.
    pub uplift_clause: Option<Text>,
    /// The distance, in percentage points, by which an area's published uplift may differ from the national one. Where
    /// it is given, a floor worked out from the national uplift is an indication, and a plan below it gets only a
    /// warning.
    pub uplift_tolerance: Option<Percent>,
    /// True when the uplifted baseline is asked for even where a lower floor is published.
    #[serde(default)]
    pub uplift_above_published: bool,
    /// The national share of the stream, where no floor is published.
    pub share: Option<Share>,
    /// Streams whose money may not be counted instead.
    #[serde(default)]
    pub not_offset_by: List<Text>,
    /// The clause against offsetting.
    pub offset_clause: Option<Text>,
    /// The contingency against missed reductions of admissions, which is held from what the floor requires.
    pub contingency: Option<Contingency>,
    /// The key of `[totals]` under which a plan may state what it plans beyond the floor, which ends in `-surplus`:
    /// `out-of-hospital-surplus`.
    #[serde(default, deserialize_with = "surplus_key")]
    pub surplus_key: Option<Text>,
    /// The scheme a new plan begins with, so that the floor has a line.
    pub scheme: Option<FirstScheme>,
}

/// The lines of a floor's stream that count towards it. Where it sets no limit, every line counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Counts {
    /// The areas of spend that count; every area where none is named.
    #[serde(default, deserialize_with = "words")]
    pub areas: List<AreaOfSpend>,
    /// Areas of spend that do not count.
    #[serde(default, deserialize_with = "words")]
    pub not_areas: List<AreaOfSpend>,
    /// The commissioners whose lines count whole; every commissioner where none is named.
    #[serde(default, deserialize_with = "words")]
    pub commissioners: List<Commissioner>,
    /// True when a line that is commissioned jointly counts by the NHS's share of it; else it does not count, unless
    /// `joint` is among the commissioners.
    #[serde(default)]
    pub joint_by_nhs_share: bool,
    /// True when the contingency a plan holds back counts.
    #[serde(default)]
    pub contingency: bool,
}

/// A percentage with the clause that gives it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Share {
    /// Percent, in quotes.
    pub percent: Percent,
    /// Its clause.
    pub clause: Text,
}

/// The contingency's terms.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contingency {
    /// The clause on when a contingency is to be considered and how it is sized.
    pub clause: Text,
    /// The cost of an admission unless the plan says otherwise.
    #[serde(deserialize_with = "amount")]
    pub cost_per_admission: Money,
    /// The least plausible cost.
    #[serde(deserialize_with = "amount")]
    pub plausible_from: Money,
    /// The greatest plausible cost.
    #[serde(deserialize_with = "amount")]
    pub plausible_to: Money,
    /// The clause of the cost.
    pub cost_clause: Text,
}

/// The scheme a new plan begins with to meet a floor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FirstScheme {
    /// Its name.
    pub name: Text,
    /// The area of spend of its line, one that counts.
    #[serde(deserialize_with = "word")]
    pub area: AreaOfSpend,
    /// The commissioner of its line.
    #[serde(deserialize_with = "word")]
    pub commissioner: Commissioner,
}

impl Floor {
    /// Returns the uplift of a year, in percent.
    pub fn uplift(&self, year: Year) -> Option<Decimal> {
        self.uplift.iter().find(|(of, _)| Year::parse(of) == Some(year)).map(|(_, percent)| percent.0)
    }

    /// Returns the key and the year of the figure that is uplifted, where one is published.
    pub fn published_baseline(&self) -> Option<(&str, Year)> {
        Some((self.baseline_key.as_deref()?, self.baseline_year?))
    }

    /// Returns every clause it names.
    pub(super) fn clause_ids(&self) -> impl Iterator<Item = &str> {
        let named = [&self.baseline_clause, &self.uplift_clause, &self.offset_clause];
        let share = self.share.iter().map(|share| share.clause.as_str());
        let contingency = self.contingency.iter().flat_map(|terms| [terms.clause.as_str(), &terms.cost_clause]);
        let asked = [self.clause.as_str(), &self.counting].into_iter();
        asked.chain(named.into_iter().filter_map(Option::as_deref)).chain(share).chain(contingency)
    }
}

/// Reads percentages by year, in the order of the years. That each is a year of the round is checked with its references.
fn by_year<'de, D: Deserializer<'de>>(from: D) -> Result<List<(Text, Percent)>, D::Error> {
    Ok(BTreeMap::<String, Percent>::deserialize(from)?
        .into_iter()
        .map(|(year, percent)| (year.into(), percent))
        .collect())
}

fn baseline_key<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    key_that(from, is_baseline, "-baseline")
}

fn surplus_key<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    key_that(from, is_surplus, "-surplus")
}

fn key_that<'de, D: Deserializer<'de>>(from: D, is: fn(&str) -> bool, end: &str) -> Result<Option<Text>, D::Error> {
    let key = Text::deserialize(from)?;
    if is(&key) { Ok(Some(key)) } else { Err(de::Error::custom(format!("`{key}` does not end in `{end}`"))) }
}

/// Reads a word of a list of the plan format.
struct OneOf<W>(PhantomData<W>);

impl<W: Word> de::Visitor<'_> for OneOf<W> {
    type Value = W;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<W, E> {
        W::from_word(text).ok_or_else(|| {
            let known: Vec<String> = W::ALL.iter().map(|(word, _)| format!("`{word}`")).collect();
            de::Error::custom(format!("unknown variant `{text}`, expected one of {}", known.join(", ")))
        })
    }
}

fn word<'de, D: Deserializer<'de>, W: Word>(from: D) -> Result<W, D::Error> {
    from.deserialize_str(OneOf(PhantomData))
}

/// A word deserialised as a value by itself, so that a mistake in a list is reported at its place.
struct One<W>(W);

impl<'de, W: Word> Deserialize<'de> for One<W> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word(from).map(Self)
    }
}

fn words<'de, D: Deserializer<'de>, W: Word>(from: D) -> Result<List<W>, D::Error> {
    Ok(Vec::<One<W>>::deserialize(from)?.into_iter().map(|One(word)| word).collect())
}
