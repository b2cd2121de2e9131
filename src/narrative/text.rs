//! A narrative that is plain text or Markdown: paragraphs between blank lines, tables as lines with tabs or bars, or laid
//! out by blanks.

use super::builder::{Builder, CellText, index};
use super::document::{Document, Origin, Run};
use super::layout::{self, CellLines, Line, Standing};
use super::number;
use crate::span::LineIndex;

/// Reads a text. Every piece has its bytes as they stand in the text; marks of Markdown and of HTML are blanks in it, and so
/// are the ends of its lines with what is blank beside them.
pub fn read(source: &str) -> Document {
    let mut lines = lines(source);
    layout::skip_edges(&mut lines);
    let kinds = kinds(&mut lines);
    let mut reader =
        Reader { builder: Builder::new(), paragraph: 0, open: Vec::new(), rows: Vec::new(), kind: Kind::Blank };
    let mut tables = layout::tables(&lines).into_iter().peekable();
    let mut at = 0;
    while let Some((line, kind)) = lines.get(at).zip(kinds.get(at)) {
        if let Some(table) = tables.next_if(|table| table.lines.start <= at) {
            reader.laid_out(table.rows);
            at = table.lines.end.max(at + 1);
            continue;
        }
        if !line.is_skipped() {
            reader.line(line.start, line.text, *kind);
        }
        at += 1;
    }
    reader.close();
    reader.builder.finish()
}

/// Returns the lines of a text, without their endings and the marks of new pages.
fn lines(source: &str) -> Vec<Line<'_>> {
    let index = LineIndex::new(source);
    let line = |n: usize| {
        let whole = index.line(n, source);
        let text = whole.trim_start_matches(NEW_PAGE);
        let start = index.line_start(n, source) + (whole.len() - text.len());
        Line { start, text, begins_page: text.len() < whole.len(), ..Line::default() }
    };
    (0..index.lines()).map(line).collect()
}

/// The mark of a new page.
const NEW_PAGE: char = '\u{c}';

/// Returns what each line is, and marks those that are no part of a table that is laid out by blanks.
fn kinds(lines: &mut [Line<'_>]) -> Vec<Kind> {
    let mut kinds = Vec::with_capacity(lines.len());
    let mut blank_before = true;
    for at in 0..lines.len() {
        let blank_after = lines.get(at + 1).is_none_or(Line::is_blank);
        let heads = !lines[at].is_skipped() && blank_before && !blank_after && heads_what_follows(lines, at);
        let line = &mut lines[at];
        let kind = match () {
            () if line.is_skipped() => Kind::Blank,
            () if heads => Kind::Heading(0),
            () => kind(line.text, blank_before, blank_after),
        };
        match kind {
            Kind::Heading(_) | Kind::Tabs | Kind::Bars | Kind::Rule => line.standing = Standing::Stops,
            Kind::Entry => line.standing = Standing::Lists,
            Kind::Blank | Kind::Seam | Kind::Prose => {}
        }
        blank_before = kind == Kind::Blank || heads;
        kinds.push(kind);
    }
    join(lines, &mut kinds);
    kinds
}

/// Joins what stands at the end of a page to what goes on with its sentence on the next.
fn join(lines: &[Line<'_>], kinds: &mut [Kind]) {
    let is_open = |line: &Line<'_>| !line.text.trim_end().ends_with(['.', ':', ';', '!', '?']);
    let goes_on = |line: &Line<'_>| {
        line.text.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '£' | '('))
    };
    let mut last = None;
    for at in 0..lines.len() {
        if kinds[at] == Kind::Blank {
            continue;
        }
        if let Some(before) = last.replace(at).filter(|before| before + 1 < at) {
            let is_text = matches!(kinds[before], Kind::Prose | Kind::Entry) && kinds[at] == Kind::Prose;
            let ends_page = || lines[before + 1..=at].iter().any(|line| line.begins_page);
            if is_text && is_open(&lines[before]) && goes_on(&lines[at]) && ends_page() {
                kinds[before + 1..at].fill(Kind::Seam);
            }
        }
    }
}

/// The lines behind a heading that show how wide the text is.
const BEHIND: usize = 3;

/// Returns whether a line is a heading with its text right below: it is numbered, and ends though the next word had room.
fn heads_what_follows(lines: &[Line<'_>], at: usize) -> bool {
    let text = lines[at].text.trim();
    let behind =
        || lines[at + 1..].iter().take(BEHIND).take_while(|line| !line.is_blank()).map(|line| line.text.trim());
    let next = behind().next().unwrap_or_default();
    let (number, _) = number::of_heading(text);
    let is_chapter = || {
        let below = number::of_heading(next).0;
        numbered_heading(next) && below.strip_prefix(number).is_some_and(|below| below.starts_with('.'))
    };
    let is_numbered = !number.is_empty() && (numbered_heading(text) || text.len() <= LONGEST_HEADING && is_chapter());
    let columns = |text: &str| text.chars().count();
    let wanted = || columns(text) + 1 + columns(next.split_whitespace().next().unwrap_or_default());
    is_numbered && !layout::is_row(text) && behind().any(|line| columns(line) >= wanted())
}

/// The kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    /// A blank line at the end of a page, in the middle of a sentence.
    Seam,
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
    paragraph: u32,
    /// The lines of the paragraph that is being read, with the byte each begins at.
    open: Vec<(usize, &'s str)>,
    rows: Vec<Vec<CellText>>,
    kind: Kind,
}

impl<'s> Reader<'s> {
    fn line(&mut self, start: usize, line: &'s str, kind: Kind) {
        if kind == Kind::Seam {
            return;
        }
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
            Kind::Blank | Kind::Seam | Kind::Rule => {}
            Kind::Heading(level) => {
                self.paragraph += 1;
                let origin = Origin::text(self.paragraph, start);
                self.builder.heading(level, masked(&line.replace('#', " ")), origin);
            }
            Kind::Tabs => self.row(start, line, '\t'),
            Kind::Bars => self.row(start, line, '|'),
            Kind::Entry | Kind::Prose => self.open.push((start, line)),
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

    /// Adds a table that is laid out by blanks.
    fn laid_out(&mut self, rows: Vec<Vec<CellLines<'s>>>) {
        self.close();
        self.paragraph += 1;
        let cell = |cell: CellLines<'_>| {
            let (text, origin) = joined(&cell.lines, self.paragraph);
            CellText { text, columns: cell.columns, origin, covered: false }
        };
        let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
        self.builder.table(rows);
        self.kind = Kind::Blank;
    }

    /// Ends the paragraph or the table that is being read.
    fn close(&mut self) {
        if !self.open.is_empty() {
            self.paragraph += 1;
            let (text, origin) = joined(&std::mem::take(&mut self.open), self.paragraph);
            self.builder.paragraph(text, origin);
        }
        if !self.rows.is_empty() {
            self.builder.table(std::mem::take(&mut self.rows));
        }
    }
}

/// Returns the text of lines, each with the byte it begins at, with one blank between two, and the place of its bytes. A
/// word that is cut at the end of a line is whole again.
fn joined(lines: &[(usize, &str)], paragraph: u32) -> (String, Origin) {
    let mut text = String::new();
    let mut runs: Vec<Run> = Vec::new();
    for (start, line) in lines {
        let own = line.trim_start();
        let from = start + (line.len() - own.len());
        if !text.is_empty() && !is_cut(&text) && !is_digit_of(&text, own.trim_end()) {
            text.push(' ');
        }
        let goes_on = |run: &Run| run.from as usize + (text.len() - run.at as usize) == from;
        if !runs.last().is_some_and(goes_on) {
            runs.push(Run { at: index(text.len()), from: index(from) });
        }
        text.push_str(own.trim_end());
    }
    (masked(&text), Origin { paragraph, runs })
}

/// Returns whether a text ends in the middle of a word or of a year: `May-`, `2017/`.
fn is_cut(text: &str) -> bool {
    let before = |mark: char| text.strip_suffix(mark).and_then(|text| text.chars().next_back());
    before('-').is_some_and(char::is_alphanumeric) || before('/').is_some_and(|c| c.is_ascii_digit())
}

/// Returns whether a line is the last digit of a figure that the text before ends with.
fn is_digit_of(text: &str, line: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    line.len() == 1
        && is_number(line)
        && last.split_once('.').is_some_and(|(whole, rest)| is_number(whole) && is_number(rest))
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
    if blank_before && blank_after && is_heading(text) && !layout::is_row(text) {
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
