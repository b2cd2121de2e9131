//! Applies the waivers of a plan to its findings.
//!
//! A waiver sets aside the findings of one rule, in the whole plan or below `at`. Any partner may give one, except that
//! a statutory rule is waived only by the body its clause names. Every rule can be waived but those about waivers,
//! which are tested afterwards. A finding that concerns several districts is set aside when each of them has waived it,
//! since none may give up another's money.

mod desk;
mod districts;
mod given;
mod givers;

use std::collections::BTreeSet;

use desk::Desk;
use given::Given;

use super::facts::Facts;
use super::findings::Findings;
use super::recorder::Tests;
use super::rule::Phase;
use crate::finding::{Finding, Status};

pub(super) use super::waiver_use::Use;
pub(super) use districts::listed;
pub(super) use given::one_path;
pub use givers::{Givers, givers};

impl Use {
    fn of(given: Option<&Given<'_>>) -> Self {
        let expired = given.is_some_and(|given| given.expired);
        Self { unreadable: given.is_none(), expired, ..Self::default() }
    }
}

/// Marks the findings that waivers cover, and says what became of each waiver, in the order of the plan.
pub(super) fn apply(facts: &Facts<'_>, findings: &mut [Finding]) -> Vec<Use> {
    let waivers = facts.plan.waivers.iter().enumerate();
    let given: Vec<Option<Given<'_>>> = waivers.map(|(index, waiver)| Given::read(facts, index, waiver)).collect();
    let mut uses: Vec<Use> = given.iter().map(|given| Use::of(given.as_ref())).collect();
    if given.iter().all(Option::is_none) {
        return uses;
    }
    let mut desk = Desk::new(facts, &given);
    let mut tested: BTreeSet<&str> = BTreeSet::new();
    for finding in findings.iter_mut() {
        tested.insert(finding.rule);
        if let Some(covering) = desk.judge(finding) {
            finding.status = Status::Waived(covering);
        }
    }
    for finding in unasked(facts, &given, &tested) {
        desk.judge(&finding);
    }
    desk.count(&mut uses);
    uses
}

/// Returns whether a waiver of a place is about a finding, the place being written in whatever form: empty, the plan.
pub fn is_about(path: &str, finding: &Finding) -> bool {
    let scope = one_path(path);
    given::scopes(&finding.at.path).any(|above| above == scope)
}

/// Returns the findings of rules that waivers name but this run leaves out, so that their waivers do not seem unused.
fn unasked(facts: &Facts<'_>, given: &[Option<Given<'_>>], tested: &BTreeSet<&str>) -> Vec<Finding> {
    let mut findings = Findings::default();
    let mut seen = tested.clone();
    for given in given.iter().flatten() {
        let rule = given.rule;
        let applies =
            rule.clause().is_none_or(|clause| facts.round.clause(clause).is_some()) && !facts.round.years.is_empty();
        if seen.insert(rule.id) && applies && given.family.phase != Phase::Waivers {
            (rule.check)(
                facts,
                &mut Tests { family: given.family, rule, facts, findings: &mut findings, made: &mut Vec::new() },
            );
        }
    }
    findings.all
}
