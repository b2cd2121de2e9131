//! The differences, in the order of the narrative.

use super::marks::{in_plan, plain};
use super::sheet::{Sheet, Weight};
use crate::narrative::{Figure, Status};
use crate::report::page::html::Html;
use crate::report::page::words::{capital, plural};
use crate::span::floor;
use crate::text::escape::shortened;

/// The most columns of the name of a row or a column that are shown.
const LABEL: usize = 60;
/// The most bytes of the narrative around a figure that are shown, on each side.
const AROUND: usize = 90;

/// Writes the section.
pub(super) fn section(sheet: &Sheet<'_>, html: &mut Html) {
    html.tag("section", &[("id", "differences"), ("aria-labelledby", "differences-title")], |html| {
        let differ: Vec<usize> = sheet.of_status(Status::Differs).collect();
        let title = match differ.len() {
            0 => "No figure differs".to_owned(),
            n => plural(n, "figure differs", "figures differ"),
        };
        html.leaf("h2", &[("id", "differences-title")], &title);
        if differ.is_empty() {
            return html.leaf("p", &[], "Every figure that was found in the plan is the plan's figure.");
        }
        html.tag("ol", &[("class", "differences")], |html| {
            for n in differ {
                item(sheet, n, html);
            }
        });
    });
}

fn item(sheet: &Sheet<'_>, n: usize, html: &mut Html) {
    let (figure, number, weight) = (sheet.figure(n), sheet.number(n), sheet.weight(n));
    let id = format!("difference-{number}");
    html.tag("li", &[("id", &id), ("data-mark", weight.word())], |html| {
        html.tag("p", &[("class", "said")], |html| {
            html.leaf(
                "a",
                &[
                    ("class", "no"),
                    ("href", &format!("#d{number}")),
                    ("aria-label", &format!("difference {number}, in the narrative")),
                ],
                &number.to_string(),
            );
            html.say(" ");
            around(sheet, figure, html);
        });
        let place =
            if figure.at.section.is_empty() { String::new() } else { format!("Section {}. ", figure.at.section) };
        html.leaf("p", &[], &format!("{place}{}.", capital(&figure.why)));
        if figure.of.is_some() {
            html.leaf("p", &[("class", "line")], &format!("In the plan: {}.", in_plan(sheet, figure)));
        }
        for also in figure.also.iter().take(3) {
            html.leaf("p", &[("class", "line")], &format!("Also in the plan: {} ({}).", also.path, sheet.spot(also)));
        }
        match weight {
            Weight::Accepted(because, by) => {
                html.leaf("p", &[("class", "line")], &format!("Accepted by {by}: {because}"));
            }
            Weight::Close => html.leaf("p", &[("class", "line")], "Close: it may be a matter of precision."),
            Weight::Differs => {}
        }
    });
}

/// Writes a figure with the words around it.
fn around(sheet: &Sheet<'_>, figure: &Figure, html: &mut Html) {
    let text = sheet.of.tie.document.piece(figure.at.piece).map_or("", |piece| piece.text.as_str());
    let (start, end) = (figure.at.within.start as usize, figure.at.within.end as usize);
    let (Some(before), Some(own), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..)) else {
        return plain(&figure.text, html);
    };
    let from = word(before, before.len().saturating_sub(AROUND));
    let to = word(after, after.len().min(AROUND));
    let labels = row_and_column(sheet, figure);
    if !labels.is_empty() {
        html.leaf("span", &[("class", "line")], &format!("{labels}: "));
    }
    // The mark of an entry of a list is none of its words.
    let said = before[from..].trim_start_matches(|c: char| from == 0 && (c.is_whitespace() || "-–•*".contains(c)));
    plain(&format!("{}{}", if from > 0 { "… " } else { "" }, said.replace('\n', " ")), html);
    html.tag("mark", &[], |html| plain(own, html));
    plain(&format!("{}{}", after[..to].replace('\n', " "), if to < after.len() { " …" } else { "" }), html);
}

/// Returns the place nearest to this one at which a word ends or begins.
fn word(text: &str, near: usize) -> usize {
    if near == 0 || near == text.len() {
        return near;
    }
    let at = (near..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text[at..].find(char::is_whitespace).map_or(at, |more| at + more)
}

/// Returns the words that name the row and the column of a figure in a table.
fn row_and_column(sheet: &Sheet<'_>, figure: &Figure) -> String {
    let document = &sheet.of.tie.document;
    let cell = document.piece(figure.at.piece).and_then(|piece| document.cell_of(piece));
    let Some(cell) = cell else { return String::new() };
    let words = |piece: &u32| {
        let text = document.piece(*piece).map_or("", |piece| piece.text.as_str());
        let text = &text[..floor(text, LABEL * 8)];
        shortened(&text.split_whitespace().collect::<Vec<_>>().join(" "), LABEL, true).into_owned()
    };
    let last = [cell.labels.last(), cell.headers.last()];
    last.into_iter().flatten().map(words).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}
