//! Areas next to each other, for a terminal, as Markdown, as data and as one tidy table.

mod json;

use std::io::{self, Write};

pub(super) use json::CompareOut;
pub(crate) use json::write as json;

use super::View;
use super::show::{Block, safe_for_sheets, write_blocks, write_blocks_as_markdown};
use crate::view::{AreaValue, Areas};

/// Writes the tables for a terminal.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn human(areas: &Areas, view: View, out: &mut dyn Write) -> io::Result<()> {
    write_blocks(&blocks(areas), view, out)
}

/// Writes the tables as Markdown.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn markdown(areas: &Areas, out: &mut dyn Write) -> io::Result<()> {
    write_blocks_as_markdown(&blocks(areas), out)
}

/// Writes one tidy table: a figure a row.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn csv(areas: &Areas, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    table.write_record(["area", "plan", "round", "table", "name", "of", "measure", "value"])?;
    for grid in &areas.grids {
        for row in &grid.rows {
            for (column, value) in areas.columns.iter().zip(&row.values) {
                for (measure, figure) in figures(value) {
                    let texts = [&column.name, &column.path, &column.round, grid.id, &row.name, &row.of];
                    let cells = texts.into_iter().map(|text| safe_for_sheets(text).into_owned());
                    table.write_record(cells.chain([measure.to_owned(), figure]))?;
                }
            }
        }
    }
    table.flush()
}

/// Returns a value as numbers, each with what it measures.
fn figures(value: &AreaValue) -> Vec<(&'static str, String)> {
    let number = |name, number: &Option<rust_decimal::Decimal>| number.map(|number| (name, number.to_string()));
    match value {
        AreaValue::None => Vec::new(),
        AreaValue::Money(pounds) => vec![("pounds", pounds.plain())],
        AreaValue::AHead(pounds) => vec![("pounds_per_head", pounds.plain())],
        AreaValue::Headroom(pounds, percent) => {
            std::iter::once(("headroom", pounds.plain())).chain(number("headroom_percent", percent)).collect()
        }
        AreaValue::Change(baseline, target) => {
            number("baseline", baseline).into_iter().chain(number("target", target)).collect()
        }
    }
}

fn blocks(areas: &Areas) -> Vec<Block> {
    let plans = areas.columns.iter().map(|column| {
        let verdict = column.verdict.capitals();
        vec![column.name.clone(), column.round.clone(), verdict, column.path.clone()]
    });
    let mut blocks = vec![table("Plans compared", &["area", "round", "verdict", "plan"], plans.collect(), 4)];
    let names = areas.columns.iter().map(|column| column.name.as_str());
    let header: Vec<&str> = ["", ""].into_iter().chain(names).collect();
    for grid in areas.grids.iter().filter(|grid| !grid.rows.is_empty()) {
        let row = |row: &crate::view::AreaRow| {
            let values = row.values.iter().map(shown_value);
            [row.name.clone(), row.of.clone()].into_iter().chain(values).collect()
        };
        blocks.push(table(grid.title, &header, grid.rows.iter().map(row).collect(), 2));
    }
    blocks
}

fn table(title: &str, header: &[&str], rows: Vec<Vec<String>>, numbers: usize) -> Block {
    let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
    Block::Table { title: title.to_owned(), texts: header.len(), header, rows, numbers, total: false }
}

fn shown_value(value: &AreaValue) -> String {
    let number = |number: &Option<rust_decimal::Decimal>| number.map_or_else(|| "–".to_owned(), |n| n.to_string());
    match value {
        AreaValue::None | AreaValue::Change(None, None) => "–".to_owned(),
        // To the penny throughout, so that the digits line up.
        AreaValue::AHead(pounds) if pounds.pence() % 100 == 0 => format!("{pounds}.00"),
        AreaValue::Money(pounds) | AreaValue::AHead(pounds) => pounds.to_string(),
        AreaValue::Headroom(pounds, percent) => {
            let sign = if *pounds > crate::money::Money::ZERO { "+" } else { "" };
            let percent = percent.map(|percent| format!(" ({percent}%)")).unwrap_or_default();
            format!("{sign}{pounds}{percent}")
        }
        AreaValue::Change(baseline, target) => format!("{} to {}", number(baseline), number(target)),
    }
}
