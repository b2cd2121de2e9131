//! The figures and days beside one that is doubted: what it was meant to be is no stranger among them than what it is.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::slips;
use crate::period::Date;
use crate::plan::Plan;
use crate::plan::syntax::{Kind, Tree};
use crate::span::NodeId;

/// The number of times farther than the nearest that is not much farther.
const NEARLY: f64 = 1.25;

/// The most figures that are looked at beside one: more say no more, and each of a great many would look at all others.
const MOST: usize = 100;

/// The figures beside one, or the days of a plan beside one of them.
pub(super) struct Around {
    numbers: Vec<Decimal>,
    /// The number of them that are in the same series.
    in_series: usize,
    days: Vec<Date>,
    /// True when one of the same series has decimals.
    pub(super) has_fractions: bool,
}

impl Around {
    /// Returns the figures of the same series, or where it has no other those of the same entry; of a day all others.
    pub(super) fn of(plan: &Plan, node: NodeId) -> Self {
        let tree = &plan.tree;
        if tree.kind(node) == Kind::DateTime {
            let days = days_but(tree, Some(node)).collect();
            return Self { numbers: Vec::new(), in_series: 0, days, has_fractions: false };
        }
        let series = tree.parent(node);
        let entry = series.and_then(|series| tree.parent(series));
        let mut beside: Vec<NodeId> =
            series.iter().flat_map(|series| numbers_in(tree, *series, node)).take(MOST).collect();
        let has_fractions = beside.iter().any(|other| tree.kind(*other) == Kind::Float);
        let in_series = beside.len();
        if beside.is_empty() {
            let tables = entry.into_iter().flat_map(|entry| tree.children(entry));
            beside = tables.flat_map(|table| numbers_in(tree, table, node)).take(MOST).collect();
        }
        let numbers = beside.iter().filter_map(|other| slips::number(tree.raw(*other))).collect();
        Self { numbers, in_series, days: Vec::new(), has_fractions }
    }

    /// Returns the figures of the same series.
    pub(super) fn beside(&self) -> &[Decimal] {
        self.numbers.get(..self.in_series).unwrap_or_default()
    }

    /// Returns whether a figure or a day, put in the place of one, is as near to the others or nearer.
    pub(super) fn takes(&self, old: &str, new: &str) -> bool {
        let is_nearer = |old: Option<f64>, new: Option<f64>| match (old, new) {
            (Some(old), Some(new)) => new <= old,
            _ => true,
        };
        if let (Some(old), Some(new)) = (Date::parse(old), Date::parse(new)) {
            let days = |day: Date| self.days.iter().map(|other| day.days_after(*other).abs()).min()?.to_f64();
            return is_nearer(days(old), days(new));
        }
        is_nearer(self.nearest(old), self.nearest(new))
    }

    /// Returns of each of several figures whether it is the nearest to the others, or not much farther from them.
    pub(super) fn nearest_of<'a>(&self, figures: impl Iterator<Item = &'a str>) -> Vec<bool> {
        let distances: Vec<Option<f64>> = figures.map(|figure| self.nearest(figure)).collect();
        let least = distances.iter().flatten().copied().min_by(f64::total_cmp);
        let is_near = |distance: f64| least.is_none_or(|least| distance <= NEARLY * least);
        distances.into_iter().map(|distance| distance.is_none_or(is_near)).collect()
    }

    /// Returns how many times the nearest of the others a figure is, or that is of it.
    fn nearest(&self, figure: &str) -> Option<f64> {
        let own = slips::number(figure)?.to_f64().filter(|own| *own > 0.0)?;
        let others = self.numbers.iter().filter_map(Decimal::to_f64).filter(|other| *other > 0.0);
        others.map(|other| (own / other).max(other / own)).min_by(f64::total_cmp)
    }
}

/// Returns the days of a plan, one of them left out.
pub(super) fn days_but(tree: &Tree, but: Option<NodeId>) -> impl Iterator<Item = Date> {
    let others = tree.nodes().filter(move |other| Some(*other) != but && tree.kind(*other) == Kind::DateTime);
    others.filter_map(|other| Date::parse(tree.raw(other)))
}

/// Returns the numbers of a table, one of them left out.
fn numbers_in(tree: &Tree, table: NodeId, but: NodeId) -> impl Iterator<Item = NodeId> {
    let is_number = move |node: &NodeId| *node != but && matches!(tree.kind(*node), Kind::Integer | Kind::Float);
    tree.children(table).filter(is_number)
}
