//! Places in a source text: byte spans, and lines and columns found from them.

use serde::Serialize;

/// A stretch of bytes of a source, `start` inclusive and `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Returns the span from `start` up to `end`. Sources are held under 4 GiB, so offsets saturate rather than wrap.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: saturate(start), end: saturate(end.max(start)) }
    }

    /// Returns the empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Returns the bytes as a range usable as an index.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the text the span covers, or nothing when it lies outside `source`.
    pub fn of(self, source: &str) -> &str {
        source.get(self.range()).unwrap_or_default()
    }

    /// Returns whether a byte is in it, or right behind it.
    pub const fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Returns whether the two overlap, or one begins where the other ends.
    pub const fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

fn saturate(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A node of a plan's syntax tree: cheap to keep, resolved to a span and a dotted path only when somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A place as an editor shows it: both numbers count from one, columns count Unicode scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalars, from 1.
    pub column: u32,
}

/// The line starts of a source, so that a position is found by bisection instead of a walk from the first byte.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

/// The character that some editors put before a text to say that it is UTF-8. It is no part of the first line: nobody
/// sees it.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Returns the bytes of a text without a byte order mark.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    let mut mark = [0; 4];
    bytes.strip_prefix(BYTE_ORDER_MARK.encode_utf8(&mut mark).as_bytes()).unwrap_or(bytes)
}

impl LineIndex {
    /// Indexes `source`. A line ends with `\n`; a `\r` before it belongs to the line, a byte order mark to none.
    pub fn new(source: &str) -> Self {
        let first = if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let ends = memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(first).chain(ends).map(saturate).collect() }
    }

    /// Returns how many lines there are; a source that ends in a newline has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Returns the zero-based line that holds `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Returns the first byte of a zero-based line, or the end of `source` when there is no such line. That of the
    /// first is after a byte order mark.
    pub fn line_start(&self, line: usize, source: &str) -> usize {
        self.starts.get(line).map_or(source.len(), |&start| start as usize)
    }

    /// Returns the text of a zero-based line without its line ending.
    pub fn line<'s>(&self, line: usize, source: &'s str) -> &'s str {
        let (start, end) = (self.line_start(line, source), self.line_start(line + 1, source));
        source.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// Returns the position of a byte offset; one inside a character counts as that character.
    pub fn position(&self, offset: u32, source: &str) -> Position {
        let line = self.line_of(offset);
        let start = self.line_start(line, source);
        let end = floor(source, offset as usize);
        let column = source.get(start..end).unwrap_or_default().chars().count() + 1;
        Position { line: saturate(line + 1), column: saturate(column) }
    }
}

/// The units in which an editor counts along a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as JavaScript has them: most characters are one, those outside the basic plane two.
    #[default]
    Utf16,
}

impl Units {
    /// Returns how many of them a character is.
    const fn of(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// A place as editors exchange it: both numbers count from nought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Caret {
    /// The line.
    pub line: u32,
    /// The place in the line, in the editor's units.
    pub character: u32,
}

/// The lines of a text as editors count them: a `\r` alone ends one too, and a byte order mark that is in the text is a
/// character of its first line.
#[derive(Clone, Debug)]
pub struct Carets {
    starts: Vec<u32>,
    units: Units,
}

impl Carets {
    /// Indexes `source` for an editor that counts in `units`.
    pub fn new(source: &str, units: Units) -> Self {
        Self { starts: std::iter::once(0).chain(starts(source, 0)).collect(), units }
    }

    /// Indexes a text of which the first line alone is looked at, for who then asks for lines by [`Carets::reach`].
    pub fn of_changing(units: Units) -> Self {
        Self { starts: vec![0], units }
    }

    /// Looks at the text up to a line, as far as it was not looked at yet.
    pub fn reach(&mut self, line: u32, source: &str) {
        let lacking = (line as usize + 1).saturating_sub(self.starts.len());
        let from = self.starts.last().map_or(0, |start| *start as usize);
        self.starts.extend(starts(source, from).take(lacking));
    }

    /// Forgets the lines from a byte on, where the text is another now.
    pub fn cut(&mut self, from: u32) {
        // One that begins right there may go on from a `\r` that is before it.
        self.starts.truncate(self.starts.partition_point(|start| *start < from).max(1));
    }

    /// Returns the place of a byte of `source`; one inside a character counts as that character.
    pub fn caret(&self, offset: u32, source: &str) -> Caret {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |&start| start as usize);
        let before = source.get(start..floor(source, offset as usize)).unwrap_or_default();
        let character = if before.is_ascii() { before.len() } else { before.chars().map(|c| self.units.of(c)).sum() };
        Caret { line: saturate(line), character: saturate(character) }
    }

    /// Returns the byte of `source` at a place: of one behind the end of its line that end, of one behind the last line
    /// the end of the text, of one inside a character where that begins.
    pub fn offset(&self, caret: Caret, source: &str) -> u32 {
        let line = caret.line as usize;
        let Some(&start) = self.starts.get(line) else { return saturate(source.len()) };
        let end = self.starts.get(line + 1).map_or(source.len(), |&end| end as usize);
        let text = source.get(start as usize..end).unwrap_or_default();
        let mut left = caret.character as usize;
        let take = |c: &char| {
            let has_room = !matches!(c, '\n' | '\r') && self.units.of(*c) <= left;
            left -= if has_room { self.units.of(*c) } else { 0 };
            has_room
        };
        start + saturate(text.chars().take_while(take).map(char::len_utf8).sum())
    }
}

/// Returns the first byte of each line after the one that holds a byte.
fn starts(source: &str, from: usize) -> impl Iterator<Item = u32> + '_ {
    let bytes = source.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    let ends = memchr::memchr2_iter(b'\n', b'\r', rest).map(move |at| from + at + 1);
    ends.filter(|end| bytes[end - 1] == b'\n' || bytes.get(*end) != Some(&b'\n')).map(saturate)
}

/// Returns the byte at which the character at a byte begins, or the end of a text that has no such byte.
pub(crate) fn floor(source: &str, offset: usize) -> usize {
    let mut offset = offset.min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = "a = \"£\" # x\n  b\r\n";
        let index = LineIndex::new(source);
        let x = u32::try_from(source.find('x').unwrap()).unwrap();
        assert_eq!(index.position(x, source), Position { line: 1, column: 11 });
        let b = u32::try_from(source.find('b').unwrap()).unwrap();
        assert_eq!(index.position(b, source), Position { line: 2, column: 3 });
        assert_eq!(index.line(1, source), "  b");
        assert_eq!(index.position(u32::MAX, source), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_line_is_counted_by_the_breaks_before_it() {
        let text = "one\n\ntwo\n\"three\nfour\"\nfive";
        let lines = LineIndex::new(text);
        for at in 0..=text.len() {
            assert_eq!(lines.line_of(saturate(at)) + 1, text[..at].matches('\n').count() + 1, "{at}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let source = "\u{feff}a\nb";
        let index = LineIndex::new(source);
        let at = |offset| index.position(offset, source);
        for (offset, line, column) in [(0, 1, 1), (1, 1, 1), (3, 1, 1), (4, 1, 2), (5, 2, 1)] {
            assert_eq!(at(offset), Position { line, column }, "{offset}");
        }
        assert_eq!((index.line(0, source), index.line_start(0, source)), ("a", 3));
    }

    #[test]
    fn a_place_of_an_editor_is_the_byte_it_came_from() {
        let source = "\u{feff}a\u{1d538}£\r\nb\rc\u{301}\n\n";
        for units in [Units::Utf8, Units::Utf16] {
            let carets = Carets::new(source, units);
            for (at, _) in
                source.char_indices().filter(|(at, c)| *c != '\n' || source.as_bytes()[at.saturating_sub(1)] != b'\r')
            {
                let at = saturate(at);
                assert_eq!(carets.offset(carets.caret(at, source), source), at, "{units:?}");
            }
        }
        let carets = Carets::new(source, Units::Utf16);
        let place = |text: &str| carets.caret(saturate(source.find(text).unwrap()), source);
        assert_eq!(place("£"), Caret { line: 0, character: 4 });
        assert_eq!(place("c"), Caret { line: 2, character: 0 });
        // Half of a pair of surrogates, behind a line and behind the text.
        let byte = |line, character| carets.offset(Caret { line, character }, source) as usize;
        assert_eq!(byte(0, 3), source.find('\u{1d538}').unwrap());
        assert_eq!(byte(0, 99), source.find('\r').unwrap());
        assert_eq!(byte(99, 0), source.len());
        assert_eq!(Carets::new(source, Units::Utf8).caret(8, source), Caret { line: 0, character: 8 });
    }
}
