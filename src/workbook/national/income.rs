//! The sheet of income: blocks of contributions, each with a heading and a row a body.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::bodies::Bodies;
use super::draft::{Draft, quoted, way};
use super::figure::{Figure, Manner, money, node, too_large};
use super::heading::Heading;
use super::page::{Page, Row, Seen};
use crate::period::Year;
use crate::plan::{BY_PARTNER, PartnerKind, Tiers};
use crate::policy::Payer;
use crate::policy::templates::{Block, Meaning};
use crate::text::words::slug;
use crate::workbook::cell::Cell;
use crate::workbook::grid::CellPlace;
use crate::write::{Ids, Node, Value};

/// A row of a block that holds a body's contribution.
struct Part<'t, 'r> {
    block: &'t Block,
    row: &'r Row<'r>,
    name: &'r str,
    at: CellPlace,
    columns: Vec<(usize, Year)>,
    comment: Option<usize>,
}

/// The columns that count at a row.
#[derive(Clone, Default)]
struct Columns {
    years: Vec<(usize, Year)>,
    comment: Option<usize>,
}

/// Reads the sheet.
pub(super) fn read(draft: &mut Draft<'_>, bodies: &mut Bodies, page: &Page<'_>) {
    let parts = parts(draft, page);
    let districts = parts.iter().filter(|part| part.block.districts).count();
    if draft.known.all(|layout| &layout.blocks).any(|block| block.districts) {
        let tiers = if districts > 0 { Tiers::Two } else { Tiers::Single };
        draft.reading.put(&way(&["area", "tiers"]), page.at(0, 0), Node::Value(Value::Text(tiers.word().to_owned())));
    }
    let mut seen: Vec<&str> = Vec::new();
    for part in &parts {
        if part.block.districts {
            district(draft, bodies, page, part);
        } else if !seen.contains(&part.block.stream.as_str()) {
            seen.push(&part.block.stream);
            let own: Vec<&Part<'_, '_>> = of_stream(&parts, part.block).collect();
            stream(draft, bodies, page, &own);
        }
    }
}

fn of_stream<'p, 't, 'r>(parts: &'p [Part<'t, 'r>], block: &'p Block) -> impl Iterator<Item = &'p Part<'t, 'r>> {
    parts.iter().filter(|part| !part.block.districts && part.block.stream == block.stream)
}

/// Goes down the sheet; returns the rows that hold contributions, and takes over the sums.
fn parts<'t, 'r>(draft: &mut Draft<'t>, page: &'r Page<'r>) -> Vec<Part<'t, 'r>> {
    let known = draft.known;
    let (mut parts, mut block, mut columns) = (Vec::new(), None, Columns::default());
    for row in &page.rows {
        if let Some(years) = year_row(draft, row) {
            columns.years = years;
            draft.header(page, row.number);
            continue;
        }
        let Some((at, label)) = row.first() else {
            stray(draft, page, row, block, &columns);
            continue;
        };
        if known.means(label, Meaning::Total) {
            sum(draft, page, row, label, &columns);
            block = None;
        } else if known.means(label, Meaning::Question) {
            block = None;
        } else if let Some(opened) = known.all(|layout| &layout.blocks).find(|block| block.marks.fit(label)) {
            block = Some(opened);
            if let Some(own) = header(draft, row, at) {
                columns = own;
                draft.header(page, row.number);
            }
        } else if let Some(own) = header(draft, row, at) {
            // A block that nothing is known of: its money is told of, row by row.
            (block, columns) = (None, own);
        } else if let (Some(block), Some(name)) = (block, row.text(at)) {
            if columns.years.iter().any(|(column, _)| row.cell(*column).is_some()) {
                let (years, comment) = (columns.years.clone(), columns.comment);
                parts.push(Part { block, row, name, at: page.at(row.number, at), columns: years, comment });
            }
        } else {
            stray(draft, page, row, block, &columns);
        }
    }
    parts
}

/// Returns the columns of a row that holds years and nothing else.
fn year_row(draft: &Draft<'_>, row: &Row<'_>) -> Option<Vec<(usize, Year)>> {
    let is_text = |(_, cell): &(usize, Cell)| matches!(cell, Cell::Text(_));
    if row.labels.is_empty() || !row.cells.iter().all(is_text) {
        return None;
    }
    let year = |(column, label): &(usize, String)| {
        let heading = Heading::read(label);
        heading.year_of(draft.years()).filter(|_| heading.words.is_empty()).map(|year| (*column, year))
    };
    row.labels.iter().map(year).collect()
}

/// Returns the columns that the heading of a block names.
fn header(draft: &Draft<'_>, row: &Row<'_>, label: usize) -> Option<Columns> {
    let right = || row.labels.iter().filter(|(column, _)| *column > label);
    let amounts: Vec<(usize, Heading)> = right()
        .map(|(column, label)| (*column, Heading::read(label)))
        .filter(|(_, heading)| draft.known.means(&heading.words, Meaning::Contribution))
        .collect();
    if amounts.is_empty() {
        return None;
    }
    let years = draft.years();
    // A heading that names no year is of the year in its order.
    let year = |(n, (column, heading)): (usize, &(usize, Heading))| {
        heading.year_of(years).or_else(|| years.get(n).copied()).map(|year| (*column, year))
    };
    let comment = right().find(|(_, label)| draft.known.means(label, Meaning::Comment)).map(|(column, _)| *column);
    Some(Columns { years: amounts.iter().enumerate().filter_map(year).collect(), comment })
}

/// Takes over a sum the template makes.
fn sum(draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>, label: &str, columns: &Columns) {
    let heading = Heading::read(label).words;
    let Some(to) = draft.known.all(|layout| &layout.sums).find(|sum| sum.marks.fit(&heading)) else { return };
    for (column, year) in &columns.years {
        let at = page.at(row.number, *column);
        let way = way(&["totals", &to.to, &year.to_string()]);
        // A sum that nobody has calculated says nothing, and its parts are read all the same.
        if let figure @ (Figure::Is(..) | Figure::Words(_) | Figure::Wrong(_)) = money(page.seen(row, *column))
            && !matches!(page.seen(row, *column), Seen::Uncalculated)
        {
            draft.figure(page, way, at, figure);
        }
    }
}

/// Notes money in a row that belongs to no block, or to nobody.
fn stray(draft: &mut Draft<'_>, page: &Page<'_>, row: &Row<'_>, block: Option<&Block>, columns: &Columns) {
    let is_amount = |(column, cell): &&(usize, Cell)| {
        matches!(cell, Cell::Number(..)) && columns.years.iter().any(|(known, _)| known == column)
    };
    let Some((column, _)) = row.cells.iter().find(is_amount) else { return };
    let at = page.at(row.number, *column);
    let (message, help) = match block {
        Some(_) => ("the row does not say whose money it is", "write the body's name before the amount"),
        None => ("money stands in no block of contributions that is known", "put it into the block it belongs to"),
    };
    draft.reading.stray(at, message, help);
}

/// Takes over the contributions to a stream.
fn stream(draft: &mut Draft<'_>, bodies: &mut Bodies, page: &Page<'_>, parts: &[&Part<'_, '_>]) {
    let Some(id) = parts.first().map(|part| part.block.stream.as_str()) else { return };
    let payer = draft.round.stream(id).map_or(Payer::Council, |stream| stream.payer);
    let ids: Vec<String> = parts.iter().map(|part| bodies.payer(draft, payer, part.name, part.at)).collect();
    let mut sums: BTreeMap<Year, (Option<Decimal>, CellPlace)> = BTreeMap::new();
    let mut taken = Ids::default();
    for (part, partner) in parts.iter().zip(&ids) {
        let several = parts.len() > 1;
        let source = taken.free(&if several { format!("{id}-{partner}") } else { id.to_owned() });
        let entry = draft.entry(&["sources"], part.at);
        let key = |keys: &[&str]| entry.iter().cloned().chain(way(keys)).collect::<Vec<String>>();
        draft.word(&key(&["id"]), part.at, &source);
        draft.word(&key(&["kind"]), part.at, id);
        draft.word(&key(&["partner"]), part.at, partner);
        amounts(draft, page, part, |year| key(&["amount", &year]));
        if let Some((column, cell)) = part.comment.and_then(|column| Some((column, part.row.cell(column)?))) {
            draft.text(key(&["comment"]), page.at(part.row.number, column), cell);
        }
        if part.block.published {
            if several {
                amounts(draft, page, part, |year| way(&["allocations", BY_PARTNER, partner, id, &year]));
            }
            for (year, value, at) in figures(page, part) {
                let sum = sums.entry(year).or_insert((Some(Decimal::ZERO), at));
                sum.0 = sum.0.and_then(|sum| sum.checked_add(value));
            }
        }
    }
    for (year, (sum, at)) in sums {
        let sum = sum.map_or_else(too_large, |sum| Figure::Is(sum, Manner::Plain));
        draft.figure(page, way(&["allocations", id, &year.to_string()]), at, sum);
    }
}

/// Returns the figures of a row that can be read; a blank beside a filled year is nil.
fn figures(page: &Page<'_>, part: &Part<'_, '_>) -> Vec<(Year, Decimal, CellPlace)> {
    let figure = |(column, year): &(usize, Year)| match money(page.seen(part.row, *column)) {
        Figure::Is(value, _) => Some((*year, value, page.at(part.row.number, *column))),
        Figure::Blank => Some((*year, Decimal::ZERO, page.at(part.row.number, *column))),
        Figure::Words(_) | Figure::Wrong(_) => None,
    };
    part.columns.iter().filter_map(figure).collect()
}

/// Takes over the amounts of a row by year; a blank beside a filled year is nil.
fn amounts(draft: &mut Draft<'_>, page: &Page<'_>, part: &Part<'_, '_>, to: impl Fn(String) -> Vec<String>) {
    for (column, year) in &part.columns {
        let at = page.at(part.row.number, *column);
        let figure = money(page.seen(part.row, *column));
        if !draft.figure(page, to(year.to_string()), at, figure) {
            draft.put(&to(year.to_string()), at, node(Decimal::ZERO));
        }
    }
}

/// Takes over a district's share.
fn district(draft: &mut Draft<'_>, bodies: &mut Bodies, page: &Page<'_>, part: &Part<'_, '_>) {
    let id = bodies.named(draft, PartnerKind::District, part.name, &slug(part.name, "district"), part.at);
    amounts(draft, page, part, |year| way(&["allocations", BY_PARTNER, &id, &part.block.stream, &year]));
    let entry = draft.entry(&["dfg", "districts"], part.at);
    let key = |keys: &[&str]| entry.iter().cloned().chain(way(keys)).collect::<Vec<String>>();
    draft.word(&key(&["district"]), part.at, &id);
    amounts(draft, page, part, |year| key(&["amount", &year]));
}

/// Says where the published amounts come from.
pub(super) fn origin(draft: &mut Draft<'_>, page: &Page<'_>) {
    let name = draft.template.name.clone();
    let said = format!("the national {name}, sheet {}", quoted(page.raw.name.trim()));
    draft.word(&way(&["allocations", "source"]), page.at(0, 0), &said);
}
