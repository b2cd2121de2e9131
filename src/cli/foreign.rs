//! Files that somebody may take for a plan: what each is, and what to do about it.

use std::path::Path;

use super::fault::Fault;
use crate::span::without_mark;
use crate::text::kind::{ARCHIVE, OLD_WORKBOOK};

/// The advice on a workbook.
#[cfg(feature = "workbook")]
const TO_IMPORT: &str = "a workbook that bcf wrote becomes a plan by `bcf import`";
#[cfg(not(feature = "workbook"))]
const TO_IMPORT: &str = "this bcf was built without workbooks; one with them makes a plan of it by `bcf import`";

/// The advice on what can be no plan.
const TO_START: &str = "name the plan, a TOML file; `bcf init` starts one";

/// Returns the fault of a file that has no `[plan]` and is known for something else, by its name or its first bytes.
pub(super) fn foreign(name: &str, bytes: &[u8]) -> Option<Fault> {
    let path = Path::new(name);
    let has = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    let (what, help) = if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$")) {
        ("is what Excel or Word keeps beside an open file", "name the file without `~$`")
    } else if bytes.starts_with(b"%PDF") {
        ("is a PDF", TO_START)
    } else if bytes.starts_with(OLD_WORKBOOK) {
        ("is an old workbook (.xls) or a locked one", "save it as .xlsx and without a password")
    } else if bytes.starts_with(ARCHIVE) {
        ("is a workbook, a Word file or an archive", TO_IMPORT)
    } else if is_page(bytes) {
        ("is a web page", "name the plan, a TOML file; `bcf verify` holds a page of `bcf report` against it")
    } else if has("csv") {
        (
            "is a table of comma-separated values",
            "name the plan, a TOML file; figures that were published go by `--allocations`",
        )
    } else {
        return None;
    };
    Some(Fault::new(format!("{name} {what} and no plan")).help(help))
}

/// Returns whether a file begins as pages do.
fn is_page(bytes: &[u8]) -> bool {
    let start = without_mark(bytes).trim_ascii_start();
    ["<!doctype html", "<html"]
        .iter()
        .any(|begin| start.get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin.as_bytes())))
}
