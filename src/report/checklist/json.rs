//! The checklist as data: `bcf.checklist/1`.

use std::io::{self, Write};

use serde::Serialize;

use crate::check::Word;
use crate::money::Money;
use crate::report::json::to_writer;
use crate::report::show::{At, ClauseOut, Show};
use crate::view::{Evidence, Group, Proof, Requirement, State};

/// Write it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (picture, checklist) = (show.picture, &show.picture.checklist);
    let counts = checklist.counts();
    let envelope = Envelope {
        schema: "bcf.checklist/1",
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        today: show.today.to_string(),
        path: &picture.path,
        round: picture.round.as_deref(),
        area: picture.area.as_deref(),
        draft: picture.draft,
        verdict: show.checked.verdict().word.word(),
        ready: show.checked.verdict().word == Word::Pass,
        counts: CountsOut {
            requirements: counts.asked(),
            met: counts.of(State::Met),
            not_met: counts.of(State::NotMet),
            waived: counts.of(State::Waived),
            not_evaluated: counts.of(State::NotEvaluated),
            for_a_person: counts.of(State::ForAPerson),
            not_applicable: counts.of(State::NotApplicable),
        },
        groups: checklist.groups.iter().map(GroupOut::from).collect(),
        beside: checklist.beside.iter().map(ProofOut::from).collect(),
    };
    to_writer(&envelope, 2, out)
}

#[derive(Serialize)]
struct Envelope<'a> {
    schema: &'static str,
    tool: Tool,
    today: String,
    path: &'a str,
    round: Option<&'a str>,
    area: Option<&'a str>,
    draft: bool,
    verdict: &'static str,
    ready: bool,
    counts: CountsOut,
    groups: Vec<GroupOut<'a>>,
    beside: Vec<ProofOut<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct CountsOut {
    requirements: usize,
    met: usize,
    not_met: usize,
    waived: usize,
    not_evaluated: usize,
    for_a_person: usize,
    not_applicable: usize,
}

#[derive(Serialize)]
struct GroupOut<'a> {
    condition: Option<&'a str>,
    number: Option<u8>,
    name: &'a str,
    requirements: Vec<RequirementOut<'a>>,
}

impl<'a> From<&'a Group> for GroupOut<'a> {
    fn from(group: &'a Group) -> Self {
        Self {
            condition: group.condition.as_deref(),
            number: group.number,
            name: &group.name,
            requirements: group.requirements.iter().map(RequirementOut::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct RequirementOut<'a> {
    clause: ClauseOut<'a>,
    says: &'a str,
    state: &'static str,
    reason: Option<&'a str>,
    tests: Vec<ProofOut<'a>>,
    evidence: Vec<EvidenceOut<'a>>,
}

impl<'a> From<&'a Requirement> for RequirementOut<'a> {
    fn from(requirement: &'a Requirement) -> Self {
        Self {
            clause: ClauseOut::from(&requirement.clause),
            says: &requirement.says,
            state: requirement.state.word(),
            reason: requirement.reason.as_deref(),
            tests: requirement.proofs.iter().map(ProofOut::from).collect(),
            evidence: requirement.evidence.iter().map(EvidenceOut::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct ProofOut<'a> {
    rule: &'static str,
    state: &'static str,
    level: Option<&'static str>,
    year: Option<String>,
    subject: Option<&'a str>,
    decides: bool,
    says: Option<&'a str>,
    planned: Option<String>,
    required: Option<String>,
    at: Option<At<'a>>,
}

impl<'a> From<&'a Proof> for ProofOut<'a> {
    fn from(proof: &'a Proof) -> Self {
        Self {
            rule: proof.rule,
            state: proof.state.word(),
            level: proof.level.map(crate::finding::Level::word),
            year: proof.year.map(|year| year.to_string()),
            subject: proof.subject.as_deref(),
            decides: proof.decides,
            says: proof.says.as_deref(),
            planned: proof.planned.map(Money::plain),
            required: proof.required.map(Money::plain),
            at: proof.at.as_ref().map(At::from),
        }
    }
}

#[derive(Serialize)]
struct EvidenceOut<'a> {
    r#for: &'a str,
    r#where: Option<&'a str>,
    says: Option<&'a str>,
    at: At<'a>,
}

impl<'a> From<&'a Evidence> for EvidenceOut<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        Self {
            r#for: &evidence.for_what,
            r#where: evidence.place.as_deref(),
            says: evidence.says.as_deref(),
            at: At::from(&evidence.at),
        }
    }
}
