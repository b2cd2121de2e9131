//! The sheet of findings: the verdict on top, and each finding with a link to its cell.

use std::fmt::Write;

use super::book::Sheets;
use super::marks::{Mark, Marks};
use super::styles::{Look, Styles};
use super::xml::{attribute, content};
use crate::cells::letters;
use crate::text::escape::shown;

/// The columns with their widths, in characters.
const COLUMNS: [(&str, usize); 6] =
    [("level", 12), ("cell", 22), ("finding", 58), ("what to do", 44), ("clause", 28), ("rule", 26)];
/// The row of the headers, from 1.
const HEADERS: usize = 4;
/// The height of a line, and the most that a row may have, in points.
const LINE: usize = 15;
const TALLEST: usize = 400;
/// As many links as a sheet may have.
const LINKS: usize = 65_000;
const ABOUT: &str = "Each cell with a finding that counts is shaded and has a note that says the level. This is a copy: \
                     make changes in the workbook it was made from, and check that again.";

/// Returns the text of the sheet. `is_linked` says whether the cell of a finding is in the workbook.
pub(super) fn written(
    marks: &Marks,
    is_linked: &dyn Fn(&Mark) -> bool,
    styles: &Styles<'_>,
    sheets: &Sheets,
) -> String {
    let mut rows = head(marks, styles);
    let mut links = String::new();
    let mut left = LINKS;
    for (n, mark) in marks.findings.iter().enumerate() {
        let row = HEADERS + 1 + n;
        let place = mark.place.as_ref().filter(|_| left > 0 && is_linked(mark));
        if let Some(place) = place {
            left -= 1;
            let to = attribute(&place.to_string());
            // Writing into a string cannot fail.
            let _ = write!(links, "<hyperlink ref=\"B{row}\" location=\"{to}\" display=\"{to}\"/>");
        }
        rows += &finding(row, mark, place.is_some(), styles);
    }
    let links = if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") };
    let widths = (1..)
        .zip(COLUMNS)
        .map(|(n, (_, width))| format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>"));
    let last = letters(COLUMNS.len() - 1);
    let views = if sheets.has_views { views() } else { String::new() };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\"><sheetPr><tabColor \
         rgb=\"{tab}\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>{views}<sheetFormatPr defaultRowHeight=\"15\"/>\
         <cols>{widths}</cols><sheetData>{rows}</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:{last}1\"/>\
         <mergeCell ref=\"A2:{last}2\"/></mergeCells>{links}<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" \
         bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" \
         fitToHeight=\"0\"/></worksheet>",
        main = sheets.spaces.main,
        tab = Styles::tab(marks.passes),
        widths = widths.collect::<String>(),
    )
}

/// Returns how the sheet is seen: as the one in view, its headers always in sight.
fn views() -> String {
    format!(
        "<sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"{HEADERS}\" \
         topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>",
        HEADERS + 1
    )
}

/// Returns the rows above the findings.
fn head(marks: &Marks, styles: &Styles<'_>) -> String {
    let width: usize = COLUMNS.iter().map(|(_, width)| width).sum();
    let verdict = format!("{} {}", marks.word, marks.sentence);
    let lines = [(verdict, Look::Verdict(marks.passes)), (ABOUT.to_owned(), Look::Text)];
    let mut rows = String::new();
    for (row, (text, look)) in (1..).zip(lines) {
        rows += &self::row(row, height([(text.as_str(), width)]), &cell(row, 0, &text, styles.look(look)));
    }
    let (headers, look): (&[_], _) =
        if marks.findings.is_empty() { (&[("nothing was found", 0)], Look::Text) } else { (&COLUMNS, Look::Header) };
    let cells = headers.iter().enumerate().map(|(n, (header, _))| cell(HEADERS, n, header, styles.look(look)));
    rows + &row(HEADERS, LINE, &cells.collect::<String>())
}

/// Returns the row of a finding.
fn finding(row: usize, mark: &Mark, is_linked: bool, styles: &Styles<'_>) -> String {
    let place = mark.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let parts = [&mark.help, &mark.edit].map(|part| shown(part));
    let todo = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    let level = if mark.counts() { Look::Level(mark.level) } else { Look::Text };
    let texts = [
        (mark.word(), level),
        (place.as_str(), if is_linked { Look::Link } else { Look::Text }),
        (&mark.message, Look::Text),
        (todo.as_str(), Look::Text),
        (&mark.clause, Look::Text),
        (&mark.rule, Look::Text),
    ];
    let height = height(texts.iter().zip(COLUMNS).map(|((text, _), (_, width))| (*text, width)));
    let cells = texts.into_iter().enumerate().map(|(n, (text, look))| cell(row, n, text, styles.look(look)));
    self::row(row, height, &cells.collect::<String>())
}

fn row(row: usize, height: usize, cells: &str) -> String {
    format!("<row r=\"{row}\" ht=\"{height}\" customHeight=\"1\">{cells}</row>")
}

/// Returns how high a row must be for its texts, each in a column of a width: not every program works that out.
fn height<'t>(texts: impl IntoIterator<Item = (&'t str, usize)>) -> usize {
    // Words that go to the next line leave a part of theirs empty.
    let high = |line: &str, width: usize| (line.chars().count() * 9 / 8).div_ceil(width).max(1);
    let lines = texts.into_iter().map(|(text, width)| text.split('\n').map(|line| high(line, width)).sum::<usize>());
    (LINE * lines.max().unwrap_or(1).max(1) + 2).min(TALLEST)
}

/// Returns a cell with a text, which is never a formula whatever it begins with.
fn cell(row: usize, column: usize, text: &str, look: usize) -> String {
    let at = letters(column);
    let lines = text.split('\n').map(shown).collect::<Vec<_>>().join("\n");
    let text: String = lines.chars().take(crate::workbook::LONGEST / 2).collect();
    format!(
        "<c r=\"{at}{row}\" s=\"{look}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        content(&text)
    )
}
