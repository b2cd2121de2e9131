//! The changes between one check and the next.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::human::Drawer;
use super::paint::Ink;
use super::places::Places;
use super::words;
use super::{Run, concise};
use crate::check::Checked;
use crate::compare::Findings;
use crate::finding::Finding;
use crate::text::escape::shown;
use crate::text::words::count;

/// The state known before a check.
#[derive(Debug, Default)]
pub(crate) struct Before<'a> {
    /// The findings of each plan when it was last checked, by the plan's path.
    pub findings: BTreeMap<&'a str, &'a [Finding]>,
    /// The plans that have no verdict now and had one, and what became of them.
    pub away: BTreeMap<&'a str, Away>,
}

/// The reason a plan that had a verdict has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    /// Its file is not there.
    Gone,
    /// Its file is there; it, or its config, cannot be read.
    Unread,
}

/// Writes what became of the plans that have no verdict now, what is new and what is fixed of each plan, then the
/// verdicts. With `in_lines` a finding takes a line.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn write(run: &Run<'_>, before: &Before<'_>, in_lines: bool, out: &mut dyn Write) -> io::Result<()> {
    for (path, away) in &before.away {
        let what = match away {
            Away::Gone => "is gone",
            Away::Unread => "cannot be checked now",
        };
        let had = before.findings.get(path).map_or(0, |findings| findings.len());
        writeln!(out, "{} {what}; it had {}", shown(path), count(had, "finding", "findings"))?;
    }
    for plan in run.plans {
        let known = before.findings.get(plan.path.as_str()).copied();
        if known.is_none() {
            writeln!(out, "{} is checked for the first time", shown(&plan.path))?;
        }
        write_plan(run, plan, known.unwrap_or_default(), in_lines, out)?;
    }
    if run.only().is_some() {
        return Ok(());
    }
    words::write_verdict(run.view, &words::verdict_of_all(run), &words::sentence_of_all(run), out)
}

/// Writes what became of the findings of one plan, and its verdict.
fn write_plan(run: &Run<'_>, plan: &Checked, known: &[Finding], in_lines: bool, out: &mut dyn Write) -> io::Result<()> {
    let findings = Findings::while_written(known, plan);
    let (places, path) = (Places::of_plan(&plan.plan), shown(&plan.path));
    let drawer = Drawer::new(&plan.path, &places, run.view);
    for new in findings.new.iter().filter(|_| !run.view.quiet) {
        if in_lines {
            writeln!(out, "new: {}", concise::line(new.finding, &path, &places))?;
        } else {
            writeln!(
                out,
                "{}\n{}",
                run.view.paint().ink(Ink::Bad, "new"),
                drawer.block_with(new.finding, plan.cause_of(new.finding))
            )?;
        }
    }
    for fixed in findings.fixed.iter().filter(|_| !run.view.quiet) {
        let word = run.view.paint().ink(Ink::Good, "fixed");
        writeln!(out, "{word}: {path}: {}[{}] {}", fixed.level, fixed.rule, shown(&fixed.message))?;
    }
    let (new, fixed, still) = (findings.new.len(), findings.fixed.len(), findings.still.len());
    let open = match findings.open.len() {
        0 => String::new(),
        open => format!(", {open} cannot be looked for now"),
    };
    writeln!(out, "{}, {fixed} fixed, {still} as before{open}", count(new, "new finding", "new findings"))?;
    words::write_verdict(run.view, &plan.verdict(), &words::sentence(plan), out)
}
