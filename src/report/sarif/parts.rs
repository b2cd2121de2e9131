//! The texts, addresses and levels of a log.

use crate::finding::Level;
use crate::text::escape::shown;

/// The base of relative addresses: the root of the repository.
pub(super) const ROOT: &str = "%SRCROOT%";

/// Returns the word of a log for a level.
pub(super) const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

/// Returns a path as a relative reference: every byte but letters, digits, `-._~` and `/` as `%XX`.
pub(super) fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}

/// Returns a text escaped as a message, in which `[…](…)` would be a link.
pub(super) fn text(text: &str) -> String {
    let text = shown(text);
    if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.into_owned()
    }
}
