//! Sheets to the bytes of an Excel workbook.

mod checks;
mod gaps;
mod glance;
mod lists;
mod live;
mod measure;
mod readme;
mod styles;

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Formula, Note, Workbook, Worksheet,
    XlsxError,
};

use super::cell::Cell;
use super::format::{Leaf, Sort};
use super::grid::{Grid, GridColumn, GridRow, KEY, SPARE};
use super::kind::PROPERTY;
use super::sheets::{CHECKS, GLANCE, LISTS, README, Shape};
use crate::cells::letters;
use lists::Lists;
use measure::{column_number, row_number, set_height};
use styles::{Look, Styles, tab};

pub(super) use measure::Book;

/// The longest note at a header.
const NOTE: usize = 1_500;
/// The characters of a line of a note, and the height of one in pixels.
const NOTE_WIDTH: usize = 36;
const LINE_HEIGHT: u32 = 16;
/// The widest a column is made.
const WIDEST: usize = 48;

/// Writes the workbook.
pub(super) fn write(book: &Book<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(book.today.year, book.today.month, book.today.day)?;
    let properties = DocProperties::new().set_title("Better Care Fund plan").set_author("bcf");
    let properties = properties.set_creation_datetime(&created);
    workbook.set_properties(&properties.set_custom_property(PROPERTY, env!("CARGO_PKG_VERSION")));
    let styles = Styles::new(book.unit);
    let listed = readme::write(book, &styles, workbook.add_worksheet().set_name(README)?)?;
    glance::write(book.glance, &styles, workbook.add_worksheet().set_name(GLANCE)?)?;
    checks::write(book, listed, &styles, workbook.add_worksheet().set_name(CHECKS)?)?;
    let lists = Lists::of(book.grids);
    for (grid, shown) in book.grids.iter().zip(book.is_shown) {
        let sheet = workbook.add_worksheet().set_name(&grid.sheet.name)?;
        sheet.set_hidden(!shown).set_tab_color(tab(grid.sheet.step));
        page(sheet, &grid.sheet.name)?;
        fill(grid, &styles, sheet)?;
        gaps::fade(grid, sheet)?;
        choices(grid, &lists, book.grids, sheet)?;
    }
    lists.write(&styles, workbook.add_worksheet().set_name(LISTS)?)?;
    workbook.save_to_buffer()
}

/// Writes how a sheet comes out of a printer: landscape, as wide as the paper, the header on each page.
fn page(sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer(format!("&L{}&RPage &P of &N", name.replace('&', "&&")));
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn fill(grid: &Grid<'_>, styles: &Styles, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let widths: Vec<usize> = (0..grid.columns.len()).map(|n| width(grid, n)).collect();
    for (n, column) in grid.columns.iter().enumerate() {
        let at = column_number(n)?;
        sheet.set_column_width(at, u16::try_from(widths[n]).unwrap_or(10))?;
        if let Some(leaf) = column.leaf {
            sheet.set_column_format(at, styles.blank(leaf.sort))?;
        }
        let star = if column.required { " *" } else { "" };
        sheet.write_string_with_format(0, at, format!("{}{star}", column.header), styles.header(column.required))?;
        let own = grid.comment.as_deref().filter(|_| n == 0);
        let parts = [own.unwrap_or_default(), &note(column)].map(str::to_owned);
        annotate(sheet, (0, at), &parts)?;
    }
    sheet.set_row_height(0, 32)?;
    for (n, row) in grid.rows.iter().enumerate() {
        let at = row_number(n + 1)?;
        for (column, cell) in &row.cells {
            let leaf = grid.columns[*column].leaf.or(row.leaf);
            let sort = leaf.map_or(Sort::Text, |leaf| leaf.sort);
            put(sheet, (at, column_number(*column)?), cell, styles.of(cell, look(grid, row, *column), sort))?;
        }
        let texts = row.cells.iter().filter_map(|(column, cell)| match cell {
            Cell::Text(text) => Some((text.as_str(), widths[*column])),
            _ => None,
        });
        set_height(sheet, at, texts)?;
        row_notes(row, at, sheet)?;
        blanks(grid, row, at, styles, sheet)?;
    }
    Ok(())
}

/// Writes the key of a row beside the words for it, and what the plan's text says of its cells.
fn row_notes(row: &GridRow<'_>, at: u32, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut notes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    notes.entry(0).or_default().extend(row.key.as_deref().map(key_line));
    for (column, comment) in &row.comments {
        notes.entry(*column).or_default().push(comment.clone());
    }
    notes.iter().try_for_each(|(column, parts)| annotate(sheet, (at, column_number(*column)?), parts))
}

/// Writes a note of these parts at a cell, large enough to be read.
fn annotate(sheet: &mut Worksheet, (row, column): (u32, u16), parts: &[String]) -> Result<(), XlsxError> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let text: String = parts.join("\n").chars().take(NOTE).collect();
    if text.is_empty() {
        return Ok(());
    }
    let lines: usize = text.lines().map(|line| line.chars().count() / NOTE_WIDTH + 1).sum();
    let note = Note::new(text).add_author_prefix(false).set_width(260);
    sheet.insert_note(row, column, &note.set_height(LINE_HEIGHT * row_number(lines.max(4))? + 12))?;
    Ok(())
}

/// Returns the line by which a note says which key is meant.
fn key_line(key: &str) -> String {
    format!("key: {key}")
}

/// Writes the cells of a form that are still to be filled in look like what they are for.
fn blanks(
    grid: &Grid<'_>,
    row: &GridRow<'_>,
    at: u32,
    styles: &Styles,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let Some(leaf) = row.leaf else { return Ok(()) };
    for n in 0..grid.columns.len() {
        let column = &grid.columns[n];
        let figures = column.leaf.is_none() && look(grid, row, n) == Look::Value;
        if figures && row.cells.iter().all(|(filled, _)| *filled != n) {
            sheet.write_blank(at, column_number(n)?, styles.blank(leaf.sort))?;
        }
    }
    Ok(())
}

/// Returns what a cell of a row is: the key, its description, or a value.
fn look(grid: &Grid<'_>, row: &GridRow<'_>, column: usize) -> Look {
    let key = grid.columns[column].key.as_str();
    match grid.sheet.shape {
        Shape::Form if key == KEY => Look::Key(row.required),
        Shape::Form if key == super::grid::ABOUT => Look::About,
        Shape::Series(_) | Shape::Nested(_) if column == 0 => Look::Key(false),
        Shape::Series(_) if key == super::grid::SERIES => Look::Key(false),
        _ => Look::Value,
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    match cell {
        // Never as a formula, whatever it begins with.
        Cell::Text(text) | Cell::Broken(text) => {
            sheet.write_string_with_format(row, column, text.as_str(), format)?;
        }
        Cell::Number(value, _) => {
            sheet.write_number_with_format(row, column, *value, format)?;
        }
        Cell::Day { date, .. } => {
            let day = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
            sheet.write_datetime_with_format(row, column, &day, format)?;
        }
        Cell::Truth(truth) => {
            sheet.write_boolean_with_format(row, column, *truth, format)?;
        }
    }
    Ok(())
}

/// Returns what a header's note says: what the column is for, how it is filled in, and the words there are.
fn note(column: &GridColumn<'_>) -> String {
    let Some(leaf) = column.leaf else { return String::new() };
    let how = match leaf.sort {
        Sort::Texts | Sort::Figures => "Several are separated by semicolons.",
        Sort::Money => "A number in the plan's unit, or text with its own: £8.6m.",
        Sort::Date => "A day, a month as text (2017-11), or unknown.",
        Sort::Raw => "Written by the program.",
        _ => "",
    };
    let words = if leaf.words.is_empty() { String::new() } else { format!("Words: {}.", leaf.words.join(", ")) };
    let needed = if column.required { "Every row needs it." } else { "" };
    let key = key_line(&column.key);
    let parts = [key.as_str(), column.about.as_str(), how, needed, &words];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns a width that fits the header and most of what is below it.
fn width(grid: &Grid<'_>, column: usize) -> usize {
    let header = grid.columns[column].header.split(' ').map(|word| word.chars().count() + 3).max().unwrap_or(0);
    let length = |cell: &Cell| match cell {
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0) + 1,
        Cell::Number(value, shown) => format!("{value:.0}").len() * 4 / 3 + shown.decimals as usize + 4,
        Cell::Day { .. } | Cell::Truth(_) | Cell::Broken(_) => 11,
    };
    let cells = grid.rows.iter().flat_map(|row| &row.cells).filter(|(n, _)| *n == column);
    cells.map(|(_, cell)| length(cell)).fold(header.max(8), usize::max).min(WIDEST)
}

/// Writes the drop-downs of a sheet.
fn choices(grid: &Grid<'_>, lists: &Lists, grids: &[Grid<'_>], sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let last = row_number(grid.rows.len() + SPARE)?;
    for (n, column) in grid.columns.iter().enumerate() {
        let Some(leaf) = column.leaf else { continue };
        if let Some(choice) = choice(leaf, column.ids.as_deref(), lists, grids)? {
            sheet.add_data_validation(1, column_number(n)?, last, column_number(n)?, &choice)?;
        }
    }
    let value = grid.columns.iter().position(|column| column.key == super::grid::VALUE).unwrap_or(2);
    for (n, row) in grid.rows.iter().enumerate() {
        let Some(choice) = row.leaf.map(|leaf| choice(leaf, None, lists, grids)).transpose()?.flatten() else {
            continue;
        };
        let (row, column) = (row_number(n + 1)?, column_number(value)?);
        sheet.add_data_validation(row, column, row, column, &choice)?;
    }
    Ok(())
}

fn choice(
    leaf: &Leaf,
    owners: Option<&str>,
    lists: &Lists,
    grids: &[Grid<'_>],
) -> Result<Option<DataValidation>, XlsxError> {
    let ids = leaf.to.or(owners).and_then(|sheet| ids(sheet, grids));
    let words = if leaf.sort == Sort::Truth { Some(Lists::truth()) } else { lists.range(&leaf.words) };
    let Some(range) = ids.or(words) else { return Ok(None) };
    // Where several are allowed, or others, the list is an offer and no fence.
    let several = leaf.sort == Sort::Texts;
    let fence = !several && !leaf.open && leaf.sort != Sort::Number;
    let style = if fence { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Information };
    let message = if several { "More than one is separated by semicolons: a; b" } else { "It is not in the list." };
    let choice = DataValidation::new().allow_list_formula(Formula::new(range)).set_error_style(style);
    Ok(Some(choice.set_error_title("Not one of the list")?.set_error_message(message)?))
}

/// Returns the cells of the ids of another sheet.
fn ids(sheet: &str, grids: &[Grid<'_>]) -> Option<String> {
    let grid = grids.iter().find(|grid| grid.sheet.name == sheet)?;
    let column = grid.columns.iter().position(|column| column.key == "id")?;
    let column = letters(column);
    Some(format!("='{sheet}'!${column}$2:${column}${}", grid.rows.len() + SPARE + 1))
}
