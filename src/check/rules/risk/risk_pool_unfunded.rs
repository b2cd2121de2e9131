//! `risk-pool-unfunded`: a risk pool larger than the money it is held from.

use super::name_of;
use crate::check::prelude::*;
use crate::plan::RiskPool;

pub(crate) static RULE: Rule = Rule {
    id: "risk-pool-unfunded",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a risk pool is larger than the money it is held from",
    why: "A pool that its source cannot pay is no cover: when the risk falls in, part of the money is not there.",
    fix: "Lower the pool, or hold it from a source that has the money.",
    example: r#"
[[sources]]
id = "additional"
kind = "nhs-additional"
partner = "ccg"
amount = { 2017-18 = 300, 2018-19 = 500 }
#                    ^^^ mend: 500

[[risk_pools]]
id = "admissions"
source = "additional"
amount = { 2017-18 = 400, 2018-19 = 400 }
#                    ^^^ the risk pool `admissions` holds £400 in 2017/18 and its source has £300, £100 less
#                    edit: 300
"#,
    cases: &[r#"
# A pool of all its source has is funded; a stream may be named in place of a source.
[[sources]]
id = "additional"
kind = "nhs-additional"
partner = "ccg"
amount = { 2017-18 = 400, 2018-19 = 399 }

[[risk_pools]]
id = "admissions"
source = "nhs-additional"
amount = { 2017-18 = 400, 2018-19 = 400 }
#                                   ^^^ the risk pool `admissions` holds £400 in 2018/19 and its source has £399, £1
#                                   less
#                                   edit: 399
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.plan.risk_pools.is_empty() {
        return tests.not_applicable(Case::default(), "the plan has no risk pools");
    }
    for pool in &facts.plan.risk_pools {
        let case = Case::of(name_of(pool));
        match &pool.source {
            Field::Absent => tests.not_evaluated(case, "it does not say from which source it is held"),
            Field::Unreadable(node) => tests.not_evaluated(case, facts.blocked_by(*node, "cannot be read")),
            Field::Is(id, node) if facts.source(id).is_none() && facts.round.stream(id).is_none() => {
                tests.not_evaluated(case, facts.blocked_by(*node, "is no source"));
            }
            Field::Is(id, _) => {
                let years = facts.years().filter(|year| !facts.may_leave_out(facts.stream_of(id), &pool.amount, *year));
                years.for_each(|year| compare(facts, tests, pool, id, year));
            }
        }
    }
}

fn compare(facts: &Facts<'_>, tests: &mut Tests<'_>, pool: &RiskPool, source: &str, year: Year) {
    let name = name_of(pool);
    let case = Case::in_year(year, name.clone());
    let (held, at) = match pool.amount.at(year) {
        Field::Is(held, node) => (held, node),
        Field::Absent => return tests.not_evaluated(case, "its amount is not stated"),
        Field::Unreadable(node) => return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
    };
    // An id wins where a source and a stream have the same.
    let has = match facts.source(source) {
        Some(source) => Sum::of([source.amount.at(year)]),
        None => facts.whole_stream(source, year),
    };
    if let Some(node) = has.unreadable {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    if has.unstated {
        return tests.not_evaluated(case, format!("the amount of `{}` is not stated", shortened(source)));
    }
    let slack = has.slack + held.slack;
    if held.pounds <= has.total || has.agrees(held) {
        return tests.pass(case);
    }
    let over = held.pounds - has.total;
    let message =
        format!("{name} holds {} in {} and its source has {}, {over} less", held.pounds, year.prose(), has.total);
    let mut failure = Failure::new(case, at, message)
        .compared(held.pounds, has.total, slack)
        .against(Against::Means)
        .set(facts, at, has.total.max(Money::ZERO));
    for (node, pounds) in &has.lines {
        failure = failure.label(*node, format!("{pounds} to hold it from"));
    }
    tests.fail(failure.help(format!("lower it by {over}, or hold it from a source that has the money")));
}
