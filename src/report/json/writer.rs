//! The writer of JSON: entries of the outer lists a line each, nothing hidden in it, no commands of a CI.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::text::escape::{is_hidden, makes_command};

/// Writes any value as this program writes JSON: each entry of the outer `lists` on a line of its own, hidden
/// characters escaped, a newline last.
///
/// # Errors
/// When `out` cannot be written.
pub fn to_writer<T: Serialize>(value: &T, lists: usize, out: &mut dyn Write) -> io::Result<()> {
    let lines = EntryLines { inner: CompactFormatter, lists, depth: 0 };
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, lines);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// JSON in which no text holds a command of a runner of CI: outside of texts there is no `#`.
pub(in crate::report) fn without_commands(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for (at, c) in json.char_indices() {
        let command = c == '#' && makes_command(&json[..at], &json[at + 1..]);
        if command { out.push_str("\\u0023") } else { out.push(c) }
    }
    out
}

/// JSON with every entry of the outer `lists` on a line of its own.
struct EntryLines {
    inner: CompactFormatter,
    lists: usize,
    depth: usize,
}

impl Formatter for EntryLines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        self.inner.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        self.inner.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_array_value(out, first)?;
        if self.depth <= self.lists { out.write_all(b"\n") } else { Ok(()) }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let safe = |text: &str| if text.is_ascii() { !text.contains('\u{7f}') } else { !text.contains(is_hidden) };
        if safe(text) && !text.contains('#') {
            return out.write_all(text.as_bytes());
        }
        let mut units = [0; 2];
        for (at, c) in text.char_indices() {
            if is_hidden(c) || (c == '#' && makes_command(&text[..at], &text[at + 1..])) {
                c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            } else {
                out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}

/// A list written as it is walked.
pub(in crate::report) struct List<F>(pub(in crate::report) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq((self.0)())
    }
}
