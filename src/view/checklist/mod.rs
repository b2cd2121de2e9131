//! The checklist of an assurer: every clause of the round that asks something, by condition, with the tests the engine
//! made of it.

mod judge;
mod requirement;

use std::collections::BTreeMap;

use super::clauses::rule_clause;
use super::scene::Scene;
use crate::check::{self, subject_name};
use crate::finding::{Finding, Outcome, Status, Test};
use crate::plan::{Assurance, Field};
use crate::policy::{Clause, Round};
use crate::span::NodeId;
use judge::{aspect, decide, state};

pub use requirement::{Counts, Evidence, Group, Proof, Requirement, State};

/// Every requirement of the round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checklist {
    /// Those with something that is not met, then the others: each time the national conditions in their order, then what
    /// the round asks beside them.
    pub groups: Vec<Group>,
    /// Findings that count and belong to no clause: sums that do not add up, references to nothing, what cannot be read.
    pub beside: Vec<Proof>,
}

impl Proof {
    /// Returns whether it only looks whether the plan points to its narrative.
    pub fn is_pointer(&self) -> bool {
        aspect(self.rule) == check::Aspect::Pointer
    }
}

impl Checklist {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut proofs = proofs(scene);
        let mut groups: Vec<Group> = scene
            .round
            .conditions
            .iter()
            .map(|condition| Group {
                condition: Some(condition.id.to_string()),
                number: condition.number,
                name: condition.name.to_string(),
                requirements: Vec::new(),
            })
            .collect();
        for clause in scene.round.clauses.iter().filter(|clause| clause.asks) {
            let requirement = requirement(scene, clause, proofs.remove(clause.id.as_str()).unwrap_or_default());
            let place = place(scene.round, clause, &mut groups);
            groups[place].requirements.push(requirement);
        }
        groups.retain(|group| !group.requirements.is_empty());
        // Where the round does not order what is beside its conditions, that comes last.
        groups.sort_by_key(|group| group.name == OTHER);
        not_met_first(&mut groups);
        Self { groups, beside: beside(scene) }
    }

    /// Returns every requirement.
    pub fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.groups.iter().flat_map(|group| &group.requirements)
    }

    /// Returns the number of requirements in each state.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for requirement in self.requirements() {
            counts.by_state[requirement.state as usize] += 1;
        }
        counts
    }
}

/// Puts what is not met before the rest: the groups that have such a requirement, and in each group its requirements.
fn not_met_first(groups: &mut [Group]) {
    let holds = |requirement: &Requirement| requirement.state != State::NotMet;
    for group in &mut *groups {
        group.requirements.sort_by_key(holds);
    }
    groups.sort_by_key(|group| group.requirements.iter().all(holds));
}

/// The heading for a clause that names neither a condition nor a heading.
const OTHER: &str = "Other requirements";

/// Returns the place of the group a clause belongs to, made where it is not there yet.
fn place(round: &Round, clause: &Clause, groups: &mut Vec<Group>) -> usize {
    let condition = |id: &str| round.conditions.iter().position(|condition| condition.id == id);
    let own = || round.conditions.iter().position(|condition| condition.clause == clause.id);
    if let Some(place) = clause.under.as_deref().and_then(condition).or_else(own) {
        return place;
    }
    let name = clause.under.as_deref().unwrap_or(OTHER);
    if let Some(place) = groups.iter().position(|group| group.condition.is_none() && group.name == name) {
        return place;
    }
    groups.push(Group { condition: None, number: None, name: name.to_owned(), requirements: Vec::new() });
    groups.len() - 1
}

/// Returns whether a clause is one of the round's that ask something.
fn asks(round: &Round, id: &str) -> bool {
    round.clause(id).is_some_and(|clause| clause.asks)
}

/// Returns the tests of every clause: those that name it, and those of the rules that check it. One that only names a
/// definition or a figure it rests on is of its rule's clause.
fn proofs(scene: &Scene<'_>) -> BTreeMap<String, Vec<Proof>> {
    let mut proofs: BTreeMap<String, Vec<Proof>> = BTreeMap::new();
    let mut add = |own: Option<&str>, rule: &str, proof: Proof| {
        let needs_rule = own.is_none_or(|id| !asks(scene.round, id));
        let rule = rule_clause(rule).filter(|id| needs_rule && Some(*id) != own);
        for id in own.into_iter().chain(rule) {
            proofs.entry(id.to_owned()).or_default().push(proof.clone());
        }
    };
    for finding in &scene.checked.findings {
        add(finding.clause.as_ref().map(|clause| clause.id.as_str()), finding.rule, failed(scene, finding));
    }
    let gaps = Gaps::of(&scene.checked.findings);
    for test in &scene.checked.tests {
        add(test.clause.as_deref(), test.rule, made(scene, &gaps, test));
    }
    proofs
}

/// Findings that count and whose clause, if any, is not among those of the round that ask something.
fn beside(scene: &Scene<'_>) -> Vec<Proof> {
    let is_listed = |id: &str| asks(scene.round, id);
    let found = scene.checked.findings.iter().filter(|finding| finding.status == Status::Failed);
    let found = found.filter(|finding| {
        let own = finding.clause.as_ref().is_some_and(|clause| is_listed(&clause.id));
        !own && !rule_clause(finding.rule).is_some_and(is_listed)
    });
    found.map(|finding| failed(scene, finding)).collect()
}

fn failed(scene: &Scene<'_>, finding: &Finding) -> Proof {
    let (state, says) = match &finding.status {
        Status::Waived(waiver) => (
            State::Waived,
            format!("{}; waived by {}: {}", finding.message, scene.facts.partner_name(&waiver.by), waiver.reason),
        ),
        Status::Failed | Status::Baselined => (State::NotMet, finding.message.clone()),
    };
    let ledger = finding.ledger.as_ref();
    Proof {
        rule: finding.rule,
        state,
        level: Some(finding.level),
        year: finding.year,
        name: finding.subject.as_deref().map(|subject| subject_name(scene.facts, finding.rule, subject)),
        subject: finding.subject.clone(),
        decides: false,
        says: Some(says),
        planned: ledger.map(|ledger| ledger.actual),
        required: ledger.map(|ledger| ledger.required),
        at: Some(scene.at_site(&finding.at)),
    }
}

fn made(scene: &Scene<'_>, gaps: &Gaps<'_>, test: &Test) -> Proof {
    let gap = || test.at.and_then(|node| gaps.within(scene, node));
    let (state, says) = match &test.outcome {
        Outcome::Passed => gap().map_or((State::Met, None), |gap| (State::NotEvaluated, Some(gap))),
        Outcome::NotEvaluated(reason) => (State::NotEvaluated, Some(reason.to_string())),
        Outcome::NotApplicable(reason) => (State::NotApplicable, Some(reason.to_string())),
    };
    let ledger = test.ledger.as_ref();
    let lines = ledger.map_or(&[][..], |tally| &tally.lines);
    let largest = lines.iter().max_by_key(|(node, pounds)| (*pounds, std::cmp::Reverse(*node))).map(|(node, _)| *node);
    Proof {
        rule: test.rule,
        state,
        level: None,
        year: test.year,
        name: test.subject.as_deref().map(|subject| subject_name(scene.facts, test.rule, subject)),
        subject: test.subject.as_deref().map(str::to_owned),
        decides: false,
        says,
        planned: ledger.map(|tally| tally.actual),
        required: ledger.map(|tally| tally.required),
        at: test.at.or(largest).map(|node| scene.at(node)),
    }
}

/// The gaps of a plan, by their path with a point behind it: those below a path then stand in one row.
struct Gaps<'a>(BTreeMap<String, (usize, &'a Finding)>);

impl<'a> Gaps<'a> {
    fn of(findings: &'a [Finding]) -> Self {
        let mut gaps = BTreeMap::new();
        for (n, gap) in findings.iter().enumerate().filter(|(_, finding)| finding.is_gap) {
            gaps.entry(format!("{}.", gap.at.path)).or_insert((n, gap));
        }
        Self(gaps)
    }

    /// Returns what is not filled in of an entry a test passed on the strength of, if something is not: the first in the
    /// order of the findings.
    fn within(&self, scene: &Scene<'_>, node: NodeId) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let path = format!("{}.", scene.plan.path_of(node));
        let below = self.0.range(path.clone()..).take_while(|(gap, _)| gap.starts_with(&path));
        let (_, gap) = below.map(|(_, gap)| *gap).min_by_key(|(n, _)| *n)?;
        Some(format!("`{}` {}", gap.at.path, gap.message))
    }
}

fn requirement(scene: &Scene<'_>, clause: &Clause, mut proofs: Vec<Proof>) -> Requirement {
    decide(&mut proofs);
    let (state, reason) = judged(scene, clause, state(scene.round, clause, &proofs));
    Requirement {
        clause: scene.round.citation(clause),
        says: clause.says.to_string(),
        state,
        reason,
        proofs,
        evidence: evidence(scene, clause),
    }
}

/// Returns the state of a requirement, with the reason, after what a person has judged of it. No judgement stands in for
/// a test.
fn judged(scene: &Scene<'_>, clause: &Clause, tested: (State, Option<String>)) -> (State, Option<String>) {
    let said = |met: bool| {
        let of_clause = |entry: &&Assurance| entry.clause.str() == Some(&clause.id) && entry.met.get() == Some(&met);
        scene.plan.assurance.iter().find(of_clause)
    };
    if scene.plan.assurance.is_empty() || !check::is_for_a_person(scene.round, clause) {
        return tested;
    }
    match (said(false), said(true)) {
        (Some(entry), _) => (State::NotMet, Some(judgement(scene, entry))),
        (None, Some(entry)) if tested.0 == State::ForAPerson => (State::Judged, Some(judgement(scene, entry))),
        (None, _) => tested,
    }
}

/// Returns who judged, when, where and why: "by the board on 3 March 2026 (minute 5): …; to be met by 30 April 2026: …".
fn judgement(scene: &Scene<'_>, entry: &Assurance) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(entry.met.get().filter(|met| !**met).map(|_| "judged".to_owned()));
    parts.extend(entry.by.str().map(|by| format!("by {}", scene.facts.partner_name(by))));
    parts.extend(entry.on.get().map(|day| format!("on {}", day.prose())));
    parts.extend(entry.place.str().map(|place| format!("({place})")));
    let who = if parts.is_empty() { "nobody says by whom".to_owned() } else { parts.join(" ") };
    let reason = entry.reason.str().map_or_else(String::new, |reason| format!(": {reason}"));
    let by = entry.by_when.get().map_or_else(String::new, |day| format!(" by {}", day.prose()));
    let action = entry.action.str().map_or_else(String::new, |action| format!("; to be met{by}: {action}"));
    format!("{who}{reason}{action}")
}

/// Returns the evidence for the condition or the topics that a clause asks for.
fn evidence(scene: &Scene<'_>, clause: &Clause) -> Vec<Evidence> {
    let conditions = scene.round.conditions.iter().filter(|condition| condition.clause == clause.id);
    let topics = scene.round.topics.iter().filter(|topic| topic.clause == clause.id);
    let ids: Vec<&str> =
        conditions.map(|condition| condition.id.as_str()).chain(topics.map(|topic| topic.id.as_str())).collect();
    let text = |field: &Field<Box<str>>| field.str().map(str::to_owned);
    let entries = scene.plan.evidence.iter().filter(|entry| entry.for_what.str().is_some_and(|id| ids.contains(&id)));
    let found = entries.map(|entry| Evidence {
        for_what: text(&entry.for_what).unwrap_or_default(),
        place: text(&entry.place),
        says: text(&entry.says),
        at: scene.at(entry.node),
    });
    found.collect()
}
