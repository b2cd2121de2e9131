//! `risk-shares-not-100`: the partners' shares of a risk are not the whole of it.

use super::name_of;
use crate::check::prelude::*;
use crate::plan::{RiskPool, RiskShare};

pub(crate) static RULE: Rule = Rule {
    id: "risk-shares-not-100",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the shares of a risk pool do not make 100%",
    why: "What nobody bears falls to whoever is left with the bill; what two bear is argued about.",
    fix: "Correct the shares so that they make 100.",
    example: r#"
[[risk_pools]]
id = "admissions"
amount = { 2017-18 = 400, 2018-19 = 400 }
shares = [{ partner = "pool", percent = 50 }, { partner = "pool", percent = 60 }]
#                                                                           ^^
#   the shares of the risk pool `admissions` make 110%
#   edit: 50
"#,
    cases: &[
        r#"
# Three rounded thirds make 100.
[[risk_pools]]
id = "admissions"
amount = { 2017-18 = 400, 2018-19 = 400 }
shares = [{ partner = "a", percent = 33 }, { partner = "b", percent = 33 }, { partner = "c", percent = 33 }]
"#,
        r#"
# Three that are four short do not.
[[risk_pools]]
id = "admissions"
amount = { 2017-18 = 400, 2018-19 = 400 }
shares = [{ partner = "a", percent = 32 }, { partner = "b", percent = 32 }, { partner = "c", percent = 32 }]
#                                    ^^ the shares of the risk pool `admissions` make 96%
#                                    edit: 36
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut pools = facts.plan.risk_pools.iter().filter(|pool| pool.shares.node.is_some()).peekable();
    if pools.peek().is_none() {
        return tests.not_applicable(Case::default(), "no risk pool has shares");
    }
    for pool in pools {
        let case = Case::of(name_of(pool));
        let unclear = pool
            .shares
            .iter()
            .find(|share| share.percent.get().is_none())
            .map(|share| share.percent.node().unwrap_or(share.node));
        if let Some(node) = unclear.or(pool.shares.node.filter(|_| pool.shares.damaged)) {
            tests.not_evaluated(case, facts.blocked_by(node, "has no percentage that can be read"));
        } else if pool.shares.is_empty() {
            tests.not_evaluated(case, "its list of shares is empty");
        } else {
            add_up(facts, tests, pool);
        }
    }
}

fn add_up(facts: &Facts<'_>, tests: &mut Tests<'_>, pool: &RiskPool) {
    let case = Case::of(name_of(pool));
    let shares = || pool.shares.iter().filter_map(|share| share.percent.get());
    let total = shares().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(share.value));
    let slack = shares().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(share.slack()));
    let gap = total.and_then(|total| Decimal::ONE_HUNDRED.checked_sub(total));
    let (Some(total), Some(slack), Some(gap)) = (total, slack, gap) else {
        return tests.not_evaluated(case, "its shares are too large to add up");
    };
    let negative = shares().any(|share| share.value < Decimal::ZERO);
    if !negative && (gap.is_zero() || gap.abs() < slack) {
        return tests.pass(case);
    }
    let value = |share: &RiskShare| share.percent.get().map_or(Decimal::ZERO, |percent| percent.value);
    let most = pool.shares.iter().map(value).max().unwrap_or_default();
    let largest =
        pool.shares.iter().filter(|share| value(share) == most).min_by_key(|share| facts.plan.path_of(share.node));
    let Some((largest, at)) = largest.and_then(|share| Some((share, share.percent.node()?))) else { return };
    let message = format!("the shares of {} make {}%", name_of(pool), total.normalize());
    let mut failure = Failure::new(case, at, message).help("correct the shares so that they make 100");
    for share in pool.shares.iter().filter(|share| share.node != largest.node) {
        failure = failure.label_if(share.percent.node(), format!("{}%", value(share)));
    }
    if let Some(right) = most.checked_add(gap).filter(|right| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(right)) {
        failure = failure.edit(at, right.to_string());
    }
    tests.fail(failure);
}
