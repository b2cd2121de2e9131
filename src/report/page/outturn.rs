//! The outturn beside the plan.

use super::bars::{Bar, BarRow, Bars, amount};
use super::html::Html;
use super::subject::Subject;
use super::words::{capital, left_out};
use crate::view::{Cell, Outturn, OutturnRow};

/// The most rows that are shown.
const ROWS: usize = 200;

/// Writes the table, where the plan says what was spent.
pub(super) fn table(subject: &Subject<'_>, html: &mut Html) {
    let Some(outturn) = &subject.picture.outturn else { return };
    let rows = || outturn.rows.iter().chain([&outturn.whole]);
    let bars = Bars {
        caption: "What was spent in the end, and what was planned where that differs".to_owned(),
        of: "Part of the fund".to_owned(),
        heads: subject.picture.years.iter().map(|year| year.prose()).collect(),
        rows: rows().take(ROWS).map(row).collect(),
        total: None,
        note: left_out(rows().count(), ROWS, "row", "rows"),
    };
    bars.write(html);
    said(subject, outturn, html);
}

fn row(row: &OutturnRow) -> BarRow {
    let bar = |(planned, spent): (&Cell, &Cell)| {
        let says = || match planned.pounds {
            Some(_) => format!("{} planned", amount(*planned)),
            None => "nothing planned".to_owned(),
        };
        Bar { cell: *spent, mark: None, note: (planned.pounds != spent.pounds).then(says) }
    };
    BarRow { name: capital(&row.name), bars: row.planned.iter().zip(&row.spent).map(bar).collect() }
}

/// Writes what else the plan says of it.
fn said(subject: &Subject<'_>, outturn: &Outturn, html: &mut Html) {
    let by_year = |cells: &[Cell]| {
        let stated = subject.picture.years.iter().zip(cells).filter(|(_, cell)| cell.pounds.is_some());
        stated.map(|(year, cell)| format!("{} in {}", amount(*cell), year.prose())).collect::<Vec<_>>().join("; ")
    };
    let fields = [
        ("Difference, as the plan gives it", by_year(&outturn.stated)),
        ("Held back", by_year(&outturn.withheld)),
        ("Borne by", outturn.borne_by.join("; ")),
        ("Note", outturn.note.clone().unwrap_or_default()),
    ];
    if fields.iter().all(|(_, text)| text.is_empty()) {
        return;
    }
    html.tag("dl", &[("class", "fields")], |html| {
        for (name, text) in fields.iter().filter(|(_, text)| !text.is_empty()) {
            html.tag("div", &[], |html| {
                html.leaf("dt", &[], name);
                html.leaf("dd", &[], text);
            });
        }
    });
}
