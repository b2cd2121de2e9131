//! A plan that reads comes back from a workbook with every value, every finding and every test, and what came back
//! comes back again to the byte. A plan rolled forward reads.

#[path = "../../common/meaning.rs"]
#[allow(dead_code, reason = "a part of it is enough here")]
mod meaning;

use bcf::check::Checked;
use bcf::plan::{ComplaintKind, Plan};
use bcf::policy;
use bcf::template::{Carry, roll};
use bcf::workbook::{ExportError, export, import};

use super::{checked, day, holds, text};

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let before = checked(&text(bytes));
    rolls_forward(&before)?;
    let workbook = match exported(&before) {
        Ok(workbook) => workbook,
        Err(ExportError::Unreadable) => {
            return holds(!before.plan.complaints.is_empty(), || "a plan that reads is not exported".into());
        }
        Err(ExportError::TooLong(_) | ExportError::TooLarge(_)) => return Ok(()),
    };
    comes_back(&before, &workbook)
}

/// Returns the workbook of a plan.
pub(super) fn exported(checked: &Checked) -> Result<Vec<u8>, ExportError> {
    let round = checked.round.as_deref().and_then(|id| policy::round(id).ok());
    export(checked, "0 errors", round, day())
}

/// Checks that the plan in a workbook is the one it was made of, and that nothing is changed by a second way.
fn comes_back(before: &Checked, workbook: &[u8]) -> Result<(), String> {
    let back = import(workbook).map_err(|faults| format!("its own workbook is not imported: {faults:?}"))?;
    let after = checked(&back);
    let lost = meaning::lost(&meaning::values(before.plan.tree.source()), &meaning::values(&back));
    holds(lost.is_empty(), || format!("lost on the way: {lost:?}\n{back}"))?;
    let changed = meaning::differences(&meaning::verdict(before), &meaning::verdict(&after));
    holds(changed.is_empty(), || format!("changed by the way: {changed:#?}\n{back}"))?;
    is_written_as_it_is_read(&back)
}

/// Checks that a text an import wrote is, after another way through a workbook, the same to the byte.
pub(super) fn is_written_as_it_is_read(text: &str) -> Result<(), String> {
    let read = checked(text);
    let complaints = &read.plan.complaints;
    holds(complaints.is_empty() && read.plan.tree.errors().is_empty(), || {
        format!("what was written does not read: {complaints:?}\n{text}")
    })?;
    match exported(&read).map(|bytes| import(&bytes)) {
        Ok(Ok(again)) => holds(again == text, || format!("a second way changes it:\n{text}\n--- and then\n{again}")),
        Ok(Err(faults)) => Err(format!("what was imported is not imported again: {faults:?}\n{text}")),
        Err(ExportError::Unreadable) => Err(format!("what was imported is not exported: {text}")),
        Err(ExportError::TooLong(_) | ExportError::TooLarge(_)) => Ok(()),
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
