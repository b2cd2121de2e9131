//! The risks and the bodies that bear them: the risk pools with their shares, and the contingency.

use rust_decimal::Decimal;

use super::Cell;
use super::scene::{Scene, Where};
use crate::plan::Field;

/// A risk pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskPool {
    /// Its id; empty where it has none.
    pub id: String,
    /// `savings`, `admissions`, `performance` or `other`; none where the plan does not say.
    pub purpose: Option<&'static str>,
    /// The source it is held from, by its id; none where the plan does not say.
    pub source: Option<String>,
    /// The amount, one cell a year.
    pub cells: Vec<Cell>,
    /// The shares of the bodies that bear the risk.
    pub shares: Vec<Share>,
    /// The event that releases it.
    pub trigger: Option<String>,
    /// The body that decides.
    pub governance: Option<String>,
    /// The place in the plan.
    pub at: Where,
}

/// A share of a risk pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The partner's name, else its id; `pool` is the fund itself.
    pub partner: String,
    /// The share, in percent; none where that is not stated or cannot be read.
    pub percent: Option<Decimal>,
}

/// Money held back against missed reductions of admissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contingency {
    /// The amount, one cell a year.
    pub cells: Vec<Cell>,
    /// The event that releases it.
    pub release: Option<String>,
}

pub(super) fn risk_pools(scene: &Scene<'_>) -> Vec<RiskPool> {
    let text = |field: &Field<Box<str>>| field.str().map(str::to_owned);
    let share = |share: &crate::plan::RiskShare| Share {
        partner: match share.partner.str() {
            Some("pool") => "the pool itself".to_owned(),
            Some(id) => scene.facts.partner_name(id),
            None => "not stated".to_owned(),
        },
        percent: share.percent.get().map(|number| number.value),
    };
    let pool = |pool: &crate::plan::RiskPool| RiskPool {
        id: text(&pool.id).unwrap_or_default(),
        purpose: pool.purpose.get().map(|purpose| purpose.word()),
        source: text(&pool.source),
        cells: scene.cells(&pool.amount),
        shares: pool.shares.iter().map(share).collect(),
        trigger: text(&pool.trigger),
        governance: text(&pool.governance),
        at: scene.at(pool.node),
    };
    scene.plan.risk_pools.iter().map(pool).collect()
}

pub(super) fn contingency(scene: &Scene<'_>) -> Option<Contingency> {
    let contingency = scene.plan.contingency()?;
    Some(Contingency { cells: scene.cells(&contingency.amount), release: contingency.release.str().map(str::to_owned) })
}
