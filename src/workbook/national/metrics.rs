//! The sheet of metrics: a block a metric, a row a series, a column a period.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::draft::{Draft, quoted, some};
use super::figure::{FINE, Figure, Manner, plain, uncalculated};
use super::heading::period;
use super::page::{Page, Row, Seen};
use super::roles::without_number;
use crate::period::Period;
use crate::policy::templates::{Meaning, MetricMarks};
use crate::unit::Unit;
use crate::workbook::cell::{Cell, shown};
use crate::workbook::grid::CellPlace;

/// The word of the templates' data for the values of a metric themselves.
const VALUE: &str = "value";

/// A column of a block.
#[derive(Clone, Copy)]
enum Column {
    /// Values of a period: planned, or past.
    Values(Period, bool),
    /// The reason why the targets are what they are.
    Rationale,
    /// The way they are to be met.
    How,
}

/// A block that is being read.
struct Block<'t> {
    marks: &'t MetricMarks,
    entry: Option<Vec<String>>,
    columns: Vec<(usize, Column)>,
    /// The figures that could be read: by what they are, their period, and whether they are planned.
    figures: HashMap<(String, Period, bool), Decimal>,
    /// The values whose formulas nobody has calculated.
    uncalculated: Vec<Uncalculated>,
}

/// A value of a metric whose formula nobody has calculated.
struct Uncalculated {
    way: Vec<String>,
    at: CellPlace,
    period: Period,
    planned: bool,
}

/// Reads the sheet.
pub(super) fn read(draft: &mut Draft<'_>, page: &Page<'_>) {
    let mut block: Option<Block<'_>> = None;
    let mut unknown = Vec::new();
    for row in &page.rows {
        if let Some(marks) = heading(draft, row) {
            finish(draft, page, block.take());
            block = Some(Block::new(marks));
            continue;
        }
        let columns = columns(draft, row);
        let has_periods = columns.iter().any(|(_, column)| matches!(column, Column::Values(..)));
        match &mut block {
            Some(block) if has_periods => {
                // Reasons are headed once, above the first of two tables.
                let is_new = |at: usize| columns.iter().any(|(new, _)| *new == at);
                block.columns.retain(|(at, column)| !matches!(column, Column::Values(..)) && !is_new(*at));
                block.columns.extend(columns);
                draft.header(page, row.number);
            }
            Some(block) => block.row(draft, page, row),
            None if has_periods => unknown.push(format!("row {}", row.number + 1)),
            None => {}
        }
    }
    finish(draft, page, block);
    if !unknown.is_empty() {
        draft.note(page, &format!("a metric that is not known was not taken over: {}", some(&unknown)));
    }
}

/// Returns the metric whose block a row begins: its heading stands alone, perhaps with a number before it.
fn heading<'t>(draft: &Draft<'t>, row: &Row<'_>) -> Option<&'t MetricMarks> {
    let (_, label) = row.first().filter(|_| row.cells.len() == 1)?;
    let label = without_number(label);
    let known = draft.known.all(|layout| &layout.metrics).find(|metric| metric.marks.fit(label))?;
    Some(known).filter(|known| draft.round.metrics.iter().any(|metric| *metric.id == *known.kind))
}

fn columns(draft: &Draft<'_>, row: &Row<'_>) -> Vec<(usize, Column)> {
    let column = |(at, label): &(usize, String)| {
        let means = |meaning| draft.known.means(label, meaning);
        let column = if means(Meaning::Rationale) {
            Column::Rationale
        } else if means(Meaning::How) {
            Column::How
        } else {
            let planned = if means(Meaning::Actual) { false } else { means(Meaning::Plan).then_some(true)? };
            Column::Values(period(label)?, planned)
        };
        Some((*at, column))
    };
    row.labels.iter().filter_map(column).collect()
}

/// Works out at the end of a block what the template's formulas would.
fn finish(draft: &mut Draft<'_>, page: &Page<'_>, block: Option<Block<'_>>) {
    let Some(mut block) = block else { return };
    for missing in std::mem::take(&mut block.uncalculated) {
        match block.quotient(draft, &missing) {
            Some(value) => drop(draft.figure(page, missing.way, missing.at, Figure::Is(value, Manner::WorkedOut))),
            None => draft.wrong(missing.way, missing.at, uncalculated()),
        }
    }
}

impl<'t> Block<'t> {
    fn new(marks: &'t MetricMarks) -> Self {
        Self { marks, entry: None, columns: Vec::new(), figures: HashMap::new(), uncalculated: Vec::new() }
    }

    /// Returns the value of the metric that its other figures give: of what is counted and what it is divided by, or of
    /// the share and the days of delays.
    fn quotient(&self, draft: &Draft<'_>, missing: &Uncalculated) -> Option<Decimal> {
        let of = |to: &str| self.figures.get(&(to.to_owned(), missing.period, missing.planned)).copied();
        let value = if let (Some(share), Some(days)) = (of(SHARE), of(DAYS)) {
            Decimal::ONE_HUNDRED.checked_sub(share)?.checked_mul(days)? / Decimal::ONE_HUNDRED
        } else {
            let metric = draft.round.metrics.iter().find(|metric| *metric.id == *self.marks.kind)?;
            let factor = if metric.unit == Unit::Percent { 100 } else { 100_000 };
            of(NUMERATOR)?.checked_mul(Decimal::from(factor))?.checked_div(of(DENOMINATOR)?)?
        };
        Some(value.round_dp(FINE).normalize())
    }

    /// Reads a row of the block.
    fn row(&mut self, draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>) {
        let is_values = |(at, column): &&(usize, Column)| matches!(column, Column::Values(..)).then_some(*at).is_some();
        let Some(first) = self.columns.iter().filter(is_values).map(|(at, _)| *at).min() else { return };
        let labels: Vec<&(usize, String)> = row.labels.iter().filter(|(at, _)| *at < first).collect();
        let known = |label: &str| draft.known.all(|layout| &layout.rows).find(|own| own.marks.fit(label));
        let target = labels.iter().rev().find_map(|(_, label)| known(label)).map(|own| own.to.as_str());
        self.reasons(draft, page, row);
        let Some(to) = target else {
            if let Some((at, _)) = labels.first().filter(|_| self.has_numbers(row)) {
                let label = row.text(*at).map(quoted).unwrap_or_default();
                draft.note(page, &format!("row {} was not taken over: {label}", row.number + 1));
            }
            return;
        };
        for (at, column) in self.columns.clone() {
            if let Column::Values(period, planned) = column {
                self.value(draft, page, (row, at), to, (period, planned));
            }
        }
    }

    fn has_numbers(&self, row: &Row<'_>) -> bool {
        let is_number = |at: &usize| matches!(row.cell(*at), Some(Cell::Number(..)));
        self.columns.iter().any(|(at, column)| matches!(column, Column::Values(..)) && is_number(at))
    }

    /// Returns the way of the metric's entry, added when there is something to say.
    fn entry(&mut self, draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>, at: usize) -> Vec<String> {
        if let Some(entry) = &self.entry {
            return entry.clone();
        }
        let place = page.at(row.number, at);
        let entry = draft.entry(&["metrics"], place);
        let key = |key: &str| entry.iter().cloned().chain([key.to_owned()]).collect::<Vec<String>>();
        draft.word(&key("kind"), place, &self.marks.kind);
        if let Some(unit) = &self.marks.unit {
            draft.word(&key("unit"), place, unit);
        }
        self.entry = Some(entry.clone());
        entry
    }

    /// Takes over the reasons that stand in a row.
    fn reasons(&mut self, draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>) {
        for (at, column) in self.columns.clone() {
            let key = match column {
                Column::Rationale => "rationale",
                Column::How => "how",
                Column::Values(..) => continue,
            };
            if let Some(cell) = row.cell(at) {
                let entry = self.entry(draft, page, row, at);
                let to = entry.into_iter().chain([key.to_owned()]).collect();
                draft.text(to, page.at(row.number, at), &Cell::Text(shown(cell)));
            }
        }
    }

    /// Takes over a value.
    fn value(
        &mut self,
        draft: &mut Draft<'_>,
        page: &Page<'_>,
        (row, at): (&Row<'_>, usize),
        to: &str,
        (period, planned): (Period, bool),
    ) {
        let seen = page.seen(row, at);
        // A formula that has nothing to divide shows an empty text.
        if matches!(seen, Seen::Blank) || matches!(seen, Seen::Is(Cell::Text(text)) if text.trim().is_empty()) {
            return;
        }
        let key = match (to, planned) {
            (VALUE, true) => "target".to_owned(),
            (VALUE, false) => "baseline".to_owned(),
            (other, false) if self.is_also_planned(period) => format!("baseline_{other}"),
            (other, _) => other.to_owned(),
        };
        let entry = self.entry(draft, page, row, at);
        let way = entry.into_iter().chain([key, period.to_string()]).collect();
        let at = page.at(row.number, at);
        if matches!(seen, Seen::Uncalculated) && to == VALUE {
            return self.uncalculated.push(Uncalculated { way, at, period, planned });
        }
        let figure = plain(seen, self.is_percent(draft, to));
        if let Figure::Is(value, _) = figure {
            self.figures.insert((to.to_owned(), period, planned), value);
        }
        draft.figure(page, way, at, figure);
    }

    /// Returns whether a period has a planned value beside the past one.
    fn is_also_planned(&self, period: Period) -> bool {
        self.columns.iter().any(|(_, column)| matches!(column, Column::Values(own, true) if *own == period))
    }

    /// Returns whether a row holds percentages.
    fn is_percent(&self, draft: &Draft<'_>, to: &str) -> bool {
        let of_metric = || {
            let metric = draft.round.metrics.iter().find(|metric| *metric.id == *self.marks.kind);
            metric.is_some_and(|metric| metric.unit == Unit::Percent)
        };
        (to == VALUE && of_metric()) || to == SHARE
    }
}

/// The series that is a share, in percent.
const SHARE: &str = "same_day_share";
/// The series of the days of those who were delayed.
const DAYS: &str = "delayed_days";
/// The series of what is counted, and of what it is divided by.
const NUMERATOR: &str = "numerator";
const DENOMINATOR: &str = "denominator";
