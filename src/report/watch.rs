//! What changed between one check and the next.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::escape::shown;
use super::human::Drawer;
use super::paint::Ink;
use super::places::Places;
use super::words::{self, count};
use super::{Run, concise};
use crate::check::Checked;
use crate::compare::Findings;
use crate::finding::Finding;

/// Write what is new and what is fixed of each plan that changed, then the verdicts. `known` holds the findings of the
/// last check by plan; with `in_lines` a finding takes a line.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, known: &BTreeMap<&str, &[Finding]>, in_lines: bool, out: &mut dyn Write) -> io::Result<()> {
    for (path, findings) in known.iter().filter(|(path, _)| !run.plans.iter().any(|plan| plan.path == **path)) {
        writeln!(
            out,
            "{} is gone or cannot be read now; it had {}",
            shown(path),
            count(findings.len(), "finding", "findings")
        )?;
    }
    for plan in run.plans {
        let before = known.get(plan.path.as_str()).copied();
        if before.is_none() {
            writeln!(out, "{} is checked for the first time", shown(&plan.path))?;
        }
        write_plan(run, plan, before.unwrap_or_default(), in_lines, out)?;
    }
    if run.only().is_some() {
        return Ok(());
    }
    words::write_verdict(run.view, &words::verdict_of_all(run), &words::sentence_of_all(run), out)
}

fn write_plan(
    run: &Run<'_>,
    plan: &Checked,
    before: &[Finding],
    in_lines: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let findings = Findings::new(before, &plan.findings);
    let (places, path) = (Places::new(plan.plan.tree.source()), shown(&plan.path));
    let drawer = Drawer::new(&plan.path, &places, run.view);
    for new in findings.new.iter().filter(|_| !run.view.quiet) {
        if in_lines {
            writeln!(out, "new: {}", concise::line(new.finding, &path, &places))?;
        } else {
            writeln!(out, "{}\n{}", run.view.paint().ink(Ink::Bad, "new"), drawer.block(new.finding))?;
        }
    }
    for fixed in findings.fixed.iter().filter(|_| !run.view.quiet) {
        let word = run.view.paint().ink(Ink::Good, "fixed");
        writeln!(out, "{word}: {path}: {}[{}] {}", fixed.level, fixed.rule, shown(&fixed.message))?;
    }
    let (new, fixed, still) = (findings.new.len(), findings.fixed.len(), findings.still.len());
    writeln!(out, "{}, {fixed} fixed, {still} as before", count(new, "new finding", "new findings"))?;
    words::write_verdict(run.view, &plan.verdict(), &words::sentence(plan), out)
}
