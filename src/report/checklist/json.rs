//! The checklist as data: `bcf.checklist/1`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Word;
use crate::finding::Level;
use crate::money::Money;
use crate::period::Period;
use crate::report::json::{ClauseOut, Envelope, Format, RuleId, to_writer};
use crate::report::show::{At, Show};
use crate::view::{Evidence, Group, Proof, Requirement, State};

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (picture, checklist) = (show.picture, &show.picture.checklist);
    let counts = checklist.counts();
    let report = ChecklistOut {
        path: &picture.path,
        round: picture.round.as_deref(),
        area: picture.area.as_deref(),
        draft: picture.draft,
        verdict: show.checked.verdict().word,
        ready: show.checked.verdict().word == Word::Pass,
        counts: CountsOut {
            requirements: counts.asked(),
            met: counts.of(State::Met),
            not_met: counts.of(State::NotMet),
            waived: counts.of(State::Waived),
            not_evaluated: counts.of(State::NotEvaluated),
            judged: counts.of(State::Judged),
            for_a_person: counts.of(State::ForAPerson),
            not_applicable: counts.of(State::NotApplicable),
        },
        groups: checklist.groups.iter().map(GroupOut::from).collect(),
        beside: checklist.beside.iter().map(ProofOut::from).collect(),
    };
    to_writer(&Envelope::new(show.today, report), 2, out)
}

/// The checklist of an assurer: every clause of the round that asks something.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct ChecklistOut<'a> {
    /// The path of the plan, with /.
    path: &'a str,
    /// The planning round the plan names; none where it names none.
    round: Option<&'a str>,
    /// The area's name, if the plan says.
    area: Option<&'a str>,
    /// True when the plan is a draft.
    draft: bool,
    /// The verdict on the plan.
    verdict: Word,
    /// True when the plan is ready: its verdict is pass.
    ready: bool,
    /// The number of requirements in each state.
    counts: CountsOut,
    /// The requirements: those with something that is not met, then the others, each time by national condition.
    groups: Vec<GroupOut<'a>>,
    /// Findings that count and belong to no clause.
    beside: Vec<ProofOut<'a>>,
}

impl Format for ChecklistOut<'_> {
    const NAME: &'static str = "bcf.checklist/1";
    const TITLE: &'static str = "Checklist of a plan";
    const SAYS: &'static str = "The report of bcf checklist --format json.";
}

/// The number of requirements in each state.
#[derive(Serialize, JsonSchema)]
struct CountsOut {
    /// All that ask something of the plan.
    requirements: usize,
    /// Those that are met.
    met: usize,
    /// Those that are not met.
    not_met: usize,
    /// Those that are not met, and a waiver covers that.
    waived: usize,
    /// Those that could not be tested.
    not_evaluated: usize,
    /// Those that a person judged to be met.
    judged: usize,
    /// Those of which no program can tell.
    for_a_person: usize,
    /// Those that ask nothing of this plan, beside the others.
    not_applicable: usize,
}

/// A national condition, or a heading beside them, with what it asks.
#[derive(Serialize, JsonSchema)]
struct GroupOut<'a> {
    /// The condition's id; none for a heading.
    condition: Option<&'a str>,
    /// Its number, where the round numbers its conditions.
    number: Option<u8>,
    /// As people say it.
    name: &'a str,
    /// The requirements of the group: those not met, then the rest, each in the order of the round's data.
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

/// Something the round asks: a clause of it.
#[derive(Serialize, JsonSchema)]
struct RequirementOut<'a> {
    /// The clause, where it is written and how it is known.
    clause: ClauseOut<'a>,
    /// The requirement, in the words of the round's data.
    says: &'a str,
    /// The state of the requirement.
    state: State,
    /// The reason it is not evaluated, not applicable, waived or for a person to judge; none where it is met or not
    /// met.
    reason: Option<&'a str>,
    /// Every test made of it: failed ones first.
    tests: Vec<ProofOut<'a>>,
    /// The places in the narrative that the plan says meet it.
    evidence: Vec<EvidenceOut<'a>>,
}

impl<'a> From<&'a Requirement> for RequirementOut<'a> {
    fn from(requirement: &'a Requirement) -> Self {
        Self {
            clause: ClauseOut::from(&requirement.clause),
            says: &requirement.says,
            state: requirement.state,
            reason: requirement.reason.as_deref(),
            tests: requirement.proofs.iter().map(ProofOut::from).collect(),
            evidence: requirement.evidence.iter().map(EvidenceOut::from).collect(),
        }
    }
}

/// A test made of a requirement, passed or not.
#[derive(Serialize, JsonSchema)]
struct ProofOut<'a> {
    /// The rule that made it.
    rule: RuleId<'a>,
    /// The result of the test.
    state: State,
    /// The level of the finding, where the test failed.
    level: Option<Level>,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// The subject of the test, such as a stream's name or a district's id.
    subject: Option<&'a str>,
    /// True when the test decides the state of the requirement; otherwise it only raises a question where it fails.
    decides: bool,
    /// The message of the finding, or the reason there was no test.
    says: Option<&'a str>,
    /// The amount in the plan, in pounds, for tests of money.
    planned: Option<Money>,
    /// The amount required, in pounds, for tests of money.
    required: Option<Money>,
    /// The place in the plan.
    at: Option<At<'a>>,
}

impl<'a> From<&'a Proof> for ProofOut<'a> {
    fn from(proof: &'a Proof) -> Self {
        Self {
            rule: RuleId(proof.rule),
            state: proof.state,
            level: proof.level,
            year: proof.year,
            subject: proof.subject.as_deref(),
            decides: proof.decides,
            says: proof.says.as_deref(),
            planned: proof.planned,
            required: proof.required,
            at: proof.at.as_ref().map(At::from),
        }
    }
}

/// A place in the narrative that the plan says meets a requirement.
#[derive(Serialize, JsonSchema)]
struct EvidenceOut<'a> {
    /// The condition or topic it is for.
    r#for: &'a str,
    /// The place in the narrative, in the plan's words; none where the plan does not say.
    r#where: Option<&'a str>,
    /// The words of the plan about that place.
    says: Option<&'a str>,
    /// The place in the plan that says so.
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
