//! Risk pools and the risk log.

pub(crate) mod risk_log_missing;
pub(crate) mod risk_pool_unfunded;
pub(crate) mod risk_share_missing;
pub(crate) mod risk_shares_not_100;
pub(crate) mod risk_unowned;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};
use crate::plan::RiskPool;

/// The family of rules on risk pools and the risk log: funding, shares and owners.
pub(super) static FAMILY: Family = Family {
    id: "risk",
    summary: "risk pools and the risk log",
    phase: Phase::Policy,
    rules: &[
        &risk_pool_unfunded::RULE,
        &risk_shares_not_100::RULE,
        &risk_share_missing::RULE,
        &risk_log_missing::RULE,
        &risk_unowned::RULE,
    ],
};

/// Returns what messages call a pool.
fn name_of(pool: &RiskPool) -> String {
    pool.id.str().map_or_else(|| "the risk pool".into(), |id| format!("the risk pool `{}`", shortened(id)))
}

/// Returns what is missing as a list: "no owner", "no owner and no mitigation", "no shares, no trigger and no
/// governance".
fn none_of(missing: &[&str]) -> String {
    let words: Vec<String> = missing.iter().map(|word| format!("no {word}")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
