//! Lines and columns of a source, also of one that is a single line of megabytes.

use std::borrow::Cow;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, OnceLock, PoisonError};

use memchr::{memchr, memchr_iter, memrchr};

use crate::cells::{CellName, Cells};
use crate::finding::{Edit, Site};
use crate::plan::Plan;
use crate::plan::syntax::{Kind, Tree};
use crate::span::{BYTE_ORDER_MARK, LineIndex, Position, Span};
use crate::text::escape::shown;

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
    /// The cells it was made from, where it was a workbook.
    cells: Option<&'s Cells>,
    /// Line ends before each multiple of [`STRETCH`] bytes, and before the end.
    ends: Vec<usize>,
    /// The number of times the start of a line has been looked for.
    asked: AtomicUsize,
    /// The last line that was, and where it starts: it is asked for again, and then those beside it.
    last: Mutex<(usize, usize)>,
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
        Self {
            source,
            cells: None,
            ends,
            asked: AtomicUsize::new(0),
            last: Mutex::new((0, first_line(source))),
            starts: OnceLock::new(),
            checkpoints: OnceLock::new(),
        }
    }

    /// Indexes the text of a plan.
    pub(crate) fn of_plan(plan: &'s Plan) -> Self {
        Self { cells: plan.cells.as_deref(), ..Self::new(plan.tree.source()) }
    }

    /// Returns the cells the source was made from, where it was a workbook.
    pub(crate) const fn cells(&self) -> Option<&'s Cells> {
        self.cells
    }

    /// Returns what a column of places is called.
    pub(crate) const fn column(&self) -> &'static str {
        if self.cells.is_some() { "Cell" } else { "Line" }
    }

    /// Returns what an excerpt is called.
    pub(crate) const fn excerpt(&self) -> &'static str {
        if self.cells.is_some() { "Rows of the workbook" } else { "Lines of the plan" }
    }

    /// Returns what an edit puts in its place: text of the plan; in a workbook what to type into the cell, where it is one
    /// cell that is to change, and nothing where the row goes.
    pub(crate) fn typed<'e>(&self, edit: &'e Edit) -> Option<Cow<'e, str>> {
        if self.cells.is_none() {
            return Some(Cow::Borrowed(&edit.with));
        }
        let old = edit.at.span.of(self.source);
        if edit.with.is_empty() {
            return old.contains('\n').then_some(Cow::Borrowed(""));
        }
        typed(old)?;
        typed(&edit.with).map(Cow::Owned)
    }

    /// Returns the cell a place is in, where the source was made from a workbook.
    pub(crate) fn cell(&self, site: &Site) -> Option<CellName> {
        let cells = self.cells?;
        Some(cells.of(&site.path, site.span).map_or_else(CellName::default, |at| cells.name(at)))
    }

    /// Returns where a place is, as people look for it.
    pub(crate) fn spot(&self, site: &Site) -> Spot {
        self.cell(site).map_or_else(|| Spot::Text(self.of(site)), Spot::Cell)
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
        let mut known = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, start) = *known;
        let start = if line == last {
            return start;
        } else if line == last + 1 {
            self.line_after(start)
        } else if line + 1 == last && line > 0 {
            self.line_before(start)
        } else if self.asked.fetch_add(1, Relaxed) < self.lines() / LINES_A_LOOK {
            self.sought(line)
        } else {
            return self.starts.get_or_init(|| LineIndex::new(self.source)).line_start(line, self.source);
        };
        if line < self.lines() {
            *known = (line, start);
        }
        start
    }

    /// Returns the start of the line after that which starts at `start`, or the end of the source.
    fn line_after(&self, start: usize) -> usize {
        let end = memchr(b'\n', self.source.as_bytes().get(start..).unwrap_or_default());
        end.map_or(self.source.len(), |end| start + end + 1)
    }

    /// Returns the start of the line before that which starts at `start`, where that is not the first of all.
    fn line_before(&self, start: usize) -> usize {
        let above = self.source.as_bytes().get(..start.saturating_sub(1)).unwrap_or_default();
        memrchr(b'\n', above).map_or(0, |end| end + 1)
    }

    /// Returns the start of a line by counting from a checkpoint.
    fn sought(&self, line: usize) -> usize {
        let Some(end) = line.checked_sub(1) else { return first_line(self.source) };
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

    /// Returns the line of a site where one has to be told: of a workbook the first.
    pub(crate) fn line_told(&self, site: &Site) -> u32 {
        if self.cells.is_some() { 1 } else { self.of(site).line }
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

/// A place as people look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// In a text.
    Text(Position),
    /// In a workbook.
    Cell(CellName),
}

impl Spot {
    /// Returns it behind the name of the file, which is fit to show: `plan.toml:4:22`, `plan.xlsx: spend!F17`.
    pub(crate) fn in_file(&self, file: &str) -> String {
        match self {
            Self::Text(at) => format!("{file}:{}:{}", at.line, at.column),
            Self::Cell(name) if name.cell.is_empty() => file.to_owned(),
            Self::Cell(name) => format!("{file}: {}", shown(&name.to_string())),
        }
    }

    /// Returns the same without a column: `plan.toml:4`.
    pub(crate) fn on_line(&self, file: &str) -> String {
        match self {
            Self::Text(at) => format!("{file}:{}", at.line),
            Self::Cell(_) => self.in_file(file),
        }
    }

    /// Returns it under a header that says what it is: `4`, `spend!F17`.
    pub(crate) fn bare(&self) -> String {
        match self {
            Self::Text(at) => at.line.to_string(),
            Self::Cell(_) => self.short(),
        }
    }

    /// Returns it where the file is known: `line 4`, `spend!F17`.
    pub(crate) fn short(&self) -> String {
        match self {
            Self::Text(at) => format!("line {}", at.line),
            Self::Cell(name) if name.cell.is_empty() => "the workbook".to_owned(),
            Self::Cell(name) => shown(&name.to_string()).into_owned(),
        }
    }
}

/// Returns the first byte of the first line.
fn first_line(source: &str) -> usize {
    if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
}

/// Returns what to type into a cell for a value of a plan's text; nothing where no cell holds it.
fn typed(value: &str) -> Option<String> {
    let tree = Tree::parse(format!("x = {value}"));
    let node =
        tree.get(Tree::ROOT, "x").filter(|_| tree.errors().is_empty() && tree.children(Tree::ROOT).count() == 1)?;
    let one = |node| match tree.kind(node) {
        Kind::String => Some(tree.text(node).into_owned()),
        Kind::Integer | Kind::Float => Some(tree.raw(node).replace('_', "")),
        Kind::Boolean | Kind::DateTime => Some(tree.raw(node).to_owned()),
        Kind::Table | Kind::Array | Kind::Broken => None,
    };
    match tree.kind(node) {
        Kind::Array => Some(tree.children(node).map(one).collect::<Option<Vec<_>>>()?.join("; ")),
        _ => one(node),
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
    fn what_to_type_is_the_value_without_the_dress_of_a_text() {
        let of = |value| typed(value);
        assert_eq!(of("599_481").as_deref(), Some("599481"));
        assert_eq!(of("\"£1m\"").as_deref(), Some("£1m"));
        assert_eq!(of("[\"a\", \"b\"]").as_deref(), Some("a; b"));
        assert_eq!([of("{ a = 1 }"), of("2017-18"), of("1\ny = 2"), of("")], [const { None }; 4]);
    }

    #[test]
    fn positions_agree_with_the_plain_index() {
        let plain = format!("a = \"{}\"\n{}\r\nlast", "£x日".repeat(5_000), "y€".repeat(3_000));
        for source in [format!("\u{feff}{plain}"), plain, "a = 1\r\n\n".repeat(700)] {
            let (places, index) = (Places::new(&source), LineIndex::new(&source));
            for offset in (0..9).chain((0..u32::try_from(source.len()).unwrap() + 9).step_by(37)) {
                assert_eq!(places.position(offset), index.position(offset, &source), "{offset}");
            }
            assert_eq!(places.lines(), index.lines());
            for line in (0..index.lines() + 2).chain((0..index.lines() + 2).rev()).chain([9, 4, 9, 8, 8]) {
                assert_eq!(places.line_start(line), index.line_start(line, &source), "{line}");
                assert_eq!(places.line(line), index.line(line, &source), "{line}");
            }
        }
    }
}
