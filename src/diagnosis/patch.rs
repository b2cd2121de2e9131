//! The text of a plan with what is safe put right.

use super::trial::Before;
use super::{BYTES, Recheck};
use crate::check::{Checked, Patient};
use crate::finding::{Edit, Status, Trial};
use crate::span::Span;

/// Returns the text of a plan that was diagnosed with one mend for each cause and for each finding that has none, and the
/// number of mends; what would harm beside the others is left for the next check. Nothing where there is no safe edit.
pub fn patched(plan: &Checked, recheck: &Recheck<'_>) -> Option<(String, usize)> {
    let tree = &plan.plan.tree;
    let before = Before::new(plan);
    let mut most = BYTES / tree.source().len().max(1);
    let mut taken: Vec<(Span, String)> = Vec::new();
    let mut mends = 0;
    for (edits, explains) in mends_of(plan) {
        let changes: Vec<(Span, String)> = edits.iter().map(|edit| (edit.at.span, edit.with.clone())).collect();
        let overlaps = |span: &Span| taken.iter().any(|(own, _)| span.start <= own.end && own.start <= span.end);
        if changes.iter().any(|(span, _)| overlaps(span)) {
            continue;
        }
        let mut all = taken.clone();
        all.extend(changes);
        all.sort_by_key(|(span, _)| *span);
        // The first is known to be safe: it was tried alone.
        if mends > 0 {
            most = most.checked_sub(1)?;
            let Some(after) = recheck(tree.with(&all), &Patient) else { continue };
            let effect = before.effect(&after);
            if !explains.iter().all(|finding| effect.is_safe_for(*finding)) {
                continue;
            }
        }
        (taken, mends) = (all, mends + 1);
    }
    (mends > 0).then(|| (tree.with(&taken).into_source(), mends))
}

/// Returns the mends of a plan, each with the findings it does away with: those of causes, then those of findings alone.
fn mends_of(plan: &Checked) -> Vec<(Vec<&Edit>, Vec<usize>)> {
    let causes = plan.diagnosis.causes.iter();
    let of_causes = causes.filter_map(|cause| Some((cause.mend()?.edits.iter().collect(), cause.explains.clone())));
    let alone = plan
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.status == Status::Failed && plan.cause_of(finding).is_none());
    let of_findings = alone.filter_map(|(n, finding)| {
        let edit = finding.edit.as_ref().filter(|edit| edit.trial == Trial::Safe)?;
        Some((vec![edit], vec![n]))
    });
    of_causes.chain(of_findings).collect()
}
