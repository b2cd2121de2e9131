//! The table of required spending above the expenditure: each floor as it was published, and what the template sums.

use super::draft::{Draft, some, way};
use super::figure::{Figure, money};
use super::page::{Page, Row, Seen};
use super::table::above;
use crate::cells::letters;
use crate::period::Year;
use crate::policy::templates::Meaning;
use crate::workbook::cell::Cell;

/// A column of the table.
struct Amounts {
    at: usize,
    year: Year,
    /// True for what is planned, false for what is required.
    planned: bool,
}

/// Reads the table, which ends where the table of expenditure, at `header`, begins.
pub(super) fn read(draft: &mut Draft<'_>, page: &Page<'_>, header: usize) {
    let means = |label: &str, meaning| draft.known.means(label, meaning);
    let is_head = |row: &Row<'_>| {
        let has = |meaning| row.labels.iter().any(|(_, label)| means(label, meaning));
        has(Meaning::Minimum) && has(Meaning::Planned)
    };
    let Some(top) = page.rows[..header].iter().position(is_head) else { return };
    let columns = columns(draft, page, top);
    let mut typed = Vec::new();
    draft.header(page, page.rows[top].number);
    for row in &page.rows[top + 1..header] {
        let Some((_, label)) = row.first() else { continue };
        let floors = draft.known.all(|layout| &layout.floors);
        let Some(floor) = floors.into_iter().find(|floor| floor.marks.fit(label)) else { continue };
        if !draft.has_floor(&floor.floor) {
            continue;
        }
        for column in &columns {
            let section = if column.planned { "totals" } else { "allocations" };
            let at = page.at(row.number, column.at);
            let to = way(&[section, &floor.floor, &column.year.to_string()]);
            match page.seen(row, column.at) {
                // What the template would work out by itself is worked out from the lines all the same.
                Seen::Blank => {}
                Seen::Uncalculated if column.planned => {}
                seen => {
                    if column.planned && matches!(seen, Seen::Is(Cell::Number(_, look)) if !look.formula) {
                        typed.push(format!("{}{}", letters(column.at), row.number + 1));
                    }
                    let figure: Figure = money(seen);
                    draft.figure(page, to, at, figure);
                }
            }
        }
    }
    told(draft, page, &typed);
}

/// Tells of sums that were typed over the template's own formulas. In a copy of nothing but values all of them are.
fn told(draft: &mut Draft<'_>, page: &Page<'_>, typed: &[String]) {
    let is_formula = |(_, cell): &(usize, Cell)| matches!(cell, Cell::Number(_, look) if look.formula);
    if !typed.is_empty() && page.rows.iter().flat_map(|row| row.cells).any(is_formula) {
        let is = if typed.len() == 1 { "a sum of spending is" } else { "sums of spending are" };
        draft.note(page, &format!("{is} typed where the template works it out from the lines: {}", some(typed)));
    }
}

fn columns(draft: &Draft<'_>, page: &Page<'_>, top: usize) -> Vec<Amounts> {
    let years = draft.years();
    let mut counts = [0_usize; 2];
    let mut columns = Vec::new();
    for (at, label) in &page.rows[top].labels {
        let planned = draft.known.means(label, Meaning::Planned);
        if !planned && !draft.known.means(label, Meaning::Minimum) {
            continue;
        }
        let nth = &mut counts[usize::from(planned)];
        let in_order = years.get(*nth).copied();
        *nth += 1;
        if let Some(year) = above(page, top, *at, years).filter(|_| years.len() > 1).or(in_order) {
            columns.push(Amounts { at: *at, year, planned });
        }
    }
    columns
}
