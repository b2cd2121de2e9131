//! The headroom above each floor: what counts towards it by the round's own data, as a formula over the lines of spend.

use super::Sums;
use super::live::{Planned, live, year_of};
use super::page::{Entry, Page, column, round, to_the_penny};
use super::tables::Form;
use crate::check::{Checked, Facts, FloorOf, FloorTest, floors_of};
use crate::money::{Money, Unit};
use crate::period::Year;

/// The most by which two figures differ that are the same to the penny, in any unit.
const NEAR: f64 = 1e-9;

/// The figures of a floor in a year: what is planned, as a formula where it follows the lines, and what is required.
struct Figures {
    planned: Entry,
    required: Entry,
    headroom: Entry,
}

fn figures(test: &FloorTest, facts: &Facts<'_>, sums: &Sums<'_>, row: usize) -> Figures {
    let in_unit = |money: Money| to_the_penny(sums.unit, ratio(money, sums.unit.size()));
    let fixed = |money: Option<Money>| money.map_or(Entry::Blank, |money| Entry::Fixed(in_unit(money)));
    let live = live(test, facts, sums);
    let year = year_of(test);
    let cell = year.and_then(|year| Some((sums.allocations.as_ref()?.row(&live.published)?, year)));
    let now = test.planned.map(in_unit);
    let [a, b] = [column(0), column(1)];
    let required = required(cell.as_ref(), test.required.map(in_unit), |published, least| {
        let passed = now.filter(|_| test.of == FloorOf::District)?;
        less_kept(sums.unit, published, least, (&format!("{a}{row}"), passed), live.kept.as_ref())
    });
    let live = live.planned.into_iter().find(|planned| is_to_be_shown(test, to_the_penny(sums.unit, planned.now), now));
    let Some(Planned { formula, now }) = live else {
        let headroom = test.headroom().map(in_unit);
        let formula = format!("{a}{row}-{b}{row}");
        let headroom =
            headroom.map_or(Entry::Blank, |headroom| Entry::figure(round(sums.unit, &formula), Some(headroom)));
        return Figures { planned: fixed(test.planned), required: fixed(test.required), headroom };
    };
    let planned = to_the_penny(sums.unit, now);
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

/// Returns whether the figure of a formula is what the check says it is. Of spending it is shown all the same: the sheet
/// says how many amounts are text, which no formula adds up.
fn is_to_be_shown(test: &FloorTest, formula: f64, checked: Option<f64>) -> bool {
    matches!(test.of, FloorOf::Spending(_)) || checked.is_some_and(|checked| (formula - checked).abs() < NEAR)
}

/// Returns what is required: the published figure where that is it, so that it follows the sheet; else what it was worked
/// out to be. `less` says, given a published figure by its cell and as it is and the least that is required, by which formula
/// that follows it.
fn required(
    cell: Option<&(Form<'_>, Year)>,
    worked_out: Option<f64>,
    less: impl Fn((&str, f64), f64) -> Option<String>,
) -> Entry {
    let known = cell.and_then(|(form, year)| Some((form.place(*year)?, form.number(*year))));
    if let (Some((place, Some(published))), Some(least)) = (&known, worked_out)
        && let Some(formula) = less((place, *published), least)
    {
        return Entry::figure(format!("IF(ISNUMBER({place}),{formula},{least})"), worked_out);
    }
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

/// Returns the formula of the least that a district is to be passed: its share, or what it is passed where it agreed that as
/// much as it lacks may be kept. Where it is not alone in that, what was found to be kept of its share stays as it is.
fn less_kept(
    unit: Unit,
    share: (&str, f64),
    least: f64,
    passed: (&str, f64),
    kept: Option<&Planned>,
) -> Option<String> {
    let fixed = to_the_penny(unit, share.1 - least);
    let ways = kept.map(|kept| (kept.formula.clone(), kept.now)).into_iter().chain([(fixed.to_string(), fixed)]);
    let follows = |now: &f64| ((share.1 - now).max(share.1.min(passed.1)) - least).abs() < NEAR;
    let (kept, _) = ways.into_iter().find(|(_, now)| *now >= 0.0 && follows(now))?;
    let (share, passed) = (share.0, passed.0);
    Some(format!("MAX({share}-{kept},MIN({share},{passed}))"))
}

/// Returns an amount in a unit.
fn ratio(money: Money, unit: Money) -> f64 {
    let number = |money: Money| money.plain().parse::<f64>().unwrap_or_default();
    number(money) / number(unit)
}

impl Sums<'_> {
    /// Writes a row for each floor and year that the check looked at.
    pub(super) fn by_floor(&self, checked: &Checked, facts: &Facts<'_>, page: &mut Page) {
        let mut tests = floors_of(checked, facts);
        // Of what is neither known nor follows the lines of spend there is nothing to show.
        let follows =
            |test: &FloorTest| matches!(test.of, FloorOf::Spending(_)) && !live(test, facts, self).planned.is_empty();
        tests.retain(|test| test.planned.is_some() || follows(test));
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
            let Figures { planned, required, headroom } = figures(test, facts, self, row);
            let year = test.year.map(|year| year.to_string()).unwrap_or_default();
            let said = Entry::Text(test.held.word().replace('-', " "));
            page.row(&test.name, &year, vec![planned, required, headroom, said]);
        }
        page.places.floors = (first, page.next() - 1);
    }
}
