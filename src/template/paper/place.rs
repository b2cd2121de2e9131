//! The places of a plan that a figure of a narrative can go to.

use crate::period::Period;

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
    /// The money a scheme spends.
    Scheme(String),
    /// A sum the narrative states.
    Total(String),
    /// The minimum of a floor.
    Minimum(String),
    /// The share of beds that delayed patients take.
    BedShare,
    /// A value of a metric.
    Metric { kind: String, measure: Measure },
}

/// The part a value has in a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Baseline,
    Outturn,
    Target,
}

impl Measure {
    /// Every one, in the order of a metric.
    pub(super) const ALL: [Self; 3] = [Self::Baseline, Self::Outturn, Self::Target];

    /// Returns the key it stands under.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Outturn => "outturn",
            Self::Target => "target",
        }
    }
}

/// A figure that has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) period: Period,
    /// As the plan writes it.
    pub(super) value: String,
    /// The place it was read: `12.1, row "West Leicestershire CCG"`.
    pub(super) read: String,
}
