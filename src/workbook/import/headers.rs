//! Headers and keys to the places of a plan they mean.

use crate::period::{Period, Year};
use crate::plan::{nearest, shortened};
use crate::workbook::cell::Cell;
use crate::workbook::format::{Key, Kind, Leaf, RAW, Sheet, Sort};
use crate::workbook::typed;
use crate::workbook::words::{begin_alike, folded, meant};

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

/// Returns a header's key and its period, where it ends or begins with one: `Amount 2025/26`.
pub(super) fn with_period(text: &str) -> (&str, Option<Period>) {
    let spaces: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).collect();
    // `Q1 2025/26` is two words of its own.
    for at in spaces.iter().rev().take(2).rev() {
        if let Some(period) = typed::period(&text[*at..]) {
            return (text[..*at].trim_end(), Some(period));
        }
    }
    (text, None)
}

/// Returns what a header such as `amount 2017-18` means on a sheet.
pub(super) fn target<'f>(sheet: &'f Sheet, text: &str) -> Result<HeaderTarget<'f>, (String, String)> {
    let (path, period) = with_period(text);
    let path = path_of(sheet, path)
        .ok_or_else(|| (format!("`{}` is no key", shortened(text)), "quote a name that holds a space".to_owned()))?;
    let kind = kind(sheet, &path).ok_or_else(|| unknown(sheet, text))?;
    let period = period.map(|period| period.to_string());
    let leaf = leaf(kind, period.as_deref())
        .map_err(|help| (format!("`{}` is no column of this sheet", shortened(text)), help))?;
    Ok(HeaderTarget { path, period, leaf })
}

/// Returns the path that a header or a key means on a sheet: as a plan's file writes it, or in other letters, or by what
/// people call it.
pub(super) fn path_of(sheet: &Sheet, text: &str) -> Option<Vec<String>> {
    let exact = split(text);
    let is_known = |path: &Vec<String>| sheet.keys.iter().any(|key| Some(&key.name) == path.first());
    if exact.as_ref().is_some_and(|path| is_known(path) && kind(sheet, path).is_some()) {
        return exact;
    }
    if let Some(path) = meant(sheet, text) {
        return Some(path);
    }
    // The names below a key are the plan's own.
    let (first, names) = exact.as_deref()?.split_first()?;
    let is_meant = |key: &&Key| begin_alike(&key.name, first) && folded(&key.name) == folded(first);
    let key = sheet.keys.iter().find(is_meant).map(|key| &key.name);
    Some(key.into_iter().chain(key.is_none().then_some(first)).chain(names).cloned().collect())
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

/// Returns the key that a header which means nothing was perhaps meant for: the nearest to it, without a period and what
/// stands in brackets.
pub(super) fn near<'f>(sheet: &'f Sheet, text: &str) -> Option<&'f str> {
    let (text, _) = with_period(text.split(['(', '[']).next().unwrap_or_default().trim_end());
    let first = text.split('.').next().unwrap_or_default();
    // Several comments of one's own are not the plan's comment.
    let is_of_several = |key: &&Key| is_prose(key) && folded(text).strip_suffix('s') == Some(&folded(&key.name));
    if sheet.keys.iter().any(|key| is_of_several(&key)) {
        return None;
    }
    let names = || sheet.keys.iter().map(|key| key.name.as_str());
    nearest(text, names()).or_else(|| nearest(first, names()))
}

/// Returns whether a key may be left out and holds nothing but prose.
fn is_prose(key: &Key) -> bool {
    let is_free = |leaf: &Leaf| leaf.sort == Sort::Text && leaf.words.is_empty() && leaf.to.is_none();
    !key.required && matches!(&key.kind, Kind::Leaf(leaf) if is_free(leaf))
}

/// Returns a header that means nothing, with the nearest that does.
pub(super) fn unknown(sheet: &Sheet, text: &str) -> (String, String) {
    let help = near(sheet, text).map_or_else(
        || {
            let keys: Vec<&str> = sheet.keys.iter().map(|key| key.name.as_str()).take(16).collect();
            format!("this sheet has {}; notes of your own go into a column of their own", keys.join(", "))
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

    #[test]
    fn a_header_is_known_however_it_is_written() {
        let sheet = crate::workbook::format::of_every_round().iter().find(|sheet| sheet.name == "sources").unwrap();
        let meant = |text: &str| target(sheet, text).map(|target| (target.path.join("."), target.period)).ok();
        let amount = Some(("amount".to_owned(), Some("2025-26".to_owned())));
        for text in ["amount 2025-26", "Amount 2025/26", "AMOUNT  2025-26", "Amount 2025/2026"] {
            assert_eq!(meant(text), amount, "{text}");
        }
        assert_eq!(meant("Certified-On"), Some(("certified_on".to_owned(), None)));
        assert_eq!(meant("Comments"), None);
        assert_eq!(near(sheet, "Amonut 2025/26"), Some("amount"));
        assert_eq!(near(sheet, "Amount 2025/26 (£000)"), Some("amount"));
        assert_eq!(
            ["Amount agreed by the board", "Comments", "Budget holder"].map(|text| near(sheet, text)),
            [None; 3]
        );
    }
}
