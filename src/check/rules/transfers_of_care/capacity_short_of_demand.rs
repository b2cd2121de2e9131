//! `capacity-short-of-demand`: a service has less capacity than is expected to be needed.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::check::prelude::*;
use crate::plan::{Capacity, Number};

pub(crate) static RULE: Rule = Rule {
    id: "capacity-short-of-demand",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a service has less capacity than is expected to be needed",
    why: "Where intermediate care is short of what is needed people wait in hospital beds, and the plan's own targets of discharge rest on it.",
    fix: "Plan more of the service in those months, or say in the narrative how the gap is bridged.",
    example: r#"
[[capacity]]
service = "reablement-at-home"
demand = { 2017-12 = 120, 2018-01 = 150, 2018-02 = 140 }
capacity = { 2017-12 = 125, 2018-01 = 130, 2018-02 = 145 }
#                                     ^^^ `reablement-at-home` is short of what is needed in January 2018: 130 of 150
#                                     mend: 150
"#,
    cases: &[
        r#"
# As much as is needed is enough, and a period with one of the two alone is not compared.
[[capacity]]
service = "beds"
demand = { 2017-12 = 40, 2018-01 = 44 }
capacity = { 2017-11 = 30, 2018-01 = 44 }
"#,
        r#"
# Of several periods that are short the one that lacks most is named, and not the one that lacks the largest part.
[[capacity]]
service = "reablement-at-home"
demand = { 2017-12 = 4, 2018-01 = 150 }
capacity = { 2017-12 = 2, 2018-01 = 130 }
#                                   ^^^ `reablement-at-home` is short of what is needed in 2 periods, most in January
#                                   2018: 130 of 150
# -
# + capacity = { 2017-12 = 4, 2018-01 = 150 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.plan.capacity.is_empty() {
        return tests.not_applicable(Case::default(), "the plan has no `capacity`");
    }
    for entry in &facts.plan.capacity {
        let name = shortened(entry.service.str().unwrap_or("a service")).into_owned();
        let case = Case::of(name.clone());
        let pairs = pairs(entry);
        let unreadable = [&entry.demand, &entry.capacity]
            .into_iter()
            .flat_map(|series| {
                series.entries.iter().filter_map(|(_, field)| field.node().filter(|_| field.is_unreadable()))
            })
            .next();
        let short: Vec<&Pair> = pairs.iter().filter(|pair| pair.capacity < pair.demand).collect();
        match (short.as_slice(), unreadable) {
            ([], Some(node)) => tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
            ([], None) if pairs.is_empty() => {
                tests.not_evaluated(case, format!("`{name}` has no month with both `demand` and `capacity`"));
            }
            ([], None) => tests.pass(case.at(Some(entry.node))),
            (short, _) => tests.fail(failure(case, &name, short)),
        }
    }
}

/// The demand and the capacity of a period.
struct Pair {
    period: Period,
    demand: Decimal,
    capacity: Decimal,
    /// The place of the capacity.
    at: NodeId,
    /// The place of the demand.
    needed_at: NodeId,
}

/// Returns the periods for which an entry states both.
fn pairs(entry: &Capacity) -> Vec<Pair> {
    let demand: HashMap<Period, (Decimal, NodeId)> =
        entry.demand.readable().map(|(period, number, node)| (period, (number.value, node))).collect();
    let pair = |(period, number, at): (Period, Number, NodeId)| {
        let (needed, needed_at) = demand.get(&period)?;
        Some(Pair { period, demand: *needed, capacity: number.value, at, needed_at: *needed_at })
    };
    entry.capacity.readable().filter_map(pair).collect()
}

fn failure(case: Case, name: &str, short: &[&Pair]) -> Failure {
    // Of several as short as each other the first.
    let worst = short.iter().rev().max_by_key(|pair| pair.demand - pair.capacity).unwrap_or(&short[0]);
    let (when, amounts) =
        (worst.period.prose(), format!("{} of {}", worst.capacity.normalize(), worst.demand.normalize()));
    let message = match short.len() {
        1 => format!("`{name}` is short of what is needed in {when}: {amounts}"),
        n => format!("`{name}` is short of what is needed in {n} periods, most in {when}: {amounts}"),
    };
    let failure = Failure::new(case, worst.at, message).label(worst.needed_at, "what is needed");
    failure.help("plan more of it, or say in the narrative how the gap is bridged")
}
