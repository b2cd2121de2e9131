//! The figures of a table, put to the places that its rows and columns name.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::names::{Words, body, has_any, words};
use super::place::{Placed, Slot};
use super::reader::{LONGEST, Reader};
use super::store::Harvest;
use super::sums::Sums;
use super::values::{Values, gives_reasons};
use crate::narrative::{Cell, Figure, Measured, Table};
use crate::period::Period;
use crate::text::words::folded;

/// The fewest rows of districts that make a table one of districts.
const DISTRICTS: usize = 3;
/// The most words of a cell that is a figure with what belongs to it, and no sentence.
const CELL: usize = 12;
/// Words over a table of what comes in.
const FUNDING: [&str; 4] = ["fund", "funding", "contribution", "source"];
/// Words over a table of what is spent.
const SPENDING: [&str; 7] = ["scheme", "budget", "expenditure", "spend", "spent", "spending", "investment"];
/// Words of a column's name that are no name of what its rows have in common.
const PLAIN: [&str; 18] = [
    "scheme",
    "name",
    "service",
    "project",
    "description",
    "budget",
    "expenditure",
    "spend",
    "area",
    "programme",
    "title",
    "number",
    "ref",
    "total",
    "line",
    "plan",
    "bcf",
    "investment",
];
/// Words for nothing.
const NIL: [&str; 3] = ["nil", "none", "zero"];

/// Puts the figures of a table to their places. Returns those that stand in sentences.
pub(super) fn harvest<'f>(
    reader: &Reader<'_>,
    table: u32,
    figures: &[&'f Figure],
    harvest: &mut Harvest,
) -> Vec<&'f Figure> {
    let mut said = Vec::new();
    let Some(own) = reader.paper.document.tables.get(table as usize) else { return said };
    let mut money = Money::new(reader, own, figures);
    let values = Values::new(reader, own, figures);
    for figure in figures {
        let Some(cell) = reader.cell(figure) else { continue };
        let is_long = reader.piece(figure).is_some_and(|piece| piece.text.split_whitespace().nth(CELL).is_some());
        let in_sentence = is_long || gives_reasons(reader, cell);
        let slot = match figure.unit {
            Measured::Money if in_sentence => None,
            Measured::Money => money.slot(cell, figure),
            Measured::Percent | Measured::Number => values.slot(cell, figure),
            Measured::Date => None,
        };
        match slot {
            None if in_sentence => said.push(*figure),
            slot @ (None | Some(Slot::Metric { .. })) => {
                let dated = values.quarter(figure).map(|quarter| Figure { year: Some(quarter), ..(*figure).clone() });
                harvest.put(reader, slot, dated.as_ref().unwrap_or(figure));
            }
            Some(slot) => {
                harvest.put(reader, Some(slot.clone()), figure);
                money.met(cell, figure, slot);
            }
        }
    }
    money.nothings(harvest);
    said
}

/// A table of money, and the facts known of it as its rows are gone through.
struct Money<'r, 'p> {
    reader: &'r Reader<'p>,
    table: &'r Table,
    sums: Sums,
    /// The words over it.
    around: Words,
    /// True where it is of what each district is passed.
    of_districts: bool,
    /// The floor that the rows above were about.
    floor: Option<String>,
    /// The streams of the rows since the last sum.
    streams: Vec<String>,
    /// True where a sum has followed them: the next row begins anew.
    summed: bool,
    /// The periods of columns, and the sources of rows with where they were read.
    periods: BTreeMap<u32, Period>,
    sources: BTreeMap<u32, (Slot, String)>,
}

impl<'r, 'p> Money<'r, 'p> {
    fn new(reader: &'r Reader<'p>, table: &'r Table, figures: &[&Figure]) -> Self {
        let header = table.rows.iter().filter(|row| row.is_header);
        let heads: Vec<u32> = table
            .caption
            .iter()
            .copied()
            .chain(header.flat_map(|row| &row.cells).filter_map(|cell| cell.piece))
            .collect();
        let section = figures.first().map_or("", |figure| reader.section(figure));
        let around = words(&format!("{} {section}", reader.texts(&heads)));
        Self {
            of_districts: is_of_districts(reader, &around, figures),
            sums: Sums::of(reader, figures),
            reader,
            table,
            around,
            floor: None,
            streams: Vec::new(),
            summed: false,
            periods: BTreeMap::new(),
            sources: BTreeMap::new(),
        }
    }

    /// Returns the place of an amount.
    fn slot(&mut self, cell: &Cell, figure: &Figure) -> Option<Slot> {
        let reader = self.reader;
        if self.of_districts {
            return self.district(cell, figure);
        }
        if cell.labels.is_empty() && cell.headers.is_empty() || !matches!(figure.year, Some(Period::Year(_))) {
            return None;
        }
        let row = reader.row(cell);
        let (near, group) = (words(&row), words(&reader.texts(&cell.groups)));
        let is_funding = has_any(&self.around, &FUNDING) || has_any(&group, &FUNDING);
        if !is_funding && let Some(slot) = self.floor(&near) {
            return Some(slot);
        }
        let at = reader.row_of(figure);
        if row.is_empty() || near.contains("total") || self.sums.is_sum(at) {
            return self.sum(cell, &near, at);
        }
        let earmark = reader.earmarks.find(&near, &Words::new());
        if let Some(earmark) = earmark.filter(|_| near.contains("inclusive") || row.starts_with("of which")) {
            return Some(Slot::Earmark(earmark.to_owned()));
        }
        let stream = self.sums.stream(at).or_else(|| reader.streams.find(&near, &group)).filter(|_| is_funding);
        if let Some(stream) = stream.map(str::to_owned) {
            if std::mem::take(&mut self.summed) {
                self.streams.clear();
            }
            if !self.streams.contains(&stream) {
                self.streams.push(stream.clone());
            }
            let partner = body(&row).map(str::to_owned);
            return Some(Slot::Source { stream, name: row, partner });
        }
        let priority = self.heading(cell);
        self.is_spending(cell).then_some(Slot::Scheme { name: row, priority })
    }

    /// Returns whether a cell says what is spent.
    fn is_spending(&self, cell: &Cell) -> bool {
        let over = || words(&format!("{} {}", self.reader.texts(&cell.headers), self.reader.texts(&cell.groups)));
        has_any(&self.around, &SPENDING) || has_any(&over(), &SPENDING)
    }

    /// Returns what the schemes of rows have in common, as the row over them or the column of their names is called.
    fn heading(&self, cell: &Cell) -> Option<String> {
        let document = &self.reader.paper.document;
        let label = cell.labels.first().and_then(|label| document.cell_of(document.piece(*label)?));
        let column = label.and_then(|label| label.headers.first());
        let titles = cell.groups.last().into_iter().chain(column).map(|over| self.reader.texts(&[*over]));
        let mut titles = titles.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
        let says = |title: &String| words(title).iter().any(|word| !PLAIN.contains(&word.as_str()));
        titles.find(|title| says(title) && title.chars().count() <= LONGEST)
    }

    fn district(&self, cell: &Cell, figure: &Figure) -> Option<Slot> {
        let name = self.reader.row(cell);
        let stream = &self.reader.paper.round.dfg.as_ref()?.stream;
        if name.is_empty() || self.sums.is_all(cell, figure.value) {
            return self.around.contains("allocation").then(|| Slot::Allocation(stream.to_string()));
        }
        Some(Slot::District(name))
    }

    /// Returns the place of a row that is about a floor, or goes on about the one of the rows above it.
    fn floor(&mut self, near: &Words) -> Option<Slot> {
        if let Some(floor) = self.reader.floors.covered(near, 60)
            && let Some(slot) = self.of_floor(floor, near)
        {
            self.floor = Some(floor.to_owned());
            return Some(slot);
        }
        // A row behind them says by how much the one is above the other.
        let above = has_any(near, &["variance", "surplus", "headroom", "difference"]);
        self.floor.as_deref().filter(|_| above).and_then(|floor| self.of_floor(floor, near))
    }

    fn of_floor(&self, floor: &str, near: &Words) -> Option<Slot> {
        let own = self.reader.paper.round.floors.iter().find(|known| &*known.id == floor)?;
        if has_any(near, &["total", "spend", "spending", "expenditure", "plan"]) {
            Some(Slot::Total(floor.to_owned()))
        } else if has_any(near, &["variance", "surplus", "headroom", "above", "difference"]) {
            own.surplus_key.as_ref().map(|key| Slot::Total(key.to_string()))
        } else if has_any(near, &["ring", "ringfence", "minimum", "required", "requirement"]) {
            Some(Slot::Minimum(floor.to_owned()))
        } else {
            // The plain name of what is counted is what is spent on it.
            (words(&own.name).is_superset(near)).then(|| Slot::Total(floor.to_owned()))
        }
    }

    /// Returns the sum that a row without a name of its own states: that of the rows above it.
    fn sum(&mut self, cell: &Cell, near: &Words, at: Option<u32>) -> Option<Slot> {
        self.summed = true;
        let streams = &self.reader.paper.round.streams;
        let grants = |stream: &String| streams.iter().any(|known| known.id == **stream && known.grant);
        match self.streams.as_slice() {
            _ if near.contains("total") && has_any(near, &["fund", "funding", "pool", "bcf"]) => {
                Some(Slot::Total("pool".to_owned()))
            }
            [only] => Some(Slot::Total(only.clone())),
            [_, ..] if self.streams.iter().all(grants) => Some(Slot::Total("grants".to_owned())),
            [] if self.sums.is_sum(at) && self.is_spending(cell) => match self.heading(cell) {
                Some(heading) => Some(Slot::Priority(heading)),
                None => {
                    (near.contains("total") && !near.contains("sub")).then(|| Slot::Total("expenditure".to_owned()))
                }
            },
            _ => None,
        }
    }

    /// Takes note of an amount that has a place.
    fn met(&mut self, cell: &Cell, figure: &Figure, slot: Slot) {
        let (Some(row), Some(period)) = (self.reader.row_of(figure), figure.year) else { return };
        self.periods.insert(cell.column, period);
        if matches!(slot, Slot::Source { .. }) {
            self.sources.insert(row, (slot, self.reader.where_read(figure)));
        }
    }

    /// Puts the cells that say that nothing comes in to their places.
    fn nothings(&self, harvest: &mut Harvest) {
        for (row, (slot, read)) in &self.sources {
            let cells = self.table.rows.get(*row as usize).map(|row| row.cells.as_slice()).unwrap_or_default();
            for cell in cells {
                let text = cell.piece.map_or("", |piece| self.reader.text(piece).trim());
                if let Some(period) = self.periods.get(&cell.column)
                    && text.len() < LONGEST_NIL
                    && NIL.contains(&folded(text).trim_start_matches('£'))
                {
                    let (value, read) = ("0".to_owned(), format!("{read}: \"{text}\""));
                    let piece = cell.piece.unwrap_or_default();
                    harvest.add(slot.clone(), Placed { period: *period, worth: Decimal::ZERO, piece, value, read });
                }
            }
        }
    }
}

/// The bytes within which a word for nothing is written.
const LONGEST_NIL: usize = 12;

/// Returns whether a table is of what each district is passed of the grant.
fn is_of_districts(reader: &Reader<'_>, around: &Words, figures: &[&Figure]) -> bool {
    let Some(grant) = &reader.paper.round.dfg else { return false };
    if !around.contains("district") || reader.streams.find(around, &Words::new()) != Some(&*grant.stream) {
        return false;
    }
    let rows: BTreeSet<String> =
        figures.iter().filter_map(|figure| reader.cell(figure)).map(|cell| reader.row(cell)).collect();
    let is_plain = |row: &&String| !row.is_empty() && reader.streams.find(&words(row), &Words::new()).is_none();
    rows.iter().filter(is_plain).count() >= DISTRICTS
}
