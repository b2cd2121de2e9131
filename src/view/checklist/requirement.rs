//! A requirement of a round, its state, and the tests made of it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{ClauseRef, Level};
use crate::money::Money;
use crate::period::Period;
use crate::view::scene::Where;

/// A national condition, or a heading beside them, with what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The condition's id; none for a heading.
    pub condition: Option<String>,
    /// Its number, where the round numbers its conditions.
    pub number: Option<u8>,
    /// As people say it.
    pub name: String,
    /// The requirements of the group: those not met, then the rest, each in the order of the round's data.
    pub requirements: Vec<Requirement>,
}

/// Something the round asks: a clause of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The clause, where it is written and how it is known.
    pub clause: ClauseRef,
    /// The requirement, in the words of the round's data.
    pub says: String,
    /// Its state.
    pub state: State,
    /// The reason it is not evaluated, not applicable, waived or for a person to judge, or who judged it and why; none
    /// where tests show that it is met or not.
    pub reason: Option<String>,
    /// Every test made of it: failed ones first.
    pub proofs: Vec<Proof>,
    /// The places in the narrative that the plan says meet it.
    pub evidence: Vec<Evidence>,
}

/// The state of a requirement, or of one test of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// It is not met, and a waiver covers that.
    Waived,
    /// It could not be tested.
    NotEvaluated,
    /// A person judged that it is met.
    Judged,
    /// No program can tell, and nobody has said yet.
    ForAPerson,
    /// It asks nothing of this plan.
    NotApplicable,
}

impl State {
    /// Every state, in the order they are counted in.
    pub const ALL: [Self; 7] = [
        Self::Met,
        Self::NotMet,
        Self::Waived,
        Self::NotEvaluated,
        Self::Judged,
        Self::ForAPerson,
        Self::NotApplicable,
    ];

    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Waived => "waived",
            Self::NotEvaluated => "not-evaluated",
            Self::Judged => "judged",
            Self::ForAPerson => "for-a-person",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Returns the state as people say it.
    pub const fn prose(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Waived => "waived",
            Self::NotEvaluated => "not evaluated",
            Self::Judged => "judged met",
            Self::ForAPerson => "for a person to judge",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// A test made of a requirement, passed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The rule.
    pub rule: &'static str,
    /// The result of the test; never [`State::ForAPerson`].
    pub state: State,
    /// The level of the finding, where the test failed.
    pub level: Option<Level>,
    /// The period it is about.
    pub year: Option<Period>,
    /// The subject of the test, such as a stream's name or a district's id.
    pub subject: Option<String>,
    /// The same as people call it.
    pub name: Option<String>,
    /// True when the test decides the state of the requirement; otherwise it only raises a question where it fails.
    pub decides: bool,
    /// The message of the finding, or the reason there was no test. A waived finding has the reason given behind it.
    pub says: Option<String>,
    /// The amount in the plan, in pounds, for tests of money.
    pub planned: Option<Money>,
    /// The amount required, in pounds, for tests of money.
    pub required: Option<Money>,
    /// Its place in the plan.
    pub at: Option<Where>,
}

/// A place in the narrative that the plan says meets a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The condition or topic it is for.
    pub for_what: String,
    /// The place in the narrative, in the plan's words; none where the plan does not say.
    pub place: Option<String>,
    /// The words of the plan about that place.
    pub says: Option<String>,
    /// The place in the plan that says so.
    pub at: Where,
}

/// The number of requirements in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By the place of the state in [`State::ALL`].
    pub(super) by_state: [usize; 7],
}

impl Counts {
    /// Returns how many are in a state.
    pub const fn of(&self, state: State) -> usize {
        self.by_state[state as usize]
    }

    /// Returns how many ask something of the plan.
    pub fn asked(&self) -> usize {
        self.by_state.iter().sum::<usize>() - self.of(State::NotApplicable)
    }
}
