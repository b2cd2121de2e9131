//! JSON Schemas (draft 7, the newest that editors of TOML know) of plans, rounds and reports.
//!
//! Words come from the format's own lists and from the rounds' data, so a schema cannot say other words than the reader.

mod derived;
mod forms;
mod output;
mod patterns;
mod plan;
mod round;

use std::io::{self, Write};

use serde_json::Value;

use super::json::without_commands;

pub(crate) use derived::read_from_toml;
pub use output::{checklist, compare, diff, narrative, output, show};
pub use plan::plan;
pub use round::round;

/// Writes a schema, indented, a newline last.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(schema: &Value, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", without_commands(&serde_json::to_string_pretty(schema)?))
}
