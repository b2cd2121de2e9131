//! Demand for services and their capacity.

use schemars::JsonSchema;
use serde::Serialize;

use super::metrics::{PointOut, points};
use super::parts::{At, stated};
use crate::view;

/// A service, with what is needed of it and what there is.
#[derive(Serialize, JsonSchema)]
pub(super) struct CapacityOut<'a> {
    /// The service; none where the plan does not say.
    service: Option<&'a str>,
    /// The demand, by period.
    demand: Vec<PointOut>,
    /// The capacity, by period.
    capacity: Vec<PointOut>,
    /// The place in the plan.
    at: At<'a>,
}

impl<'a> From<&'a view::Capacity> for CapacityOut<'a> {
    fn from(one: &'a view::Capacity) -> Self {
        Self {
            service: stated(&one.service),
            demand: points(&one.demand),
            capacity: points(&one.capacity),
            at: At::from(&one.at),
        }
    }
}
