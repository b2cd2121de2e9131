//! Figures in the cells of a template.

use rust_decimal::{Decimal, RoundingStrategy};

use super::page::Seen;
use crate::money::Unit;
use crate::workbook::cell::{Cell, NumberLook};
use crate::workbook::format::{Leaf, Sort};
use crate::workbook::taken::{CellError, from_cell};
use crate::write::{Node, Value};

/// A figure as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Nothing stands there.
    Blank,
    /// The figure, and how it was read where somebody may want to know.
    Is(Decimal, Manner),
    /// Words stand there, which the reader of plans judges as it does in a text: a gap, or no figure.
    Words(String),
    /// It cannot be read.
    Wrong(CellError),
}

/// The ways in which a figure is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Manner {
    /// As it stands.
    Plain,
    /// Rounded to the penny.
    Rounded,
    /// From a text.
    FromText,
    /// From other figures, as its formula would be, which nobody has calculated.
    WorkedOut,
}

/// The decimals of a penny.
const PENNY: u32 = 2;
/// The most decimals a figure of a metric keeps where its cell shows none.
pub(super) const FINE: u32 = 4;

/// Returns an amount of money, to the penny.
pub(super) fn money(seen: Seen<'_>) -> Figure {
    let cell = match seen {
        Seen::Blank => return Figure::Blank,
        Seen::Uncalculated => return Figure::Wrong(uncalculated()),
        Seen::Is(cell) => cell,
    };
    match cell {
        Cell::Number(value, look) if !look.percent && !look.scaled => {
            let Some(exact) = decimal(*value) else { return too_large() };
            let rounded = exact.round_dp_with_strategy(PENNY, RoundingStrategy::MidpointAwayFromZero);
            // What a sum of pennies is off by is no part of the figure.
            let is_noise = (exact - rounded).abs() < Decimal::new(1, 5);
            Figure::Is(rounded, if is_noise { Manner::Plain } else { Manner::Rounded })
        }
        Cell::Text(text) => match text_money(text) {
            Some(value) => Figure::Is(value, Manner::FromText),
            None => Figure::Words(text.trim().to_owned()),
        },
        _ => wrong(cell),
    }
}

/// Returns the money a text says: `£1,234`.
fn text_money(text: &str) -> Option<Decimal> {
    let leaf = Leaf::of(Sort::Money);
    match from_cell(&leaf, &Cell::Text(text.replace('\u{a0}', " ")), Unit::Pounds).ok()??.node {
        Node::Value(Value::Number(digits)) => digits.parse().ok(),
        Node::Value(Value::Text(text)) => crate::money::parse_text(&text).ok()?.pounds.to_decimal(),
        _ => None,
    }
}

/// Returns a figure of a metric: as it stands, or as it is shown where it comes from a calculation. Of a percentage the
/// percents are returned where `percent` says so.
pub(super) fn plain(seen: Seen<'_>, percent: bool) -> Figure {
    let cell = match seen {
        Seen::Blank => return Figure::Blank,
        Seen::Uncalculated => return Figure::Wrong(uncalculated()),
        Seen::Is(cell) => cell,
    };
    let (value, look) = match cell {
        Cell::Number(value, look) if !look.scaled && (percent || !look.percent) => (*value, *look),
        Cell::Text(text) => {
            return match text.trim().replace(',', "").parse::<Decimal>() {
                Ok(value) => Figure::Is(value, Manner::FromText),
                Err(_) => Figure::Words(text.trim().to_owned()),
            };
        }
        _ => return wrong_number(cell),
    };
    let Some(exact) = decimal(value) else { return too_large() };
    match if look.percent { percents(exact) } else { Figure::Is(exact, Manner::Plain) } {
        Figure::Is(exact, manner) => Figure::Is(as_shown(exact, look), manner),
        figure => figure,
    }
}

/// Returns a fraction as percents.
pub(super) fn percents(fraction: Decimal) -> Figure {
    fraction.checked_mul(Decimal::ONE_HUNDRED).map_or_else(too_large, |percents| Figure::Is(percents, Manner::Plain))
}

/// Returns a figure that comes from a calculation as it is shown.
fn as_shown(exact: Decimal, look: NumberLook) -> Decimal {
    if exact.normalize().scale() <= FINE {
        return exact.normalize();
    }
    let shown = if look.decimals > 0 { look.decimals } else { FINE };
    exact.round_dp_with_strategy(shown, RoundingStrategy::MidpointAwayFromZero)
}

/// Returns a number of a spreadsheet by its shortest digits.
fn decimal(value: f64) -> Option<Decimal> {
    format!("{value}").parse().ok()
}

/// Returns what is wrong with a cell that should hold money.
fn wrong(cell: &Cell) -> Figure {
    of_leaf(cell, Sort::Money, "type the amount in pounds, as a number")
}

/// Returns what is wrong with a cell that should hold a number.
fn wrong_number(cell: &Cell) -> Figure {
    of_leaf(cell, Sort::Number, "type the number alone")
}

fn of_leaf(cell: &Cell, sort: Sort, help: &str) -> Figure {
    let fallback = || CellError { message: "this is no figure".to_owned(), help: help.to_owned() };
    Figure::Wrong(from_cell(&Leaf::of(sort), cell, Unit::Pounds).err().unwrap_or_else(fallback))
}

/// Returns what is wrong with a figure that has more digits than can be counted with.
pub(super) fn too_large() -> Figure {
    Figure::Wrong(CellError {
        message: "this figure has more digits than any figure of a plan".to_owned(),
        help: "type the figure that is meant".to_owned(),
    })
}

/// Returns what is said of a formula that nobody has calculated.
pub(super) fn uncalculated() -> CellError {
    CellError {
        message: "a formula here has never been calculated".to_owned(),
        help: "open the workbook in a spreadsheet program and save it there".to_owned(),
    }
}

/// Returns a figure as a plan writes it.
pub(super) fn node(value: Decimal) -> Node {
    Node::Value(Value::Number(value.normalize().to_string()))
}
