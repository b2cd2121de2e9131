//! `path:line:col: level[rule] message`, one line a finding.

use std::io::{self, Write};

use super::Run;
use super::lines::Lines;
use super::places::Places;
use super::words;
use crate::check::Checked;
use crate::finding::{Finding, Status};
use crate::text::escape::shown;

/// Writes every finding, plan by plan.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut Lines::new(out);
    run.plans.iter().try_for_each(|plan| write_plan(plan, out))
}

fn write_plan(plan: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let stand_in = plan.stand_in();
    if plan.findings.is_empty() && stand_in.is_none() {
        return Ok(());
    }
    let places = Places::of_plan(&plan.plan);
    let path = shown(&plan.path);
    let mut told = stand_in.iter().chain(&plan.findings);
    told.try_for_each(|finding| writeln!(out, "{}", line(finding, &path, &places)))
}

/// Returns one finding on one line. `path` is already fit to show.
pub(super) fn line(finding: &Finding, path: &str, places: &Places<'_>) -> String {
    let at = places.spot(&finding.at).in_file(path);
    format!("{at}: {}", said(finding))
}

/// Returns what is said of the place of a finding.
pub(super) fn said(finding: &Finding) -> String {
    let (level, rule, message) = (finding.level, finding.rule, shown(&finding.message));
    format!("{level}[{rule}] {message}{}", set_aside(finding))
}

/// Returns why a finding does not count, where it does not.
fn set_aside(finding: &Finding) -> String {
    match &finding.status {
        Status::Failed => words::changed(finding),
        Status::Waived(waiver) => format!(" (waived by {})", shown(&waiver.by)),
        Status::Baselined => format!(" ({})", words::known_from(finding)),
    }
}
