//! The sheet of sums that follow what is typed.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError,
};

use super::measure::{column_number, row_number, set_height};
use super::styles::Styles;
use crate::text::escape::shown;
use crate::workbook::glance::{Entry, Glance, Line};

/// The widths of the two columns of labels, and of each column of figures.
const WIDTHS: [u16; 3] = [48, 24, 15];

/// The columns of a floor after its labels.
const FLOOR: usize = 4;

pub(super) fn write(glance: &Glance, styles: &Styles, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_formula_result_default("");
    sheet.set_column_width(0, WIDTHS[0])?.set_column_width(1, WIDTHS[1])?;
    let widest = column_number(1 + (3 * glance.places.years).max(FLOOR))?;
    sheet.set_column_range_width(2, widest, WIDTHS[2])?;
    let mut last = 0;
    for (n, line) in glance.lines.iter().enumerate() {
        let row = row_number(n)?;
        match line {
            Line::Blank => {}
            Line::Title(title) => {
                let format = if n == 0 { &styles.title } else { &styles.topic };
                sheet.write_string_with_format(row, 0, *title, format)?;
            }
            Line::Note(note) => {
                sheet.merge_range(row, 0, row, 7, note, &styles.prose)?;
                set_height(sheet, row, std::iter::once((note.as_str(), 140)))?;
            }
            Line::Head(heads) => {
                for (column, head) in heads.iter().enumerate() {
                    let format = if column < 2 { styles.header(false) } else { &styles.figures };
                    sheet.write_string_with_format(row, column_number(column)?, head, format)?;
                }
            }
            Line::Row(labels, entries) => {
                for (column, entry) in labels.iter().chain(entries).enumerate() {
                    put(sheet, (row, column_number(column)?), entry, styles, column < labels.len())?;
                }
                last = row;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    let short = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::LessThan(0))
        .set_format(Format::new().set_font_color("#A61B1B").set_bold());
    sheet.add_conditional_format(3, 2, last.max(3), widest, &short)?;
    let odd = ConditionalFormatFormula::new()
        .set_rule(Formula::new("AND(ISNUMBER(C4),C4<>ROUND(C4,0))"))
        .set_format(Format::new().set_num_format(styles.money_in_full()));
    sheet.add_conditional_format(3, 2, last.max(3), widest, &odd)?;
    Ok(())
}

/// Returns a text as the value of a formula; nothing where it would be taken for something else, until it is calculated.
fn as_text(now: &str) -> &str {
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_other = now.parse::<f64>().is_ok() && !is_plain(now);
    if is_other || now.starts_with('#') || ["TRUE", "FALSE"].contains(&now) { "" } else { now }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    entry: &Entry,
    styles: &Styles,
    is_label: bool,
) -> Result<(), XlsxError> {
    let label = match (is_label, column) {
        (true, 0) => &styles.label,
        (true, _) => &styles.prose,
        (false, _) => &styles.said,
    };
    match entry {
        Entry::Blank => {}
        Entry::Text(text) => {
            sheet.write_string_with_format(row, column, shown(text), label)?;
        }
        Entry::Linked(formula, now) => {
            sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(as_text(now)), label)?;
        }
        Entry::Figure(formula, now) => {
            let now = now.map(|now| now.to_string()).unwrap_or_default();
            let formula = Formula::new(formula).set_result(now);
            sheet.write_formula_with_format(row, column, formula, &styles.sum)?;
        }
        Entry::Fixed(value) => {
            sheet.write_number_with_format(row, column, *value, &styles.sum)?;
        }
        Entry::Count(formula, now) => {
            let formula = Formula::new(formula).set_result(now.to_string());
            sheet.write_formula_with_format(row, column, formula, &styles.count)?;
        }
    }
    Ok(())
}
