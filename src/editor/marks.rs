//! The marks of a checked plan: each finding that counts at its figure, with the other figures of its sum.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::sheet::Sheet;
use crate::finding::{Finding, Level, LikelyCause, Status};
use crate::span::Span;

/// The most other places of one finding that are told: an editor lists them all.
const RELATED: usize = 100;

/// A finding as an editor marks it. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark<At = Span> {
    /// The place to underline.
    pub at: At,
    /// The level.
    pub level: Level,
    /// The rule's id.
    pub rule: &'static str,
    /// The fact, and what to do on a line of its own.
    pub message: String,
    /// The address at which the clause can be read; empty where there is none.
    pub url: String,
    /// The other places it is about: the likely cause, then the figures of its sum.
    pub related: Vec<Related<At>>,
    /// The number of the finding among those of the plan; none for what stands for tests that were not made.
    pub finding: Option<usize>,
}

/// Another place a finding is about. `At` is how places are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related<At = Span> {
    /// The place.
    pub at: At,
    /// A fragment that says what is there.
    pub text: String,
}

impl<At> Mark<At> {
    /// Returns the same mark with its places given another way.
    pub fn map_at<To>(self, mut to: impl FnMut(At) -> To) -> Mark<To> {
        Mark {
            at: to(self.at),
            level: self.level,
            rule: self.rule,
            message: self.message,
            url: self.url,
            related: self.related.into_iter().map(|one| Related { at: to(one.at), text: one.text }).collect(),
            finding: self.finding,
        }
    }
}

impl Sheet {
    /// Returns the marks of the plan: a finding each, in the order of its text. Of a plan that fails without a finding
    /// of its own, the first stands at `[plan]` and says why.
    pub fn marks(&self) -> Vec<Mark> {
        let checked = self.checked();
        let own = checked.findings.iter().enumerate().filter(|(_, finding)| finding.status == Status::Failed);
        let causes = self.causes();
        let of_several = |n: usize| causes.get(&n).copied().filter(|cause| cause.is_of_several());
        let own = own.map(|(n, finding)| mark(finding, Some(n), of_several(n)));
        checked.stand_in().iter().map(|finding| mark(finding, None, None)).chain(own).collect()
    }

    /// Returns the cause of each finding that has one, by its number.
    fn causes(&self) -> HashMap<usize, &LikelyCause> {
        // Of several causes of a finding the first is the one.
        let causes = self.checked().diagnosis.causes.iter();
        causes.rev().flat_map(|cause| cause.explains.iter().map(move |n| (*n, cause))).collect()
    }
}

fn mark(finding: &Finding, number: Option<usize>, cause: Option<&LikelyCause>) -> Mark {
    let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines);
    let lines = lines.filter_map(|line| Some((line.at.as_ref()?.span, format!("{}: {}", line.text, line.pounds))));
    let labels = finding.labels.iter().map(|label| (label.at.span, label.text.clone()));
    let mut seen = HashSet::from([finding.at.span]);
    let related = cause.into_iter().filter_map(likely).chain(labels).chain(lines);
    let related = related.filter(|(span, _)| seen.insert(*span)).take(RELATED);
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    Mark {
        at: finding.at.span,
        level: finding.level,
        rule: finding.rule,
        message: format!("{}{help}", finding.message),
        url: finding.clause.as_ref().map(|clause| clause.url.clone()).unwrap_or_default(),
        related: related.map(|(at, text)| Related { at, text }).collect(),
        finding: number,
    }
}

/// Returns where a cause is, and what it may be; nothing where several places are equally likely.
fn likely(cause: &LikelyCause) -> Option<(Span, String)> {
    let edit = cause.mend()?.edits.first()?;
    Some((edit.at.span, format!("likely cause: {}", cause.message)))
}
