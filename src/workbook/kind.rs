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

/// Returns whether a workbook is a plan by what it says of itself: one that this program wrote, or a national template.
pub fn is_plan(bytes: &[u8]) -> bool {
    let Some(mut parts) = Parts::open(bytes) else { return false };
    match parts.says() {
        Says::Exported => true,
        Says::Marked => false,
        Says::Nothing => {
            national::may_be_template(&parts.part(TEXTS))
                && super::open::open(bytes).is_ok_and(|(raws, _)| national::is_template(&raws))
        }
    }
}

/// Returns whether a workbook is one that this program wrote.
pub(super) fn is_exported(bytes: &[u8]) -> bool {
    Parts::open(bytes).is_some_and(|mut parts| matches!(parts.says(), Says::Exported))
}

/// The things a workbook can say of itself.
enum Says {
    /// This program wrote it.
    Exported,
    /// It is a marked copy: a report on a plan, and not a second one.
    Marked,
    Nothing,
}

/// The parts of an archive.
struct Parts<'b>(zip::ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Parts<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        zip::ZipArchive::new(Cursor::new(bytes)).ok().map(Self)
    }

    /// Returns the beginning of a part as text; nothing of one that is not there.
    fn part(&mut self, name: &str) -> String {
        let mut text = Vec::new();
        let read = self.0.by_name(name).ok().and_then(|part| part.take(LOOKED_AT).read_to_end(&mut text).ok());
        read.map(|_| String::from_utf8_lossy(&text).into_owned()).unwrap_or_default()
    }

    /// Returns what the workbook says of itself.
    fn says(&mut self) -> Says {
        let sheets = self.part(SHEETS);
        if is_marked(&sheets) {
            return Says::Marked;
        }
        let has_property = self.part(PROPERTIES).contains(&format!("name=\"{PROPERTY}\""));
        let has_sheets = || [README, CHECKS, LISTS].iter().all(|name| sheets.contains(&format!("name=\"{name}\"")));
        if has_property || has_sheets() { Says::Exported } else { Says::Nothing }
    }
}

/// Returns whether a workbook is a marked copy, by the part that lists its sheets and names.
pub(super) fn is_marked(sheets: &str) -> bool {
    let named = sheets.split_once(&format!("name=\"{MARKED}\"")).map(|(_, named)| named);
    named.is_some_and(|named| !named.split("</").next().unwrap_or_default().contains("#REF!"))
}
