//! Candidate mends, and how likely each kind of mistake is.

use super::slips::Slip;
use crate::period::Year;
use crate::span::Span;

/// The ground on which a mend is proposed, the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    /// One slip of the hand makes the difference.
    Slip,
    /// Two other figures agree on it.
    Confirmed,
    /// It is what a sum lacks, and nothing else speaks for it.
    Difference,
}

/// The likelihood of a mend beside others that do as much. Entries come before stated and published totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) ground: Ground,
    pub(super) is_total: bool,
}

/// The mistake that a mend undoes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// A figure with a slip.
    Figure(Slip),
    /// A figure that two others contradict.
    Contradicted,
    /// A figure that was meant to be the one of the year before.
    YearBefore(Year),
    /// A figure that may be wrong.
    Off,
    /// The unit of the plan's figures, which is another.
    Unit(&'static str),
    /// A word, a name or a key.
    Word,
    /// A year.
    Year,
    /// An entry that is there twice.
    Copy,
}

/// A mend that may be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The places to change with the text to put there, in the order of the file.
    pub(super) edits: Vec<(Span, String)>,
    /// The places it is about beside those: of an entry that refers to something else, its figures.
    pub(super) about: Vec<Span>,
    /// The likelihood that it is the mend.
    pub(super) rank: Rank,
    /// The mistake it undoes.
    pub(super) mistake: Mistake,
    /// True when it only comes near what may have been meant, and gives way to what is exact in the same place.
    pub(super) is_rough: bool,
    /// The number of findings at its place: those with more are tried first.
    pub(super) promise: usize,
}

impl Candidate {
    /// Returns a candidate that replaces one text.
    pub(super) fn new(at: Span, with: String, ground: Ground, mistake: Mistake) -> Self {
        let rank = Rank { ground, is_total: false };
        Self { edits: vec![(at, with)], about: Vec::new(), rank, mistake, is_rough: false, promise: 0 }
    }

    /// Returns the places it is about.
    pub(super) fn places(&self) -> Vec<Span> {
        self.edits.iter().map(|(at, _)| *at).chain(self.about.iter().copied()).collect()
    }
}
