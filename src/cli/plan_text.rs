//! The text of a plan, as its file has it or as it is made from a workbook.

use std::path::Path;
use std::sync::Arc;

use super::companion::{self, Beside};
use super::fault::Fault;
use super::utf8::utf8;
use crate::cells::Cells;
use crate::plan::Plan;
#[cfg(feature = "workbook")]
use crate::text::kind::ARCHIVE;

/// The text of a plan, with the cells it was made from where its file is a workbook.
#[derive(Clone, Debug, Default)]
pub(super) struct PlanText {
    text: String,
    cells: Option<Arc<Cells>>,
    /// The notes on how a workbook was read, a sentence each.
    pub(super) notes: Vec<String>,
}

impl PlanText {
    /// Returns the text in the bytes of the file `name`.
    ///
    /// # Errors
    /// When they are neither UTF-8 nor a workbook that can be read.
    pub(super) fn of(bytes: Vec<u8>, name: &str) -> Result<Self, Fault> {
        if is_workbook(&bytes) { of_workbook(&bytes, name, None) } else { utf8(bytes, name).map(Self::from) }
    }

    /// Returns the text in the bytes of the file `name`, of a workbook with its companion; what is to be said of a text
    /// beside it that is another's becomes a note.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn with(bytes: Vec<u8>, name: &str, companion: Result<Option<Beside>, String>) -> Result<Self, Fault> {
        if !is_workbook(&bytes) {
            return Self::of(bytes, name);
        }
        match companion {
            Ok(beside) => of_workbook(&bytes, name, beside.as_ref()),
            Err(note) => of_workbook(&bytes, name, None).map(|text| text.noting(note)),
        }
    }

    /// Returns the text in the bytes of the file at `path`, called `name`, of a workbook with the companion beside it, which
    /// `read` gives where there is one.
    ///
    /// # Errors
    /// When either cannot be read.
    pub(super) fn with_near(
        bytes: Vec<u8>,
        name: &str,
        path: &Path,
        read: impl FnOnce(&Path) -> Result<Option<Vec<u8>>, Fault>,
    ) -> Result<Self, Fault> {
        if !is_workbook(&bytes) {
            return Self::of(bytes, name);
        }
        let near = companion::near(path);
        let found = read(&near)?.map(|bytes| companion::found(&near, bytes, path)).transpose()?;
        Self::with(bytes, name, found.unwrap_or(Ok(None)))
    }

    /// Returns the same, with something to be said of how it was read.
    pub(super) fn noting(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    /// Returns the text of a plan that was read before.
    pub(super) fn of_plan(plan: &Plan) -> Self {
        Self { text: plan.tree.source().to_owned(), cells: plan.cells.clone(), notes: Vec::new() }
    }

    /// Returns the plan.
    pub(super) fn read(self) -> Plan {
        match &self.cells {
            Some(cells) => Plan::read_made(self.text, cells),
            None => Plan::read(self.text),
        }
    }
}

impl From<String> for PlanText {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Returns whether a file is a workbook, whatever is in it.
#[cfg(feature = "workbook")]
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ARCHIVE) && crate::workbook::is_workbook(bytes)
}

/// Returns that no file is a workbook where the program was built without them.
#[cfg(not(feature = "workbook"))]
pub(super) const fn is_workbook(_: &[u8]) -> bool {
    false
}

/// Returns whether a workbook is a plan by what it says of itself, so that it is read where nobody named it.
#[cfg(feature = "workbook")]
pub(super) fn is_plan_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ARCHIVE) && crate::workbook::is_plan(bytes)
}

/// Returns that no workbook is a plan where the program was built without them.
#[cfg(not(feature = "workbook"))]
pub(super) const fn is_plan_workbook(_: &[u8]) -> bool {
    false
}

#[cfg(feature = "workbook")]
fn of_workbook(bytes: &[u8], name: &str, beside: Option<&Beside>) -> Result<PlanText, Fault> {
    use crate::text::words::count;
    use crate::workbook::{Companion, read_with};
    let companion = beside.map(|beside| Companion { name: &beside.name, text: &beside.text });
    let book = read_with(bytes, companion).map_err(|faults| {
        let (first, rest) = (&faults[0], faults.len() - 1);
        let more =
            if rest == 0 { String::new() } else { format!("; and {}", count(rest, "thing more", "things more")) };
        let help = if rest == 0 { first.help.clone() } else { format!("{}; `bcf import` tells all", first.help) };
        Fault::new(format!("{name} cannot be read: {first}{more}")).help_if(Some(help).filter(|help| !help.is_empty()))
    })?;
    let notes = book.notes.iter().map(|note| format!("{name}: {note}")).collect();
    Ok(PlanText { text: book.text, cells: Some(book.cells), notes })
}

#[cfg(not(feature = "workbook"))]
fn of_workbook(bytes: &[u8], name: &str, _: Option<&Beside>) -> Result<PlanText, Fault> {
    utf8(bytes.to_owned(), name).map(PlanText::from)
}
