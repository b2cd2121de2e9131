//! The places of a plan that a figure of a narrative can go to.

use rust_decimal::Decimal;

use crate::period::Period;
use crate::unit::Unit;

/// A place in the plan for figures by period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// The money a stream brings in, from a partner where the narrative names one.
    Source { stream: String, name: String, partner: Option<String> },
    /// The figure published of a stream.
    Allocation(String),
    /// The money a district is passed of the grant.
    District(String),
    /// The money set aside inside a stream.
    Earmark(String),
    /// The money a scheme spends, under a heading where its table has one.
    Scheme { name: String, priority: Option<String> },
    /// A sum the narrative states.
    Total(String),
    /// The sum of the schemes under a heading.
    Priority(String),
    /// The minimum of a floor.
    Minimum(String),
    /// The spending that a floor's minimum goes back to.
    Baseline(String),
    /// The money held against a risk.
    RiskPool,
    /// The share of beds that delayed patients take.
    BedShare,
    /// A value of a metric, in another unit than the metric's own where one is named.
    Metric { kind: String, other: Option<Unit>, measure: Measure },
    /// A value of a metric of the area's own.
    Local { name: String, unit: Unit, measure: Measure },
}

impl Slot {
    /// Returns the name of the metric of the area's own that it is a value of.
    pub(super) fn local(&self) -> Option<&str> {
        match self {
            Self::Local { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// The part a value has in a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Baseline,
    BaselineNumerator,
    Outturn,
    OutturnNumerator,
    Target,
    Numerator,
    OperatingPlan,
}

impl Measure {
    /// Every one, in the order of a metric.
    pub(super) const ALL: [Self; 7] = [
        Self::Baseline,
        Self::BaselineNumerator,
        Self::Outturn,
        Self::OutturnNumerator,
        Self::Target,
        Self::Numerator,
        Self::OperatingPlan,
    ];

    /// Returns the key it stands under.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::BaselineNumerator => "baseline_numerator",
            Self::Outturn => "outturn",
            Self::OutturnNumerator => "outturn_numerator",
            Self::Target => "target",
            Self::Numerator => "numerator",
            Self::OperatingPlan => "operating_plan",
        }
    }

    /// Returns what counts the people or days behind it.
    pub(super) const fn counted(self) -> Option<Self> {
        match self {
            Self::Baseline => Some(Self::BaselineNumerator),
            Self::Outturn => Some(Self::OutturnNumerator),
            Self::Target => Some(Self::Numerator),
            _ => None,
        }
    }
}

/// A figure that has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) period: Period,
    pub(super) worth: Decimal,
    /// The piece of the narrative it stands in.
    pub(super) piece: u32,
    /// As the plan writes it.
    pub(super) value: String,
    /// The place it was read: `12.1, row "West Leicestershire CCG"`.
    pub(super) read: String,
}

impl Placed {
    /// Returns the line of it where it is left over after all, with the piece it stands in.
    pub(super) fn left(&self) -> (u32, String) {
        (self.piece, format!("{} of {}: {}", self.value, self.period.prose(), self.read))
    }
}
