//! The headroom above each floor: what counts towards it by the round's own data, as a formula over the lines of spend.

use super::Sums;
use super::counted::{Counted, equal};
use super::page::{Entry, Page, column, round, to_the_penny};
use super::tables::{Form, key_of};
use crate::check::{Checked, Facts, FloorOf, FloorTest, Surroundings, floors_of};
use crate::money::Money;
use crate::period::{Date, Period, Year};
use crate::policy::{Counts, Round};
use crate::workbook::grid::Grid;
use crate::workbook::sheets::ALLOCATIONS;

/// No rule is run on the facts, so that no day is ever looked at.
const NO_DAY: Date = Date { year: 0, month: 1, day: 1 };

/// The most by which two figures differ that are the same to the penny, in any unit.
const NEAR: f64 = 1e-9;

/// The figures of a floor in a year: what is planned, as a formula where it follows the lines, and what is required.
struct Figures {
    planned: Entry,
    required: Entry,
    headroom: Entry,
}

fn year_of(test: &FloorTest) -> Option<Year> {
    match test.year {
        Some(Period::Year(year)) => Some(year),
        _ => None,
    }
}

/// Returns the name under which a floor is published, and what is planned of it: as a formula, and now.
fn live<'a>(test: &'a FloorTest, own: &'a Round, sums: &Sums<'_>) -> (Option<&'a str>, Option<(String, f64)>) {
    let Some(year) = year_of(test) else { return (None, None) };
    match test.of {
        FloorOf::Spending(id) => match own.floor(id.unwrap_or(&test.subject)) {
            Some(floor) => (Some(&*floor.id), sums.counted(&floor.counts, &floor.stream, year)),
            None => (None, None),
        },
        FloorOf::Contribution if own.stream(&test.subject).is_some() => {
            (Some(test.subject.as_str()), sums.pooled(&test.subject, year))
        }
        _ => (None, None),
    }
}

fn figures(test: &FloorTest, own: &Round, grids: &[Grid<'_>], sums: &Sums<'_>, row: usize) -> Figures {
    let in_unit = |money: Money| to_the_penny(sums.unit, ratio(money, sums.unit.size()));
    let fixed = |money: Option<Money>| money.map_or(Entry::Blank, |money| Entry::Fixed(in_unit(money)));
    let (published, live) = live(test, own, sums);
    let year = year_of(test);
    let cell = year.and_then(|year| Some((Form::of(grids, ALLOCATIONS, published?)?, year)));
    let required = required(cell.as_ref(), test.required.map(in_unit));
    let [a, b] = [column(0), column(1)];
    let Some((formula, planned)) = live else {
        let headroom = test.headroom().map(in_unit);
        let formula = format!("{a}{row}-{b}{row}");
        let headroom =
            headroom.map_or(Entry::Blank, |headroom| Entry::figure(round(sums.unit, &formula), Some(headroom)));
        return Figures { planned: fixed(test.planned), required: fixed(test.required), headroom };
    };
    let planned = to_the_penny(sums.unit, planned);
    let least = match &required {
        Entry::Figure(_, value) => *value,
        Entry::Fixed(value) => Some(*value),
        _ => None,
    };
    let headroom = format!("IF(ISNUMBER({b}{row}),{},\"\")", round(sums.unit, &format!("{a}{row}-{b}{row}")));
    Figures {
        planned: Entry::figure(round(sums.unit, &formula), Some(planned)),
        headroom: Entry::figure(headroom, least.map(|least| to_the_penny(sums.unit, planned - least))),
        required,
    }
}

/// Returns what is required: the published figure where that is it, so that it follows the sheet; else what it was worked
/// out to be.
fn required(cell: Option<&(Form<'_>, Year)>, worked_out: Option<f64>) -> Entry {
    let known = cell.and_then(|(form, year)| Some((form.place(*year)?, form.number(*year))));
    match (known, worked_out) {
        (Some((_, Some(published))), Some(worked_out)) if (published - worked_out).abs() > NEAR => {
            Entry::Fixed(worked_out)
        }
        (Some((place, _)), worked_out) => {
            let otherwise = worked_out.map_or_else(|| "\"\"".to_owned(), |value| value.to_string());
            Entry::figure(format!("IF(ISNUMBER({place}),{place},{otherwise})"), worked_out)
        }
        (None, worked_out) => worked_out.map_or(Entry::Blank, Entry::Fixed),
    }
}

/// Returns an amount in a unit.
fn ratio(money: Money, unit: Money) -> f64 {
    let number = |money: Money| money.plain().parse::<f64>().unwrap_or_default();
    number(money) / number(unit)
}

impl Sums<'_> {
    /// Writes a row for each floor and year that the check looked at.
    pub(super) fn by_floor(&self, checked: &Checked, own: &Round, grids: &[Grid<'_>], page: &mut Page) {
        let around = Surroundings::default();
        let facts = Facts::new(&checked.plan, own, NO_DAY, &around);
        let mut tests = floors_of(checked, &facts);
        // Of what is neither known nor follows a cell there is nothing to show.
        tests.retain(|test| test.planned.is_some() || live(test, own, self).1.is_some());
        tests.sort_by(|a, b| (a.of.kind(), &a.name, a.year).cmp(&(b.of.kind(), &b.name, b.year)));
        if tests.is_empty() {
            return;
        }
        page.title("Headroom above each floor");
        page.note("The last column is what bcf check said of it when this workbook was written; figures without a formula are of that day too.");
        page.head(["Floor", "Year", "planned", "required", "headroom", "bcf check"].map(str::to_owned));
        let first = page.next();
        for test in &tests {
            let row = page.next();
            let Figures { planned, required, headroom } = figures(test, own, grids, self, row);
            let year = test.year.map(|year| year.to_string()).unwrap_or_default();
            let said = Entry::Text(test.held.word().replace('-', " "));
            page.row(&test.name, &year, vec![planned, required, headroom, said]);
        }
        page.places.floors = (first, page.next() - 1);
    }

    /// Returns what the sources of a stream hold in a year.
    fn pooled(&self, stream: &str, year: Year) -> Option<(String, f64)> {
        let (amounts, kinds) = (self.sources.range(&key_of(year))?, self.sources.range("kind")?);
        let kind = self.sources.column("kind")?;
        let is_of = |row: &usize| self.sources.text(*row, kind).is_some_and(|own| own.eq_ignore_ascii_case(stream));
        let rows = (0..self.sources.rows()).filter(is_of);
        let value = rows.filter_map(|row| self.sources.number(row, year)).sum();
        Some((format!("SUMIFS({amounts},{kinds},{})", equal(stream)), value))
    }

    /// Returns what counts towards a floor among the lines of a stream in a year.
    fn counted(&self, counts: &Counts, stream: &str, year: Year) -> Option<(String, f64)> {
        let counted = Counted::of(self, counts, stream, year)?;
        let held = self.contingency.as_ref().filter(|_| counts.contingency);
        let place = held.and_then(|held| held.place(year)).map(|place| format!("+N({place})"));
        let value = counted.value(year) + held.and_then(|held| held.number(year)).unwrap_or_default();
        Some((counted.formula() + &place.unwrap_or_default(), value))
    }
}
