//! Sums that follow what is typed: what comes in and goes out by year and by source, and what is left above each floor.
//! Each is a formula over the plan's own sheets, with the value it has on the day it is written beside it. No verdict rests
//! on them: what only a check can tell is not among them.

mod counted;
mod floors;
mod live;
mod page;
mod tables;

use std::collections::HashMap;

use super::grid::{Grid, Layout};
use super::sheets::{ALLOCATIONS, DISTRICTS, EARMARKS, OUT_OF_HOSPITAL, RETAINED, SOURCES, SPEND};
use crate::check::{Checked, Facts};
use crate::money::Unit;
use crate::period::Year;
use crate::plan::{CONTINGENCY, STREAMS_BETWEEN};
use page::Page;
use tables::{Form, Forms, Rows, key_of};

pub(super) use page::{Entry, Glance, Line};

/// The rows for sources that are still to be added.
const SPARE: usize = 5;
/// The most sources that are summed one by one.
const MOST: usize = 400;

/// The parts of a plan that are summed.
struct Sums<'a> {
    sources: Rows<'a>,
    spend: Rows<'a>,
    contingency: Option<Form<'a>>,
    allocations: Option<Forms<'a>>,
    earmarks: Option<Forms<'a>>,
    /// The id of each body by its name; nothing where several have it.
    bodies: HashMap<String, Option<String>>,
    districts: Option<Rows<'a>>,
    retained: Option<Rows<'a>>,
    years: Vec<Year>,
    unit: Unit,
}

/// Returns the sums of a plan on these sheets. `facts` are those of the plan and its round.
pub(super) fn glance(checked: &Checked, facts: &Facts<'_>, layout: &Layout<'_>, grids: &[Grid<'_>]) -> Glance {
    let Layout { unit, round, .. } = *layout;
    let mut page = Page::new(unit);
    let (Some(sources), Some(spend)) = (Rows::of(grids, SOURCES), Rows::of(grids, SPEND)) else {
        return page.finish();
    };
    let years = round.map_or_else(|| years_of(&[&sources, &spend]), |round| round.years.to_vec());
    let is_counted = round.is_none_or(|round| round.floors.iter().any(|floor| floor.counts.contingency));
    let contingency = Forms::of(grids, OUT_OF_HOSPITAL).and_then(|forms| forms.row(&below(CONTINGENCY, "amount")));
    let [districts, retained] = [DISTRICTS, RETAINED].map(|name| Rows::of(grids, name));
    let is_held = |held: &Form<'_>| is_counted || years.iter().any(|year| held.number(*year).is_some());
    let contingency = contingency.filter(is_held);
    let [allocations, earmarks] = [ALLOCATIONS, EARMARKS].map(|name| Forms::of(grids, name));
    let bodies = bodies(facts);
    let sums = Sums { sources, spend, contingency, allocations, earmarks, bodies, districts, retained, years, unit };
    sums.by_year(&mut page);
    sums.by_source(&mut page);
    if round.is_some() {
        sums.by_floor(checked, facts, &mut page);
    }
    page.finish()
}

/// Returns the id of each body by its name; nothing where several have it.
fn bodies(facts: &Facts<'_>) -> HashMap<String, Option<String>> {
    let mut bodies: HashMap<String, Option<String>> = HashMap::new();
    for id in facts.partner_ids() {
        let own = bodies.entry(facts.partner_name(id));
        own.and_modify(|known| *known = None).or_insert_with(|| Some(id.to_owned()));
    }
    bodies
}

/// Returns the years that the columns of some sheets name.
fn years_of(tables: &[&Rows<'_>]) -> Vec<Year> {
    let mut years: Vec<Year> = tables.iter().flat_map(|table| table.years()).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Returns the key of a value of a section from that section.
fn below(section: &str, key: &str) -> Vec<String> {
    section.split('.').skip(1).chain([key]).map(str::to_owned).collect()
}

impl Sums<'_> {
    /// Writes what comes in, what goes out and what is left, by year.
    fn by_year(&self, page: &mut Page) {
        let years = self.years.iter().map(Year::to_string);
        page.title("Income and spend by year");
        page.head(["", ""].into_iter().map(str::to_owned).chain(years));
        let first = page.next();
        page.places.income = first;
        let each = |of: &dyn Fn(Year) -> Entry| self.years.iter().map(|year| of(*year)).collect::<Vec<_>>();
        let amounts = |rows: &Rows<'_>, year: Year| page::sum(self.unit, rows.range(&key_of(year)), rows.total(year));
        page.row("Income: all sources", "", each(&|year| amounts(&self.sources, year)));
        page.row("Spend: all lines", "", each(&|year| amounts(&self.spend, year)));
        let held = self.contingency.as_ref();
        if let Some(held) = held {
            page.row("Contingency held", "", each(&|year| page::cell(held.place(year), held.number(year))));
        }
        let left = |(n, year): (usize, &Year)| {
            let column = page::column(n);
            let out = self.spend.total(*year) + held.and_then(|held| held.number(*year)).unwrap_or_default();
            let formula = format!("{column}{first}-SUM({column}{}:{column}{})", first + 1, page.next() - 1);
            page::rounded(self.unit, &formula, self.sources.total(*year) - out)
        };
        let row: Vec<Entry> = self.years.iter().enumerate().map(left).collect();
        page.places.years = self.years.len();
        page.places.left = page.next();
        page.row("Income less spend", "nought when all of it is spent", row);
        let as_text = |year: Year| {
            let both = [&self.sources, &self.spend];
            let ranges = both.iter().filter_map(|rows| rows.range(&key_of(year)));
            let formula = ranges.map(|range| format!("SUMPRODUCT(--ISTEXT({range}))")).collect::<Vec<_>>().join("+");
            Entry::count(formula, both.iter().map(|rows| rows.texts(year)).sum())
        };
        page.places.texts = page.next();
        page.row("Amounts that are text", "no formula adds them up", each(&as_text));
    }

    /// Writes what each source holds, what is spent of it and what is left.
    fn by_source(&self, page: &mut Page) {
        let Some(id) = self.sources.column("id") else { return };
        page.title("By source and year");
        let heads = self.years.iter().flat_map(|year| ["pooled", "spent", "left"].map(|what| format!("{what} {year}")));
        page.head(["Source", "Stream"].into_iter().map(str::to_owned).chain(heads));
        let spent = self.spend.by_text("source", &self.years);
        let first = page.next();
        for n in 0..(self.sources.rows() + SPARE).min(MOST) {
            let label = self.sources.text(n, id).unwrap_or_default();
            let own = spent.get(&label.to_lowercase()).filter(|_| !label.is_empty());
            let row = page.next();
            let mut entries = Vec::with_capacity(self.years.len() * 3);
            for (y, year) in self.years.iter().enumerate() {
                let pooled = self.sources.number(n, *year).unwrap_or_default();
                let out = own.map_or(0.0, |own| own[y]);
                entries.extend(self.of_source(n, row, (y, *year), (pooled, out), !label.is_empty()));
            }
            let streams = self.streams(n);
            page.linked([self.sources.cell(n, "id"), self.streams_cell(n)], [label.to_owned(), streams], entries);
        }
        let last = page.next() - 1;
        page.places.sources = (first, last);
        let rest = |(y, year): (usize, &Year)| {
            let column = page::column(3 * y + 1);
            let named: f64 = (0..self.sources.rows().min(MOST))
                .filter_map(|n| spent.get(&self.sources.text(n, id)?.to_lowercase()))
                .map(|own| own[y])
                .sum();
            let all = self.spend.range(&key_of(*year)).unwrap_or_default();
            let formula = format!("SUM({all})-SUM({column}{first}:{column}{last})");
            [Entry::Blank, page::rounded(self.unit, &formula, self.spend.total(*year) - named), Entry::Blank]
        };
        let entries = self.years.iter().enumerate().flat_map(rest).collect();
        page.row("On no source of these", "and so in no row above", entries);
    }

    /// Returns what a source holds in a year, what is spent of it and what is left.
    fn of_source(
        &self,
        n: usize,
        row: usize,
        (y, year): (usize, Year),
        (pooled, out): (f64, f64),
        there: bool,
    ) -> [Entry; 3] {
        let key = key_of(year);
        let cell = self.sources.cell(n, &key);
        let (amounts, named) = (self.spend.range(&key), self.spend.range("source"));
        let (Some(cell), Some(amounts), Some(named)) = (cell, amounts, named) else {
            return [Entry::Blank, Entry::Blank, Entry::Blank];
        };
        let [a, b] = [3 * y, 3 * y + 1].map(page::column);
        let if_there = |formula: String, value: f64| {
            Entry::figure(format!("IF($A{row}=\"\",\"\",{formula})"), there.then_some(value))
        };
        let round = |formula: &str| page::round(self.unit, formula);
        [
            if_there(format!("N({cell})"), pooled),
            if_there(round(&format!("SUMIFS({amounts},{named},\"=\"&$A{row})")), out),
            if_there(round(&format!("{a}{row}-{b}{row}")), pooled - out),
        ]
    }

    /// Returns the streams of a source, as its row says them.
    fn streams(&self, n: usize) -> String {
        let said = |key| self.sources.column(key).and_then(|column| self.sources.text(n, column));
        said("kind").or_else(|| said("kinds")).unwrap_or_default().replace("; ", STREAMS_BETWEEN)
    }

    /// Returns the formula that says the same.
    fn streams_cell(&self, n: usize) -> Option<String> {
        let (one, several) = (self.sources.cell(n, "kind")?, self.sources.cell(n, "kinds"));
        let several = several
            .map_or_else(|| "\"\"".to_owned(), |cell| format!("SUBSTITUTE({cell},\"; \",\"{STREAMS_BETWEEN}\")"));
        Some(format!("IF({one}=\"\",{several},{one})"))
    }
}
