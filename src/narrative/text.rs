//! A narrative that is plain text or Markdown: paragraphs between blank lines, tables as lines with tabs or bars.

use super::builder::{Builder, CellText};
use super::document::{Document, Origin};
use super::number;
use crate::span::BYTE_ORDER_MARK;

/// Reads a text. Every piece has its bytes as they stand in the text; marks of Markdown and of HTML are blanks in it.
pub fn read(source: &str) -> Document {
    let mut reader =
        Reader { builder: Builder::new(), source, paragraph: 0, open: None, rows: Vec::new(), kind: Kind::Blank };
    let mut blank_before = true;
    let mut lines = Lines::new(source).peekable();
    while let Some((start, line)) = lines.next() {
        let blank_after = lines.peek().is_none_or(|(_, next)| next.trim().is_empty());
        let kind = kind(line, blank_before, blank_after);
        blank_before = kind == Kind::Blank;
        reader.line(start, line, kind);
    }
    reader.close();
    reader.builder.finish()
}

/// The kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    Heading(u8),
    /// A row whose cells have tabs between them.
    Tabs,
    /// A row whose cells have bars around them.
    Bars,
    /// The line under the head of a table of Markdown.
    Rule,
    /// The first line of an entry of a list.
    Entry,
    Prose,
}

struct Reader<'s> {
    builder: Builder,
    source: &'s str,
    paragraph: u32,
    /// The bytes of the paragraph that is being read.
    open: Option<(usize, usize)>,
    rows: Vec<Vec<CellText>>,
    kind: Kind,
}

impl Reader<'_> {
    fn line(&mut self, start: usize, line: &str, kind: Kind) {
        let goes_on = match kind {
            Kind::Prose => matches!(self.kind, Kind::Prose | Kind::Entry),
            Kind::Tabs | Kind::Bars | Kind::Rule => matches!(self.kind, Kind::Tabs | Kind::Bars | Kind::Rule),
            _ => false,
        };
        if !goes_on {
            self.close();
        }
        self.kind = kind;
        match kind {
            Kind::Blank | Kind::Rule => {}
            Kind::Heading(level) => {
                self.paragraph += 1;
                let origin = Origin::text(self.paragraph, start);
                self.builder.heading(level, masked(&line.replace('#', " ")), origin);
            }
            Kind::Tabs => self.row(start, line, '\t'),
            Kind::Bars => self.row(start, line, '|'),
            Kind::Entry | Kind::Prose => {
                let from = self.open.map_or(start, |(from, _)| from);
                self.open = Some((from, start + line.len()));
            }
        }
    }

    fn row(&mut self, start: usize, line: &str, between: char) {
        if self.rows.is_empty() {
            self.paragraph += 1;
        }
        let (mut at, mut line) = (start, line);
        if between == '|' {
            at += line.len() - line.trim_start().len() + 1;
            line = line.trim();
            line = line.strip_prefix('|').unwrap_or(line);
            line = line.strip_suffix('|').unwrap_or(line);
        }
        let mut cells = Vec::new();
        for cell in line.split(between) {
            let origin = Origin::text(self.paragraph, at);
            cells.push(CellText { text: masked(cell), columns: 1, origin, covered: false });
            at += cell.len() + 1;
        }
        self.rows.push(cells);
    }

    /// Ends the paragraph or the table that is being read.
    fn close(&mut self) {
        if let Some((from, to)) = self.open.take() {
            self.paragraph += 1;
            let text = masked(self.source.get(from..to).unwrap_or_default());
            self.builder.paragraph(text, Origin::text(self.paragraph, from));
        }
        if !self.rows.is_empty() {
            self.builder.table(std::mem::take(&mut self.rows));
        }
    }
}

/// Returns what a line is.
fn kind(line: &str, blank_before: bool, blank_after: bool) -> Kind {
    let text = line.trim();
    if text.is_empty() {
        return Kind::Blank;
    }
    if text.starts_with('|') && text.len() > 1 {
        let rule = text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '));
        return if rule { Kind::Rule } else { Kind::Bars };
    }
    if line.contains('\t') && !numbered_heading(text) {
        return Kind::Tabs;
    }
    let marks = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&marks) && text[marks..].starts_with(' ') {
        return Kind::Heading(u8::try_from(marks).unwrap_or(6));
    }
    if blank_before && blank_after && is_heading(text) {
        return Kind::Heading(0);
    }
    if is_entry(text) { Kind::Entry } else { Kind::Prose }
}

/// The longest heading, in bytes. A longer line is a sentence.
const LONGEST_HEADING: usize = 140;

/// Returns whether a line alone between blank ones is a heading: bold as a whole, numbered, or in capitals.
pub(super) fn is_heading(text: &str) -> bool {
    if text.len() > LONGEST_HEADING {
        return false;
    }
    let bold =
        text.strip_prefix("**").and_then(|text| text.strip_suffix("**")).is_some_and(|text| !text.contains("**"));
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() > 3 && letters().all(char::is_uppercase);
    bold || capitals || numbered_heading(text)
}

/// Returns whether a line begins with the number of a section, such as `12.1`, and a title.
pub(super) fn numbered_heading(text: &str) -> bool {
    let (number, title) = number::of_heading(text);
    let dotted = number.contains('.') || text.starts_with(&format!("{number}.0"));
    let titled = title.starts_with(char::is_uppercase) && !title.ends_with(['.', ';', ',']);
    !number.is_empty() && dotted && titled && !title.contains('\t') && text.len() <= LONGEST_HEADING
}

/// Returns whether a line begins an entry of a list.
fn is_entry(text: &str) -> bool {
    let bullet = text.starts_with(['-', '*', '•', '–', '✓', '■', '▪', 'o']) && text.chars().nth(1) == Some(' ');
    let mark = text.find([')', '.']).filter(|end| (1..=3).contains(end));
    let numbered = mark.is_some_and(|end| {
        text[..end].bytes().all(|b| b.is_ascii_alphanumeric()) && text[end + 1..].starts_with([' ', '\t'])
    });
    bullet || numbered
}

/// Returns a text of the same bytes in which tags and the marks of emphasis are blanks.
fn masked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut here = 0;
    while here < bytes.len() {
        match bytes[here] {
            b'*' | b'\t' | b'\n' | b'\r' => {
                bytes[here] = b' ';
                here += 1;
            }
            b'<' => match tag(&bytes, here) {
                Some(end) => {
                    bytes[here..end].fill(b' ');
                    here = end;
                }
                None => here += 1,
            },
            _ => here += 1,
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 400;

/// Returns where a tag or an address in angle brackets ends.
fn tag(bytes: &[u8], here: usize) -> Option<usize> {
    let inside = bytes.get(here + 1)?;
    if !(inside.is_ascii_alphabetic() || matches!(inside, b'/' | b'!')) {
        return None;
    }
    let end = bytes[here..].iter().take(LONGEST_TAG).position(|b| matches!(b, b'>' | b'\n'))?;
    (bytes[here + end] == b'>').then_some(here + end + 1)
}

/// The lines of a text with the byte each begins at, without their endings.
struct Lines<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lines<'s> {
    fn new(source: &'s str) -> Self {
        let at = if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { source, at }
    }
}

impl<'s> Iterator for Lines<'s> {
    type Item = (usize, &'s str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.source.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        self.at = start + length;
        Some((start, rest[..length].trim_end_matches(['\n', '\r'])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "12.1 Money in\n\nThe table confirms\nit all:\n\n\t2017/18 £000\t2018/19 £000\n<u>Minimum</u>\t\t\nEast CCG*\t15,838\t16,139\n\t36,682\t37,378\n\n- one\n- two\n";

    #[test]
    fn every_piece_stands_in_the_text_where_its_origin_says() {
        let document = read(TEXT);
        for piece in &document.pieces {
            let span = piece.origin.span(crate::span::Span::new(0, piece.text.len())).expect("a text");
            let words = |text: &str| text.replace(['*', '\n'], " ").replace("<u>", "   ").replace("</u>", "    ");
            assert_eq!(words(span.of(TEXT)), piece.text);
        }
        assert_eq!(document.sections[0].number, "12.1");
    }

    #[test]
    fn a_cell_has_the_words_over_it_and_beside_it() {
        let document = read(TEXT);
        let text = |pieces: &[u32]| pieces.iter().map(|n| document.pieces[*n as usize].text.trim()).collect::<Vec<_>>();
        let cell = &document.tables[0].rows[2].cells[2];
        assert_eq!(text(&[cell.piece.expect("a figure")]), ["16,139"]);
        assert_eq!((text(&cell.labels), text(&cell.headers)), (vec!["East CCG"], vec!["2018/19 £000"]));
        assert_eq!(
            (text(&cell.groups), text(&document.tables[0].caption)),
            (vec!["Minimum"], vec!["The table confirms it all:"])
        );
    }
}
