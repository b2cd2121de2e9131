//! `risk-share-missing`: a risk pool without who bears what, when it is released or who decides.

use super::{name_of, none_of};
use crate::check::facts::is_said;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "risk-share-missing",
    level: Level::Warning,
    clauses: Clauses::One("risk-share"),
    absent: true,
    summary: "a risk pool without shares, trigger or governance",
    why: "A risk share that does not say who bears what, what releases it and who decides is settled only when it is too late to agree.",
    fix: "Add `shares`, `trigger` and `governance` to the pool.",
    example: r#"
[[risk_pools]]
#^^^^^^^^^^^^^ the risk pool `admissions` has no trigger and no governance (to be confirmed)
id = "admissions"
amount = { 2017-18 = 400, 2018-19 = 400 }
shares = [{ partner = "pool", percent = 100 }]
# + trigger = "savings 10 percent short of plan over two quarters"
# + governance = "joint finance group"
"#,
    cases: &[r#"
# What is blank is not said.
[[risk_pools]]
#^^^^^^^^^^^^^ the risk pool `admissions` has no shares and no governance (to be confirmed)
id = "admissions"
amount = { 2017-18 = 400, 2018-19 = 400 }
trigger = "savings 10 percent short of plan over two quarters"
governance = " "
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let pools = &facts.plan.risk_pools;
    let mut failed = false;
    for pool in pools {
        let has_shares = !pool.shares.is_empty() || pool.shares.damaged;
        let parts =
            [("shares", has_shares), ("trigger", is_said(&pool.trigger)), ("governance", is_said(&pool.governance))];
        let missing: Vec<&str> = parts.iter().filter(|(_, is_there)| !is_there).map(|(what, _)| *what).collect();
        if missing.is_empty() {
            continue;
        }
        failed = true;
        let failure =
            Failure::new(Case::of(name_of(pool)), pool.node, format!("{} has {}", name_of(pool), none_of(&missing)));
        let keys = missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        tests.fail(failure.help(format!("add {keys}: who bears what, what releases the money, who decides")));
    }
    tests.pass_lot(failed, pools.items.len(), "risk pools");
}
