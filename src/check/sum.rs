//! A sum of a plan's figures.

use rust_decimal::Decimal;

use crate::finding::Figures;
use crate::money::{Amount, Money};
use crate::period::Year;
use crate::plan::{Amounts, Field, Plan};
use crate::span::NodeId;

/// A sum of a plan's figures that remembers each of them.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Each figure's place and what it counts for; copies of the sum share them.
    pub lines: Figures,
    /// The total, in pounds.
    pub total: Money,
    /// The most by which rounding could move the total, in pounds.
    pub slack: Money,
    /// The coarsest figure and its precision.
    pub coarsest: Option<(NodeId, Money)>,
    /// A figure that is there and cannot be read.
    pub unreadable: Option<NodeId>,
    /// True when an entry leaves the year out.
    pub unstated: bool,
    /// True when a product is among the figures, so that a stated sum may be rounded by half its last digit.
    pub calculated: bool,
    single: Option<Amount>,
}

impl Sum {
    /// Returns the sum of these figures.
    pub fn of(figures: impl IntoIterator<Item = Field<Amount>>) -> Self {
        let mut sum = Self::default();
        for figure in figures {
            sum.add(figure);
        }
        sum
    }

    /// Returns the sum of one year of these amounts by year.
    pub fn of_year<'s>(amounts: impl IntoIterator<Item = &'s Amounts>, year: Year) -> Self {
        Self::of(amounts.into_iter().map(|amounts| amounts.at(year)))
    }

    /// Adds the whole of a figure.
    pub fn add(&mut self, figure: Field<Amount>) {
        self.count(figure, |amount| Some((amount.pounds, amount.slack)));
    }

    /// Adds `percent` of a figure. The result is calculated, so its slack grows by `half_a_unit` of the plan's
    /// precision.
    pub fn add_percent(&mut self, figure: Field<Amount>, percent: Decimal, half_a_unit: Money) {
        let factor = percent.checked_div(Decimal::ONE_HUNDRED);
        self.count(figure, |amount| Some((amount.pounds.times(factor?)?, amount.slack.times(factor?)? + half_a_unit)));
        self.single = None;
        self.calculated = true;
    }

    /// Subtracts an amount, in pounds. `node` is its place, if it is a figure of the plan.
    pub fn take_away(&mut self, node: Option<NodeId>, pounds: Money, slack: Money) {
        self.total = self.total - pounds;
        self.slack += slack;
        self.lines.own().extend(node.map(|node| (node, -pounds)));
        self.single = None;
    }

    fn count(&mut self, figure: Field<Amount>, part: impl FnOnce(Amount) -> Option<(Money, Money)>) {
        match figure {
            Field::Absent => self.unstated = true,
            Field::Unreadable(node) => {
                self.unreadable.get_or_insert(node);
            }
            Field::Is(amount, node) => {
                let Some((pounds, slack)) = part(amount) else {
                    self.unreadable.get_or_insert(node);
                    return;
                };
                self.single = self.lines.is_empty().then_some(amount);
                self.lines.own().push((node, pounds));
                self.total += pounds;
                self.slack += slack;
                if slack > Money::ZERO && self.coarsest.is_none_or(|(_, precision)| amount.precision > precision) {
                    self.coarsest = Some((node, amount.precision));
                }
            }
        }
    }

    /// Returns whether the plan gives no figure of it at all.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns whether every figure could be read and every entry states the year.
    pub fn is_whole(&self) -> bool {
        self.unreadable.is_none() && !self.unstated
    }

    /// Returns whether it agrees with a stated figure of the same thing: by the coarser's precision when it is one
    /// figure, else by the slacks of all.
    pub fn agrees(&self, stated: Amount) -> bool {
        match self.single {
            Some(single) if self.lines.len() == 1 => single.agrees(stated),
            _ => (self.total - stated.pounds).abs() <= self.slack_against(stated),
        }
    }

    /// Returns how far a stated figure may lie from it. Beside a calculated sum even a figure in pounds is rounded.
    pub fn slack_against(&self, stated: Amount) -> Money {
        self.slack + if self.calculated { stated.slack.max(stated.precision.half()) } else { stated.slack }
    }

    /// Returns the place of the largest figure, where findings about the sum are reported; of equal ones that with the
    /// lowest path.
    pub fn largest(&self, plan: &Plan) -> Option<NodeId> {
        let most = self.lines.iter().map(|(_, pounds)| pounds.abs()).max()?;
        let ties = self.lines.iter().filter(|(_, pounds)| pounds.abs() == most).map(|(node, _)| *node);
        plan.lowest(ties)
    }

    /// Returns its figure, if the sum is of one figure only.
    pub fn one_figure(&self) -> Option<Amount> {
        self.single.filter(|_| self.lines.len() == 1)
    }

    /// Adds everything of another sum.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.lines.own().extend_from_slice(&other.lines);
        self.total += other.total;
        self.slack += other.slack;
        self.unreadable = self.unreadable.or(other.unreadable);
        self.unstated |= other.unstated;
        self.calculated |= other.calculated;
        self.coarsest = match (self.coarsest, other.coarsest) {
            (Some(a), Some(b)) => Some(if a.1 >= b.1 { a } else { b }),
            (a, b) => a.or(b),
        };
        self.single = match (self.lines.len(), self.single, other.single) {
            (1, a, b) => a.or(b),
            _ => None,
        };
        self
    }

    /// Returns whether two sums of the same thing agree: as figures where each is one, else by the slacks of all.
    pub fn agrees_with(&self, other: &Self) -> bool {
        match (self.one_figure(), other.one_figure()) {
            (_, Some(figure)) => self.agrees(figure),
            (Some(figure), None) => other.agrees(figure),
            (None, None) => (self.total - other.total).abs() <= self.slack + other.slack,
        }
    }

    /// Returns how far apart it and another sum may lie and still agree.
    pub fn room(&self, other: &Self) -> Money {
        match (self.one_figure(), other.one_figure()) {
            (Some(a), Some(b)) if a.precision == b.precision => Money::ZERO,
            (Some(a), Some(b)) => a.slack.max(b.slack),
            _ => self.slack + other.slack,
        }
    }
}
