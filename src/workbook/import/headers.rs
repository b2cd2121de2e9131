//! Headers and keys to the places of a plan they mean.

use crate::period::{Period, Year};
use crate::plan::{nearest, shortened};
use crate::workbook::cell::Cell;
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Key, Kind, Leaf, RAW, Sheet};
use crate::workbook::words::meant;

/// The place in an entry or a section to which the cells of a column, or of a row, belong.
#[derive(Clone)]
pub(super) struct HeaderTarget<'f> {
    /// The keys that lead there.
    pub(super) path: Vec<String>,
    /// The period, where there is one.
    pub(super) period: Option<String>,
    pub(super) leaf: &'f Leaf,
}

/// Returns the text of a header, without the star of those that are needed.
pub(super) fn header(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().trim_end_matches('*').trim_end().to_owned(),
        // A spreadsheet makes a date of a month that is typed.
        Cell::Day { date, .. } => date.to_string()[..7].to_owned(),
        Cell::Number(value, _) => value.to_string(),
        Cell::Truth(truth) => truth.to_string(),
        Cell::Broken(what) => what.clone(),
    }
}

/// Returns what a header such as `amount 2017-18` means on a sheet.
pub(super) fn target<'f>(sheet: &'f Sheet, text: &str) -> Result<HeaderTarget<'f>, (String, String)> {
    let (path, period) = match text.rsplit_once(' ') {
        Some((path, period)) if Period::parse(period).is_some() => (path.trim_end(), Some(period)),
        _ => (text, None),
    };
    let path = path_of(sheet, path)
        .ok_or_else(|| (format!("`{text}` is no key"), "quote a name that holds a space".to_owned()))?;
    let kind = kind(sheet, &path).ok_or_else(|| unknown(sheet, text))?;
    let leaf = leaf(kind, period).map_err(|help| (format!("`{text}` is no column of this sheet"), help))?;
    Ok(HeaderTarget { path, period: period.map(str::to_owned), leaf })
}

/// Returns the path that a header or a key means on a sheet: in words, or as a plan's file writes it.
pub(super) fn path_of(sheet: &Sheet, text: &str) -> Option<Vec<String>> {
    meant(sheet, text).or_else(|| split(text))
}

/// Returns the leaf of a kind, at a period or without one.
pub(super) fn leaf<'f>(kind: &'f Kind, period: Option<&str>) -> Result<&'f Leaf, String> {
    match (kind, period) {
        (Kind::Leaf(leaf), None) => Ok(leaf),
        (Kind::Leaf(_), Some(_)) => Err("it has one value and none by period".to_owned()),
        (Kind::By { each, months }, Some(period)) if *months || Year::parse(period).is_some() => Ok(each),
        (Kind::By { .. }, Some(_)) => Err("it goes by financial year: write a year as 2017-18".to_owned()),
        (_, None) => Ok(&RAW),
        (_, Some(_)) => Err("it is a table: name one of its keys, with a point between".to_owned()),
    }
}

/// Returns the kind of what a path leads to on a sheet.
pub(super) fn kind<'f>(sheet: &'f Sheet, path: &[String]) -> Option<&'f Kind> {
    let (first, rest) = path.split_first()?;
    let known = |keys: &'f [Key], name: &str| keys.iter().find(|key| key.name == name).map(|key| &key.kind);
    let mut kind = known(&sheet.keys, first).or(sheet.each.as_ref())?;
    for name in rest {
        kind = match kind {
            Kind::Names { known: keys, each } => known(keys, name).unwrap_or(each),
            Kind::Table(keys) => known(keys, name)?,
            _ => return None,
        };
    }
    Some(kind)
}

/// Returns a header that means nothing, with the nearest that does.
pub(super) fn unknown(sheet: &Sheet, text: &str) -> (String, String) {
    let first = text.split([' ', '.']).next().unwrap_or_default();
    let near = nearest(first, sheet.keys.iter().map(|key| key.name.as_str()));
    let help = near.map_or_else(
        || {
            let keys: Vec<&str> = sheet.keys.iter().map(|key| key.name.as_str()).take(16).collect();
            format!("this sheet has {}; notes of your own go on a sheet whose name begins with _", keys.join(", "))
        },
        |near| format!("did you mean `{near}`?"),
    );
    (format!("the sheet `{}` has no `{}`", sheet.name, shortened(text)), help)
}

/// Returns the segments of a dotted path, quotes taken off.
pub(super) fn split(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    let mut rest = path.trim();
    loop {
        let tail = if let Some(quoted) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = quoted.char_indices().find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            let (end, _) = end?;
            segments.push(quoted[..end].replace("\\\"", "\"").replace("\\\\", "\\"));
            &quoted[end + 1..]
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            segments.push(rest[..end].trim().to_owned());
            &rest[end..]
        };
        if segments.last().is_some_and(String::is_empty) {
            return None;
        }
        match tail.strip_prefix('.') {
            Some(more) => rest = more,
            None => return tail.is_empty().then_some(segments),
        }
    }
}

/// Returns the header row of a sheet: its cells with their columns.
pub(super) fn first_row<'r>(
    sheet: &Sheet,
    rows: &'r [(usize, Vec<(usize, Cell)>)],
) -> Result<Vec<(usize, &'r Cell)>, CellFault> {
    let Some((row, cells)) = rows.first() else { return Ok(Vec::new()) };
    if *row == 0 {
        return Ok(cells.iter().map(|(column, cell)| (*column, cell)).collect());
    }
    let help = "put the headers into row 1 as they were exported, and nothing above them";
    Err(CellFault::at(&sheet.name, (0, 0), "the first row is empty and should hold the headers", help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_split_at_its_points() {
        let split = |path| split(path).map(|segments| segments.join("|"));
        assert_eq!(split("parts.nhs").as_deref(), Some("parts|nhs"));
        assert_eq!(split("by_priority.\"BCF 1.2 \\\"x\\\"\"").as_deref(), Some("by_priority|BCF 1.2 \"x\""));
        assert_eq!((split("a..b"), split("\"a"), split("\"a\"b")), (None, None, None));
    }
}
