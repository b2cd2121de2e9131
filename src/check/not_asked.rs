//! The parts of a plan that its workbook does not ask: what is not there of them is no finding, but a test that was not
//! made, so that nothing counts as passed for it.

use super::Checked;
use crate::cells::Cells;
use crate::finding::{Cause, ClauseRef, Finding, Level, Need, Outcome, Status, Test};
use crate::plan::Plan;

/// The beginning of the reason of such a test; the name of the part follows.
const REASON: &str = "not in the template: ";

/// Turns findings that something is not there, where the workbook does not ask for it, into tests that were not made.
/// The verdict needs those that would fail the plan, now or once it is sent in: `threshold` is the level that does.
pub(super) fn set_aside(plan: &Plan, threshold: Level, findings: &mut Vec<Finding>, tests: &mut Vec<Test>) {
    let Some(cells) = plan.cells.as_deref().filter(|cells| !cells.not_asked.is_empty()) else { return };
    let mut set_aside = |finding: &Finding| {
        let is_open = finding.status == Status::Failed && plan.resolve(&finding.at.path).is_none();
        let Some(name) = name_of(cells, &finding.at.path).filter(|_| is_open) else { return false };
        let need = if finding.is_gap || finding.level >= threshold {
            Need::Required
        } else if finding.clause.as_ref().is_some_and(ClauseRef::is_weak) {
            Need::ToBeConfirmed
        } else {
            Need::Free
        };
        tests.push(Test {
            rule: finding.rule,
            outcome: Outcome::NotEvaluated(format!("{REASON}{name}").into()),
            year: finding.year,
            subject: finding.subject.as_deref().map(Into::into),
            place: Some(finding.place.as_str().into()),
            clause: None,
            at: None,
            ledger: None,
            need,
            cause: Cause::Unknown,
            known: false,
        });
        true
    };
    findings.retain(|finding| !set_aside(finding));
}

/// Returns the name of the part a path is in, where the workbook does not ask for it.
fn name_of<'c>(cells: &'c Cells, path: &str) -> Option<&'c str> {
    let segments: Vec<&str> = path.split('.').collect();
    let is_in = |part: &String| {
        let part: Vec<&str> = part.split('.').collect();
        part.len() <= segments.len() && part.iter().zip(&segments).all(|(part, own)| *part == "*" || part == own)
    };
    cells.not_asked.iter().find(|(_, parts)| parts.iter().any(is_in)).map(|(name, _)| name.as_str())
}

/// Returns the parts of a plan that were not tested because its workbook does not ask for them, each once.
pub fn not_in_template(checked: &Checked) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in checked.tests.iter().filter_map(part_of) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the part that a test was not made of because the workbook does not ask for it.
pub fn part_of(test: &Test) -> Option<&str> {
    match &test.outcome {
        Outcome::NotEvaluated(reason) => reason.strip_prefix(REASON),
        Outcome::Passed | Outcome::NotApplicable(_) => None,
    }
}
