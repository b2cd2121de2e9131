//! Findings new, fixed and still there, by fingerprint.

use std::collections::{HashMap, VecDeque};

use crate::check::Checked;
use crate::finding::{Finding, Status, Test};
use crate::money::Money;

/// The changes to the findings.
#[derive(Debug, Default)]
pub struct Findings<'a> {
    /// In the new plan and not in the old, or worse than they were.
    pub new: Vec<New<'a>>,
    /// In the old plan and not in the new.
    pub fixed: Vec<&'a Finding>,
    /// In both.
    pub still: Vec<Still<'a>>,
    /// In the old plan, and not looked for in the new: nobody knows whether they are fixed.
    pub open: Vec<&'a Finding>,
}

/// A finding the old plan did not have, or not as bad.
#[derive(Debug)]
pub struct New<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The finding in the old plan, where it was there: of a lesser level, or waived.
    pub was: Option<&'a Finding>,
}

impl New<'_> {
    /// Returns whether it counts.
    pub fn counts(&self) -> bool {
        self.finding.status == Status::Failed
    }
}

/// A finding in both plans.
#[derive(Debug)]
pub struct Still<'a> {
    /// In the old one.
    pub old: &'a Finding,
    /// In the new one.
    pub new: &'a Finding,
}

impl<'a> Findings<'a> {
    /// Tells the findings of two checks apart.
    pub fn new(old: &'a [Finding], new: &'a [Finding]) -> Self {
        let mut out = Self::default();
        let mut known = vec![false; old.len()];
        for (finding, pair) in new.iter().zip(pairs(old, new)) {
            let was = pair.map(|n| {
                known[n] = true;
                &old[n]
            });
            match was {
                Some(old) if !worsened(old, finding) => out.still.push(Still { old, new: finding }),
                was => out.new.push(New { finding, was }),
            }
        }
        out.fixed = old.iter().zip(known).filter(|(_, known)| !known).map(|(finding, _)| finding).collect();
        out
    }
}

impl<'a> Findings<'a> {
    /// Tells what was known of a plan from what a check has found, while somebody writes it. Where the text is not TOML
    /// to its end, or its round is not known, most tests could not be made: what is not found then is open and not
    /// fixed.
    pub fn while_written(known: &'a [Finding], now: &'a Checked) -> Self {
        let mut out = Self::new(known, &now.findings);
        if !now.plan.tree.errors().is_empty() || now.round.is_none() {
            out.open = std::mem::take(&mut out.fixed);
        }
        out
    }
}

/// Returns the index in `old` of each finding of `new`, matched by fingerprint; of several with one fingerprint as many
/// are matched as there were, in order.
pub fn pairs(old: &[Finding], new: &[Finding]) -> Vec<Option<usize>> {
    let mut known: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (n, finding) in old.iter().enumerate() {
        known.entry(finding.fingerprint()).or_default().push_back(n);
    }
    new.iter().map(|finding| known.get_mut(&finding.fingerprint()).and_then(VecDeque::pop_front)).collect()
}

/// The state in the old plan of a finding of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// True when it is known: it was there and does not count for more now.
    pub is_known: bool,
    /// The amounts before and now, in pounds, where they differ by more than rounding.
    pub change: Option<(Money, Money)>,
}

/// Returns what the old findings have to say of each of the new ones.
pub fn known(old: &[Finding], new: &[Finding]) -> Vec<Before> {
    let before = |(finding, pair): (&Finding, Option<usize>)| {
        let was = pair.map(|n| &old[n]);
        Before {
            is_known: was.is_some_and(|was| !worsened(was, finding)),
            change: was.and_then(|was| finding.change_from(was.size())),
        }
    };
    new.iter().zip(pairs(old, new)).map(before).collect()
}

/// Returns which tests of the new plan were required and not made before either. What a draft may leave untested is not
/// known of a plan that is sent in.
pub fn known_tests(old: &Checked, new: &Checked) -> Vec<bool> {
    let counted = old.plan.is_sent_in() || !new.plan.is_sent_in();
    let new = &new.tests;
    let lacking = old.tests.iter().filter(|test| counted && test.is_lacking());
    let mut left: HashMap<String, usize> = HashMap::new();
    lacking.for_each(|test| *left.entry(test.fingerprint()).or_default() += 1);
    let mut is_known = |test: &Test| {
        let slot = left.get_mut(&test.fingerprint()).filter(|left| **left > 0);
        slot.map(|left| *left -= 1).is_some()
    };
    new.iter().map(|test| test.is_lacking() && is_known(test)).collect()
}

/// Returns whether a finding that was there counts for more now: it did not count, it was of a lesser level, or what it
/// is about is more by more than rounding.
fn worsened(old: &Finding, new: &Finding) -> bool {
    let more = new.change_from(old.size()).is_some_and(|(before, now)| now > before);
    new.status == Status::Failed && (old.status != Status::Failed || new.level > old.level || more)
}
