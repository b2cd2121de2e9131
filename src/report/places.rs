//! Lines and columns of a source, also of one that is a single line of megabytes.

use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use memchr::{memchr, memchr_iter};

use crate::finding::Site;
use crate::span::{BYTE_ORDER_MARK, LineIndex, Position, Span};

/// Bytes between two checkpoints of the count of lines. Most reports ask for few places of a text, so that counting the
/// lines of a stretch when one is asked for costs less than knowing the start of each.
const STRETCH: usize = 512;
/// The number of lines in a text for each time the start of one is looked for before the start of each is kept.
const LINES_A_LOOK: usize = 8;
/// Bytes between two checkpoints of the character count.
const STRIDE: usize = 4096;

/// A source with what it takes to find positions in it without walking it again.
#[derive(Debug)]
pub(crate) struct Places<'s> {
    source: &'s str,
    /// Line ends before each multiple of [`STRETCH`] bytes, and before the end.
    ends: Vec<usize>,
    /// The number of times the start of a line has been looked for.
    asked: AtomicUsize,
    /// The start of each line, once many have been looked for.
    starts: OnceLock<LineIndex>,
    /// Characters before each multiple of [`STRIDE`] bytes, counted when a line is so long that it pays.
    checkpoints: OnceLock<Vec<usize>>,
}

impl<'s> Places<'s> {
    /// Indexes `source`.
    pub(crate) fn new(source: &'s str) -> Self {
        let mut ends = Vec::with_capacity(source.len() / STRETCH + 2);
        ends.push(0);
        let mut before = 0;
        for stretch in source.as_bytes().chunks(STRETCH) {
            before += memchr_iter(b'\n', stretch).count();
            ends.push(before);
        }
        Self { source, ends, asked: AtomicUsize::new(0), starts: OnceLock::new(), checkpoints: OnceLock::new() }
    }

    /// Returns the source.
    pub(crate) fn source(&self) -> &'s str {
        self.source
    }

    /// Returns the zero-based line that holds `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        let offset = offset.min(self.source.len());
        if let Some(starts) = self.starts.get() {
            return starts.line_of(u32::try_from(offset).unwrap_or(u32::MAX));
        }
        let stretch = offset / STRETCH;
        self.ends[stretch] + memchr_iter(b'\n', &self.source.as_bytes()[stretch * STRETCH..offset]).count()
    }

    /// Returns how many lines there are; a source that ends in a newline has an empty last line.
    pub(crate) fn lines(&self) -> usize {
        self.ends.last().map_or(1, |ends| ends + 1)
    }

    /// Returns the first byte of a zero-based line, or the end of the source when there is no such line. That of the first
    /// is after a byte order mark.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        if let Some(starts) = self.starts.get() {
            return starts.line_start(line, self.source);
        }
        if self.asked.fetch_add(1, Relaxed) >= self.lines() / LINES_A_LOOK {
            return self.starts.get_or_init(|| LineIndex::new(self.source)).line_start(line, self.source);
        }
        let Some(end) = line.checked_sub(1) else {
            return if self.source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        };
        // The stretch that has the end of the line before.
        let stretch = self.ends.partition_point(|ends| *ends <= end).saturating_sub(1);
        let start = stretch * STRETCH;
        let rest = self.source.as_bytes().get(start..).unwrap_or_default();
        let end = memchr_iter(b'\n', rest).nth(end - self.ends[stretch]);
        end.map_or(self.source.len(), |end| start + end + 1)
    }

    /// Returns the text of a zero-based line without its line ending.
    pub(crate) fn line(&self, line: usize) -> &'s str {
        let rest = self.source.get(self.line_start(line)..).unwrap_or_default();
        let end = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        rest[..end].trim_end_matches(['\n', '\r'])
    }

    /// Returns the position of a byte offset; one inside a character, or past the end, counts as the one before.
    pub(crate) fn position(&self, offset: u32) -> Position {
        let end = self.boundary(offset as usize);
        let line = self.line_of(end);
        let column = self.chars_between(self.line_start(line).min(end), end) + 1;
        Position { line: narrow(line + 1), column: narrow(column) }
    }

    /// Returns `path:line:column` parts of a site.
    pub(crate) fn of(&self, site: &Site) -> Position {
        self.position(site.span.start)
    }

    /// Returns `span`, inside the source and on character boundaries.
    pub(crate) fn inside(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.boundary(span.start as usize);
        start..self.boundary(span.end as usize).max(start)
    }

    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.source.len());
        while !self.source.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn chars_between(&self, start: usize, end: usize) -> usize {
        if end - start <= 2 * STRIDE {
            return count(&self.source.as_bytes()[start..end]);
        }
        self.chars_before(end) - self.chars_before(start)
    }

    fn chars_before(&self, offset: usize) -> usize {
        let checkpoints = self.checkpoints.get_or_init(|| {
            let counts = self.source.as_bytes().chunks(STRIDE).scan(0, |before, chunk| {
                let here = *before;
                *before += count(chunk);
                Some(here)
            });
            counts.collect()
        });
        let checkpoint = (offset / STRIDE).min(checkpoints.len().saturating_sub(1));
        let from = checkpoint * STRIDE;
        checkpoints.get(checkpoint).copied().unwrap_or(0) + count(&self.source.as_bytes()[from..offset])
    }
}

/// Returns the characters that begin in `bytes`.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::LineIndex;

    #[test]
    fn positions_agree_with_the_plain_index() {
        let plain = format!("a = \"{}\"\n{}\r\nlast", "£x日".repeat(5_000), "y€".repeat(3_000));
        for source in [format!("\u{feff}{plain}"), plain, "a = 1\r\n\n".repeat(700)] {
            let (places, index) = (Places::new(&source), LineIndex::new(&source));
            for offset in (0..9).chain((0..u32::try_from(source.len()).unwrap() + 9).step_by(37)) {
                assert_eq!(places.position(offset), index.position(offset, &source), "{offset}");
            }
            assert_eq!(places.lines(), index.lines());
            for line in 0..index.lines() + 2 {
                assert_eq!(places.line_start(line), index.line_start(line, &source), "{line}");
                assert_eq!(places.line(line), index.line(line, &source), "{line}");
            }
        }
    }
}
