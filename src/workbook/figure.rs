//! A number of a spreadsheet as the digits of a figure: as it is held where that is a figure, and as it is shown where a
//! calculation left more digits than any figure has.

use rust_decimal::{Decimal, RoundingStrategy};

/// As many digits as a number of a spreadsheet keeps.
const DIGITS: usize = 15;
/// As many digits as are shown of a number without a format.
const SHOWN: u32 = 11;

/// The way a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own that a format may do")]
pub(super) struct NumberLook {
    /// So many decimals.
    pub(super) decimals: u32,
    /// As a percentage: 0.625 as 62.5%.
    pub(super) percent: bool,
    /// In thousands or millions of what the cell holds.
    pub(super) scaled: bool,
    /// As many digits as there is room for.
    pub(super) general: bool,
    /// True where a formula made it.
    pub(super) formula: bool,
}

/// A number as a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) digits: String,
    /// True where it is what is shown, and not all that is held.
    pub(super) as_shown: bool,
    /// True where it is rounded to the finest there is.
    pub(super) rounded: bool,
    /// The distance to what the cell holds.
    pub(super) rest: Decimal,
}

/// Returns a number as a figure of at most so many decimals; nothing where none can be made of it.
pub(super) fn figure(value: f64, look: NumberLook, finest: Option<u32>) -> Option<Figure> {
    let held = plain(value)?;
    let has = held.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let too_fine = finest.is_some_and(|finest| has > finest as usize);
    if !too_fine && significant(&held) <= DIGITS {
        let decimals = finest.map_or(look.decimals, |finest| look.decimals.min(finest));
        let digits = padded(held, has, decimals as usize);
        return Some(Figure { digits, as_shown: false, rounded: false, rest: Decimal::ZERO });
    }
    // Beyond the digits that a spreadsheet keeps there is nothing but what calculating in halves left.
    let exact = Decimal::from_scientific(&format!("{value:.*e}", DIGITS - 1)).ok()?;
    let as_shown = (look.formula || !too_fine) && shown(exact, look) != exact;
    let mut taken = if as_shown { shown(exact, look) } else { exact.normalize() };
    let finest = finest.unwrap_or(u32::MAX);
    let rounded = taken.normalize().scale() > finest;
    if rounded {
        taken = nearest(taken, finest);
    }
    let digits = if taken.is_zero() { taken.abs().to_string() } else { taken.to_string() };
    Some(Figure { digits, as_shown, rounded, rest: (exact - taken).abs() })
}

/// Returns a number as it is shown.
fn shown(exact: Decimal, look: NumberLook) -> Decimal {
    if look.general {
        exact.round_sf_with_strategy(SHOWN, HALVES).unwrap_or(exact).normalize()
    } else {
        nearest(exact, look.decimals)
    }
}

/// Halves go up in a spreadsheet, and down below nothing.
const HALVES: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

fn nearest(exact: Decimal, decimals: u32) -> Decimal {
    exact.round_dp_with_strategy(decimals, HALVES)
}

/// Returns the shortest digits that are this number; nothing of what is none.
fn plain(value: f64) -> Option<String> {
    match value {
        _ if !value.is_finite() => None,
        0.0 => Some("0".to_owned()),
        value => Some(value.to_string()),
    }
}

/// Returns how many digits are more than the size of the number.
fn significant(digits: &str) -> usize {
    let count = digits.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let trailing = if digits.contains('.') { 0 } else { digits.len() - digits.trim_end_matches('0').len() };
    count.saturating_sub(trailing)
}

/// Returns digits that have so many decimals with at least as many as are shown.
fn padded(mut digits: String, has: usize, wanted: usize) -> String {
    if has < wanted {
        if has == 0 {
            digits.push('.');
        }
        digits.extend(std::iter::repeat_n('0', wanted - has));
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: f64, decimals: Option<u32>, formula: bool, finest: Option<u32>) -> Option<(String, bool, bool)> {
        let look = NumberLook {
            decimals: decimals.unwrap_or(0),
            general: decimals.is_none(),
            formula,
            ..NumberLook::default()
        };
        figure(value, look, finest).map(|figure| (figure.digits, figure.as_shown, figure.rounded))
    }

    #[expect(clippy::unnecessary_wraps, reason = "it is compared with what may be nothing")]
    fn is(digits: &str, as_shown: bool, rounded: bool) -> Option<(String, bool, bool)> {
        Some((digits.to_owned(), as_shown, rounded))
    }

    #[test]
    fn a_figure_is_taken_as_it_is_held() {
        assert_eq!(read(18_213_672.5, Some(0), true, Some(2)), is("18213672.5", false, false));
        assert_eq!(read(12.5, Some(2), false, Some(2)), is("12.50", false, false));
        assert_eq!(read(-0.0, None, false, Some(2)), is("0", false, false));
        assert_eq!(read(62.123_456, Some(1), true, None), is("62.123456", false, false));
        assert_eq!(read(1e20, None, false, Some(2)), is("100000000000000000000", false, false));
    }

    #[test]
    fn what_a_formula_left_is_taken_as_it_is_shown() {
        assert_eq!(read(18_213_671.927_1, Some(0), true, Some(2)), is("18213672", true, false));
        assert_eq!(read(18_213_671.927_1, Some(2), true, Some(2)), is("18213671.93", true, false));
        assert_eq!(read(18_213_671.927_1, None, true, Some(2)), is("18213671.93", true, true));
        assert_eq!(read(100.0 / 3.0, Some(1), true, None), is("33.3", true, false));
        assert_eq!(read(100.0 / 3.0, None, true, None), is("33.333333333", true, false));
        assert_eq!(read(0.1 + 0.2, None, true, Some(2)), is("0.3", false, false), "what halves leave is nothing");
        assert_eq!(read(2.675, Some(2), true, Some(2)), is("2.68", true, false), "halves go up, as they are shown");
    }

    #[test]
    fn what_somebody_typed_is_rounded_to_the_penny() {
        assert_eq!(read(1_234.567_8, Some(0), false, Some(2)), is("1234.57", false, true));
        assert_eq!(read(-0.125, None, false, Some(2)), is("-0.13", false, true));
        assert_eq!(read(-0.001, None, false, Some(2)), is("0.00", false, true));
        assert_eq!((read(f64::NAN, None, true, None), read(f64::INFINITY, None, true, None)), (None, None));
    }
}
