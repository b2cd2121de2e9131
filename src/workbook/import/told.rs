//! Sentences on how a sheet was read: nobody is to wonder why a figure is not the one that is in the cell.

use std::collections::BTreeMap;

use super::frame::Row;
use crate::cells::{letters, quoted};
use crate::text::escape::shown;
use crate::text::words::{count, list};
use crate::workbook::grid::CellPlace;
use crate::workbook::open::Raw;
use crate::workbook::taken::Told;

/// The most rows or columns that are named in one sentence.
const NAMED: usize = 12;

/// The cells of a sheet that were read in a way that is told: how many, and the first.
pub(super) type Tally = BTreeMap<Told, (usize, CellPlace)>;

/// Returns a sentence about a sheet.
pub(in crate::workbook) fn of_sheet(name: &str, what: &str) -> String {
    format!("{}: {what}", shown(&quoted(name)))
}

/// Returns what is told of the cells of a sheet.
pub(super) fn of_cells(raw: &Raw, tally: &Tally) -> Vec<String> {
    let sentence = |(told, (many, first)): (&Told, &(usize, CellPlace))| {
        let what = match told {
            Told::Shown => count(
                *many,
                "figure is taken as it is shown, since the cell holds more digits",
                "figures are taken as they are shown, since the cells hold more digits",
            ),
            Told::Penny => count(*many, "amount is rounded to the penny", "amounts are rounded to the penny"),
            Told::Figure => {
                count(*many, "figure typed as text is read as a figure", "figures typed as text are read as figures")
            }
            Told::Day => count(
                *many,
                "day typed as text is read as day, month and year",
                "days typed as text are read as day, month and year",
            ),
            Told::Name => count(
                *many,
                "name is read as the id or the word it stands for",
                "names are read as the ids or the words they stand for",
            ),
        };
        let at = format!("{}{}", letters(first.column), first.row + 1);
        of_sheet(&raw.name, &if *many == 1 { format!("{what}, in {at}") } else { format!("{what}, the first in {at}") })
    };
    tally.iter().map(sentence).collect()
}

/// Returns what is told of the rows above the headers.
pub(super) fn of_above(raw: &Raw, above: &[Row]) -> Option<String> {
    let (last, _) = above.last()?;
    let what = if *last == 0 { "row 1 is".to_owned() } else { format!("rows 1 to {} are", last + 1) };
    Some(of_sheet(&raw.name, &format!("{what} above the headers and no part of the plan")))
}

/// Returns what is told of rows and columns that are not shown and hold something.
pub(super) fn of_hidden(raw: &Raw, below: &[Row]) -> Vec<String> {
    let rows: Vec<String> = below
        .iter()
        .filter(|(row, _)| raw.hidden_rows.binary_search(row).is_ok())
        .map(|(row, _)| (row + 1).to_string())
        .collect();
    let is_hidden = |column: usize| raw.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column));
    let mut columns: Vec<usize> = Vec::new();
    if !raw.hidden_columns.is_empty() {
        columns = below.iter().flat_map(|(_, cells)| cells.iter().map(|(column, _)| *column)).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.retain(|column| is_hidden(*column));
    }
    let columns: Vec<String> = columns.into_iter().map(letters).collect();
    let sentence = |one: &str, many: &str, names: &[String]| {
        let is = if names.len() == 1 {
            format!("{one} {} is hidden and was", names[0])
        } else {
            format!("{many} {} are hidden and were", some(names))
        };
        of_sheet(&raw.name, &format!("{is} read like the others"))
    };
    let told = [("row", "rows", rows), ("column", "columns", columns)];
    told.iter().filter(|(_, _, names)| !names.is_empty()).map(|(one, many, names)| sentence(one, many, names)).collect()
}

/// Returns what is told of cells that are merged.
pub(super) fn of_merged(raw: &Raw, headers: usize) -> Vec<String> {
    let merged = raw.merged.iter().filter(|area| area.end.0 as usize >= headers);
    let name = |at: (u32, u32)| format!("{}{}", letters(at.1 as usize), at.0 + 1);
    let used = raw.rows.last().map_or(0, |(row, _)| *row);
    let merged = merged.filter(|area| area.start.0 as usize <= used).take(NAMED);
    merged
        .map(|area| {
            let what = format!(
                "{}:{} are merged; what is in them counts for {}",
                name(area.start),
                name(area.end),
                name(area.start)
            );
            let down = if area.start.0 < area.end.0 { ", and the rows below have nothing there" } else { "" };
            of_sheet(&raw.name, &format!("{what} alone{down}"))
        })
        .collect()
}

/// Returns names as a list, those beyond the first few as a number.
pub(super) fn some(names: &[String]) -> String {
    if names.len() <= NAMED {
        return list(&names.iter().map(String::as_str).collect::<Vec<_>>());
    }
    format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED)
}
