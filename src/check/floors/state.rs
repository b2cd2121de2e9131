//! The result of a floor in a year, and the floors that have been worked out.

use std::cell::OnceCell;

use crate::check::reason::Reason;
use crate::check::sum::Sum;
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::policy::Round;
use crate::span::NodeId;

/// The result of testing a floor.
#[derive(Clone, Debug)]
pub(in crate::check) enum Verdict {
    /// It is met.
    Met,
    /// It is missed by no more than rounding.
    WithinRounding,
    /// A figure is too coarse to tell.
    TooCoarse(NodeId, Money),
    /// It is missed.
    Missed,
    /// It is met by a figure of the plan's own, and nothing that was published says that this is right.
    Unproven(Reason),
    /// It cannot be judged.
    Unknown(Reason),
}

/// A floor in a year.
#[derive(Clone, Debug)]
pub(in crate::check) struct Floor {
    /// The financial year.
    pub(in crate::check) year: Year,
    /// The spending that counts, the contingency included.
    pub(in crate::check) counted: Sum,
    /// The least it may be, if that is known.
    pub(in crate::check) required: Option<Required>,
    /// Lines of the stream that do not say what they are for.
    pub(in crate::check) unsaid: Vec<Unsaid>,
    /// The result.
    pub(in crate::check) verdict: Verdict,
    /// True when it is undecided only because those lines do not say what they are for.
    pub(in crate::check) hangs_on_silence: bool,
}

impl Floor {
    /// Returns whether it is known to be met or missed.
    pub(in crate::check) fn is_decided(&self) -> bool {
        matches!(self.verdict, Verdict::Met | Verdict::WithinRounding | Verdict::Missed)
    }

    /// Returns the most by which rounding could move both sides, in pounds.
    pub(in crate::check) fn slack(&self) -> Money {
        self.counted.slack + self.required.as_ref().map_or(Money::ZERO, |required| required.slack)
    }
}

/// The floors of a round, each computed when a rule first asks for it.
#[derive(Debug, Default)]
pub(in crate::check) struct Cache(pub(in crate::check) Vec<OnceCell<Vec<Floor>>>);

impl Cache {
    /// Returns an empty slot for each floor of a round.
    pub(in crate::check) fn of(round: &Round) -> Self {
        Self(round.floors.iter().map(|_| OnceCell::new()).collect())
    }
}

/// The amount a floor requires in a year, and its source.
#[derive(Clone, Debug)]
pub(in crate::check) struct Required {
    /// The least that passes.
    pub(in crate::check) pounds: Money,
    /// The most by which rounding could move it, in pounds.
    pub(in crate::check) slack: Money,
    /// The unit of its last digit, in pounds.
    pub(in crate::check) precision: Money,
    /// The figures it is made of.
    pub(in crate::check) nodes: Vec<NodeId>,
    /// Its source.
    pub(in crate::check) how: How,
}

impl Required {
    /// Returns it as an amount with its precision.
    pub(in crate::check) const fn amount(&self) -> Amount {
        Amount { pounds: self.pounds, precision: self.precision, slack: self.slack }
    }
}

/// The source of what a floor requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum How {
    /// Government published it.
    Published,
    /// The plan states it.
    Stated,
    /// The baseline, uplifted.
    Uplifted,
    /// The round's national share of the stream.
    Share,
    /// The baseline before any inflation, where the round does not know the uplift: the floor is at least that.
    Baseline,
}

/// A line of a floor's stream that does not say what decides whether it counts.
#[derive(Clone, Debug)]
pub(in crate::check) struct Unsaid {
    /// Its figure.
    pub(in crate::check) figure: NodeId,
    /// The line.
    pub(in crate::check) line: NodeId,
    /// The most it could count for.
    pub(in crate::check) most: Money,
    /// The key it lacks.
    pub(in crate::check) key: &'static str,
    /// The value of that key, where it is there and cannot be read.
    pub(in crate::check) unreadable: Option<NodeId>,
}
