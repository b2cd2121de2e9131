//! The sheet to start from: what to do in which order, where everything is and what is left to fill in.

use rust_xlsxwriter::{Formula, Url, Worksheet, XlsxError};

use super::gaps::{Gaps, gaps};
use super::measure::{Book, set_height};
use super::styles::Styles;
use crate::cells::quoted;
use crate::money::Unit;
use crate::text::escape::shown;
use crate::workbook::grid::Grid;
use crate::workbook::sheets::{CHECKS, GLANCE, Step};
use crate::workbook::words::of_unit;

/// The widths of the columns.
const WIDTHS: [u16; 3] = [26, 92, 14];

/// Returns the rows, from 1, in which the sheets are listed with what is left to fill in.
pub(super) fn write(book: &Book<'_>, styles: &Styles, sheet: &mut Worksheet) -> Result<(u32, u32), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let header = &book.checked.plan.header;
    let title = header.title.str().or(book.checked.plan.area.name.str()).unwrap_or("Better Care Fund plan");
    sheet.write_string_with_format(0, 0, shown(title), &styles.title)?;
    sheet.write_string_with_format(1, 0, about(book), &styles.quiet)?;
    let mut row = lines(&steps(), 3, styles, sheet)?;
    for (name, what) in [(GLANCE, "The sums, which follow what you type"), (CHECKS, "What was found, and what to do")] {
        link(sheet, row, name, styles)?;
        sheet.write_string_with_format(row, 1, what, &styles.prose)?;
        row += 1;
    }
    row += 1;
    let first = row + 1;
    row = contents(book, styles, row, sheet)?;
    let listed = (first, row);
    row = lines(&[("Hidden sheets", hidden(book))], row + 1, styles, sheet)?;
    sheet.write_string_with_format(row + 1, 0, "Good to know", &styles.topic)?;
    lines(&words(book.unit), row + 2, styles, sheet)?;
    Ok(listed)
}

/// Returns what the workbook is, in a line.
fn about(book: &Book<'_>) -> String {
    let round = book
        .round
        .map_or_else(|| "A plan of a round that bcf does not know".to_owned(), |round| round.name.to_string());
    let (day, version) = (book.today.prose(), env!("CARGO_PKG_VERSION"));
    shown(&format!("{round}. Amounts are in {}. Written by bcf {version} on {day}.", of_unit(book.unit))).into_owned()
}

/// Writes topics with what is to be said of them; returns the row after.
fn lines(lines: &[(&str, String)], mut row: u32, styles: &Styles, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    for (what, text) in lines.iter().filter(|(_, text)| !text.is_empty()) {
        sheet.write_string_with_format(row, 0, *what, &styles.topic)?;
        set_height(sheet, row, std::iter::once((text.as_str(), usize::from(WIDTHS[1]) - 6)))?;
        sheet.write_string_with_format(row, 1, text, &styles.prose)?;
        row += 1;
    }
    Ok(row)
}

/// Writes the sheets that are shown, step by step, each with what is left to fill in; returns the row after.
fn contents(book: &Book<'_>, styles: &Styles, mut row: u32, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    for (column, head) in (0..).zip(["sheet", "what stands there", "to fill in"]) {
        sheet.write_string_with_format(row, column, head, styles.header(false))?;
    }
    for step in Step::ALL {
        let shown: Vec<&Grid<'_>> = book.shown().filter(|grid| grid.sheet.step == step).collect();
        if shown.is_empty() {
            continue;
        }
        row += 1;
        sheet.write_string_with_format(row, 0, step.words(), &styles.topic)?;
        for grid in shown {
            row += 1;
            link(sheet, row, &grid.sheet.name, styles)?;
            sheet.write_string_with_format(row, 1, &grid.sheet.about, &styles.prose)?;
            set_height(sheet, row, std::iter::once((grid.sheet.about.as_str(), usize::from(WIDTHS[1]))))?;
            let Gaps { formula, now } = gaps(grid);
            let formula = Formula::new(formula).set_result(now.to_string());
            sheet.write_formula_with_format(row, 2, formula, &styles.count)?;
        }
    }
    Ok(row + 1)
}

fn link(sheet: &mut Worksheet, row: u32, name: &str, styles: &Styles) -> Result<(), XlsxError> {
    let link = Url::new(format!("internal:{}!A1", quoted(name))).set_text(name);
    sheet.write_url_with_format(row, 0, link, &styles.link)?;
    Ok(())
}

/// Returns which sheets are hidden, and how they are shown.
fn hidden(book: &Book<'_>) -> String {
    let hidden: Vec<&str> = book.hidden().map(|grid| grid.sheet.name.as_str()).collect();
    if hidden.is_empty() {
        return String::new();
    }
    let names = hidden.join(", ");
    format!(
        "{names}: this plan has nothing there and its round does not ask for it. To see one, right-click the name of any sheet and choose Unhide."
    )
}

fn steps() -> Vec<(&'static str, String)> {
    let line = |what, text: &str| (what, text.to_owned());
    vec![
        line(
            "1. Fill in",
            "Go through the sheets below from the top. A yellow cell is still to be filled in: type over it. A column or row in brown needs a value. The note at a header says what belongs there; where a cell has a list, choose from it. New rows go below the last.",
        ),
        line(
            "2. Look",
            "Sums follow what you type. They are no check: most of what a round asks for no spreadsheet can know.",
        ),
        line(
            "3. Check",
            "Save the workbook and run: bcf check plan.xlsx (with the name you gave it). It says what is wrong, cell by cell.",
        ),
    ]
}

fn words(plan: Unit) -> Vec<(&'static str, String)> {
    let line = |what, text: &str| (what, text.to_owned());
    vec![
        (
            "Money",
            format!(
                "A bare number is in {}, the unit that Money on the sheet plan names. A figure with a unit of its own is text, which no formula adds up: £8.6m, £36,682k, about £22m. A figure is as precise as it is shown: with the decimals of its cell, so 4.10 says more than 4.1. A blank cell says that the amount is not stated; 0 says that there is none.",
                of_unit(plan)
            ),
        ),
        line(
            "Years and months",
            "Amounts by year have a column a year: Amount 2017-18. Another year is another column with such a header. Months are written 2017-04, quarters 2017-18-Q1.",
        ),
        line(
            "Dates",
            "A day is a date. A month is text (2017-11) and means by its last day; unknown says that it happened and the day is not known.",
        ),
        line("Lists", "Several words in one cell are separated by semicolons: elr-ccg; wl-ccg."),
        line(
            "Formulas",
            "A formula is read as the value it shows, to the decimals that are shown. Text that begins with =, +, - or @ is text and stays text.",
        ),
        line(
            "toml:",
            "A cell that begins with toml: holds a value exactly as the plan's file writes it. The program writes one where a cell could not hold the value, such as an empty list.",
        ),
        line(
            "Sheets of your own",
            "A sheet that is no part of the plan is left out, and that is told; one whose name begins with _ is left out without a word.",
        ),
    ]
}
