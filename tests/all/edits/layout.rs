//! Edits of how a workbook is laid out, none of which says anything else of the plan.

use super::Edit;
use super::book::{Book, Content, Sheet};

const fn edit(name: &'static str, told: &'static str, make: fn(&mut Book)) -> Edit {
    Edit { name, told, make }
}

fn titled(sheet: &mut Sheet, rows: u32) {
    sheet.insert_rows(0, rows);
    sheet.put(0, 0, Content::text("Better Care Fund: working copy"));
}

fn total(sheet: &mut Sheet, row: u32, label: (u16, &str), figures: (f64, f64)) {
    sheet.put(row, label.0, Content::text(label.1));
    for (header, figure) in [("amount 2017-18", figures.0), ("amount 2018-19", figures.1)] {
        let column = sheet.column(header);
        sheet.put(row, column, Content::Number(figure, "#,##0.00".to_owned()));
    }
}

fn swapped(sheet: &mut Sheet, one: u16, other: u16) {
    sheet.moved(|(row, column)| {
        (
            row,
            if column == one {
                other
            } else if column == other {
                one
            } else {
                column
            },
        )
    });
}

pub(super) fn edits() -> Vec<Edit> {
    let mut edits = rows();
    edits.extend(columns());
    edits.extend(sheets());
    edits.extend(forms());
    edits
}

fn rows() -> Vec<Edit> {
    vec![
        edit("a title above the headers", "sources: row 1 is above the headers", |book| {
            titled(book.sheet("sources"), 1);
        }),
        edit("three rows above the headers", "sources: row 1 is above the headers", |book| {
            titled(book.sheet("sources"), 3);
        }),
        edit("a title over merged cells", "above the headers", |book| {
            titled(book.sheet("sources"), 2);
            book.sheet("sources").merged.push((0, 0, 0, 4));
        }),
        edit("a blank row at the top", "", |book| book.sheet("sources").insert_rows(0, 1)),
        edit("a blank row between", "", |book| book.sheet("sources").insert_rows(2, 1)),
        edit("a row hidden", "sources: row 3 is hidden and was read like the others", |book| {
            book.sheet("sources").hidden_rows.push(2);
        }),
        edit("the headers once more", "sources: row 3 repeats the headers", |book| {
            let sheet = book.sheet("sources");
            sheet.insert_rows(2, 1);
            let again: Vec<_> = sheet.cells.range((0, 0)..(1, 0)).map(|(at, cell)| (at.1, cell.clone())).collect();
            for (column, cell) in again {
                sheet.put(2, column, cell);
            }
        }),
        edit("a total at the end", "sources: row 5 is a total and was checked against its rows", |book| {
            total(book.sheet("sources"), 4, (0, "Total"), (18_214_022.0, 1_460.5));
        }),
        edit("a total in another column", "sources: row 5 is a total and was checked", |book| {
            total(book.sheet("sources"), 4, (1, "TOTALS:"), (18_214_022.0, 1_460.5));
        }),
        edit("totals of parts and of all", "sources: row 6 is a total and was checked", |book| {
            let sheet = book.sheet("sources");
            sheet.insert_rows(3, 1);
            total(sheet, 3, (0, "Subtotal"), (18_213_972.0, 1_400.5));
            total(sheet, 5, (0, "Grand total"), (18_214_022.0, 1_460.5));
        }),
        edit("a total by a formula", "sources: row 5 is a total and was checked", |book| {
            let sheet = book.sheet("sources");
            sheet.put(4, 0, Content::text("Total"));
            *sheet.at(4, "amount 2017-18") = Content::formula("18214022", "#,##0");
        }),
        edit("a total of nothing", "sources: row 5 is a total and was left out", |book| {
            book.sheet("sources").put(4, 0, Content::text("Total"));
        }),
        edit("the rows in another order", "", |book| {
            book.sheet("sources").moved(|(row, column)| {
                (
                    match row {
                        1 => 3,
                        3 => 1,
                        row => row,
                    },
                    column,
                )
            });
        }),
        edit("cells merged to the right", "sources: A2:B2 are merged; what is in them counts for A2 alone", |book| {
            let sheet = book.sheet("sources");
            sheet.insert_column(1);
            sheet.merged.push((1, 0, 1, 1));
        }),
    ]
}

fn columns() -> Vec<Edit> {
    vec![
        edit("a column of notes at the end", "(`Comments`) is no part of the plan", |book| {
            let sheet = book.sheet("sources");
            let (_, last) = sheet.end();
            sheet.put(0, last + 1, Content::text("Comments"));
            sheet.put(1, last + 1, Content::text("agreed with the CCG"));
        }),
        edit("a column of notes in the middle", "column C (`Budget holder`) is no part of the plan", |book| {
            let sheet = book.sheet("sources");
            sheet.insert_column(2);
            sheet.put(0, 2, Content::text("Budget holder"));
            sheet.put(2, 2, Content::text("A. Ledger"));
        }),
        edit("a note in a row of its own", "(`Comments`) is no part of the plan", |book| {
            let sheet = book.sheet("sources");
            let (_, last) = sheet.end();
            sheet.put(0, last + 1, Content::text("Comments"));
            sheet.put(5, last + 1, Content::text("figures as at month 6"));
        }),
        edit("something below no header", "has no header and was left out", |book| {
            let sheet = book.sheet("sources");
            let (_, last) = sheet.end();
            sheet.put(1, last + 2, Content::Number(12.0, "0".to_owned()));
        }),
        edit("a blank column", "", |book| book.sheet("sources").insert_column(2)),
        edit("two columns changed about", "", |book| swapped(book.sheet("sources"), 0, 2)),
        edit("a column hidden", "is hidden and was read like the others", |book| {
            let sheet = book.sheet("sources");
            let column = sheet.column("name");
            sheet.hidden_columns.push(column);
        }),
        edit("headers in capitals", "", |book| book.sheet("sources").headers(str::to_uppercase)),
        edit("headers with spaces", "", |book| book.sheet("sources").headers(|text| text.replace('_', " "))),
        edit("headers with hyphens", "", |book| {
            book.sheet("sources")
                .headers(|text| text.replace("certified_on", "Certified-on").replace("Certified on", "Certified-on"));
        }),
        edit("headers with spaces around", "", |book| book.sheet("sources").headers(|text| format!("\u{a0} {text}  "))),
        edit("headers without a star", "", |book| book.sheet("sources").headers(|text| text.replace('*', ""))),
        edit("years as 2017/18", "", |book| {
            book.sheet("sources").headers(|text| text.replace("2017-18", "2017/18").replace("2018-19", "2018/2019"));
        }),
    ]
}

fn sheets() -> Vec<Edit> {
    vec![
        edit("a sheet of one's own", "the sheet `Working paper` is no part of the plan", |book| {
            let mut own = Sheet { name: "Working paper".to_owned(), ..Sheet::default() };
            own.put(0, 0, Content::text("12 + 13"));
            book.0.push(own);
        }),
        edit("a copy of a sheet", "the sheet `spend (2)` is no part of the plan", |book| {
            let copy = Sheet { name: "spend (2)".to_owned(), ..book.sheet("spend").clone() };
            book.0.push(copy);
        }),
        edit("a blank sheet", "", |book| book.0.push(Sheet { name: "Sheet1".to_owned(), ..Sheet::default() })),
        edit("a sheet whose name begins with _", "", |book| {
            let mut own = Sheet { name: "_mine".to_owned(), ..Sheet::default() };
            own.put(0, 0, Content::text("x"));
            book.0.push(own);
        }),
        edit("a sheet hidden", "", |book| book.sheet("sources").hidden = true),
        edit("a sheet in capitals", "", |book| "SOURCES".clone_into(&mut book.sheet("sources").name)),
        edit("a sheet with a space in its name", "", |book| "Sign offs ".clone_into(&mut book.sheet("sign_offs").name)),
        edit("the sheets in another order", "", |book| book.0.reverse()),
        edit("a sheet deleted that the round has no use for", "there is no sheet `milestones`", |book| {
            book.0.retain(|sheet| sheet.name != "milestones");
        }),
        edit("a sheet deleted whose rows would belong to nothing", "there is no sheet `risk shares`", |book| {
            book.0.retain(|sheet| sheet.name != "risk shares");
        }),
        edit("the sheet of the checks deleted", "", |book| book.0.retain(|sheet| sheet.name != "checks")),
    ]
}

fn forms() -> Vec<Edit> {
    vec![
        edit("a title above a form", "plan: row 1 is above the headers", |book| titled(book.sheet("plan"), 2)),
        edit("keys in other letters", "", |book| {
            let sheet = book.sheet("dfg");
            let row = sheet.row("passed_on");
            sheet.put(row, 0, Content::text("Passed on"));
        }),
        edit("a row of one's own", "(`Telephone`) is no part of the plan", |book| {
            let sheet = book.sheet("plan");
            let (row, _) = sheet.end();
            sheet.put(row + 1, 0, Content::text("Telephone"));
            sheet.put(row + 1, 2, Content::text("0123"));
        }),
        edit("a column of notes on a form", "was left out", |book| {
            let sheet = book.sheet("plan");
            let (_, last) = sheet.end();
            sheet.put(0, last + 1, Content::text("Source of this"));
            sheet.put(1, last + 1, Content::text("the board's paper"));
        }),
        edit("a form in another order", "", |book| {
            let sheet = book.sheet("plan");
            let (last, _) = sheet.end();
            sheet.moved(|(row, column)| (if row == 0 { 0 } else { last + 1 - row }, column));
        }),
        edit("the headers of a form in capitals", "", |book| book.sheet("plan").headers(str::to_uppercase)),
    ]
}

/// Makes one edit at any place, and returns its name.
pub(super) fn any(book: &mut Book, lot: &mut fastrand::Rng) -> &'static str {
    let own = ["read me", "checks", "lists", "at a glance"];
    let places: Vec<usize> = (0..book.0.len())
        .filter(|n| !own.contains(&book.0[*n].name.to_lowercase().as_str()) && !book.0[*n].cells.is_empty())
        .collect();
    let sheet = &mut book.0[places[lot.usize(..places.len())]];
    let (last, wide) = sheet.end();
    match lot.u8(..9) {
        0 if sheet.cells.keys().filter(|at| at.0 == 0).count() > 1 => {
            titled(sheet, lot.u32(1..4));
            "title"
        }
        1 => {
            sheet.insert_rows(lot.u32(1..=last + 1), 1);
            "blank row"
        }
        2 => {
            sheet.insert_column(lot.u16(..=wide));
            "blank column"
        }
        3 => {
            sheet.put(last, wide + 2, Content::text("see the paper"));
            "note"
        }
        4 => {
            sheet.headers(|text| if text.contains(['"', '.']) { text.to_owned() } else { text.to_uppercase() });
            "capitals"
        }
        5 => {
            sheet.hidden_rows.push(lot.u32(..=last));
            "hidden row"
        }
        6 => {
            sheet.hidden_columns.push(lot.u16(..=wide));
            "hidden column"
        }
        7 => {
            sheet.name = sheet.name.to_uppercase();
            "name in capitals"
        }
        _ => {
            swapped(sheet, lot.u16(..=wide), lot.u16(..=wide));
            "columns about"
        }
    }
}
