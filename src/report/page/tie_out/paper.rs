//! The narrative, piece by piece, with what differs in its margin.

use std::collections::HashSet;

use super::marks::{in_plan, marked};
use super::sheet::{Sheet, Weight};
use crate::narrative::{Cell, Role, Row, Status, Table};
use crate::report::page::html::Html;
use crate::report::page::words::capital;

/// The headings of the narrative stand below those of the page.
const HEADINGS: [&str; 4] = ["h3", "h4", "h5", "h6"];

/// Writes the section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    html.tag("section", &[("id", "narrative"), ("aria-labelledby", "narrative-title")], |html| {
        html.leaf("h2", &[("id", "narrative-title")], "The narrative, marked");
        legend(html);
        html.tag("div", &[("class", "paper")], |html| pieces(sheet, html));
    });
}

fn legend(html: &mut Html) {
    html.tag("dl", &[("class", "legend")], |html| {
        let mut entry = |mark: &'static str, sample: &str, sign: (&'static str, &str), says: &str| {
            html.tag("div", &[], |html| {
                html.tag("dt", &[], |html| {
                    html.tag("span", &[("class", "fig"), ("data-mark", mark)], |html| {
                        html.leaf(if mark == "differs" { "mark" } else { "span" }, &[], sample);
                        if !sign.1.is_empty() {
                            html.leaf("span", &[("class", sign.0)], sign.1);
                        }
                    });
                });
                html.leaf("dd", &[], says);
            });
        };
        entry(
            "agrees",
            "£5.6m",
            ("tick", "✓"),
            "Same value, name and year as a figure of the plan; the tick leads to it.",
        );
        entry(
            "differs",
            "£5.6m",
            ("no", "1"),
            "Differs from the plan, or from the narrative's own figures; the number leads to the reason.",
        );
        entry(
            "same-value",
            "£5.6m",
            ("equal", "="),
            "Same value as a figure of the plan; the words do not say that it is the same thing.",
        );
        entry("not-in-plan", "£5.6m", ("", ""), "Not in the plan: nothing was held against it.");
        entry(
            "none",
            "£5.6m",
            ("foots", "F"),
            "Foots: figures of the narrative make it, by a sum, a difference or a change.",
        );
    });
    html.leaf(
        "p",
        &[("class", "remark")],
        "A figure is marked by rule and not by a person. No mark says that a figure is right: plan and narrative may have the same mistake. Years, numbers of sections and pages, and small numbers in words are not looked at.",
    );
}

fn pieces(sheet: &Sheet<'_>, html: &mut Html) {
    let document = &sheet.of.tie.document;
    let mut drawn = HashSet::new();
    // The page's own heading over the paper is an `h2`.
    let mut depth = 0;
    for (n, piece) in document.pieces.iter().enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        match piece.role {
            Role::Heading { level } => {
                depth = usize::from(level).clamp(1, HEADINGS.len()).min(depth + 1);
                beside(sheet, &[n], html, |html| {
                    html.tag(HEADINGS[depth - 1], &[], |html| marked(sheet, n, html));
                });
            }
            Role::Paragraph => beside(sheet, &[n], html, |html| html.tag("p", &[], |html| marked(sheet, n, html))),
            Role::Cell { table, .. } if drawn.insert(table) => {
                if let Some(own) = document.tables.get(table as usize) {
                    let cells: Vec<u32> = own_pieces(sheet, own, table).collect();
                    beside(sheet, &cells, html, |html| draw_table(sheet, own, table, html));
                }
            }
            Role::Cell { .. } => {}
        }
    }
}

/// Writes something of the narrative with its margin: what differs in these pieces.
fn beside(sheet: &Sheet<'_>, pieces: &[u32], html: &mut Html, draw: impl FnOnce(&mut Html)) {
    let figures = pieces.iter().flat_map(|piece| sheet.figures_of(*piece)).copied();
    let differ: Vec<usize> = figures.filter(|n| sheet.figure(*n).status == Status::Differs).collect();
    if differ.is_empty() {
        return html.tag("div", &[("class", "piece")], draw);
    }
    html.tag("div", &[("class", "piece")], |html| {
        html.tag("div", &[], draw);
        html.tag("div", &[("class", "margin")], |html| {
            for n in differ {
                note(sheet, n, html);
            }
        });
    });
}

fn note(sheet: &Sheet<'_>, n: usize, html: &mut Html) {
    let (figure, number, weight) = (sheet.figure(n), sheet.number(n), sheet.weight(n));
    html.tag("p", &[("class", "margin-note"), ("data-mark", weight.word())], |html| {
        html.leaf("span", &[("class", "no")], &number.to_string());
        html.say(&format!(" {}.", capital(&figure.why)));
        if figure.of.is_some() {
            html.leaf("span", &[("class", "plan")], &format!("Plan: {}", in_plan(sheet, figure)));
        }
        if let Weight::Accepted(because, by) = weight {
            html.leaf("span", &[("class", "plan")], &format!("Accepted by {by}: {because}"));
        }
    });
}

/// Returns whether a cell begins in this row, and is not the lower part of one above.
fn begins(sheet: &Sheet<'_>, cell: &Cell, table: u32, row: usize) -> bool {
    let piece = cell.piece.and_then(|piece| sheet.of.tie.document.piece(piece));
    piece.is_none_or(|piece| {
        matches!(piece.role, Role::Cell { table: own, row: first, .. } if own == table && first as usize == row)
    })
}

fn own_pieces<'s>(sheet: &'s Sheet<'_>, own: &'s Table, table: u32) -> impl Iterator<Item = u32> + 's {
    own.rows.iter().enumerate().flat_map(move |(n, row)| {
        row.cells.iter().filter(move |cell| begins(sheet, cell, table, n)).filter_map(|cell| cell.piece)
    })
}

fn draw_table(sheet: &Sheet<'_>, own: &Table, table: u32, html: &mut Html) {
    let name = format!("Table {} of the narrative", table + 1);
    html.tag("div", &[("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", &name)], |html| {
        html.tag("table", &[], |html| {
            html.tag("caption", &[], |html| html.leaf("span", &[("class", "hidden")], &name));
            html.tag("tbody", &[], |html| {
                for (n, row) in own.rows.iter().enumerate() {
                    html.tag("tr", &[], |html| draw_row(sheet, own, table, (n, row), html));
                }
            });
        });
    });
}

fn draw_row(sheet: &Sheet<'_>, own: &Table, table: u32, (n, row): (usize, &Row), html: &mut Html) {
    for (place, cell) in row.cells.iter().enumerate() {
        if !begins(sheet, cell, table, n) {
            continue;
        }
        let below = own.rows[n + 1..].iter().take_while(|row| {
            cell.piece.is_some() && row.beginning_at(cell.column).is_some_and(|lower| lower.piece == cell.piece)
        });
        let (columns, rows) = (cell.columns.to_string(), (below.count() + 1).to_string());
        let mut attrs: Vec<(&'static str, &str)> = Vec::new();
        let head = match (row.is_header, place) {
            (true, _) => Some("col"),
            (false, 0) => Some("row"),
            _ => None,
        };
        attrs.extend(head.map(|scope| ("scope", scope)));
        attrs.extend((cell.columns > 1).then_some(("colspan", columns.as_str())));
        attrs.extend((rows != "1").then_some(("rowspan", rows.as_str())));
        attrs.extend((head.is_none() && is_amount(sheet, cell)).then_some(("class", "amount")));
        html.tag(if head.is_some() { "th" } else { "td" }, &attrs, |html| {
            if let Some(piece) = cell.piece {
                marked(sheet, piece, html);
            }
        });
    }
}

/// Returns whether a cell holds one figure and hardly more, which stands at its right.
fn is_amount(sheet: &Sheet<'_>, cell: &Cell) -> bool {
    let Some(piece) = cell.piece else { return false };
    let text = sheet.of.tie.document.piece(piece).map_or("", |piece| piece.text.trim());
    match sheet.figures_of(piece) {
        [only] => text.len() <= sheet.figure(*only).text.len() + 4,
        _ => false,
    }
}
