//! The locked sheet: what the check said of the plan on the day of the export.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::gaps::gaps;
use super::live;
use super::measure::{Book, column_number, row_number, set_height};
use super::styles::Styles;
use crate::cells::letters;
use crate::check::rules::shape::placeholder_left_in;
use crate::check::{FAMILIES, Word, rule};
use crate::finding::{Finding, Outcome, Status};
use crate::text::escape::shown;
use crate::workbook::found::cell_of;

/// So many findings have a link to their cell.
const LINKS: usize = 5_000;

const HEADERS: [(&str, u16); 7] =
    [("level", 9), ("rule", 22), ("cell", 16), ("message", 56), ("what to do", 42), ("clause", 24), ("place", 24)];

/// Writes the sheet; `listed` are the rows of the first sheet that say what is left to fill in.
pub(super) fn write(
    book: &Book<'_>,
    listed: (u32, u32),
    styles: &Styles,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (n, (_, width)) in HEADERS.iter().enumerate() {
        sheet.set_column_width(column_number(n)?, *width)?;
    }
    sheet.write_string_with_format(0, 0, "Checks", &styles.title)?;
    let row = live::write(book.glance, listed, gaps_now(book), styles, 2, sheet)?;
    let mut row = head(book, styles, row + 1, sheet)?;
    row = findings(book, styles, row + 1, sheet)?;
    families(book, styles, row + 1, sheet)?;
    sheet.protect();
    Ok(())
}

/// Returns how many cells of the sheets that are shown are still to be filled in.
fn gaps_now(book: &Book<'_>) -> usize {
    book.shown().map(|grid| gaps(grid).now).sum()
}

/// Writes the verdict, and what it was given on; returns the row after.
fn head(book: &Book<'_>, styles: &Styles, row: u32, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    let verdict = book.checked.verdict();
    sheet.write_string_with_format(row, 0, "What only bcf check can tell", &styles.topic)?;
    let format = if verdict.word == Word::Pass { &styles.pass } else { &styles.fail };
    let plain = Format::new();
    let bold = format.clone().set_text_wrap();
    let hash = book.checked.plan.sha256();
    let day =
        format!("Checked on {} by bcf {}; SHA-256 of the plan: {hash}", book.today.prose(), env!("CARGO_PKG_VERSION"));
    let lines = [
        "This is a record of that day. It does not follow what you type: after a change, save and run bcf check again."
            .to_owned(),
        day,
    ];
    for (n, line) in lines.iter().enumerate() {
        sheet.write_string_with_format(row + 1 + row_number(n)?, 0, line, &plain)?;
    }
    let at = row + 1 + row_number(lines.len())?;
    let said = format!("{} {}", verdict.capitals(), book.sentence);
    sheet.merge_range(at, 0, at, 6, &said, &bold)?;
    set_height(sheet, at, std::iter::once((said.as_str(), 200)))?;
    Ok(at + 1)
}

/// Returns findings with the gaps last: the first sheet counts these, and they would hide everything else.
fn in_order(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let is_gap = |finding: &&Finding| finding.rule == placeholder_left_in::RULE.id;
    findings.iter().filter(move |finding| !is_gap(finding)).chain(findings.iter().filter(is_gap))
}

fn findings(book: &Book<'_>, styles: &Styles, row: u32, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    if book.checked.findings.is_empty() {
        sheet.write_string_with_format(row, 0, "Nothing was found.", &styles.pass)?;
        return Ok(row + 1);
    }
    for (n, (header, _)) in HEADERS.iter().enumerate() {
        sheet.write_string_with_format(row, column_number(n)?, *header, styles.header(false))?;
    }
    for (n, finding) in in_order(&book.checked.findings).enumerate() {
        let row = row + 1 + row_number(n)?;
        let level = match &finding.status {
            Status::Failed => finding.level.word().to_owned(),
            status => status.word().to_owned(),
        };
        let clause =
            finding.clause.as_ref().map(|clause| format!("{} ({})", clause.at, clause.known())).unwrap_or_default();
        let texts = [
            (0, level),
            (1, finding.rule.to_owned()),
            (3, finding.message.clone()),
            (4, finding.help.clone().unwrap_or_default()),
            (5, clause),
            (6, finding.at.path.clone()),
        ];
        let wrapped = texts.iter().map(|(column, text)| (text.as_str(), usize::from(HEADERS[usize::from(*column)].1)));
        set_height(sheet, row, wrapped)?;
        for (column, text) in texts {
            sheet.write_string_with_format(row, column, shown(&text), &styles.wrapped)?;
        }
        if let Some(at) =
            Some(finding).filter(|_| n < LINKS).and_then(|finding| cell_of(&book.checked.plan, book.places, finding))
        {
            let name = &book.grids[at.sheet].sheet.name;
            let place = format!("{}{}", letters(at.column), at.row + 1);
            let link = Url::new(format!("internal:'{name}'!{place}")).set_text(format!("{name}!{place}"));
            sheet.write_url_with_format(row, 2, link, &styles.link)?;
        }
    }
    Ok(row + 1 + row_number(book.checked.findings.len())?)
}

/// Writes how many tests of each family ended how.
fn families(book: &Book<'_>, styles: &Styles, row: u32, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut counts: BTreeMap<&str, [u32; 5]> = BTreeMap::new();
    for finding in &book.checked.findings {
        let slot = usize::from(finding.status != Status::Failed) + 1;
        counts.entry(finding.family).or_default()[slot] += 1;
    }
    for test in &book.checked.tests {
        let slot = match test.outcome {
            Outcome::Passed => 0,
            Outcome::NotEvaluated(_) => 3,
            Outcome::NotApplicable(_) => 4,
        };
        let family = rule(test.rule).map_or("", |(family, _)| family.id);
        counts.entry(family).or_default()[slot] += 1;
    }
    let headers = ["", "tests by family", "passed", "failed", "waived or known", "not evaluated", "not applicable"];
    for (n, header) in headers.iter().enumerate().skip(1) {
        sheet.write_string_with_format(row, column_number(n)?, *header, styles.header(false))?;
    }
    let known = FAMILIES.iter().filter_map(|family| counts.get(family.id).map(|counts| (family.id, counts)));
    for (n, (family, counts)) in known.enumerate() {
        let row = row + 1 + row_number(n)?;
        sheet.write_string_with_format(row, 1, family, &styles.wrapped)?;
        for (n, count) in counts.iter().enumerate() {
            sheet.write_number_with_format(row, column_number(n + 2)?, *count, &styles.prose)?;
        }
    }
    Ok(())
}
