//! Rows that say the sum of those above: no entries of a plan, and checked.

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::reading::Reading;
use super::told::of_sheet;
use crate::money::{Money, Unit};
use crate::workbook::cell::{Cell, is_total};
use crate::workbook::format::{Leaf, Sort};
use crate::workbook::grid::CellPlace;
use crate::workbook::open::Raw;
use crate::workbook::taken::{CellError, Taken, Told, from_cell, money_in};

/// The sums of the columns of a sheet so far.
#[derive(Default)]
pub(super) struct Sums {
    columns: HashMap<usize, Sum>,
}

/// The sum of a column.
#[derive(Clone, Copy, Default)]
struct Sum {
    all: Money,
    /// The sum since the last row with sums.
    since: Money,
    /// The most by which the figures that were rounded are away from what the cells hold.
    slack: Money,
    /// True where a figure of it cannot be read.
    unknown: bool,
}

/// Returns whether a row is the sum of those above: its first cell says so.
pub(super) fn is_sum(cells: &[(usize, Cell)]) -> bool {
    cells.first().is_some_and(|(_, cell)| is_total(cell))
}

impl Sums {
    /// Adds what a cell says.
    pub(super) fn add(&mut self, column: usize, leaf: &Leaf, read: &Result<Option<Taken>, CellError>, unit: Unit) {
        if !matches!(leaf.sort, Sort::Money | Sort::Figure) || matches!(read, Ok(None)) {
            return;
        }
        let sum = self.columns.entry(column).or_default();
        match read
            .as_ref()
            .ok()
            .and_then(Option::as_ref)
            .and_then(|taken| Some((money_in(&taken.node, unit)?, taken.rest)))
        {
            Some((amount, rest)) => {
                sum.all += amount;
                sum.since += amount;
                sum.slack += pounds(rest, unit);
            }
            None => sum.unknown = true,
        }
    }

    /// Checks a row of sums: a difference is told at its cell.
    pub(super) fn check<'l>(
        &mut self,
        reading: &mut Reading<'_>,
        raw: &Raw,
        (sheet, row, cells): (usize, usize, &[(usize, Cell)]),
        leaf: impl Fn(usize) -> Option<&'l Leaf>,
    ) {
        let unit = reading.unit;
        let (mut checked, mut wrong) = (0, 0);
        for (column, cell) in cells {
            let Some(leaf) = leaf(*column).filter(|leaf| matches!(leaf.sort, Sort::Money | Sort::Figure)) else {
                continue;
            };
            let Some(sum) = self.columns.get_mut(column).filter(|sum| !sum.unknown) else { continue };
            let Ok(Some(taken)) = from_cell(leaf, cell, unit) else { continue };
            let Some(total) = money_in(&taken.node, unit) else { continue };
            let slack = sum.slack + pounds(taken.rest, unit);
            let is = |sum: Money| (total - sum).abs() <= slack;
            checked += 1;
            if !is(sum.all) && !is(sum.since) {
                wrong += 1;
                let message = format!("this total is {total}, and the rows above it add up to {}", sum.all);
                // A formula adds up what is a number, and nothing that only looks like one.
                let help = if reading.tally.contains_key(&Told::Figure) {
                    "type the figures that are text as numbers, which a sum leaves out, or correct the total"
                } else {
                    "correct the total or the rows; a total may also be left out, since it is no part of the plan"
                };
                reading.stray(CellPlace { sheet, row, column: *column }, message, help);
            }
        }
        self.columns.values_mut().for_each(|sum| sum.since = Money::ZERO);
        if wrong == 0 {
            let what = if checked > 0 {
                "was checked against its rows"
            } else {
                "was left out; there is nothing to check it against"
            };
            reading.notes.push(of_sheet(&raw.name, &format!("row {} is a total and {what}", row + 1)));
        }
    }
}

/// Returns a distance in the plan's unit as money, no less than it is.
fn pounds(rest: Decimal, unit: Unit) -> Money {
    let pence = rest.checked_mul(Decimal::from(10_u64.pow(unit.decimals()))).map(|pence| pence.ceil());
    Money::from_pence(pence.and_then(|pence| pence.to_i128()).unwrap_or(0))
}
