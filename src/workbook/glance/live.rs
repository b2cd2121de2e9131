//! The figure of a floor as a formula over the plan's own sheets, and the way of what was published of it.

use super::Sums;
use super::counted::{Counted, equal};
use super::tables::{Rows, key_of};
use crate::check::{Facts, FloorOf, FloorTest};
use crate::period::{Period, Year};
use crate::plan::BY_PARTNER;
use crate::policy::Counts;

/// A figure that follows the sheets.
pub(super) struct Planned {
    pub(super) formula: String,
    pub(super) now: f64,
}

/// The keys, below the published amounts, of what a floor is held against; and what the plan has of it, in the ways in
/// which it may be counted.
#[derive(Default)]
pub(super) struct Live {
    pub(super) published: Vec<String>,
    pub(super) planned: Vec<Planned>,
    /// The amount that may be kept of what was published, by agreement with the one it is for.
    pub(super) kept: Option<Planned>,
}

/// Returns the year of a test.
pub(super) fn year_of(test: &FloorTest) -> Option<Year> {
    match test.year {
        Some(Period::Year(year)) => Some(year),
        _ => None,
    }
}

/// Returns what a floor is held against and what is planned of it, as far as it follows the sheets.
pub(super) fn live(test: &FloorTest, facts: &Facts<'_>, sums: &Sums<'_>) -> Live {
    let Some(year) = year_of(test) else { return Live::default() };
    let own = facts.round;
    let live = |keys: &[&str], planned: Option<Planned>| Live {
        published: keys.iter().map(|key| (*key).to_owned()).collect(),
        planned: planned.into_iter().collect(),
        kept: None,
    };
    let subject = test.subject.as_str();
    let dfg = own.dfg.as_ref().map(|dfg| dfg.stream.as_str());
    match (test.of, dfg) {
        (FloorOf::Spending(id), _) => own
            .floor(id.unwrap_or(subject))
            .map_or_else(Live::default, |floor| live(&[&floor.id], sums.counted(&floor.counts, &floor.stream, year))),
        (FloorOf::PassedOn, Some(dfg)) => {
            let mut passed = live(&[dfg], sums.passed(None, year));
            passed.planned.extend(sums.passed_or_kept(year));
            passed
        }
        (FloorOf::District, Some(dfg)) => Live {
            kept: sums.kept_of(subject, year),
            ..live(&[BY_PARTNER, subject, dfg], sums.passed(Some(subject), year))
        },
        (FloorOf::Contribution, _) => match sums.contribution(subject, facts) {
            Some((stream, None)) => live(&[stream], sums.pooled(stream, None, year)),
            Some((stream, Some(body))) => live(&[BY_PARTNER, body, stream], sums.pooled(stream, Some(body), year)),
            None => Live::default(),
        },
        (FloorOf::Earmark, _) => {
            let earmark = own.earmarks.iter().find(|earmark| *earmark.name == *subject);
            earmark.map_or_else(Live::default, |earmark| {
                live(&[&earmark.id], sums.earmarked(&earmark.id, &earmark.stream, year))
            })
        }
        (FloorOf::PassedOn | FloorOf::District, None) => Live::default(),
    }
}

impl Sums<'_> {
    /// Returns the stream that a contribution is to, by the subject of its test, and the body that pays where it is one.
    fn contribution<'a>(&'a self, subject: &str, facts: &Facts<'a>) -> Option<(&'a str, Option<&'a str>)> {
        facts.round.mandatory().find_map(|stream| {
            let rest = subject.strip_prefix(&*stream.name)?;
            if rest.is_empty() {
                return Some((stream.id.as_str(), None));
            }
            let body = self.bodies.get(rest.strip_prefix(", ")?)?.as_deref()?;
            Some((stream.id.as_str(), Some(body)))
        })
    }

    /// Returns what the sources of a stream hold in a year, or those of one body.
    fn pooled(&self, stream: &str, body: Option<&str>, year: Year) -> Option<Planned> {
        let by = [Some(("kind", stream)), body.map(|body| ("partner", body))];
        summed(&self.sources, &key_of(year), by)
    }

    /// Returns what the districts are passed in a year, or one of them.
    fn passed(&self, district: Option<&str>, year: Year) -> Option<Planned> {
        summed(self.districts.as_ref()?, &key_of(year), [district.map(|id| ("district", id)), None])
    }

    /// Returns what the districts are passed in a year, with what is kept by agreement.
    fn passed_or_kept(&self, year: Year) -> Option<Planned> {
        let (passed, kept) = (self.passed(None, year)?, summed(self.retained.as_ref()?, &key_of(year), [None, None])?);
        Some(Planned { formula: format!("{}+{}", passed.formula, kept.formula), now: passed.now + kept.now })
    }

    /// Returns what may be kept of a district's share in a year, where it alone agreed to it.
    fn kept_of(&self, district: &str, year: Year) -> Option<Planned> {
        summed(self.retained.as_ref()?, &key_of(year), [Some(("agreed_by", district)), None])
    }

    /// Returns what the plan states for something inside a stream: as a whole, else the sum of what its sources hold of it.
    fn earmarked(&self, id: &str, stream: &str, year: Year) -> Option<Planned> {
        let held = summed(&self.sources, &format!("of_which.{id}.{year}"), [Some(("kind", stream)), None]);
        let form = self.earmarks.as_ref().and_then(|forms| forms.row(&[id.to_owned()]));
        let whole = form.and_then(|form| Some((form.place(year)?, form.number(year))));
        match (held, whole) {
            (held, None) => held,
            (None, Some((place, now))) => now.map(|now| Planned { formula: format!("N({place})"), now }),
            (Some(held), Some((place, now))) => Some(Planned {
                formula: format!("IF(ISNUMBER({place}),{place},{})", held.formula),
                now: now.unwrap_or(held.now),
            }),
        }
    }

    /// Returns what counts towards a floor among the lines of a stream in a year.
    fn counted(&self, counts: &Counts, stream: &str, year: Year) -> Option<Planned> {
        let counted = Counted::of(self, counts, stream, year)?;
        let held = self.contingency.as_ref().filter(|_| counts.contingency);
        let place = held.and_then(|held| held.place(year)).map(|place| format!("+N({place})"));
        let now = counted.value(year) + held.and_then(|held| held.number(year)).unwrap_or_default();
        Some(Planned { formula: counted.formula() + &place.unwrap_or_default(), now })
    }
}

/// Returns the sum of a column over the rows that have these texts in these columns.
fn summed(rows: &Rows<'_>, key: &str, by: [Option<(&str, &str)>; 2]) -> Option<Planned> {
    let (range, column) = (rows.range(key)?, rows.column(key)?);
    let (mut criteria, mut columns) = (String::new(), Vec::new());
    for (key, wanted) in by.into_iter().flatten() {
        criteria.extend([",", &rows.range(key)?, ",", &equal(wanted)]);
        columns.push((rows.column(key)?, wanted));
    }
    let now = rows.sum(column, &columns);
    let formula = if criteria.is_empty() { format!("SUM({range})") } else { format!("SUMIFS({range}{criteria})") };
    Some(Planned { formula, now })
}
