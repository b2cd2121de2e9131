//! Bytes as text; of those that are none, which byte it is and what to do.

use super::fault::Fault;
use super::foreign::foreign;
use crate::span::without_mark;

/// Returns the bytes of the input `name` as text.
///
/// # Errors
/// When they are not UTF-8.
pub(super) fn utf8(bytes: Vec<u8>, name: &str) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|error| not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to()))
}

/// Returns which byte is none of UTF-8's, where it is, and what to do about it.
fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Fault {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Fault::new(format!("{name} is not UTF-8 but UTF-16"))
            .help("save it as UTF-8: in Notepad choose \"Save as\" and then the encoding UTF-8, not Unicode");
    }
    if let Some(fault) = foreign(name, bytes) {
        return fault;
    }
    let before = without_mark(&bytes[..at]);
    let line = before.split(|&byte| byte == b'\n').count();
    let column =
        String::from_utf8_lossy(before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default()).chars().count() + 1;
    let byte = bytes.get(at).copied().unwrap_or_default();
    let guess = match byte {
        0xA3 => ", which Windows writes for £",
        0x91..=0x94 => ", which Windows writes for a curly quotation mark",
        0x96 | 0x97 => ", which Windows writes for a dash",
        _ => "",
    };
    Fault::new(format!("{name} is not UTF-8: byte {at} (0x{byte:02X}{guess}), line {line}, column {column}"))
        .help("save it as UTF-8: exports from Excel and older Notepad files are not unless you choose so when saving")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_is_not_utf8_is_named_with_its_place() {
        let fault = not_utf8("x.toml", b"a\n\xc3\xa9 = \"\xa35\"", 8).to_string();
        assert_eq!(fault, "x.toml is not UTF-8: byte 8 (0xA3, which Windows writes for £), line 2, column 6");
        let marked = not_utf8("x.toml", b"\xef\xbb\xbfa\xff", 4).to_string();
        assert_eq!(marked, "x.toml is not UTF-8: byte 4 (0xFF), line 1, column 2");
    }
}
