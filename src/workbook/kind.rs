//! The kind of an archive, by the names of its parts and what it says of itself.

use std::io::{Cursor, Read};

use super::national;
use super::sheets::{CHECKS, LISTS, MARKED, README};

/// The part of a workbook that lists its sheets.
const SHEETS: &str = "xl/workbook.xml";
/// The part with the properties that programs give a file.
const PROPERTIES: &str = "docProps/custom.xml";
/// The part with the texts of the cells.
const TEXTS: &str = "xl/sharedStrings.xml";
/// The property of the workbooks that this program wrote.
pub(super) const PROPERTY: &str = "bcf-workbook";
/// So many bytes of a part are looked at.
const LOOKED_AT: u64 = 1 << 20;

/// Returns whether an archive is a workbook, whatever is in it.
pub fn is_workbook(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.index_for_name(SHEETS).is_some())
}

/// Returns whether a workbook is a plan by what it says of itself: one that this program wrote.
pub fn is_plan(bytes: &[u8]) -> bool {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut part = |name: &str| {
        let mut text = Vec::new();
        let read = zip.by_name(name).ok().and_then(|part| part.take(LOOKED_AT).read_to_end(&mut text).ok());
        read.map(|_| String::from_utf8_lossy(&text).into_owned()).unwrap_or_default()
    };
    // A marked copy is a report on a plan and not a second one.
    if is_marked(&part(SHEETS)) {
        return false;
    }
    if part(PROPERTIES).contains(&format!("name=\"{PROPERTY}\"")) {
        return true;
    }
    let sheets = part(SHEETS);
    if national::may_be_template(&part(TEXTS))
        && super::open::open(bytes).is_ok_and(|raws| national::is_template(&raws))
    {
        return true;
    }
    [README, CHECKS, LISTS].iter().all(|name| sheets.contains(&format!("name=\"{name}\"")))
}

/// Returns whether a workbook is a marked copy, by the part that lists its sheets and names.
pub(super) fn is_marked(sheets: &str) -> bool {
    let named = sheets.split_once(&format!("name=\"{MARKED}\"")).map(|(_, named)| named);
    named.is_some_and(|named| !named.split("</").next().unwrap_or_default().contains("#REF!"))
}
