//! The lines of a plan that a finding is about, as a small text of their own for miette to draw.
//!
//! miette walks a plain source from its first byte for every label, merges labels that lie far apart into one snippet of
//! everything between, and panics on an empty span at the end of the file. So it is given an excerpt instead: the few lines
//! that matter, cut around their spans where they are long, hidden characters spelt out, and the spans moved along.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::places::Places;
use super::sheet;
use crate::cells::{CellAt, Cells};
use crate::finding::Site;
use crate::span::{Position, Span};
use crate::text::escape::{columns_of, columns_of_char, is_plain, push_shown, shortened, shown};

/// The number of lines above a figure within which the header of its table is looked for.
const HEADER_REACH: usize = 40;
/// Columns a tab is shown as.
const TAB: &str = "    ";
/// The least room a label gets, however far to the right it is.
const LEAST_LABEL: usize = 24;

/// A span to mark, with the fragment under it.
#[derive(Clone, Debug)]
pub(crate) struct Mark<'a> {
    /// The place in the plan, where it is one.
    pub at: Option<&'a Site>,
    /// The bytes to underline.
    pub span: Span,
    /// The label beside the mark.
    pub text: Option<&'a str>,
}

/// A few lines of a source, with their marks.
#[derive(Debug)]
pub(crate) struct Excerpt {
    name: String,
    text: String,
    rows: Vec<ExcerptLine>,
    labels: Vec<LabeledSpan>,
    primary: Position,
    /// The place of the primary mark with the name of the file, where that is no text.
    place: Option<String>,
    unicode: bool,
}

/// A line of the excerpt as it is shown.
#[derive(Debug)]
pub(crate) struct DrawnRow<'a> {
    /// Its name: the number of the line in the source, or the row of a workbook.
    pub name: Cow<'a, str>,
    /// True when lines before it are left out.
    pub is_after_gap: bool,
    /// Its text, fit to show, cut where it is long.
    pub text: &'a str,
    /// The byte range of each mark in the text, in order, with true for the primary one, and its label, made safe to show.
    pub marks: Vec<(Range<usize>, bool, Option<&'a str>)>,
}

/// A line of the excerpt.
#[derive(Debug)]
struct ExcerptLine {
    /// The line's number in the source, from 1.
    number: usize,
    /// The row of a workbook it is, where it is one; true when rows before it are left out.
    row: Option<(String, bool)>,
}

/// A stretch of a source line to show, with the marks in it (by their index).
#[derive(Debug)]
struct Window {
    line: usize,
    from: usize,
    marks: Vec<usize>,
}

impl Excerpt {
    /// Returns the excerpt for `marks`, the first of which is the primary one. `width` is the room for a whole line of
    /// the report.
    pub(crate) fn new(places: &Places<'_>, name: &str, marks: &[Mark<'_>], width: usize, unicode: bool) -> Self {
        if let Some(cells) = places.cells() {
            return Self::of_rows(places, cells, name, marks, width, unicode);
        }
        let spans: Vec<_> = marks.iter().map(|mark| first_line_of(places, mark.span)).collect();
        let primary = spans.first().map_or(0, |span| span.start);
        let mut excerpt = Self {
            name: shown(name).into_owned(),
            text: String::new(),
            rows: Vec::new(),
            labels: Vec::new(),
            primary: places.position(u32::try_from(primary).unwrap_or(u32::MAX)),
            place: None,
            unicode,
        };
        let last = spans.iter().map(|span| places.line_of(span.start)).max().unwrap_or(0) + 2;
        let room = width.saturating_sub(last.to_string().len() + 5).max(32);
        for window in windows(places, marks, &spans, room) {
            excerpt.push(places, &window, marks, &spans, room);
        }
        excerpt.labels.sort_by_key(LabeledSpan::offset);
        excerpt
    }

    /// Returns the excerpt of a workbook: the rows of the marked cells, with their headers.
    fn of_rows(
        places: &Places<'_>,
        cells: &Cells,
        name: &str,
        marks: &[Mark<'_>],
        width: usize,
        unicode: bool,
    ) -> Self {
        let at = |mark: &Mark<'_>| {
            let at = mark.at.map_or_else(|| cells.at(mark.span), |site| cells.of(&site.path, site.span));
            at.unwrap_or_default()
        };
        let at: Vec<CellAt> = marks.iter().map(at).collect();
        let lines = sheet::lines(cells, &at);
        let text = Places::new(&lines.text);
        let file = shown(name).into_owned();
        let site = marks.first().and_then(|mark| mark.at);
        let place = site.map_or_else(|| file.clone(), |site| places.spot(site).in_file(&file));
        let mut excerpt = Self {
            name: file,
            text: String::new(),
            rows: Vec::new(),
            labels: Vec::new(),
            primary: Position { line: 1, column: 1 },
            place: Some(place),
            unicode,
        };
        let margin = lines.rows.iter().map(|(name, _)| columns_of(name)).max().unwrap_or(0);
        let room = width.saturating_sub(margin + 5).max(32);
        let line_of: Vec<usize> = lines.spans.iter().map(|span| text.line_of(span.start)).collect();
        for (line, row) in lines.rows.iter().enumerate() {
            let own: Vec<usize> = (0..marks.len()).filter(|mark| line_of[*mark] == line).collect();
            let first = own.iter().min_by_key(|mark| lines.spans[**mark].start);
            let from = match first {
                Some(mark) => window_start(&text, line, &lines.spans[*mark], marks[*mark].text, room),
                None => text.line_start(line),
            };
            excerpt.push(&text, &Window { line, from, marks: own }, marks, &lines.spans, room);
            if let Some(last) = excerpt.rows.last_mut() {
                last.row = Some(row.clone());
            }
        }
        excerpt.labels.sort_by_key(LabeledSpan::offset);
        excerpt
    }

    /// Returns the marks, moved along, in the order of the excerpt.
    pub(crate) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    /// Returns the rows as they are shown, with their true numbers and the marks in each.
    pub(crate) fn rows(&self) -> impl Iterator<Item = DrawnRow<'_>> {
        let (mut start, mut before) = (0, None);
        self.rows.iter().zip(self.text.split('\n')).map(move |(row, text)| {
            let range = start..start + text.len();
            start = range.end + 1;
            let inside = |label: &&LabeledSpan| range.contains(&label.offset()) || label.offset() == range.end;
            let drawn = |label: &'_ LabeledSpan| {
                let from = label.offset() - range.start;
                let to = (from + label.len()).min(text.len());
                (from..to, label.primary())
            };
            let marks = self.labels.iter().filter(inside).map(|label| {
                let (range, is_primary) = drawn(label);
                (range, is_primary, label.label())
            });
            let is_after_gap = row.row.as_ref().map_or(before.is_some_and(|n| row.number > n + 1), |(_, gap)| *gap);
            before = Some(row.number);
            DrawnRow { name: row.name(), is_after_gap, text, marks: marks.collect() }
        })
    }

    /// Returns the columns of the numbers of its lines.
    pub(crate) fn margin(&self) -> usize {
        let rows = self.rows.iter().filter_map(|row| row.row.as_ref());
        rows.map(|(name, _)| columns_of(&shown(name))).max().unwrap_or_else(|| self.last_number().to_string().len())
    }

    /// Returns where the primary mark is in the source: `plans/x.toml:4:22`.
    pub(crate) fn place(&self) -> String {
        let text = || format!("{}:{}:{}", self.name, self.primary.line, self.primary.column);
        self.place.clone().unwrap_or_else(text)
    }

    /// Draws one window as a row of the excerpt.
    fn push(&mut self, places: &Places<'_>, window: &Window, marks: &[Mark<'_>], spans: &[Range<usize>], room: usize) {
        let line_start = places.line_start(window.line);
        let line_end = line_start + places.line(window.line).len();
        let start = self.text.len();
        let mut moved = vec![start..start; window.marks.len()];
        let mut columns = 0;
        if window.from > line_start {
            columns += self.push_dots();
        }
        let rest = places.source().get(window.from..line_end).unwrap_or_default();
        // What is cut loses the character that would reach the edge.
        let kept = if columns + rest.len() < room { rest.len() } else { (room - columns).saturating_sub(1) };
        if rest.bytes().take(kept + 1).all(|byte| is_plain(byte) && byte != b'#') {
            // Nothing is spelt out, as in nearly every row, so that each byte is drawn as it is.
            let drawn = self.text.len();
            self.text.push_str(&rest[..kept]);
            let shifted = |at: usize| drawn + at.clamp(window.from, window.from + kept) - window.from;
            let moved = window.marks.iter().map(|mark| shifted(spans[*mark].start)..shifted(spans[*mark].end));
            let moved = moved.collect();
            if kept < rest.len() {
                self.push_dots();
            }
            return self.finish_row(window, marks, moved, start, room);
        }
        let mut rest = rest.char_indices();
        loop {
            let next = rest.next();
            let at = next.map_or(line_end, |(n, _)| window.from + n);
            for (mark, moved) in window.marks.iter().zip(&mut moved) {
                move_ends(&spans[*mark], at, self.text.len(), moved);
            }
            let Some((_, c)) = next else { break };
            let drawn = self.text.len();
            if c == '\t' {
                self.text.push_str(TAB);
            } else {
                push_shown(&mut self.text, c, rest.as_str());
            }
            columns +=
                if self.text.len() - drawn == c.len_utf8() { columns_of_char(c) } else { self.text.len() - drawn };
            if columns >= room {
                self.text.truncate(drawn);
                self.push_dots();
                break;
            }
        }
        self.finish_row(window, marks, moved, start, room);
    }

    /// Closes a row: its labels, cut to the room they have, and its number.
    fn finish_row(&mut self, window: &Window, marks: &[Mark<'_>], moved: Vec<Range<usize>>, start: usize, room: usize) {
        for (mark, moved) in window.marks.iter().zip(moved) {
            let column = columns_of(&self.text[start..moved.start]);
            let space = room.saturating_sub(column + 6).max(LEAST_LABEL);
            let text = marks[*mark].text.map(|text| shortened(text, space, self.unicode).into_owned());
            let (offset, length) = (moved.start, moved.end - moved.start);
            self.labels.push(match *mark {
                0 => LabeledSpan::new_primary_with_span(text, (offset, length)),
                _ => LabeledSpan::new(text, offset, length),
            });
        }
        self.text.push('\n');
        self.rows.push(ExcerptLine { number: window.line + 1, row: None });
    }

    fn push_dots(&mut self) -> usize {
        let dots = if self.unicode { "…" } else { "..." };
        self.text.push_str(dots);
        columns_of(dots)
    }

    /// Returns what miette drew, with the rows' true numbers and a mark where lines were left out.
    pub(crate) fn renumbered(&self, drawn: &str) -> String {
        let width = self.margin();
        let gap = if self.unicode { "⋮" } else { ":" };
        let mut out = String::with_capacity(drawn.len() + 16);
        let mut rows = self.rows.iter();
        let mut before: Option<usize> = None;
        for line in drawn.lines() {
            let number = line_number(line).and_then(|field| rows.next().map(|row| (field, row.number)));
            if let Some((end, number)) = number {
                if before.is_some_and(|before| number > before + 1) {
                    let _ = writeln!(out, " {:width$} {gap}", "");
                }
                before = Some(number);
                out.push_str(&line[..end - width]);
                let _ = write!(out, "{number:>width$}");
                out.push_str(line[end..].trim_end());
            } else {
                out.push_str(line.trim_end());
            }
            out.push('\n');
        }
        out
    }

    /// Returns the number of the last row. Rows are given to miette as consecutive lines that end with it, so that it
    /// leaves the right room for numbers.
    fn last_number(&self) -> usize {
        self.rows.last().map_or(1, |row| row.number).max(self.rows.len())
    }
}

impl ExcerptLine {
    /// Returns what the line is called, fit to show.
    fn name(&self) -> Cow<'_, str> {
        self.row.as_ref().map_or_else(|| self.number.to_string().into(), |(name, _)| shown(name))
    }
}

impl SourceCode for Excerpt {
    /// Returns the whole excerpt, whatever is asked for; without context, where the primary mark is in the source.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (bytes, name) = (self.text.as_bytes(), self.name.clone());
        let contents = if before == 0 {
            let (line, column) = (self.primary.line as usize - 1, self.primary.column as usize - 1);
            MietteSpanContents::new_named(name, &[], *span, line, column, 1)
        } else {
            let first = self.last_number() - self.rows.len();
            MietteSpanContents::new_named(name, bytes, (0, bytes.len()).into(), first, 0, self.rows.len())
        };
        Ok(Box::new(contents))
    }
}

/// Returns the part of `span` on its first line: carets under the first line say enough of a value that has many.
fn first_line_of(places: &Places<'_>, span: Span) -> Range<usize> {
    let span = places.inside(span);
    let line = places.line_of(span.start);
    let begin = places.line_start(line);
    let end = begin + places.line(line).len();
    let start = span.start.clamp(begin, end);
    start..span.end.clamp(start, end)
}

/// Returns the rows to show, in the order of the source: each mark's line, the lines around the primary one, its
/// table's header.
fn windows(places: &Places<'_>, marks: &[Mark<'_>], spans: &[Range<usize>], room: usize) -> Vec<Window> {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by_key(|&mark| (spans[mark].start, spans[mark].end));
    let mut found: Vec<Window> = Vec::new();
    for mark in order {
        let line = places.line_of(spans[mark].start);
        match found.last_mut() {
            Some(window) if window.line == line && fits(places, window.from, &spans[mark], None, room) => {
                window.marks.push(mark);
            }
            _ => {
                let from = window_start(places, line, &spans[mark], marks[mark].text, room);
                found.push(Window { line, from, marks: vec![mark] });
            }
        }
    }
    let marked: Vec<usize> = found.iter().map(|window| window.line).collect();
    let context = spans.first().map_or_else(Vec::new, |span| around(places, places.line_of(span.start)));
    let mut lines: Vec<usize> = marked.iter().copied().chain(context).collect();
    lines.sort_unstable();
    lines.dedup();
    // A line or two left out would take hardly more room than the sign that they are.
    let near = lines.windows(2).filter(|pair| pair[1] - pair[0] <= 3);
    let between: Vec<usize> = near.flat_map(|pair| pair[0] + 1..pair[1]).collect();
    let plain = lines.into_iter().chain(between).filter(|line| marked.binary_search(line).is_err());
    found.extend(plain.map(|line| Window { line, from: places.line_start(line), marks: Vec::new() }));
    found.sort_by_key(|window| (window.line, window.from));
    found
}

/// Returns the lines that say where `line` is: its neighbours that are not blank, and the header of its table with
/// the id.
fn around(places: &Places<'_>, line: usize) -> Vec<usize> {
    let starts = |line: usize, with: &str| places.line(line).trim_start().starts_with(with);
    let mut lines = Vec::new();
    if !is_header(places.line(line)) {
        lines.extend(line.checked_sub(1));
        let above = (line.saturating_sub(HEADER_REACH)..line).rev();
        if let Some(header) = above.into_iter().find(|&above| is_header(places.line(above))) {
            lines.push(header);
            let named = starts(header, "[[") && (starts(header + 1, "id ") || starts(header + 1, "id="));
            lines.extend((named && header + 1 < line).then_some(header + 1));
        }
    }
    // The header of another table says nothing of this one.
    lines.extend((line + 1 < places.lines() && !is_header(places.line(line + 1))).then_some(line + 1));
    lines.retain(|&near| !places.line(near).trim().is_empty());
    lines
}

/// Returns whether a line is the header of a table. A megabyte of one is looked at only at its start.
fn is_header(line: &str) -> bool {
    let line = line.trim_start();
    line.strip_prefix("[[").or_else(|| line.strip_prefix('[')).is_some_and(|rest| {
        rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '_' | '-'))
            && line.len() < 400
            && line.split('#').next().is_some_and(|line| line.trim_end().ends_with(']'))
            && !line.contains(',')
    })
}

/// Returns where to begin showing a line so that `span` and what is said of it are in sight: its first byte if that
/// will do.
fn window_start(places: &Places<'_>, line: usize, span: &Range<usize>, label: Option<&str>, room: usize) -> usize {
    let start = places.line_start(line);
    if fits(places, start, span, label, room) {
        return start;
    }
    let mut lead = room / 3;
    let before = places.source().get(start..span.start).unwrap_or_default();
    for (at, c) in before.char_indices().rev() {
        let columns = columns_of_char(c);
        if lead < columns {
            return start + at + c.len_utf8();
        }
        lead -= columns;
    }
    start
}

/// Returns whether `span` ends, and the least of its label fits, within `room` columns from `from`.
fn fits(places: &Places<'_>, from: usize, span: &Range<usize>, label: Option<&str>, room: usize) -> bool {
    if span.end < from || span.end - from > room * 4 {
        return false;
    }
    let columns = |range: Range<usize>| {
        let text = places.source().get(range).unwrap_or_default();
        if text.bytes().all(is_plain) {
            return text.len();
        }
        columns_of(&shown(text)) + text.matches('\t').count()
    };
    let label = label.map_or(0, |label| label.len().min(LEAST_LABEL) + 6);
    let lead = columns(from..span.start);
    lead + columns(span.clone()).max(label) < room
}

/// Notes where the ends of `span` come to lie when the source byte `at` is drawn at `drawn`.
fn move_ends(span: &Range<usize>, at: usize, drawn: usize, moved: &mut Range<usize>) {
    if at <= span.start {
        *moved = drawn..drawn;
    } else if at <= span.end {
        moved.end = drawn;
    }
}

/// Returns where the line number of a drawn row ends, if it has one.
fn line_number(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = bytes.iter().position(|&byte| byte != b' ')?;
    if bytes[at] == 0x1b {
        at += bytes[at..].iter().position(|&byte| byte == b'm')? + 1;
        at += bytes[at..].iter().position(|&byte| byte != b' ')?;
    }
    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then_some(at + digits)
}
