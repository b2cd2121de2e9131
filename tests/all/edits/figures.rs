//! Figures, days and words as people type them, each of which says what the plan said.

use super::Edit;
use super::book::{Book, Content};
use rust_xlsxwriter::ExcelDateTime;

fn edit(name: &'static str, told: &'static str, make: fn(&mut Book)) -> Edit {
    Edit { name, told, make }
}

/// Writes the 18,213,672 of the first source otherwise.
fn amount(book: &mut Book, content: Content) {
    *book.sheet("sources").at(1, "amount 2017-18") = content;
}

fn number(value: f64, format: &str) -> Content {
    Content::Number(value, format.to_owned())
}

fn cell(book: &mut Book, sheet: &str, row: u32, header: &str, text: &str) {
    *book.sheet(sheet).at(row, header) = Content::text(text);
}

pub(super) fn edits() -> Vec<Edit> {
    let mut edits = money();
    edits.extend(days());
    edits.extend(words());
    edits
}

fn money() -> Vec<Edit> {
    const TYPED: &str = "1 figure typed as text is read as a figure, in";
    const SHOWN: &str = "1 figure is taken as it is shown";
    vec![
        edit("a figure as text", "", |book| amount(book, Content::text("18213672"))),
        edit("a figure as text with commas", TYPED, |book| amount(book, Content::text("18,213,672"))),
        edit("a figure with spaces around", TYPED, |book| amount(book, Content::text("\u{a0}18,213,672 "))),
        edit("a figure behind an apostrophe", TYPED, |book| amount(book, Content::text("'18213672"))),
        edit("a figure with pence as text", TYPED, |book| amount(book, Content::text("18,213,672.00"))),
        edit("a figure shown as pounds", "", |book| amount(book, number(18_213_672.0, "£#,##0"))),
        edit("a figure shown as an account", "", |book| {
            amount(book, number(18_213_672.0, "_-£* #,##0.00_-;-£* #,##0.00_-"));
        }),
        edit("a formula", "", |book| amount(book, Content::formula("18213672", "General"))),
        edit("an uplift, as it is shown", SHOWN, |book| amount(book, Content::formula("18213671.9271", "£#,##0"))),
        edit("a sum with what halves leave", "", |book| {
            amount(book, Content::formula("18213672.000000004", "General"));
        }),
        edit("a fraction of a penny", "1 amount is rounded to the penny", |book| {
            amount(book, number(18_213_672.000_1, "General"));
        }),
        edit("a formula that gives nothing", "", |book| {
            *book.sheet("sources").at(2, "certified_on") = Content::formula(" ", "General");
        }),
    ]
}

fn days() -> Vec<Edit> {
    const TYPED: &str = "1 day typed as text is read as day, month and year";
    vec![
        edit("a day as text", "", |book| cell(book, "sources", 1, "certified_on", "2017-09-11")),
        edit("a day as people write it", TYPED, |book| cell(book, "sources", 1, "certified_on", "11/09/2017")),
        edit("a day with points", TYPED, |book| cell(book, "sources", 1, "certified_on", "11.9.2017")),
        edit("a day in words", TYPED, |book| cell(book, "sources", 1, "certified_on", "11 September 2017")),
        edit("a day shown otherwise", "", |book| {
            let day = ExcelDateTime::from_ymd(2017, 9, 11).expect("a day");
            *book.sheet("sources").at(1, "certified_on") = Content::Day(day, "dd/mm/yy".to_owned());
        }),
        edit("a day of a form as people write it", TYPED, |book| {
            let sheet = book.sheet("dfg");
            let row = sheet.row("passed_on");
            sheet.put(row, 2, Content::text("30/06/2017"));
        }),
    ]
}

fn words() -> Vec<Edit> {
    const NAMED: &str = "1 name is read as the id or the word it stands for";
    vec![
        edit("a word in capitals", "", |book| cell(book, "sources", 1, "kind", "NHS-MINIMUM")),
        edit("a word with a space", "", |book| cell(book, "sources", 1, "kind", "NHS minimum")),
        edit("a word by its label", NAMED, |book| cell(book, "sources", 2, "kind", "Improved Better Care Fund")),
        edit("a partner in capitals", "", |book| cell(book, "sources", 1, "partner", "CCG ")),
        edit("a partner by name", NAMED, |book| cell(book, "sources", 1, "partner", "NHS Exampleton CCG")),
        edit("a source by name", NAMED, |book| cell(book, "spend", 1, "source", "CCG minimum")),
        edit("a scheme in capitals", "", |book| cell(book, "spend", 1, "scheme", "BEDS")),
        edit("a scheme by name", NAMED, |book| cell(book, "spend", 1, "scheme", "Step-down beds")),
        edit("a word of the format in words", "", |book| cell(book, "spend", 1, "area_of_spend", "Social care")),
        edit("an id as a number", "", |book| *book.sheet("sources").at(3, "id") = number(7.0, "0.00")),
        edit("a text with spaces around", "", |book| cell(book, "sources", 1, "name", "  CCG\u{a0}minimum\u{a0}")),
        edit("a word of a form in capitals", "", |book| {
            let sheet = book.sheet("plan");
            let row = sheet.row("status");
            sheet.put(row, 2, Content::text("Draft"));
        }),
    ]
}
