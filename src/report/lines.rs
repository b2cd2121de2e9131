//! The starts of lines, made harmless to the runners of CI.
//!
//! A runner reads a log line by line. A line that begins with `::` once white space is trimmed is a command to it, and
//! so is `##[…]` or `##vso[…]` wherever it is. Words that a plan says can come to the start of a line in any way (a
//! wrapped message, a cell of a table, the name of a file), so what is written is looked at as it goes out, line by
//! line.

use std::io::{self, Write};

use crate::text::escape::spelt;

/// Passes on what is written for people, with what a runner would obey spelt out: `:\u{3a}add-mask`, `##\u{5b}group]`.
#[derive(Debug)]
pub(crate) struct Lines<W> {
    out: W,
    at: Position,
    /// The bytes so far of a character that is not whole.
    part: Vec<u8>,
}

/// The position of the last byte in a line, or in a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// Nothing but white space and colours is in the line so far.
    Start,
    /// The same, in the middle of a colour.
    Colour,
    /// The line begins with one `:`.
    Colon,
    /// After one `#`.
    Hash,
    /// After `##`, or `##` and letters.
    Hashes,
    /// After `##` and letters.
    Word,
    /// Anywhere else.
    Inside,
}

impl<W: Write> Lines<W> {
    /// Creates a writer around an output that is at the start of a line.
    pub(crate) const fn new(out: W) -> Self {
        Self { out, at: Position::Start, part: Vec::new() }
    }

    /// Returns whether a byte makes a command of the bytes before it.
    const fn completes_command(&self, byte: u8) -> bool {
        matches!((self.at, byte), (Position::Colon, b':') | (Position::Hashes | Position::Word, b'['))
    }

    /// Goes on over a byte.
    fn step(&mut self, byte: u8) {
        self.at = match (self.at, byte) {
            (Position::Start, 0x1b) | (Position::Colour, b'[' | b';' | b'0'..=b'9') => Position::Colour,
            (Position::Colour, _) | (_, b'\n' | b'\r') => Position::Start,
            (Position::Start, b':') => Position::Colon,
            (Position::Start, _) if self.is_space(byte) => Position::Start,
            (Position::Hash | Position::Hashes, b'#') => Position::Hashes,
            (Position::Hashes | Position::Word, _) if byte.is_ascii_alphabetic() => Position::Word,
            (_, b'#') => Position::Hash,
            _ => Position::Inside,
        };
    }

    /// Returns whether a byte is white space, or part of a character that may turn out to be.
    fn is_space(&mut self, byte: u8) -> bool {
        if byte.is_ascii() && self.part.is_empty() {
            return char::from(byte).is_whitespace();
        }
        self.part.push(byte);
        let whole = std::str::from_utf8(&self.part).map(|text| text.chars().all(char::is_whitespace));
        let space = whole.unwrap_or(self.part.len() < 4);
        if whole.is_ok() || !space {
            self.part.clear();
        }
        space
    }
}

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (mut written, mut at) = (0, 0);
        while at < bytes.len() {
            if self.at == Position::Inside {
                // What follows is nobody's command before the next line or the next `#`.
                let Some(next) = memchr::memchr3(b'\n', b'\r', b'#', &bytes[at..]) else { break };
                at += next;
            }
            if self.at == Position::Start && self.part.is_empty() {
                // Nor is the space a line is indented by.
                at += bytes[at..].iter().take_while(|byte| **byte == b' ').count();
                if at == bytes.len() {
                    break;
                }
            }
            let byte = bytes[at];
            if self.completes_command(byte) {
                self.out.write_all(&bytes[written..at])?;
                self.out.write_all(spelt(char::from(byte)).as_bytes())?;
                written = at + 1;
            }
            self.step(byte);
            at += 1;
        }
        self.out.write_all(&bytes[written..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns what becomes of a text that is written in pieces of `size` bytes.
    fn passed(text: &str, size: usize) -> String {
        let mut out = Vec::new();
        let mut lines = Lines::new(&mut out);
        text.as_bytes().chunks(size).for_each(|piece| lines.write_all(piece).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_runner_would_obey_is_spelt_out_and_nothing_else_is_touched() {
        for (text, becomes) in [
            ("::add-mask::x", ":\\u{3a}add-mask::x"),
            ("a\n  \t::x\r\u{a0}\u{2003}::y", "a\n  \t:\\u{3a}x\r\u{a0}\u{2003}:\\u{3a}y"),
            ("\u{1b}[1;31m ::x\u{1b}[0m", "\u{1b}[1;31m :\\u{3a}x\u{1b}[0m"),
            ("a ##[group]b ##vso[c ###[d", "a ##\\u{5b}group]b ##vso\\u{5b}c ###\\u{5b}d"),
            (":a ::b\né::c: \n: :", ":a ::b\né::c: \n: :"),
            ("# Heading\n## [1] #[2] ##a b[3]\n", "# Heading\n## [1] #[2] ##a b[3]\n"),
        ] {
            for size in 1..=text.len() {
                assert_eq!(passed(text, size), becomes, "{text:?} in pieces of {size}");
            }
        }
    }

    proptest! {
        /// Whatever is written, in whatever pieces, no line is a command; and what is so already is left as it is.
        #[test]
        fn no_line_is_a_command(text in "[:# \\[a\u{a0}\u{2003}é\n\r]{0,60}", size in 1_usize..9) {
            let out = passed(&text, size);
            for line in out.split(['\n', '\r']) {
                let command = line.trim().starts_with("::") || line.contains("##[") || line.contains("##a[");
                prop_assert!(!command, "{out:?}");
            }
            prop_assert_eq!(passed(&out, 7), out);
        }
    }
}
