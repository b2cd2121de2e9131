//! Targets that are given as a range: rules test the milder end, which only the round knows.

use crate::plan::{Direction, Metric, Plan};
use crate::policy::{Better, Round};

/// Sets every target that is a range to its milder end. Where nobody says which way a metric improves, the end that is
/// written first stays.
pub(super) fn settle(plan: &mut Plan, round: &Round) {
    plan.settle_ranges(|metric| lower_is_better(metric, round));
}

fn lower_is_better(metric: &Metric, round: &Round) -> Option<bool> {
    let kind = metric.kind.str()?;
    let national = round.metrics.iter().find(|national| national.id == kind);
    let better = metric.better.get().map(|better| *better == Direction::Lower);
    national.map(|national| national.better == Better::Lower).or(better)
}
