//! Notes that the reader takes: every figure, date, reference and name of a plan, for rules that look at all of a
//! kind. A key that is added to the format is noted without further code.

use super::field::{Number, PlanDate};
use super::shape::{NamesOf, Role, Target, WordList};
use crate::money::Money;
use crate::period::Period;
use crate::span::NodeId;

/// All that was noted of a plan.
#[derive(Debug, Default)]
pub struct Notes {
    series: Vec<Noted>,
    figures: Vec<FigureNote>,
    pub(super) money: Vec<(NodeId, Money)>,
    pub(super) dates: Vec<(PlanDate, NodeId)>,
    pub(super) references: Vec<Reference>,
    pub(super) ids: Vec<NodeId>,
    pub(super) ranges: Vec<Range>,
}

/// A value that is given as a range, with the place of each end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) from: (Number, NodeId),
    pub(super) to: (Number, NodeId),
}

/// A series without its figures.
#[derive(Debug)]
struct Noted {
    role: Role,
    is_money: bool,
    entry: NodeId,
    table: Option<NodeId>,
    damaged: bool,
    /// The index of its first figure; the last is before the first of the next series.
    first: u32,
}

/// Values by year or period, with what they are to the plan.
#[derive(Clone, Copy, Debug)]
pub struct SeriesNote<'a> {
    /// The role of the figures.
    pub role: Role,
    /// True when they are amounts of money.
    pub is_money: bool,
    /// The table that has the key; under a name of the plan's own, the series itself.
    pub entry: NodeId,
    /// The table that holds the values; none where the key is absent.
    pub table: Option<NodeId>,
    /// True when something of it was lost, so that an absent period may have been there.
    pub damaged: bool,
    /// The values.
    pub figures: &'a [FigureNote],
}

impl SeriesNote<'_> {
    /// Returns whether a period has no value, in a series that nothing was lost of.
    pub fn lacks(&self, period: Period) -> bool {
        !self.damaged && self.figures.iter().all(|figure| figure.period != period)
    }
}

/// A value under a year or period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureNote {
    /// The value.
    pub node: NodeId,
    /// The period.
    pub period: Period,
    /// The amount, where it is money that can be read.
    pub pounds: Option<Money>,
}

/// A word or a name that must be known elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The node of the text; where the text is a key, the node of its value.
    pub node: NodeId,
    /// True when the key is meant and not the value.
    pub is_key: bool,
    /// The place where it must be known.
    pub to: Known,
}

/// The places where a word or a name must be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Among the plan's entries, or the program's rules.
    There(Target),
    /// On a list of the round.
    Listed(WordList),
}

/// The numbers of notes taken so far.
pub(super) struct Mark([usize; 7]);

impl Notes {
    /// Returns how many notes were taken so far.
    pub(super) const fn mark(&self) -> Mark {
        Mark([
            self.series.len(),
            self.figures.len(),
            self.money.len(),
            self.dates.len(),
            self.references.len(),
            self.ids.len(),
            self.ranges.len(),
        ])
    }

    /// Gives up every note taken since.
    pub(super) fn back_to(&mut self, Mark([series, figures, money, dates, references, ids, ranges]): Mark) {
        self.series.truncate(series);
        self.figures.truncate(figures);
        self.money.truncate(money);
        self.dates.truncate(dates);
        self.references.truncate(references);
        self.ids.truncate(ids);
        self.ranges.truncate(ranges);
    }

    pub(super) fn begin_series(&mut self, role: Role, is_money: bool, entry: NodeId) {
        let first = u32::try_from(self.figures.len()).unwrap_or(u32::MAX);
        self.series.push(Noted { role, is_money, entry, table: None, damaged: false, first });
    }

    /// Notes the table of the series that was begun last.
    pub(super) fn table_of_series(&mut self, table: NodeId, damaged: bool) {
        if let Some(last) = self.series.last_mut() {
            (last.table, last.damaged) = (Some(table), damaged);
        }
    }

    pub(super) fn figure(&mut self, figure: FigureNote) {
        self.figures.push(figure);
    }

    pub(super) fn listed(&mut self, node: NodeId, list: WordList) {
        self.references.push(Reference { node, is_key: false, to: Known::Listed(list) });
    }

    pub(super) fn reference(&mut self, node: NodeId, to: Target) {
        self.references.push(Reference { node, is_key: false, to: Known::There(to) });
    }

    /// Notes a name that is a key.
    pub(super) fn name(&mut self, node: NodeId, of: NamesOf) {
        let to = match of {
            NamesOf::Words(list) => Known::Listed(list),
            NamesOf::Ids(target) => Known::There(target),
            NamesOf::Any => return,
        };
        self.references.push(Reference { node, is_key: true, to });
    }

    /// Returns every series, in the order of the format.
    pub fn series(&self) -> impl Iterator<Item = SeriesNote<'_>> {
        let ends = self.series.iter().skip(1).map(|next| next.first as usize).chain([self.figures.len()]);
        self.series.iter().zip(ends).map(|(noted, end)| SeriesNote {
            role: noted.role,
            is_money: noted.is_money,
            entry: noted.entry,
            table: noted.table,
            damaged: noted.damaged,
            figures: self.figures.get(noted.first as usize..end).unwrap_or_default(),
        })
    }

    /// Returns every amount of money that is under no year.
    pub fn money(&self) -> &[(NodeId, Money)] {
        &self.money
    }

    /// Returns every amount of money under a year.
    pub fn amounts(&self) -> impl Iterator<Item = (Period, NodeId, Money)> {
        self.figures.iter().filter_map(|figure| Some((figure.period, figure.node, figure.pounds?)))
    }

    /// Returns every date that can be read.
    pub fn dates(&self) -> &[(PlanDate, NodeId)] {
        &self.dates
    }

    /// Returns every word and name that must be known elsewhere.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Returns the names of entries, list by list: each must be its list's only one of the name.
    pub fn ids(&self) -> &[NodeId] {
        &self.ids
    }
}
