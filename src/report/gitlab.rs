//! GitLab's code quality report: one entry a finding that counts.
//!
//! An error is `critical`, a warning `minor`, advice `info`.

use std::io::{self, Write};

use serde::Serialize;

use super::Run;
use super::found::{Found, fingerprints, found, plan_files};
use super::json::to_writer;
use super::words::changed;
use crate::finding::{Finding, Level};
use crate::text::escape::shown;

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let plan_files = plan_files(run);
    let all = found(&plan_files);
    let entries: Vec<QualityEntry> = all
        .iter()
        .zip(fingerprints(&all, Finding::fingerprint))
        .map(|(found, key)| QualityEntry::new(found, key))
        .collect();
    to_writer(&entries, 1, out)
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Advice => "info",
    }
}

/// One finding as GitLab reads it.
#[derive(Serialize)]
struct QualityEntry<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

/// GitLab reads the lines; the positions say the same with columns, for whoever reads those.
#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Range<u32>,
    positions: Range<Spot>,
}

#[derive(Serialize)]
struct Range<T> {
    begin: T,
    end: T,
}

#[derive(Serialize)]
struct Spot {
    line: u32,
    column: u32,
}

impl<'a> QualityEntry<'a> {
    fn new(found: &Found<'a>, fingerprint: String) -> Self {
        let (start, end) = (found.start(), found.end());
        let spot = |at: crate::span::Position| Spot { line: at.line, column: at.column };
        Self {
            description: format!("{}{}{}", found.cell(), shown(&found.finding.message), changed(found.finding)),
            check_name: found.finding.rule,
            fingerprint,
            severity: severity(found.finding.level),
            location: Location {
                path: found.plan_file.file,
                lines: Range { begin: start.line, end: end.line },
                positions: Range { begin: spot(start), end: spot(end) },
            },
        }
    }
}
