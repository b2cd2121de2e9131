//! The columns of the table of expenditure: found by the row with the most headings that are known.

use super::draft::{Draft, quoted, some};
use super::heading::Heading;
use super::page::{Page, Row};
use crate::period::Year;
use crate::policy::templates::Column;
use crate::workbook::fault::CellFault;

/// The least headings by which a row is known for the headers of the table.
const LEAST: usize = 4;
/// The key of the column that says which source a line draws on.
pub(super) const SOURCE: &str = "schemes.spend.source";
/// The key of the columns of amounts.
pub(super) const AMOUNT: &str = "schemes.spend.amount";
/// The end of the key of a scheme's comment.
pub(super) const COMMENT: &str = ".comment";
/// The key of the columns of outputs.
pub(super) const OUTPUTS: &str = "schemes.outputs.planned";

/// A column that is known.
pub(super) struct Known<'t> {
    pub(super) at: usize,
    /// The key of the plan format it is.
    pub(super) to: &'t str,
    /// The year of its amounts.
    pub(super) year: Option<Year>,
}

/// The table of expenditure.
pub(super) struct Table<'t> {
    /// The number of the row of headers among the rows of the page.
    pub(super) header: usize,
    pub(super) columns: Vec<Known<'t>>,
}

/// Finds the table.
///
/// # Errors
/// When no row holds enough headings, or a column that is needed is not there.
pub(super) fn find<'t>(draft: &mut Draft<'t>, page: &Page<'_>) -> Result<Table<'t>, CellFault> {
    let name = page.raw.name.trim();
    let hits = |row: &Row<'_>| row.labels.iter().filter(|(_, label)| column(draft, label).is_some()).count();
    let best =
        page.rows.iter().enumerate().map(|(n, row)| (hits(row), n)).max_by_key(|(hits, n)| (*hits, usize::MAX - n));
    let Some((_, header)) = best.filter(|(hits, _)| *hits >= LEAST) else {
        let help = "put back the row of headings as the template has it";
        return Err(CellFault::sheet(name, "no row holds the headings of the table of expenditure", help));
    };
    let columns = columns(draft, page, header)?;
    let missing: Vec<&str> =
        [SOURCE, AMOUNT].into_iter().filter(|to| columns.iter().all(|own| own.to != *to)).collect();
    if let [first, ..] = missing.as_slice() {
        let wanted = draft.known.all(|layout| &layout.columns).find(|column| column.to.as_deref() == Some(first));
        let wanted = wanted.and_then(|column| column.marks.wordings().next()).map_or(*first, |label| label.text());
        let found: Vec<String> =
            page.rows[header].cells.iter().filter_map(|(at, _)| page.rows[header].text(*at)).map(quoted).collect();
        let help = format!("its headings are {}; put back the one that is missing", some(&found));
        return Err(CellFault::sheet(name, format!("the table of expenditure has no column `{wanted}`"), help));
    }
    draft.header(page, page.rows[header].number);
    Ok(Table { header, columns })
}

/// Returns what a heading is known for.
fn column<'t>(draft: &Draft<'t>, label: &str) -> Option<(&'t Column, Heading)> {
    let heading = Heading::read(label);
    let known = draft.known.all(|layout| &layout.columns).find(|column| column.marks.fit(&heading.words))?;
    Some((known, heading))
}

fn columns<'t>(draft: &mut Draft<'t>, page: &Page<'_>, header: usize) -> Result<Vec<Known<'t>>, CellFault> {
    let row = &page.rows[header];
    let (mut columns, mut unknown): (Vec<Known<'t>>, Vec<String>) = (Vec::new(), Vec::new());
    for (at, label) in &row.labels {
        match column(draft, label) {
            Some((Column { to: Some(to), .. }, heading)) => {
                let year = is_by_year(to).then(|| year(draft, page, header, *at, &heading)).flatten();
                columns.push(Known { at: *at, to, year });
            }
            Some(_) => {}
            None => unknown.extend(row.text(*at).map(quoted)),
        }
    }
    in_order(draft, &mut columns);
    if let Some(twice) = twice(&columns) {
        let place = (row.number, twice.at);
        let message = format!("a second column is called {}", row.text(twice.at).map(quoted).unwrap_or_default());
        return Err(CellFault::at(page.raw.name.trim(), place, message, "keep the one that counts"));
    }
    if !unknown.is_empty() {
        draft.note(page, &format!("not taken over, as the template has no such column: {}", some(&unknown)));
    }
    Ok(columns)
}

fn is_by_year(to: &str) -> bool {
    [AMOUNT, OUTPUTS].contains(&to)
}

/// Returns the year of a column: from its own heading, else from the nearest above it.
fn year(draft: &Draft<'_>, page: &Page<'_>, header: usize, at: usize, heading: &Heading) -> Option<Year> {
    let years = draft.years();
    if let [only] = years {
        return Some(heading.year.unwrap_or(*only));
    }
    heading.year_of(years).or_else(|| above(page, header, at, years))
}

/// Returns the year that stands above a column: in a cell that covers it, in one of the few rows above.
pub(super) fn above(page: &Page<'_>, header: usize, at: usize, years: &[Year]) -> Option<Year> {
    const ROWS: usize = 3;
    let rows = page.rows[..header].iter().rev().take(ROWS);
    let named = rows.filter_map(|row| {
        // A heading over several columns stands in the first of them.
        let near = row.labels.iter().rfind(|(column, _)| *column <= at)?;
        let (_, last) = page.covered(row.number, near.0);
        let reaches = last >= at || last == near.0;
        Heading::read(&near.1).year_of(years).filter(|_| reaches)
    });
    named.take(1).next()
}

/// Gives columns whose headings name no year those of the round in their order.
fn in_order(draft: &Draft<'_>, columns: &mut [Known<'_>]) {
    for to in [AMOUNT, OUTPUTS] {
        let mut own: Vec<&mut Known<'_>> = columns.iter_mut().filter(|column| column.to == to).collect();
        if own.iter().all(|column| column.year.is_none()) {
            for (column, year) in own.iter_mut().zip(draft.years()) {
                column.year = Some(*year);
            }
        }
    }
}

/// Returns the second of two columns that say the same. Comments may stand in several.
fn twice<'c, 't>(columns: &'c [Known<'t>]) -> Option<&'c Known<'t>> {
    let same = |one: &Known<'_>, other: &Known<'_>| one.to == other.to && one.year == other.year;
    columns.iter().enumerate().find_map(|(n, column)| {
        let is_text = column.to.ends_with(COMMENT);
        columns[..n].iter().any(|before| same(before, column) && !is_text).then_some(column)
    })
}
