//! Edits that leave nobody knowing what the plan says, each with the cell it is told at.

use std::cmp::Ordering;

use super::Edit;
use super::book::{Book, Content};
use rust_xlsxwriter::ExcelDateTime;

fn edit(name: &'static str, told: &'static str, make: fn(&mut Book)) -> Edit {
    Edit { name, told, make }
}

/// Writes the amount of the second source otherwise, in the first column, so that its cell is known.
fn amount(book: &mut Book, content: Content) {
    first(book.sheet("sources"), "amount 2017-18");
    book.sheet("sources").put(2, 0, content);
}

/// Puts a column first.
fn first(sheet: &mut super::book::Sheet, header: &str) {
    let own = sheet.column(header);
    let to = |column: u16| match column.cmp(&own) {
        Ordering::Less => column + 1,
        Ordering::Equal => 0,
        Ordering::Greater => column,
    };
    sheet.moved(|(row, column)| (row, to(column)));
}

fn cell(book: &mut Book, header: &str, content: Content) {
    first(book.sheet("sources"), header);
    book.sheet("sources").put(2, 0, content);
}

fn number(value: f64, format: &str) -> Content {
    Content::Number(value, format.to_owned())
}

fn day(format: &str, serial: f64) -> Content {
    Content::Day(ExcelDateTime::from_serial_datetime(serial).expect("a day"), format.to_owned())
}

pub(super) fn edits() -> Vec<Edit> {
    let mut edits = values();
    edits.extend(layout());
    edits
}

fn values() -> Vec<Edit> {
    vec![
        edit("a broken reference", "sources!A3: #REF! is no value", |book| {
            amount(book, Content::formula("#REF!", "0"));
        }),
        edit("a division by nothing", "sources!A3: #DIV/0! is no value", |book| {
            amount(book, Content::formula("#DIV/0!", "0"));
        }),
        edit("nothing found", "sources!A3: #N/A is no value", |book| {
            cell(book, "name", Content::formula("#N/A", "General"));
        }),
        edit("a percentage", "sources!A3: the cell is formatted as a percentage", |book| {
            amount(book, number(0.5, "0%"));
        }),
        edit("a format that divides", "sources!A3: the cell's format shows thousands", |book| {
            amount(book, number(300_000.0, "#,##0,"));
        }),
        edit("two figures in a cell", "sources!A3: two figures stand in one cell", |book| {
            amount(book, Content::text("£300 / £400"));
        }),
        edit("words for a figure", "sources!A3: `lots` is not an amount of money", |book| {
            amount(book, Content::text("lots"));
        }),
        edit("a unit written out", "sources!A3: `8.6 million` is not an amount", |book| {
            amount(book, Content::text("8.6 million"));
        }),
        edit("a comma for a point", "sources!A3: `1.234,50` is not an amount", |book| {
            amount(book, Content::text("1.234,50"));
        }),
        edit("an amount below nothing", "sources!A3: `-5` is not an amount of money: it is negative", |book| {
            amount(book, number(-5.0, "0"));
        }),
        edit("true for a figure", "sources!A3: true or false stands where a number", |book| {
            amount(book, Content::Truth(true));
        }),
        edit("a day for a figure", "sources!A3: a date stands where a number", |book| {
            amount(book, day("dd/mm/yyyy", 43_000.0));
        }),
        edit("a day for an id", "sources!A3: a date stands where text belongs", |book| {
            cell(book, "id", day("d-mmm", 43_000.0));
        }),
        edit("a number for a day", "sources!A3: a number stands where a date", |book| {
            cell(book, "certified_on", number(42_979.0, "General"));
        }),
        edit("a day that is none", "sources!A3: `31/06/2017`", |book| {
            cell(book, "certified_on", Content::text("31/06/2017"));
        }),
        edit("a time of day", "sources!A3: a time of day is no value", |book| {
            cell(book, "certified_on", day("dd/mm/yyyy hh:mm", 43_000.5));
        }),
        edit("an invisible character", "sources!A3: the text holds an invisible character", |book| {
            cell(book, "name", Content::text("a\u{202e}b"));
        }),
        edit("no id", "sources!A3: `id` is not filled in", |book| cell(book, "id", Content::text(" "))),
    ]
}

fn layout() -> Vec<Edit> {
    vec![
        edit(
            "a total that is wrong",
            "sources!B5: this total is £18,214,023, and the rows above it add up to £18,214,022",
            |book| {
                let sheet = book.sheet("sources");
                first(sheet, "amount 2017-18");
                first(sheet, "id");
                sheet.put(4, 0, Content::text("Total"));
                sheet.put(4, 1, number(18_214_023.0, "0"));
            },
        ),
        edit("a header misspelt", "sources!A1: the sheet `sources` has no `amonut 2017-18`", |book| {
            let sheet = book.sheet("sources");
            first(sheet, "amount 2017-18");
            sheet.put(0, 0, Content::text("amonut 2017-18"));
        }),
        edit("a header with another unit", "sources!A1: the sheet `sources` has no `Amount 2017-18 (£000)`", |book| {
            let sheet = book.sheet("sources");
            first(sheet, "amount 2017-18");
            sheet.put(0, 0, Content::text("Amount 2017-18 (£000)"));
        }),
        edit("a month where years are", "sources!A1: `amount 2017-04` is no column", |book| {
            let sheet = book.sheet("sources");
            first(sheet, "amount 2017-18");
            sheet.put(0, 0, Content::text("amount 2017-04"));
        }),
        edit("a header twice", ": a second column is called", |book| {
            let sheet = book.sheet("sources");
            let (_, last) = sheet.end();
            sheet.put(0, last + 1, Content::text("Partner"));
        }),
        edit("a row that is nobody's", "spend!A2: the row does not say whose it is", |book| {
            book.sheet("spend").put(1, 0, Content::text(" "));
        }),
        edit("a scheme that is none", "spend!A2: there is no scheme `bed`", |book| {
            book.sheet("spend").put(1, 0, Content::text("bed"));
        }),
        edit("the column of owners deleted", "spend!A1: there is no column `scheme`", |book| {
            book.sheet("spend").cells.retain(|at, _| at.1 != 0);
        }),
        edit("a sheet misspelt", "sheet sorces: the plan format has no such sheet", |book| {
            "sorces".clone_into(&mut book.sheet("sources").name);
        }),
        edit("a sheet deleted", "sheet schemes: the sheet is missing", |book| {
            book.0.retain(|sheet| sheet.name != "schemes");
        }),
        edit("a key misspelt", "the sheet `plan` has no `statsu`", |book| {
            let sheet = book.sheet("plan");
            let row = sheet.row("status");
            sheet.put(row, 0, Content::text("statsu"));
        }),
        edit("a key twice", "plan!A", |book| {
            let sheet = book.sheet("plan");
            let (row, _) = sheet.end();
            sheet.put(row + 1, 0, Content::text("Status"));
            sheet.put(row + 1, 2, Content::text("approved"));
        }),
    ]
}
