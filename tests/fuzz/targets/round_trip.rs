//! A plan that reads comes back from a workbook with every value, every finding and every test, and what came back
//! comes back again to the byte. A plan rolled forward reads.

use bcf::check::Checked;
use bcf::plan::{ComplaintKind, Plan};
use bcf::policy;
use bcf::template::{Carry, roll};
use bcf::workbook::{ExportError, export, read};

use super::super::meaning;
use super::{checked, day, holds, text};
use meaning::{differences, lost, values, verdict};

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let plan = checked(&text(bytes));
    rolls_forward(&plan)?;
    goes_there_and_back(&plan)
}

/// Checks that a plan that reads comes back from a workbook as it was, and by a second way not otherwise.
pub(super) fn goes_there_and_back(plan: &Checked) -> Result<(), String> {
    let Some(back) = there_and_back(plan)? else { return Ok(()) };
    let after = checked(&back);
    let complaints = &after.plan.complaints;
    let same = complaints.len() == plan.plan.complaints.len();
    holds(same, || format!("what was written reads otherwise: {complaints:?}\n{back}"))?;
    let lost = lost(&values(plan.plan.tree.source()), &values(&back));
    holds(lost.is_empty(), || format!("lost on the way: {lost:?}\n{back}"))?;
    let changed = differences(&verdict(plan), &verdict(&after));
    holds(changed.is_empty(), || format!("changed by the way: {changed:#?}\n{back}"))?;
    let again = there_and_back(&after)?;
    let same = again.as_ref().is_none_or(|again| *again == back);
    holds(same, || format!("a second way changes it:\n{back}\n--- and then\n{}", again.unwrap_or_default()))
}

/// Returns the text of a plan after the way through a workbook; none where it does not read, or does not fit in one.
fn there_and_back(plan: &Checked) -> Result<Option<String>, String> {
    let round = plan.round.as_deref().and_then(|id| policy::round(id).ok());
    match export(plan, "0 errors", round, day()) {
        Ok(workbook) => match read(&workbook) {
            Ok(book) => Ok(Some(book.text)),
            Err(faults) => Err(format!("its own workbook is not imported: {faults:?}")),
        },
        Err(ExportError::Unreadable(_)) => {
            holds(!plan.plan.complaints.is_empty(), || "a plan that reads is not exported".into()).map(|()| None)
        }
        Err(ExportError::TooLong(_) | ExportError::TooLarge(_)) => Ok(None),
    }
}

/// Checks that a plan without complaints, rolled forward into the next round, is TOML of which only gaps cannot be read.
fn rolls_forward(old: &Checked) -> Result<(), String> {
    let Some(was) = old.under.as_deref().filter(|_| old.plan.complaints.is_empty()) else { return Ok(()) };
    let later = policy::round_ids().filter_map(|id| policy::round(id).ok());
    let Some(round) = later.into_iter().find(|round| round.first_year() > was.last_year()) else { return Ok(()) };
    let text = roll(&Carry { from: old, round, published: &[], origin: None });
    let plan = Plan::read(text);
    let gap = |kind| matches!(kind, ComplaintKind::WrongType | ComplaintKind::UnreadableMoney);
    match plan.complaints.iter().find(|complaint| !gap(complaint.kind)) {
        Some(complaint) => Err(format!("rolled forward it does not read: {complaint:?}\n{}", plan.tree.source())),
        None => Ok(()),
    }
}
