//! The risk pools with the bodies that bear the risk, and the contingency.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{At, FigureOut, by_year, stated};
use crate::period::Year;
use crate::plan::RiskPurpose;
use crate::report::json::{Exact, words_or_null};
use crate::view;

/// A risk pool.
#[derive(Serialize, JsonSchema)]
pub(super) struct PoolOut<'a> {
    /// Its id; none where it has none.
    id: Option<&'a str>,
    /// The risk it insures against; none where the plan does not say.
    #[schemars(extend("enum" = words_or_null::<RiskPurpose>()))]
    purpose: Option<&'static str>,
    /// The source it is held from, by its id; none where the plan does not say.
    source: Option<&'a str>,
    /// The amount, one figure a year.
    by_year: Vec<FigureOut>,
    /// The shares of the bodies that bear the risk.
    shares: Vec<ShareOut<'a>>,
    /// The event that releases it.
    trigger: Option<&'a str>,
    /// The body that decides.
    governance: Option<&'a str>,
    /// The place in the plan.
    at: At<'a>,
}

/// A share of a risk pool.
#[derive(Serialize, JsonSchema)]
struct ShareOut<'a> {
    /// The partner that bears it.
    partner: &'a str,
    /// The share, in percent; none where it is not stated.
    percent: Option<Exact>,
}

/// The contingency against missed reductions of admissions.
#[derive(Serialize, JsonSchema)]
pub(super) struct ContingencyOut<'a> {
    /// The amount, one figure a year.
    by_year: Vec<FigureOut>,
    /// The use of the money when it is not needed.
    release: Option<&'a str>,
}

impl<'a> PoolOut<'a> {
    /// Describes a risk pool, whose cells are of `years`.
    pub(super) fn new(pool: &'a view::RiskPool, years: &[Year]) -> Self {
        let share = |share: &'a view::Share| ShareOut { partner: &share.partner, percent: share.percent.map(Exact) };
        Self {
            id: stated(&pool.id),
            purpose: pool.purpose,
            source: pool.source.as_deref(),
            by_year: by_year(&pool.cells, years),
            shares: pool.shares.iter().map(share).collect(),
            trigger: pool.trigger.as_deref(),
            governance: pool.governance.as_deref(),
            at: At::from(&pool.at),
        }
    }
}

impl<'a> ContingencyOut<'a> {
    /// Describes the contingency, whose cells are of `years`.
    pub(super) fn new(contingency: &'a view::Contingency, years: &[Year]) -> Self {
        Self { by_year: by_year(&contingency.cells, years), release: contingency.release.as_deref() }
    }
}
