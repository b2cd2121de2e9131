//! The code pages of Unicode, and no others: the workbooks that a page reads have no other.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Returns the encoding of a code page of Unicode.
#[must_use]
pub fn to_encoding(code_page: u16) -> Option<&'static Encoding> {
    match code_page {
        1200 => Some(UTF_16LE),
        1201 => Some(UTF_16BE),
        65001 => Some(UTF_8),
        _ => None,
    }
}
