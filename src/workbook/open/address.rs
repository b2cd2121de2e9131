//! Addresses of cells and of ranges, as the parts of a workbook write them: `F17`, `A1:C9`.

/// The rows and columns of a sheet, as every spreadsheet program has them.
pub(in crate::workbook) const GRID: (u32, u32) = (1 << 20, 1 << 14);

/// A cell by its row and its column, both from 0.
pub(in crate::workbook) type Address = (u32, u32);

/// Returns the cell an address names; nothing for one that no sheet has.
pub(in crate::workbook) fn cell(text: &str) -> Option<Address> {
    let end = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(end);
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((row(digits)?, within(column, GRID.1)?))
}

/// Returns the row of a number; nothing for one that no sheet has.
pub(super) fn row(digits: &str) -> Option<u32> {
    within(number(digits)?, GRID.0)
}

/// Returns the column of a number; nothing for one that no sheet has.
pub(super) fn column(digits: &str) -> Option<u32> {
    within(number(digits)?, GRID.1)
}

/// Returns the first and the last cell of a range.
pub(in crate::workbook) fn range(text: &str) -> Option<(Address, Address)> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (cell(first)?, cell(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}

/// Returns a number of at most seven digits, which is as many as the last row has.
fn number(digits: &str) -> Option<u32> {
    let plain = (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// Returns a number counted from 1 as one counted from 0, where there are so many.
fn within(number: u32, most: u32) -> Option<u32> {
    number.checked_sub(1).filter(|n| *n < most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_the_grid_or_is_none() {
        assert_eq!(["A1", "f17", "XFD1048576"].map(cell), [Some((0, 0)), Some((16, 5)), Some((1_048_575, 16_383))]);
        let none =
            ["", "A", "1", "A0", "XFE1", "A1048577", "XFE1048577", "AAAA1", "A00000001", "A-1", "$A$1", "A1 ", "Ä1"];
        assert_eq!(none.map(cell), none.map(|_| None));
        assert_eq!(range("B2:C9"), Some(((1, 1), (8, 2))));
        assert_eq!(["C9:B2", "A1:", "A1:B2:C3", "A:B"].map(range), [None; 4]);
    }
}
