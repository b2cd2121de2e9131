//! One cell: what it holds, and how it is shown.

use super::figure::figure as figure_of;
use crate::money;
use crate::period::Date;

pub(super) use super::figure::NumberLook;

/// The prefix of a cell that holds a value as the plan's text writes it.
pub(super) const EXACT: &str = "toml:";
/// The text that stands for a formula that nobody has calculated.
pub(super) const UNCALCULATED: &str = "a formula that has never been calculated";
/// The words that say of a row that it is the sum of those above it.
const TOTALS: [&str; 8] =
    ["total", "totals", "grand total", "sub total", "subtotal", "overall total", "total spend", "total expenditure"];

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Text.
    Text(String),
    /// A number, and how it is shown.
    Number(f64, NumberLook),
    /// A day; only its month is shown where `month` says so.
    Day { date: Date, month: bool },
    /// True or false.
    Truth(bool),
    /// A value that no plan can hold: `#REF!`, a time of day.
    Broken(String),
}

/// Returns what a cell shows.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Broken(text) => text.clone(),
        Cell::Number(value, look) => {
            let (value, sign) = if look.percent { (value * 100.0, "%") } else { (*value, "") };
            let digits = figure_of(value, *look, None).map_or_else(|| value.to_string(), |figure| figure.digits);
            format!("{}{sign}", if value.abs() >= 10_000.0 { grouped(&digits) } else { digits })
        }
        Cell::Day { date, month: false } => date.to_string(),
        Cell::Day { date, month: true } => date.to_string()[..7].to_owned(),
        Cell::Truth(truth) => truth.to_string(),
    }
}

/// Returns a number with the digits of its whole part in groups of three.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    format!("{sign}{}{rest}", money::grouped(whole, ','))
}

/// Returns whether a cell says of its row that it is the sum of those above it.
pub(super) fn is_total(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let plain = text.trim().trim_end_matches(':').to_lowercase();
    TOTALS.contains(&plain.split(['-', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").as_str())
}
