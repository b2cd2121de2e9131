//! The data that every section of the page is drawn from.

use std::collections::HashMap;

use super::asked::TieOut;
use crate::finding::{Finding, Level, Site, Status as Standing};
use crate::narrative::{Figure, Status};
use crate::report::places::Places;

/// The narrative and the plan, with what is looked up for every figure.
pub(super) struct Sheet<'a> {
    pub(super) of: TieOut<'a>,
    pub(super) places: Places<'a>,
    /// The figures of each piece, in their order, by the piece.
    by_piece: HashMap<u32, Vec<usize>>,
    /// The number of each figure among those that differ, or among those that agree.
    numbers: Vec<usize>,
    findings: HashMap<usize, &'a Finding>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(of: TieOut<'a>) -> Self {
        let mut by_piece: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut numbers = Vec::with_capacity(of.tie.figures.len());
        let mut counts: HashMap<Status, usize> = HashMap::new();
        for (n, figure) in of.tie.figures.iter().enumerate() {
            by_piece.entry(figure.at.piece).or_default().push(n);
            let count = counts.entry(figure.status).or_default();
            *count += 1;
            numbers.push(*count);
        }
        for figures in by_piece.values_mut() {
            figures.sort_by_key(|n| of.tie.figures[*n].at.within.start);
        }
        let findings = of.tie.findings.iter().rev().map(|found| (found.figure as usize, &found.finding)).collect();
        Self { of, places: Places::of_plan(&of.checked.plan), by_piece, numbers, findings }
    }

    /// Returns what people call the area, else the plan, else its file.
    pub(super) fn name(&self) -> &'a str {
        let plan = &self.of.checked.plan;
        plan.area.name.str().or(plan.header.title.str()).unwrap_or(&self.of.checked.path)
    }

    /// Returns a figure.
    pub(super) fn figure(&self, n: usize) -> &'a Figure {
        &self.of.tie.figures[n]
    }

    /// Returns the figures of a piece, in their order.
    pub(super) fn figures_of(&self, piece: u32) -> &[usize] {
        self.by_piece.get(&piece).map_or(&[], Vec::as_slice)
    }

    /// Returns the figures of a status, in the order of the narrative.
    pub(super) fn of_status(&self, status: Status) -> impl Iterator<Item = usize> {
        self.of.tie.figures.iter().enumerate().filter(move |(_, figure)| figure.status == status).map(|(n, _)| n)
    }

    /// Returns the number of a figure among those of its status, from 1.
    pub(super) fn number(&self, n: usize) -> usize {
        self.numbers[n]
    }

    /// Returns how a figure that differs counts.
    pub(super) fn weight(&self, n: usize) -> Weight<'a> {
        match self.findings.get(&n) {
            Some(Finding { status: Standing::Waived(waiver), .. }) => Weight::Accepted(&waiver.reason, &waiver.by),
            Some(Finding { level: Level::Advice, .. }) => Weight::Close,
            _ => Weight::Differs,
        }
    }

    /// Returns a place of the plan, as it is told: `line 4`, `spend!F17`.
    pub(super) fn spot(&self, site: &Site) -> String {
        self.places.spot(site).short()
    }
}

/// The weight of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight<'a> {
    /// As one.
    Differs,
    /// As one that may be a matter of precision.
    Close,
    /// Not: it is known, for this reason, and this body accepts it.
    Accepted(&'a str, &'a str),
}

impl Weight<'_> {
    /// Returns the word for it in the page's source.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::Close => "close",
            Self::Accepted(..) => "accepted",
        }
    }
}
