//! Demand for services and their capacity.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::metrics::Series;
use super::scene::{Scene, Where};
use crate::period::Period;

/// A service, with what is needed of it and what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The service; empty where the plan does not say.
    pub service: String,
    /// The demand, by period.
    pub demand: Series,
    /// The capacity, by period.
    pub capacity: Series,
    /// The place in the plan.
    pub at: Where,
}

impl Capacity {
    /// Returns the periods in which the capacity is short of the demand, each with by how much.
    fn short(&self) -> Vec<(Period, Decimal)> {
        // The first of a period counts.
        let there: HashMap<Period, Option<Decimal>> =
            self.capacity.0.iter().rev().map(|point| (point.period, point.value)).collect();
        let short = |point: &super::Point| {
            let lacking = point.value?.checked_sub((*there.get(&point.period)?)?)?;
            (lacking > Decimal::ZERO).then_some((point.period, lacking))
        };
        self.demand.0.iter().filter_map(short).collect()
    }

    /// Returns in how many periods it is short, the first of those in which it is most, and by how much there.
    pub fn shortest(&self) -> Option<(usize, Period, Decimal)> {
        let short = self.short();
        let (period, lacking) = short.iter().rev().max_by_key(|(_, lacking)| *lacking)?;
        Some((short.len(), *period, *lacking))
    }
}

pub(super) fn capacity(scene: &Scene<'_>) -> Vec<Capacity> {
    let of = |entry: &crate::plan::Capacity| Capacity {
        service: entry.service.str().unwrap_or_default().to_owned(),
        demand: Series::of(&entry.demand),
        capacity: Series::of(&entry.capacity),
        at: scene.at(entry.node),
    };
    scene.plan.capacity.iter().map(of).collect()
}
