//! The contributions of one CCG or ICB to several areas, added up across their plans.
//!
//! A plan gives only its own area's part of a partner's money, so that no plan alone shows whether the parts come to
//! what was published for the commissioner as a whole.

use std::collections::BTreeMap;

use crate::check::{Checked, Sum};
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::{Field, Partner, PartnerKind, Source};
use crate::policy::{Payer, Stream};
use crate::text::words::folded;

/// The total published for a commissioner as a whole.
#[derive(Clone, Debug)]
pub struct PartnerTotal {
    /// The commissioner's name or id.
    pub partner: String,
    /// The stream's id.
    pub stream: String,
    /// The financial year.
    pub year: Year,
    /// The amount, in pounds.
    pub amount: Amount,
}

/// One plan's part.
#[derive(Clone, Debug)]
pub struct PlanPart {
    /// The plan's place among those of the run.
    pub plan: usize,
    /// The sum of its sources, in pounds.
    pub pounds: Money,
}

/// A commissioner's contributions to a stream in a year.
#[derive(Clone, Debug)]
pub struct Across {
    /// The commissioner, as the first plan names it.
    pub partner: String,
    /// The stream's id.
    pub stream: String,
    /// The stream as people say it.
    pub stream_name: String,
    /// The financial year.
    pub year: Year,
    /// A part for each plan that names the commissioner and has the stream.
    pub parts: Vec<PlanPart>,
    /// The sum of the parts, in pounds.
    pub total: Money,
    /// The total published for the commissioner as a whole.
    pub published: Option<PartnerTotal>,
    /// The result of the comparison.
    pub standing: Standing,
}

/// The result of comparing contributions with the published total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They agree.
    Agree,
    /// The plans that were read have less, by this much.
    Short(Money),
    /// They have more, by this much.
    Over(Money),
    /// Nothing was published to compare them with.
    NotPublished,
    /// It cannot be said, for this reason.
    Unknown(String),
}

/// A commissioner being added up.
#[derive(Default)]
struct Tally<'a> {
    partner: &'a str,
    stream: Option<&'a Stream>,
    parts: Vec<PlanPart>,
    sum: Sum,
    areas: Vec<String>,
    doubt: Option<String>,
}

/// Returns the contributions of every commissioner that several plans name, or a total is published for.
pub fn across(plans: &[Checked], totals: &[PartnerTotal]) -> Vec<Across> {
    // One plan shares no commissioner, and a check of one is the common case.
    if plans.len() < 2 && totals.is_empty() {
        return Vec::new();
    }
    let mut tallies: BTreeMap<(String, &str, Year), Tally<'_>> = BTreeMap::new();
    for (n, checked) in plans.iter().enumerate() {
        let Some(round) = checked.under.as_deref() else { continue };
        for stream in round.streams.iter().filter(|stream| stream.payer == Payer::Nhs && !stream.adjustment) {
            for partner in commissioners(checked) {
                for year in round.years.iter().filter(|year| stream.years.is_empty() || stream.years.contains(year)) {
                    let key = (folded(name(partner)), stream.id.as_str(), *year);
                    tallies.entry(key).or_default().count(n, checked, partner, stream, *year);
                }
            }
        }
    }
    let published = |partner: &str, stream: &str, year: Year| {
        let same =
            |total: &&PartnerTotal| folded(&total.partner) == partner && total.stream == stream && total.year == year;
        totals.iter().find(same).cloned()
    };
    let all = tallies.into_iter().filter(|(_, tally)| !tally.parts.is_empty());
    let all = all.map(|((partner, stream, year), tally)| tally.close(year, published(&partner, stream, year)));
    all.filter(|across| across.parts.len() > 1 || across.published.is_some()).collect()
}

impl<'a> Tally<'a> {
    /// Counts what `partner` contributes of `stream` in one plan.
    fn count(&mut self, n: usize, checked: &'a Checked, partner: &'a Partner, stream: &'a Stream, year: Year) {
        let Some(id) = partner.id.str() else { return };
        let of_stream = |source: &&Source| source.streams().any(|own| own == stream.id);
        let named = |source: &&Source| source.contributors().any(|(contributor, _)| contributor == id);
        let sources: Vec<&Source> = checked.plan.sources.iter().filter(of_stream).filter(named).collect();
        if sources.is_empty() {
            return;
        }
        let (alone, shared): (Vec<&Source>, Vec<&Source>) =
            sources.into_iter().partition(|source| source.contributors().count() == 1);
        let own = Sum::of_year(alone.iter().map(|source| &source.amount), year);
        let doubt = |why: &str| Some(format!("{} {why}", checked.path));
        if alone.iter().any(|source| source.is_mixed()) {
            self.doubt = self.doubt.take().or_else(|| doubt("shows it in one figure with other streams"));
        } else if !shared.is_empty() {
            self.doubt = self.doubt.take().or_else(|| doubt("shows its money together with other commissioners'"));
        } else if !own.is_whole() {
            self.doubt = self.doubt.take().or_else(|| doubt("does not state it, or not readably"));
        }
        let area = checked.plan.area.name.str().map(folded).unwrap_or_default();
        if !area.is_empty() && self.areas.contains(&area) {
            self.doubt = self.doubt.take().or_else(|| doubt("is a second plan of one area"));
        }
        self.areas.push(area);
        if self.parts.is_empty() {
            (self.partner, self.stream) = (name(partner), Some(stream));
        }
        self.parts.push(PlanPart { plan: n, pounds: own.total });
        self.sum = std::mem::take(&mut self.sum).with(&own);
    }

    fn close(self, year: Year, published: Option<PartnerTotal>) -> Across {
        let standing = match (&published, self.doubt) {
            (_, Some(doubt)) => Standing::Unknown(doubt),
            (None, None) => Standing::NotPublished,
            (Some(total), None) if self.sum.agrees(total.amount) => Standing::Agree,
            (Some(total), None) if self.sum.total < total.amount.pounds => {
                Standing::Short(total.amount.pounds - self.sum.total)
            }
            (Some(total), None) => Standing::Over(self.sum.total - total.amount.pounds),
        };
        Across {
            partner: self.partner.to_owned(),
            stream: self.stream.map(|stream| stream.id.to_string()).unwrap_or_default(),
            stream_name: self.stream.map(|stream| stream.name.to_string()).unwrap_or_default(),
            year,
            parts: self.parts,
            total: self.sum.total,
            published,
            standing,
        }
    }
}

/// Returns the CCGs and ICBs of a plan.
fn commissioners(checked: &Checked) -> impl Iterator<Item = &Partner> {
    let partners = checked.plan.partners.iter();
    partners.filter(|partner| partner.is(PartnerKind::Ccg) || partner.is(PartnerKind::Icb))
}

/// Returns the name by which a commissioner is recognised in several plans; its id where it has no name. Ids alone do
/// not serve, since each plan chooses its own.
fn name(partner: &Partner) -> &str {
    match &partner.name {
        Field::Is(name, _) if !name.trim().is_empty() => name,
        _ => partner.id.str().unwrap_or_default(),
    }
}
