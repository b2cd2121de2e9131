//! The first sheet: what the workbook is and how it is filled in, in plain words.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::measure::{Book, set_height};
use super::styles::Styles;
use crate::money::Unit;
use crate::text::escape::shown;

pub(super) fn write(book: &Book<'_>, styles: &Styles, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 26)?.set_column_width(1, 96)?;
    let header = &book.checked.plan.header;
    let title = header.title.str().or(book.checked.plan.area.name.str()).unwrap_or("Better Care Fund plan");
    sheet.write_string_with_format(0, 0, shown(title), &styles.title)?;
    let mut row = 2;
    for (what, text) in words(book.unit) {
        sheet.write_string_with_format(row, 0, what, &styles.topic)?;
        set_height(sheet, row, std::iter::once((text.as_str(), 88)))?;
        sheet.write_string_with_format(row, 1, text, &styles.prose)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "sheet", styles.header(false))?;
    sheet.write_string_with_format(row, 1, "what stands there", styles.header(false))?;
    for grid in book.grids {
        row += 1;
        let name = grid.sheet.name.as_str();
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url_with_format(row, 0, link, &styles.link)?;
        sheet.write_string_with_format(row, 1, &grid.sheet.about, &styles.prose)?;
    }
    Ok(())
}

fn words(unit: Unit) -> Vec<(&'static str, String)> {
    let unit = match unit {
        Unit::Pounds => "pounds",
        Unit::Thousands => "thousands of pounds",
        Unit::Millions => "millions of pounds",
    };
    let line = |what, text: &str| (what, text.to_owned());
    vec![
        line(
            "What this is",
            "A Better Care Fund plan, a sheet for each section. Change it here, then turn it back into a plan and check it:\nbcf import plan.xlsx -o plan.toml, then bcf check plan.toml. A mistake is told with its sheet and cell, such as sources!F17.",
        ),
        line(
            "Filling in",
            "A row is an entry, a column what is said of it; on sheets with the columns key and value a row is a key. The headers with a star need a value in every row. A note at each header says what belongs there. Cells with a list offer its words. New rows go below the last; blank rows do no harm.",
        ),
        (
            "Money",
            format!(
                "A bare number is in {unit}, the unit that `money` on the sheet plan names. A figure with a unit of its own is text: £8.6m, £36,682k, about £22m. A figure is as precise as it is shown: with the decimals of its cell, so 4.10 says more than 4.1. A blank cell says that the amount is not stated; 0 says that there is none."
            ),
        ),
        line(
            "Years and months",
            "Amounts by year have a column a year: amount 2017-18. Another year is another column with such a header. Months are written 2017-04, quarters 2017-18-Q1.",
        ),
        line(
            "Dates",
            "A day is a date. A month is text (2017-11) and means by its last day; unknown says that it happened and the day is not known.",
        ),
        line("Lists", "Several words in one cell are separated by semicolons: elr-ccg; wl-ccg."),
        line(
            "Formulas",
            "A formula is read as the value it shows. What comes out of a calculation is rounded with ROUND, since 0.1+0.2 is not 0.3 to a spreadsheet. Text that begins with =, +, - or @ is text and stays text.",
        ),
        line(
            "toml:",
            "A cell that begins with toml: holds a value exactly as the plan's file writes it. The program writes one where a cell could not hold the value, such as an empty list.",
        ),
        line(
            "Sheets of your own",
            "A sheet whose name begins with _ is not read, nor are read me, checks and lists. Any other name is a mistake and is told.",
        ),
    ]
}
