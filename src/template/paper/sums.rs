//! The rows of a table that are sums of those above them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::names::{Words, commissioner, words};
use super::reader::Reader;
use crate::narrative::{Cell, Figure, Measured};
use crate::period::Period;

/// The part of a sum by which rounding may have moved it is one by this.
const ROUNDED: Decimal = Decimal::ONE_THOUSAND;

/// The sums of a table.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// The rows that are the sum of those above them, back to the last one.
    rows: BTreeSet<u32>,
    /// The streams that rows of bodies are of, as the name of their sum says.
    streams: BTreeMap<u32, String>,
    /// The figures of each column: how many, and what they come to.
    columns: BTreeMap<u32, (usize, Decimal)>,
}

/// Amounts by their periods.
type Amounts = BTreeMap<Period, Decimal>;

impl Sums {
    /// Finds the rows that are sums of those above them, within the rounding of each, and what their names say of those.
    pub(super) fn of(reader: &Reader<'_>, figures: &[&Figure]) -> Self {
        let mut sums = Self::default();
        let mut rows: BTreeMap<u32, (&Cell, Amounts)> = BTreeMap::new();
        for figure in figures.iter().filter(|figure| figure.unit == Measured::Money) {
            let (Some(row), Some(cell)) = (reader.row_of(figure), reader.cell(figure)) else { continue };
            let column = sums.columns.entry(cell.column).or_default();
            column.0 += 1;
            column.1 = column.1.saturating_add(figure.value);
            if let Some(year) = figure.year {
                rows.entry(row).or_insert_with(|| (cell, Amounts::new())).1.insert(year, figure.value);
            }
        }
        // The rows since the last sum, and what they come to.
        let (mut run, mut come): (Vec<(u32, &Cell)>, Amounts) = (Vec::new(), Amounts::new());
        for (row, (cell, amounts)) in rows {
            let is_near = |(period, value): (&Period, &Decimal)| {
                let off = come.get(period).copied().unwrap_or_default() - *value;
                off.abs().saturating_mul(ROUNDED) <= value.abs()
            };
            if run.len() >= 2 && amounts.iter().all(is_near) {
                sums.add(reader, row, cell, &run);
                run.clear();
                come.clear();
                continue;
            }
            run.push((row, cell));
            for (period, value) in amounts {
                let sum = come.entry(period).or_default();
                *sum = sum.saturating_add(value);
            }
        }
        sums
    }

    fn add(&mut self, reader: &Reader<'_>, row: u32, cell: &Cell, parts: &[(u32, &Cell)]) {
        self.rows.insert(row);
        let Some(stream) = reader.streams.find(&words(&reader.row(cell)), &Words::new()) else { return };
        for (part, cell) in parts {
            let label = reader.row(cell);
            if commissioner(&label).is_some() && reader.streams.find(&words(&label), &Words::new()).is_none() {
                self.streams.insert(*part, stream.to_owned());
            }
        }
    }

    /// Returns whether a row is the sum of those above it.
    pub(super) fn is_sum(&self, row: Option<u32>) -> bool {
        row.is_some_and(|row| self.rows.contains(&row))
    }

    /// Returns the stream that a row of a body is of, as the name of its sum says.
    pub(super) fn stream(&self, row: Option<u32>) -> Option<&str> {
        self.streams.get(&row?).map(String::as_str)
    }

    /// Returns whether an amount is the sum of the others in its column.
    pub(super) fn is_all(&self, cell: &Cell, value: Decimal) -> bool {
        self.columns.get(&cell.column).is_some_and(|(count, all)| *count > 2 && *all - value == value)
    }
}
