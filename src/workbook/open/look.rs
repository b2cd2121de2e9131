//! Number formats, as far as they change what a cell says.

use calamine::NumberFormat;

use crate::workbook::cell::NumberLook;

/// The parts of a number format that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellFormat {
    pub(super) shown: NumberLook,
    /// A date of which only the month is shown.
    pub(super) month: bool,
}

impl Default for CellFormat {
    fn default() -> Self {
        Self::of("General")
    }
}

impl CellFormat {
    pub(super) fn read(format: &NumberFormat) -> Self {
        Self::of(&format.format_code)
    }

    /// Returns what the first part of a format code says, without its literal text.
    fn of(code: &str) -> Self {
        let mut plain = String::new();
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => drop(chars.by_ref().find(|c| *c == '"')),
                '[' => drop(chars.by_ref().find(|c| *c == ']')),
                '\\' | '_' | '*' => drop(chars.next()),
                ';' => break,
                c => plain.push(c.to_ascii_lowercase()),
            }
        }
        let digit = |c: char| matches!(c, '0' | '#' | '?');
        let decimals = match plain.split_once('.') {
            Some((_, after)) => after.chars().take_while(|c| *c == '0').count(),
            None => 0,
        };
        let scaled = plain.char_indices().any(|(n, c)| {
            c == ','
                && plain[..n].chars().next_back().is_some_and(|c| digit(c) || c == ',')
                && !plain[n..].trim_start_matches(',').starts_with(digit)
        });
        let month =
            plain.contains('m') && !plain.contains(['d', 'h', 's']) && !digit(plain.chars().next().unwrap_or(' '));
        let decimals = u32::try_from(decimals).unwrap_or(0);
        let (percent, general) = (plain.contains('%'), !plain.contains(digit));
        Self { shown: NumberLook { decimals, percent, scaled, general, formula: false }, month }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_format_says_how_many_decimals_are_shown() {
        let of = |code| {
            let CellFormat { shown, month } = CellFormat::of(code);
            assert_eq!(shown.general, ["General", "mmm-yy", "yyyy-mm-dd"].contains(&code), "{code}");
            (shown.decimals, shown.percent, shown.scaled, month)
        };
        assert_eq!(of("General"), (0, false, false, false));
        assert_eq!(of("£#,##0.00\"k\""), (2, false, false, false));
        assert_eq!(of("_-[$£-809]* #,##0.0_-;-[$£-809]* #,##0.0_-"), (1, false, false, false));
        assert_eq!(of("0.0%"), (1, true, false, false));
        assert_eq!(of("#,##0,\"k\""), (0, false, true, false));
        assert_eq!(of("#,##0.0,,"), (1, false, true, false));
        assert_eq!(of("mmm-yy"), (0, false, false, true));
        assert_eq!(of("yyyy-mm-dd"), (0, false, false, false));
    }
}
