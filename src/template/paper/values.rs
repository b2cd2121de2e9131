//! The values of a table that are no money, put to the metrics that its rows and columns name.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::names::{Words, has_any, words};
use super::place::{Measure, Slot};
use super::reader::Reader;
use crate::narrative::{Cell, Figure, Measured, Table};
use crate::period::Period;
use crate::policy::{Frequency, Metric};
use crate::unit::{Quantity, Unit};

/// Words over a column that holds reasons.
const REASONS: [&str; 5] = ["rationale", "methodology", "commentary", "comment", "reason"];
/// Words over the column of the names of metrics.
const METRICS: [&str; 5] = ["metric", "measure", "indicator", "kpi", "outcome"];

/// Words of a row that is about a change, and no value.
const CHANGES: [&str; 7] = ["reduction", "reduce", "change", "increase", "avoided", "avoidance", "additional"];
/// The most words of a title over a table.
const TITLE: usize = 12;

/// A table of values.
pub(super) struct Values<'r, 'p> {
    reader: &'r Reader<'p>,
    caption: Words,
    section: Words,
    /// True where what stands over the table says that its values are rates.
    is_rate: bool,
    /// The quarters that the reasons of a row say its values are of.
    quarters: BTreeMap<u32, Period>,
}

impl<'r, 'p> Values<'r, 'p> {
    pub(super) fn new(reader: &'r Reader<'p>, table: &Table, figures: &[&Figure]) -> Self {
        let section = figures.first().map_or("", |figure| reader.section(figure));
        let caption = reader.texts(&table.caption);
        // A sentence before a table speaks of other things too.
        let is_title = caption.split_whitespace().nth(TITLE).is_none();
        let is_rate = is_title && caption.contains("100,000") || section.contains("100,000");
        Self { caption: words(&caption), section: words(section), is_rate, quarters: quarters(reader, figures), reader }
    }

    /// Returns the quarter that a value is of, as the reasons of its row say.
    pub(super) fn quarter(&self, figure: &Figure) -> Option<Period> {
        let quarter = *self.quarters.get(&self.reader.row_of(figure)?)?;
        figure.year.is_none_or(|year| year.financial_year() == quarter.financial_year()).then_some(quarter)
    }

    /// Returns the place of a value.
    pub(super) fn slot(&self, cell: &Cell, figure: &Figure) -> Option<Slot> {
        let reader = self.reader;
        let headers = words(&reader.texts(&cell.headers));
        let near = words(&format!("{} {}", reader.texts(&cell.labels), reader.texts(&cell.groups)));
        let all: Words = near.union(&self.caption).cloned().collect();
        let is_month = matches!(figure.year, Some(Period::Month(_)));
        if figure.unit == Measured::Percent
            && is_month
            && reader.paper.round.bed_share.is_some()
            && all.contains("bed")
            && all.contains("delayed")
        {
            return Some(Slot::BedShare);
        }
        // What is said of the reasons has figures of many kinds.
        if gives_reasons(reader, cell) {
            return None;
        }
        let by_section = || {
            let whole: Words = all.union(&self.section).cloned().collect();
            reader.metrics.covered(&whole, 100).filter(|_| is_month)
        };
        let measure = said(reader, &headers, figure).or_else(|| said(reader, &near, figure))?;
        let row = reader.row(cell);
        if row.split_whitespace().nth(TITLE).is_none() && has_any(&words(&row), &CHANGES) {
            return None;
        }
        let by_words = || reader.metrics.find(&near, &Words::new());
        let Some(kind) = reader.metrics.covered(&near, 60).or_else(by_section).or_else(by_words) else {
            return self.local(cell, figure, measure);
        };
        let slot = |(other, measure)| Slot::Metric { kind: kind.to_owned(), other, measure };
        self.in_unit(reader.metric(kind)?, cell, figure, measure).map(slot)
    }

    /// Returns what a value is to its metric, with its unit where that is another than the metric's own; nothing where it
    /// is in none a plan may use.
    fn in_unit(
        &self,
        metric: &Metric,
        cell: &Cell,
        figure: &Figure,
        measure: Measure,
    ) -> Option<(Option<Unit>, Measure)> {
        if (figure.unit == Measured::Percent) != (metric.unit == Unit::Percent) {
            return None;
        }
        let named: Vec<u32> =
            cell.labels.iter().chain(&cell.groups).chain(&cell.headers).copied().chain(cell.piece).collect();
        let named = self.reader.texts(&named);
        let there: Words = words(&named);
        let is_rate = named.contains("100,000") || there.contains("rate") || self.is_rate;
        let is_whole = figure.step >= Decimal::ONE;
        let find = |is_it: fn(&Unit) -> bool| metric.other_units.iter().copied().find(is_it);
        match metric.unit {
            Unit::Count if is_rate && there.contains("month") => find(|unit| unit.is_monthly()).map(Some),
            Unit::Count => (is_whole && !is_rate).then_some(None),
            _ if metric.unit.quantity() != Quantity::Count
                && is_whole
                && !is_rate
                && figure.unit == Measured::Number =>
            {
                if there.contains("day")
                    && let Some(days) = find(|unit| *unit == Unit::Days)
                {
                    return Some((Some(days), measure));
                }
                return measure.counted().map(|counted| (None, counted));
            }
            _ => Some(None),
        }
        .map(|other| (other, measure))
    }

    /// Returns the place of a value of a metric that the round does not know: one of the area's own.
    fn local(&self, cell: &Cell, figure: &Figure, measure: Measure) -> Option<Slot> {
        let document = &self.reader.paper.document;
        let label = document.cell_of(document.piece(*cell.labels.first()?)?)?;
        if !has_any(&words(&self.reader.texts(&label.headers)), &METRICS) || !matches!(figure.year?, Period::Year(_)) {
            return None;
        }
        let name = self.reader.row(cell);
        let unit = match figure.unit {
            Measured::Percent => Unit::Percent,
            _ if name.contains("100,000") && words(&name).contains("month") => Unit::Per100kPerMonth,
            _ if name.contains("100,000") => Unit::Per100k,
            _ => Unit::Count,
        };
        Some(Slot::Local { name, unit, measure })
    }
}

/// Returns whether a cell is of a column of reasons.
pub(super) fn gives_reasons(reader: &Reader<'_>, cell: &Cell) -> bool {
    has_any(&words(&reader.texts(&cell.headers)), &REASONS)
}

/// Returns what words say a value is to its metric.
pub(super) fn said(reader: &Reader<'_>, there: &Words, figure: &Figure) -> Option<Measure> {
    if has_any(there, &["target", "trajectory", "planned", "proposed", "plan", "ambition"]) {
        Some(Measure::Target)
    } else if has_any(there, &["actual", "outturn", "position", "final"]) {
        Some(Measure::Outturn)
    } else if has_any(there, &["performance", "baseline"]) {
        Some(reached(reader, figure))
    } else {
        None
    }
}

/// Returns what a value that was reached is: before the round a baseline.
pub(super) fn reached(reader: &Reader<'_>, figure: &Figure) -> Measure {
    if figure.year.is_some_and(|year| reader.is_before(year)) { Measure::Baseline } else { Measure::Outturn }
}

/// Finds the rows whose reasons repeat one of their values with the quarter it is of: their metric is told by quarters.
fn quarters(reader: &Reader<'_>, figures: &[&Figure]) -> BTreeMap<u32, Period> {
    let in_reasons = |figure: &&Figure| reader.cell(figure).is_some_and(|cell| gives_reasons(reader, cell));
    let by_quarter =
        |figure: &&Figure| matches!(figure.year, Some(Period::Quarter(..))) && figure.unit == Measured::Number;
    let told = figures.iter().copied().filter(by_quarter).filter(in_reasons);
    let told: Vec<(u32, Decimal, Period)> =
        told.filter_map(|figure| Some((reader.row_of(figure)?, figure.value, figure.year?))).collect();
    if told.is_empty() {
        return BTreeMap::new();
    }
    let values: BTreeSet<(u32, Decimal)> = figures
        .iter()
        .copied()
        .filter(|figure| !in_reasons(figure))
        .filter_map(|figure| Some((reader.row_of(figure)?, figure.value)))
        .collect();
    let cells = figures.iter().filter_map(|figure| Some((reader.row_of(figure)?, reader.cell(figure)?)));
    let cells: BTreeMap<u32, &Cell> = cells.collect();
    let is_by_month = |row: u32| {
        let labels = cells.get(&row).map(|cell| words(&reader.texts(&cell.labels)));
        let kind = labels.and_then(|labels| reader.metrics.covered(&labels, 60).map(str::to_owned));
        kind.and_then(|kind| reader.metric(&kind)).is_some_and(|metric| metric.targets == Frequency::Month)
    };
    told.into_iter()
        .filter(|(row, value, _)| values.contains(&(*row, *value)) && is_by_month(*row))
        .map(|(row, _, quarter)| (row, quarter))
        .collect()
}
