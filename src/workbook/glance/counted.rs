//! The lines of spend that count towards a floor, as a formula and as it is now. Which lines count is the round's
//! data.

use std::collections::HashMap;

use super::Sums;
use super::tables::key_of;
use crate::period::Year;
use crate::plan::Commissioner;
use crate::policy::Counts;

/// The lines of spend that a floor counts.
pub(super) struct Counted<'a> {
    sums: &'a Sums<'a>,
    counts: &'a Counts,
    stream: &'a str,
    /// The ranges of the sheets, as formulas name them.
    amounts: String,
    named: String,
    areas: String,
    commissioners: String,
    shares: String,
    ids: String,
    kinds: String,
}

impl<'a> Counted<'a> {
    /// Returns the lines of a stream that count in a year; nothing where a sheet has no such columns.
    pub(super) fn of(sums: &'a Sums<'a>, counts: &'a Counts, stream: &'a str, year: Year) -> Option<Self> {
        let (spend, sources) = (&sums.spend, &sums.sources);
        Some(Self {
            sums,
            counts,
            stream,
            amounts: spend.range(&key_of(year))?,
            named: spend.range("source")?,
            areas: spend.range("area_of_spend")?,
            commissioners: spend.range("commissioner")?,
            shares: spend.range("nhs_share")?,
            ids: sources.range("id")?,
            kinds: sources.range("kind")?,
        })
    }

    /// Returns the sum as a formula.
    pub(super) fn formula(&self) -> String {
        let Self { amounts, named, ids, kinds, .. } = self;
        let (stream, own) = (text(self.stream), equal(self.stream));
        let mut parts = Vec::new();
        for which in self.criteria() {
            parts.push(format!("SUMPRODUCT(({kinds}={stream})*SUMIFS({amounts},{named},\"=\"&{ids}{which}))"));
            // A line may name the stream itself, unless a source is called so.
            parts.push(format!("SUMIFS({amounts},{named},{own}{which})*(COUNTIF({ids},{own})=0)"));
        }
        if self.takes_shares() {
            let (area, shares) = (self.is_counted_area(), &self.shares);
            let of_source = format!("COUNTIFS({ids},\"=\"&{named},{kinds},{own})");
            let of_stream = format!("({named}={stream})*(COUNTIF({ids},{own})=0)");
            let joint = format!("({}={})", self.commissioners, text(Commissioner::Joint.word()));
            let lines = format!("(({of_source}+{of_stream})>0)*{joint}{area}");
            parts.push(format!("SUMPRODUCT({lines},{amounts},{shares})/100"));
        }
        parts.join("+")
    }

    /// Returns the criteria of each group of lines that count whole, as they follow in a formula.
    fn criteria(&self) -> Vec<String> {
        let not: String = self.counts.not_areas.iter().map(|area| self.area(&format!("<>{}", area.word()))).collect();
        // A line that does not say what it buys counts towards nothing that asks for it.
        let said = if not.is_empty() { String::new() } else { self.area("?*") };
        let areas = either(self.counts.areas.iter().map(|area| self.area(&format!("={}", area.word()))));
        let by = self.counts.commissioners.iter();
        let by = either(by.map(|by| format!(",{},{}", self.commissioners, equal(by.word()))));
        let both = areas.iter().flat_map(|area| by.iter().map(move |by| (area, by)));
        both.map(|(area, by)| format!("{area}{not}{said}{by}")).collect()
    }

    fn area(&self, criterion: &str) -> String {
        format!(",{},{}", self.areas, text(criterion))
    }

    /// Returns the factor that is one for the lines whose area counts.
    fn is_counted_area(&self) -> String {
        let areas = &self.areas;
        let is: Vec<String> = self.counts.areas.iter().map(|area| format!("({areas}={})", text(area.word()))).collect();
        let is = if is.is_empty() { String::new() } else { format!("*(({})>0)", is.join("+")) };
        let not = self.counts.not_areas.iter().map(|area| format!("*({areas}<>{})", text(area.word())));
        let not: String = not.collect();
        let said = if not.is_empty() { String::new() } else { format!("*({areas}<>\"\")") };
        format!("{is}{not}{said}")
    }

    /// Returns whether joint lines count by the NHS's share of them.
    fn takes_shares(&self) -> bool {
        let counts = self.counts;
        counts.joint_by_nhs_share
            && !counts.commissioners.is_empty()
            && !counts.commissioners.contains(&Commissioner::Joint)
    }

    /// Returns the sum as it is now.
    pub(super) fn value(&self, year: Year) -> f64 {
        let spend = &self.sums.spend;
        let sources = self.of_stream();
        let column = |key| spend.column(key);
        let (Some(source), Some(area), Some(by)) = (column("source"), column("area_of_spend"), column("commissioner"))
        else {
            return 0.0;
        };
        let mut sum = 0.0;
        for row in 0..spend.rows() {
            let text = |column| spend.text(row, column).unwrap_or_default().to_lowercase();
            let times = sources.get(&text(source)).copied().unwrap_or_default();
            let Some(amount) = spend.number(row, year).filter(|_| times > 0.0 && self.counts_area(&text(area))) else {
                continue;
            };
            let by = text(by);
            if self.counts.commissioners.is_empty() || self.counts.commissioners.iter().any(|own| own.word() == by) {
                sum += amount * times;
            } else if self.takes_shares() && by == Commissioner::Joint.word() {
                let share = column("nhs_share").and_then(|column| spend.value(row, column)).unwrap_or_default();
                sum += amount * share / 100.0;
            }
        }
        sum
    }

    fn counts_area(&self, area: &str) -> bool {
        let counts = self.counts;
        let among = counts.areas.is_empty() || counts.areas.iter().any(|own| own.word() == area);
        let said = counts.not_areas.is_empty() || !area.is_empty();
        among && said && !counts.not_areas.iter().any(|own| own.word() == area)
    }

    /// Returns what lines may name to be of the stream, each with how many sources it names.
    fn of_stream(&self) -> HashMap<String, f64> {
        let sources = &self.sums.sources;
        let mut named: HashMap<String, f64> = HashMap::new();
        let (Some(id), Some(kind)) = (sources.column("id"), sources.column("kind")) else { return named };
        let mut is_called_so = false;
        for row in 0..sources.rows() {
            let text = |column| sources.text(row, column).unwrap_or_default().to_lowercase();
            is_called_so |= text(id) == self.stream;
            if text(kind) == self.stream && !text(id).is_empty() {
                *named.entry(text(id)).or_default() += 1.0;
            }
        }
        if !is_called_so {
            named.insert(self.stream.to_owned(), 1.0);
        }
        named
    }
}

/// Returns some criteria, or the one that asks for nothing.
fn either(criteria: impl Iterator<Item = String>) -> Vec<String> {
    let all: Vec<String> = criteria.collect();
    if all.is_empty() { vec![String::new()] } else { all }
}

/// Returns a text as a formula writes it.
pub(super) fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Returns the criterion of being this text.
pub(super) fn equal(word: &str) -> String {
    text(&format!("={word}"))
}
