//! The outcome: every figure of a narrative with what became of it.

use rust_decimal::Decimal;

use super::document::Document;
use crate::finding::{Finding, Site};
use crate::period::Period;
use crate::span::Span;

/// A narrative held against a plan.
#[derive(Debug)]
pub struct Tie {
    /// The narrative.
    pub document: Document,
    /// Its figures, in its order.
    pub figures: Vec<Figure>,
    /// The number of each status.
    pub counts: Counts,
    /// The findings, in the order of the narrative. The place of each is in the narrative; its labels are in the plan.
    pub findings: Vec<Found>,
    /// The findings on differences that the plan says are accepted, and that are not there.
    pub unused: Vec<Finding>,
    /// The figures of the plan that the narrative never gives, in the plan's order.
    pub unsaid: Vec<Unsaid>,
    /// False where too few of the plan's figures are in it for it to be this plan's narrative.
    pub is_of_this_plan: bool,
}

/// A finding of the narrative.
#[derive(Clone, Debug)]
pub struct Found {
    /// The figure of [`Tie::figures`] it is about.
    pub figure: u32,
    /// The finding, in the house's form: its place is that of the plan's figure, if it has one.
    pub finding: Finding,
}

/// The number of figures of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of [`Status::Agrees`].
    pub agrees: usize,
    /// Of [`Status::Differs`].
    pub differs: usize,
    /// Of [`Status::SameValue`].
    pub same_value: usize,
    /// Of [`Status::NotInPlan`].
    pub not_in_plan: usize,
}

/// A value of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The value: pounds, percent, a number.
    pub value: Decimal,
    /// The same as prose writes it.
    pub said: String,
}

/// A figure of a narrative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The figure as it is written: `£5.6m`.
    pub text: String,
    /// Its value: pounds, percent, a number.
    pub value: Decimal,
    /// One unit of its last digit: it is no more precise.
    pub step: Decimal,
    /// The kind of number it is.
    pub unit: Measured,
    /// The period it is of, where the narrative says.
    pub year: Option<Period>,
    /// The other periods that its own words bind it to: `£43m in 2017/18 and 2018/19`.
    pub also_of: Vec<Period>,
    /// The fate of it.
    pub status: Status,
    /// The way in which it agrees or differs.
    pub kind: Kind,
    /// The place in the narrative.
    pub at: At,
    /// The figure of the plan it is tied to, or differs from.
    pub of: Option<Site>,
    /// The other places of the plan that hold the same figure.
    pub also: Vec<Site>,
    /// The value of the plan's figure.
    pub plan: Option<Planned>,
    /// The reason, in a sentence without a full stop: lower case first.
    pub why: String,
    /// True where it is the sum, the difference or the change that other figures of the narrative make.
    pub foots: bool,
}

/// A place in a narrative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// The piece, as a place in [`Document::pieces`].
    pub piece: u32,
    /// The bytes in the piece's text.
    pub within: Span,
    /// The bytes of its sentence in the piece's text.
    pub sentence: Span,
    /// The bytes in the file, for a file that is text.
    pub span: Option<Span>,
    /// The number of the section, else its title; empty before the first heading.
    pub section: String,
}

/// The kinds of numbers a narrative has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measured {
    /// An amount of money, in pounds.
    Money,
    /// A part of a hundred.
    Percent,
    /// Any other number: a count, a rate.
    Number,
    /// A day or a month.
    Date,
}

/// The fate of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The plan, or the narrative's round, has this figure of this thing.
    Agrees,
    /// The plan has another figure of this thing, or the narrative's own figures do not make it.
    Differs,
    /// The plan has this figure; too little says that it is of the same thing.
    SameValue,
    /// The plan has no such figure.
    NotInPlan,
}

/// The way in which a figure agrees or differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is the plan's figure.
    Same,
    /// It is the plan's figure, rounded.
    Rounded,
    /// It is what figures of the plan come to.
    Computed,
    /// It is a figure of the round, not of the plan.
    AgreesWithPolicy,
    /// The plan has this figure for another year.
    OtherYear,
    /// The plan has it as a target where the narrative speaks of what was reached, or the other way round.
    OtherMeasure,
    /// The plan has it for another thing.
    OtherThing,
    /// Two digits changed places.
    DigitsSwapped,
    /// One digit is another.
    OneDigit,
    /// A digit is missing or is one too many.
    DigitLost,
    /// It is ten or a hundred times too large or too small.
    PowerOfTen,
    /// It is a thousand or a million times too large or too small: its unit is another.
    AnotherUnit,
    /// It was rounded the other way.
    RoundedWrongly,
    /// It is within one percent.
    WithinOne,
    /// It is within five percent.
    WithinFive,
    /// A cell whose row and column name one figure of the plan has another value.
    Cell,
    /// The figures over a sum do not make it.
    DoesNotFoot,
    /// A sum, a difference or a change in a sentence is not what its parts make.
    DoesNotAddUp,
    /// Two figures of one thing differ in the narrative itself.
    TwoValues,
    /// Two places of the plan that should be the same differ.
    PlanDisagrees,
    /// Nothing is known of it.
    None,
}

/// A figure of the plan that a narrative never gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaid {
    /// The place in the plan.
    pub at: Site,
    /// The name, as a ledger has it.
    pub name: String,
    /// The value, as prose writes it.
    pub value: String,
}

impl Counts {
    /// Counts the figures of each status.
    pub fn of(figures: &[Figure]) -> Self {
        let mut counts = Self::default();
        for figure in figures {
            *match figure.status {
                Status::Agrees => &mut counts.agrees,
                Status::Differs => &mut counts.differs,
                Status::SameValue => &mut counts.same_value,
                Status::NotInPlan => &mut counts.not_in_plan,
            } += 1;
        }
        counts
    }

    /// Returns how many figures there are.
    pub const fn all(self) -> usize {
        self.agrees + self.differs + self.same_value + self.not_in_plan
    }
}

impl Measured {
    /// Returns whether parts of it add up to a whole of it.
    pub(super) const fn adds_up(self) -> bool {
        matches!(self, Self::Money | Self::Number)
    }

    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Number => "number",
            Self::Date => "date",
        }
    }
}

impl Status {
    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::SameValue => "same-value",
            Self::NotInPlan => "not-in-plan",
        }
    }
}

impl Kind {
    /// Returns the word formats use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Rounded => "rounded",
            Self::Computed => "computed",
            Self::AgreesWithPolicy => "agrees-with-policy",
            Self::OtherYear => "other-year",
            Self::OtherMeasure => "other-measure",
            Self::OtherThing => "other-thing",
            Self::DigitsSwapped => "digits-swapped",
            Self::OneDigit => "one-digit",
            Self::DigitLost => "digit-lost",
            Self::PowerOfTen => "power-of-ten",
            Self::AnotherUnit => "another-unit",
            Self::RoundedWrongly => "rounded-wrongly",
            Self::WithinOne => "within-1-percent",
            Self::WithinFive => "within-5-percent",
            Self::Cell => "cell",
            Self::DoesNotFoot => "does-not-foot",
            Self::DoesNotAddUp => "does-not-add-up",
            Self::TwoValues => "two-values",
            Self::PlanDisagrees => "plan-disagrees",
            Self::None => "none",
        }
    }
}
