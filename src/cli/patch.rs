//! `bcf check --patch`: what is safe to put right, as a unified diff. The plans stay as they are.

use std::fmt::Write as _;
use std::path::Path;

use similar::TextDiff;

use super::causes::recheck;
use super::fault::Fault;
use super::gather::Gathered;
use super::io::Io;
use super::print::{print, tell};
use super::small::SMALL;
use crate::diagnosis::patched;
use crate::report::words;
use crate::text::escape::shown;
use crate::text::words::count;

/// Writes the patch of the plans to stdout, and how each plan stands without it to stderr.
///
/// # Errors
/// When stdout cannot be written.
pub(super) fn write(gathered: &Gathered, files: &[String], io: &mut Io<'_>) -> Result<(), Fault> {
    if SMALL {
        return Err(Fault::not_in_small("write a patch"));
    }
    let mut patch = String::new();
    let mut notes = Vec::new();
    for ((plan, origin), file) in gathered.plans.iter().zip(&gathered.origins).zip(files) {
        if plan.plan.cells.is_some() {
            notes.push(format!(
                "{} is a workbook, and a patch is of texts: bcf check says which cell to change",
                plan.path
            ));
            continue;
        }
        let found = patched(plan, &*recheck(plan, origin));
        let mends = found.as_ref().map_or(0, |(_, mends)| *mends);
        if let Some((text, _)) = found {
            let file = quoted(file);
            let old = plan.plan.tree.source();
            let diff = TextDiff::from_lines(old, text.as_str());
            let [a, b] = ["a", "b"].map(|side| match file.strip_prefix('"') {
                Some(rest) => format!("\"{side}/{rest}"),
                None => format!("{side}/{file}"),
            });
            let _ = write!(patch, "{}", diff.unified_diff().header(&a, &b));
        }
        notes.push(format!("{}; the patch has {}", words::sentence(plan), count(mends, "mend", "mends")));
    }
    if io.columns.is_some() {
        patch = patch.lines().flat_map(|line| [shown(line), "\n".into()]).collect();
    }
    tell(&notes, io);
    print(io, |out| out.write_all(patch.as_bytes()))
}

/// Returns the name of a file as a patch has it: in quotes where it has characters that a patch would take for its own.
fn quoted(file: &str) -> String {
    let file = Path::new(file).strip_prefix("/").map_or(file, |below| below.to_str().unwrap_or(file));
    if !file.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        return file.to_owned();
    }
    let mut out = "\"".to_owned();
    for c in file.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => c.to_string().bytes().for_each(|byte| {
                let _ = write!(out, "\\{byte:03o}");
            }),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
