//! The changes that mend a plan, as an editor offers them at a place.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde::Serialize;

use super::sheet::Sheet;
use crate::finding::{Edit, Finding, Status, Trial};
use crate::plan::shortened;
use crate::span::Span;
use crate::text::words::count;

/// A text to put in the place of another. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Change<At = Span> {
    /// The text to replace.
    pub at: At,
    /// The text to put there.
    pub with: String,
}

impl<At> Change<At> {
    /// Returns the same change with its place given another way.
    pub fn map_at<To>(self, to: impl FnOnce(At) -> To) -> Change<To> {
        Change { at: to(self.at), with: self.with }
    }
}

/// A change, or several that belong together, and what it does. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action<At = Span> {
    /// The words on it: ``change `499_481` to `599_481` (answers 7 findings)``.
    pub title: String,
    /// The changes, in the order of the text; no two overlap.
    pub changes: Vec<Change<At>>,
    /// The findings it does away with, by their number among those of the plan.
    pub answers: Vec<usize>,
    /// True where it is the likely cause of all it answers, and nothing speaks for another.
    pub is_likely: bool,
}

impl<At> Action<At> {
    /// Returns the same action with its places given another way.
    pub fn map_at<To>(self, mut to: impl FnMut(At) -> To) -> Action<To> {
        let changes = self.changes.into_iter().map(|change| change.map_at(&mut to)).collect();
        Action { title: self.title, changes, answers: self.answers, is_likely: self.is_likely }
    }
}

impl Sheet {
    /// Returns the changes for a stretch of the plan's text: those of the findings that are there or name a figure there,
    /// the likely cause first. Each was tried on a copy of the plan: its findings go, and no other comes. Nothing before
    /// [`Sheet::diagnose`], and nothing for a workbook, whose text nobody sees.
    pub fn actions(&self, at: Span) -> Vec<Action> {
        self.all_actions().into_iter().filter(|(_, spans)| spans.iter().any(|span| span.meets(at))).map(first).collect()
    }

    /// Returns every change that mends something of the plan, the likely causes first.
    pub fn every_action(&self) -> Vec<Action> {
        self.all_actions().into_iter().map(first).collect()
    }

    /// Returns every action with the places it is offered at.
    fn all_actions(&self) -> Vec<(Action, Vec<Span>)> {
        let checked = self.checked();
        if !self.is_diagnosed() || checked.plan.cells.is_some() {
            return Vec::new();
        }
        let mut all: Vec<(Action, Vec<Span>)> = Vec::new();
        for cause in &checked.diagnosis.causes {
            for mend in &cause.mends {
                let edits: Vec<&Edit> = mend.edits.iter().collect();
                all.push(self.offered(&edits, &cause.explains, cause.mends.len() == 1));
            }
        }
        for (n, finding) in checked.findings.iter().enumerate().filter(|(_, one)| one.status == Status::Failed) {
            let own = finding.edit.as_ref().filter(|edit| edit.trial == Trial::Safe);
            all.extend(own.map(|edit| self.offered(&[edit], &[n], false)));
        }
        let mut seen: HashSet<Vec<Change>> = HashSet::new();
        all.retain(|(action, _)| seen.insert(action.changes.clone()));
        all.sort_by_key(|(action, _)| (!action.is_likely, Reverse(action.answers.len())));
        all
    }

    fn offered(&self, edits: &[&Edit], answers: &[usize], is_likely: bool) -> (Action, Vec<Span>) {
        let text = self.text();
        let words: Vec<String> = edits.iter().map(|edit| words(text, edit)).collect();
        let more = if answers.len() > 1 {
            format!(" (answers {})", count(answers.len(), "finding", "findings"))
        } else {
            String::new()
        };
        let changes = edits.iter().map(|edit| Change { at: edit.at.span, with: edit.with.clone() }).collect();
        let findings = answers.iter().filter_map(|n| self.checked().findings.get(*n));
        let spans = findings.flat_map(places).chain(edits.iter().map(|edit| edit.at.span)).collect();
        let title = format!("{}{more}", words.join(", and "));
        (Action { title, changes, answers: answers.to_vec(), is_likely }, spans)
    }
}

fn first((action, _): (Action, Vec<Span>)) -> Action {
    action
}

/// Returns an edit in words.
fn words(text: &str, edit: &Edit) -> String {
    let (old, with) = (edit.at.span.of(text).trim(), edit.with.trim());
    match (old.is_empty(), with.is_empty()) {
        (true, _) => format!("insert `{}`", shortened(with)),
        (false, true) if old.contains('\n') => format!("delete {}", count(old.lines().count(), "line", "lines")),
        (false, true) => format!("delete `{}`", shortened(old)),
        (false, false) => format!("change `{}` to `{}`", shortened(old), shortened(with)),
    }
}

/// Returns the places a finding is at, or labels.
fn places(finding: &Finding) -> impl Iterator<Item = Span> + '_ {
    std::iter::once(finding.at.span).chain(finding.labels.iter().map(|label| label.at.span))
}
