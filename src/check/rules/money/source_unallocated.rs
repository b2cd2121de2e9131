//! `source-unallocated`: money comes in that nothing spends.

use std::collections::HashMap;

use super::balance::{Balance, balances, lacks_sections};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "source-unallocated",
    level: Level::Error,
    lenient_in_drafts: true,
    ground: Ground::Itself,
    summary: "money comes in that nothing spends",
    why: "The whole pool is to be spent under the plan; what no line spends is either forgotten or counted somewhere else.",
    fix: "Add the missing line, raise the lines there are, or correct the source.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
#                    ^^^^^^ £1 of the NHS minimum contribution is not allocated in 2017/18: £20,000 comes in, £19,999
#                    is spent

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "minimum", amount = { 2017-18 = 19_999, 2018-19 = 20_380 } }]
#                                                   ^^^^^^ edit: 20_000
"#,
    cases: &[
        r#"
# Streams in one figure are balanced together, whichever of them a line draws on.
[[sources]]
id = "grants"
kinds = ["dfg", "ibcf"]
partner = "council"
amount = { 2017-18 = 6_000, 2018-19 = 8_200 }
#                                     ^^^^^ £1 of the Disabled Facilities Grant and the improved Better Care Fund is not
#                                     allocated in 2018/19: £8,200 comes in, £8,199 is spent
#                                     mend: 8_199

[[schemes]]
id = "adaptations"
name = "Adaptations"
spend = [
  { source = "grants", amount = { 2017-18 = 4_000, 2018-19 = 6_000 } },
  { source = "ibcf", amount = { 2017-18 = 2_000, 2018-19 = 2_199 } },
]
"#,
        r#"
# All that comes in is spent in one year, and none of it in the other.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
#                                      ^^^^^^ £20,380 of the NHS minimum contribution is not allocated in 2018/19:
#                                      £20,380 comes in, £0 is spent

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "minimum", amount = { 2017-18 = 12_000, 2018-19 = 0 } },
  { source = "nhs-minimum", amount = { 2017-18 = 8_000, 2018-19 = 0 } },
]
"#,
        r#"
# A line that does not say where its money is from could close no gap that is wider than it.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
#                    ^^^^^^ £1,000 of the NHS minimum contribution is not allocated in 2017/18: £20,000 comes in,
#                    £19,000 is spent

[[schemes]]
id = "home-care"
name = "Home care"
spend = [
  { source = "minimum", amount = { 2017-18 = 19_000, 2018-19 = 20_380 } },
#                                            ^^^^^^ edit: 20_000
  { amount = { 2017-18 = 999, 2018-19 = 0 } },
]
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if lacks_sections(facts, tests) {
        return;
    }
    let lost = facts.lines_lost();
    for year in facts.years() {
        for balance in balances(facts, year) {
            test(facts, tests, &balance, lost.as_ref());
        }
    }
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, balance: &Balance<'_>, lost: Option<&Reason>) {
    let (case, pool, spent) = (balance.case(), &balance.pool, &balance.spent);
    if facts.holding(&balance.streams).next().is_none() {
        return tests.not_applicable(case, "the plan has no source of it");
    }
    let unknown = balance.pool_unknown(facts).or_else(|| balance.spent_unknown(facts));
    if let Some(reason) = unknown.or_else(|| lost.cloned()) {
        return tests.not_evaluated(case, reason);
    }
    let (gap, room) = (pool.total - spent.total, spent.room(pool));
    if gap <= Money::ZERO || balance.is_even() {
        return tests.pass_sum(case, spent, pool.total, room);
    }
    let unattributed = facts.unattributed(balance.year, |line| line.mixed_source().is_none());
    match unattributed.first {
        Some(node) if unattributed.could_fill(gap - room) => {
            tests.not_evaluated(case, facts.blocked_by(node, "draws on no known source"));
        }
        _ => fail(facts, tests, balance),
    }
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, balance: &Balance<'_>) {
    let (pool, spent, year) = (&balance.pool, &balance.spent, balance.year.prose());
    let Some(at) = place(facts, balance) else { return };
    let gap = pool.total - spent.total;
    let message = if spent.is_empty() {
        format!("{} of the {} comes in for {year}, and no line spends any of it", pool.total, balance.name)
    } else {
        format!(
            "{gap} of the {} is not allocated in {year}: {} comes in, {} is spent",
            balance.name, pool.total, spent.total
        )
    };
    let help = format!("add the lines that spend {gap}, or correct the source");
    let mut failure = Failure::new(balance.case(), at, message)
        .help(help)
        .sum(spent, pool.total, spent.room(pool))
        .against(Against::Means);
    if let [(line, _)] = spent.lines[..] {
        failure = failure.set(facts, line, pool.total);
    }
    tests.fail(failure);
}

/// Returns the source with the largest gap where every line names a source, else the largest source; ties by the lowest
/// path.
fn place(facts: &Facts<'_>, balance: &Balance<'_>) -> Option<NodeId> {
    let mut spent: HashMap<NodeId, Money> = HashMap::new();
    let own = balance.streams.iter().flat_map(|stream| facts.lines_of(stream));
    for line in own.chain(facts.lines_of_mixed(&balance.streams)) {
        let Draw::Source(source) = line.draw else { return balance.pool.largest(facts.plan) };
        let amount = line.spend.amount.at(balance.year);
        *spent.entry(source.node).or_default() += amount.get().map_or(Money::ZERO, |amount| amount.pounds);
    }
    let gap = |source: &Source| match source.amount.at(balance.year) {
        Field::Is(amount, node) => Some((amount.pounds - spent.get(&source.node).copied().unwrap_or_default(), node)),
        _ => None,
    };
    let gaps: Vec<(Money, NodeId)> = facts.holding(&balance.streams).filter_map(gap).collect();
    let most = gaps.iter().map(|(gap, _)| *gap).max()?;
    let ties = gaps.iter().filter(|(gap, _)| *gap == most).map(|(_, node)| *node);
    ties.min_by_key(|node| facts.plan.path_of(*node))
}
