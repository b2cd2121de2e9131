//! Figures and names as the cells of a table.

use crate::money::Money;
use crate::report::show::cell;
use crate::text::escape::shortened;
use crate::view::{Cell, Picture};

/// The longest text of a plan that is quoted in a paragraph.
pub(super) const QUOTED: usize = 160;

/// The longest name in a table.
const NAME: usize = 80;

/// The most items a list shows.
pub(super) const ITEMS: usize = 50;

/// The most rows a table shows.
pub(super) const ROWS: usize = 200;

/// Returns the years as headers.
pub(super) fn years(picture: &Picture) -> Vec<String> {
    picture.years.iter().map(|year| year.prose()).collect()
}

/// Returns figures as the cells of a row.
pub(super) fn cells(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|figure| cell(*figure)).collect()
}

/// Returns a name cut to what a table shows.
pub(super) fn short(text: &str) -> String {
    shortened(text, NAME, true).into_owned()
}

/// Returns an amount with its sign, `+£5`, `-£5`, `£0`
pub(super) fn signed(money: Money) -> String {
    if money > Money::ZERO { format!("+{money}") } else { money.to_string() }
}
