//! GitHub's hash of a line, by which code scanning knows an alert again when lines above it have moved.
//!
//! It is of the text from the start of the line on: a hundred UTF-16 units, tabs and spaces left out, each line ending
//! as one newline, and an end mark and zeros after the last. The units are the digits of a number to the base 37, of
//! which 64 bits are kept. A count after a colon tells equal lines apart.

use std::collections::{HashMap, VecDeque};

/// The most units that are hashed.
const UNITS: usize = 100;
/// The base of the hash: it reads the UTF-16 units as the digits of a number in this base.
const BASE: u64 = 37;
/// The unit that represents the end of the text.
const END: u16 = u16::MAX;

/// The hashes of the lines of a text.
#[derive(Debug)]
pub(super) struct LineHashes {
    /// Of each line its hash, and which of the lines with this hash it is, from 1.
    lines: Vec<(u64, usize)>,
}

impl LineHashes {
    /// Hashes every line of `text`. A carriage return alone ends a line, too.
    pub(super) fn new(text: &str) -> Self {
        let mut hash = Rolling::default();
        let mut begun: VecDeque<usize> = VecDeque::new();
        let mut seen: HashMap<u64, usize> = HashMap::new();
        let mut lines = Vec::new();
        let mut at_start = true;
        let after = std::iter::once(END).chain(std::iter::repeat_n(0, UNITS));
        for (at, unit) in units(text).chain(after).enumerate() {
            if begun.front().is_some_and(|start| at - start == UNITS) {
                begun.pop_front();
                let nth = seen.entry(hash.value).or_default();
                *nth += 1;
                lines.push((hash.value, *nth));
            }
            if at_start {
                begun.push_back(at);
            }
            at_start = unit == u16::from(b'\n');
            hash.push(unit);
        }
        Self { lines }
    }

    /// Returns the hash of a line, which counts from 1.
    pub(super) fn of(&self, line: u32) -> Option<String> {
        let (hash, nth) = self.lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        Some(format!("{hash:x}:{nth}"))
    }
}

/// Returns the units that are hashed. A newline is passed over only directly after the carriage return it belongs to.
fn units(text: &str) -> impl Iterator<Item = u16> {
    let [tab, newline, carriage_return, space] = [b'\t', b'\n', b'\r', b' '].map(u16::from);
    let mut returned = false;
    text.encode_utf16().filter_map(move |unit| {
        let second_half = returned && unit == newline;
        returned = unit == carriage_return;
        match unit {
            _ if second_half || unit == tab || unit == space => None,
            _ if returned => Some(newline),
            unit => Some(unit),
        }
    })
}

/// The hash of the last units.
struct Rolling {
    value: u64,
    window: VecDeque<u16>,
    /// The weight of a unit when it has been pushed out: the base to the power of their number.
    first: u64,
}

impl Default for Rolling {
    fn default() -> Self {
        let first = std::iter::repeat_n(BASE, UNITS).fold(1, u64::wrapping_mul);
        Self { value: 0, window: std::iter::repeat_n(0, UNITS).collect(), first }
    }
}

impl Rolling {
    /// Adds a unit and drops the oldest.
    fn push(&mut self, unit: u16) {
        let oldest = self.window.pop_front().unwrap_or_default();
        self.window.push_back(unit);
        let gone = self.first.wrapping_mul(u64::from(oldest));
        self.value = self.value.wrapping_mul(BASE).wrapping_add(u64::from(unit)).wrapping_sub(gone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes that GitHub's own tests of `upload-sarif` expect of these texts.
    #[test]
    fn hashes_are_those_github_computes() {
        let greetings = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        let repeated = "Lorem ipsum dolor sit amet.\n".repeat(10);
        for (text, hashes) in [
            ("", &["c129715d7a2bc9a3:1"][..]),
            (
                " a\nb\n  \t\tc\n d",
                &["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
            ),
            (
                " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
                &[
                    "8b7cf3e952e7aeb2:1",
                    "b1ae1287ec4718d9:1",
                    "bff680108adb0fcc:1",
                    "c6805c5e1288b612:1",
                    "b86d3392aea1be30:1",
                    "e6ceba753e1a442:1",
                ],
            ),
            (" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", &greetings),
            (" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", &greetings),
            (" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", &greetings),
            (" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", &greetings),
            (
                &repeated,
                &[
                    "a7f2ff13bc495cf2:1",
                    "a7f2ff13bc495cf2:2",
                    "a7f2ff13bc495cf2:3",
                    "a7f2ff13bc495cf2:4",
                    "a7f2ff13bc495cf2:5",
                    "a7f2ff13bc495cf2:6",
                    "a7f2ff1481e87703:1",
                    "a9cf91f7bbf1862b:1",
                    "55ec222b86bcae53:1",
                    "cc97dc7b1d7d8f7b:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
        ] {
            let found = LineHashes::new(text);
            let found: Vec<String> = (1..).map_while(|line| found.of(line)).collect();
            assert_eq!(found, hashes, "{text:?}");
        }
    }
}
