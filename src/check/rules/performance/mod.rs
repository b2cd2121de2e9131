//! The part of the fund that is paid for performance (2014-16).

pub(crate) mod performance_halves_unequal;
pub(crate) mod performance_payments_mismatch;
pub(crate) mod performance_share_wrong;
pub(crate) mod reduction_below_expectation;

use crate::check::prelude::*;
use crate::check::rule::{Family, Phase};

/// The family of rules on the part of the fund that is paid for performance: its size and its payments.
pub(super) static FAMILY: Family = Family {
    id: "performance",
    summary: "the part of the fund that is paid for performance",
    phase: Phase::Policy,
    rules: &[
        &performance_share_wrong::RULE,
        &performance_payments_mismatch::RULE,
        &performance_halves_unequal::RULE,
        &reduction_below_expectation::RULE,
    ],
};

/// Returns the performance-related part of the plan over all years of the round, or why it is not known.
fn part(facts: &Facts<'_>) -> Result<Sum, Reason> {
    let performance = &facts.plan.performance;
    if performance.node.is_none() {
        return Err(Reason::free("the plan has no `performance`"));
    }
    let stated = facts.years().map(|year| performance.amount.at(year)).filter(|figure| !figure.is_absent());
    let sum = Sum::of(stated);
    match sum.unreadable {
        Some(node) => Err(facts.blocked_by(node, "cannot be read")),
        None if sum.is_empty() => Err("the plan does not state `performance.amount`".into()),
        None => Ok(sum),
    }
}

/// Returns the payments of the part, or why they are not known.
fn payments(facts: &Facts<'_>) -> Result<Sum, Reason> {
    let payments = &facts.plan.performance.payments;
    if payments.damaged {
        let reason = Reason::from("something in `performance.payments` cannot be read");
        return Err(reason.lacking("performance.payments"));
    }
    if payments.is_empty() {
        return Err(Reason::free("the plan lists no payments in `[performance]`"));
    }
    if let Some(payment) = payments.iter().find(|payment| payment.amount.is_absent()) {
        return Err(facts.blocked_by(payment.node, "does not state its amount"));
    }
    let sum = Sum::of(payments.iter().map(|payment| payment.amount));
    match sum.unreadable {
        Some(node) => Err(facts.blocked_by(node, "cannot be read")),
        None => Ok(sum),
    }
}
