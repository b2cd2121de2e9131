//! The schemas of reports as data, from what is written.

use serde_json::Value;

use super::derived::written_as;
use crate::report::areas::CompareOut;
use crate::report::checklist::ChecklistOut;
use crate::report::diff::DiffOut;
use crate::report::json::{CheckOut, Envelope};
use crate::report::narrative::NarrativeOut;
use crate::report::show::ShowOut;

/// Returns the schema of `bcf.check/1`.
pub fn output() -> Value {
    written_as::<Envelope<CheckOut<'_>>>()
}

/// Returns the schema of `bcf.show/1`.
pub fn show() -> Value {
    written_as::<Envelope<ShowOut<'_>>>()
}

/// Returns the schema of `bcf.checklist/1`.
pub fn checklist() -> Value {
    written_as::<Envelope<ChecklistOut<'_>>>()
}

/// Returns the schema of `bcf.compare/1`.
pub fn compare() -> Value {
    written_as::<CompareOut<'_>>()
}

/// Returns the schema of `bcf.diff/1`.
pub fn diff() -> Value {
    written_as::<Envelope<DiffOut<'_>>>()
}

/// Returns the schema of `bcf.narrative/1`.
pub fn narrative() -> Value {
    written_as::<Envelope<NarrativeOut<'_>>>()
}
