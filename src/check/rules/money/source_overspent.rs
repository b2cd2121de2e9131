//! `source-overspent`: more is spent from a source, or a stream, than it has.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::balance::{Balance, balances, lacks_sections};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "source-overspent",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "more is spent from a source, or a stream, than it has",
    why: "Money that is not there cannot be spent: either a line is too large, or a source is larger than the plan says.",
    fix: "Take the excess off the lines, draw them on another source, or correct the source.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
#                    ^^^^^^ £20,001 is spent from the NHS minimum contribution in 2017/18: £1 more than the £20,000
#                    that comes in

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "minimum", amount = { 2017-18 = 20_001, 2018-19 = 20_380 } }]
#                                                   ^^^^^^ edit: 20_000
"#,
    cases: &[r#"
# A voluntary contribution that no source brings is spent from nothing.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-additional", amount = { 2017-18 = 500, 2018-19 = 0 } }]
#                                                          ^^^ £500 is spent from the additional NHS contribution in 2017/18,
#                                                          and no source brings any
#                   ^^^^^^^^^^^^^^^^ mend: "minimum"
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if lacks_sections(facts, tests) {
        return;
    }
    let sources = sources_of_their_own(facts);
    for year in facts.years() {
        let said = test_sources(facts, tests, &sources, year);
        for balance in balances(facts, year) {
            if balance.streams.iter().any(|stream| said.contains(stream)) {
                tests.not_evaluated(balance.case(), "one of its sources is overspent");
            } else {
                test_stream(facts, tests, &balance);
            }
        }
    }
}

/// Returns the sources that are tested apart from their stream: a stream with a single source is that source.
fn sources_of_their_own<'a>(facts: &'a Facts<'_>) -> Vec<&'a Source> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for source in &facts.plan.sources {
        *count.entry(group_of(facts, source)).or_default() += 1;
    }
    let all = facts.sources_lost().is_some();
    let adjusts = |kind: &str| facts.round.stream(kind).is_some_and(|stream| stream.adjustment);
    let apart = |source: &&Source| {
        let kind = group_of(facts, source);
        !adjusts(kind) && (all || count.get(kind).is_some_and(|count| *count > 1))
    };
    facts.plan.sources.iter().filter(apart).collect()
}

/// Returns the first of the streams that a source's money is balanced with.
fn group_of<'a>(facts: &Facts<'a>, source: &'a Source) -> &'a str {
    let first = source.streams().next().unwrap_or_default();
    let together = facts.round.stream(first).map(|stream| facts.together(stream)).unwrap_or_default();
    together.first().map_or(first, |stream| &stream.id)
}

/// Tests each source against the lines that name it; returns the streams of those that are overspent.
fn test_sources<'a>(facts: &Facts<'_>, tests: &mut Tests<'_>, sources: &[&'a Source], year: Year) -> BTreeSet<&'a str> {
    let mut said = BTreeSet::new();
    if sources.is_empty() {
        return said;
    }
    let mut spent: HashMap<NodeId, Sum> = HashMap::new();
    for line in &facts.lines {
        if let Draw::Source(source) = line.draw {
            spent.entry(source.node).or_default().add(line.spend.amount.at(year));
        }
    }
    let twice = ids_in_use_twice(facts);
    for source in sources {
        if facts.may_leave_out(source.stream(), &source.amount, year) {
            continue;
        }
        let Some(spent) = spent.get(&source.node) else { continue };
        let id = source.id.str().unwrap_or_default();
        let case = Case::in_year(year, id);
        if twice.contains(id) {
            tests.not_evaluated(case, format!("two sources are called `{id}`"));
        } else if test_source(facts, tests, (source, case, year), spent) {
            said.extend(source.streams());
        }
    }
    said
}

fn ids_in_use_twice<'a>(facts: &'a Facts<'_>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    facts.plan.sources.iter().filter_map(|source| source.id.str()).filter(|id| !seen.insert(*id)).collect()
}

/// Tests one source; returns whether it is overspent.
fn test_source(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    (source, case, year): (&Source, Case, Year),
    spent: &Sum,
) -> bool {
    let pool = Sum::of([source.amount.at(year)]);
    if let Some(reason) = facts.not_whole(&pool, year, [&source.amount]) {
        tests.not_evaluated(case, reason);
        return false;
    }
    let room = spent.room(&pool);
    if spent.total > pool.total && !spent.agrees_with(&pool) {
        let excess = spent.total - pool.total;
        let id = source.id.str().unwrap_or_default();
        let message = format!(
            "{} is spent from `{}` in {}, {excess} more than its {}",
            spent.total,
            shortened(id),
            year.prose(),
            pool.total
        );
        fail(facts, tests, Failure::new(case, pool.lines[0].0, message), spent, &pool);
        return true;
    }
    let lines = facts.lines.iter().filter(|line| line.names(source)).map(|line| &line.spend.amount);
    match facts.not_whole(spent, year, lines) {
        Some(reason) => tests.not_evaluated(case, reason),
        None => tests.pass_sum(case, spent, pool.total, room),
    }
    false
}

fn test_stream(facts: &Facts<'_>, tests: &mut Tests<'_>, balance: &Balance<'_>) {
    let (case, pool, spent) = (balance.case(), &balance.pool, &balance.spent);
    if spent.is_empty() && !spent.unstated && spent.unreadable.is_none() {
        return tests.not_applicable(case, "nothing is spent from it");
    }
    if let Some(reason) = balance.pool_unknown(facts) {
        return tests.not_evaluated(case, reason);
    }
    let Some(at) = pool.largest(facts.plan) else {
        return without_source(facts, tests, balance);
    };
    if spent.total > pool.total && !balance.is_even() {
        if let Some(reason) = facts.sources_lost() {
            return tests.not_evaluated(case, reason);
        }
        let (year, excess) = (balance.year.prose(), spent.total - pool.total);
        let with = if balance.contingency { ", the contingency included" } else { "" };
        let message = format!(
            "{} is spent from the {} in {year}{with}: {excess} more than the {} that comes in",
            spent.total, balance.name, pool.total
        );
        return fail(facts, tests, Failure::new(case, at, message), spent, pool);
    }
    match balance.spent_unknown(facts) {
        Some(reason) => tests.not_evaluated(case, reason),
        None => tests.pass_sum(case, spent, pool.total, spent.room(pool)),
    }
}

/// Reports lines that draw on a voluntary stream no source brings; a mandatory stream without a source is for
/// `mandatory-stream-missing` to report.
fn without_source(facts: &Facts<'_>, tests: &mut Tests<'_>, balance: &Balance<'_>) {
    let (case, spent) = (balance.case(), &balance.spent);
    let voluntary = balance.streams.iter().all(|stream| facts.voluntary().contains(stream));
    match spent.largest(facts.plan).filter(|_| voluntary && facts.sources_lost().is_none() && spent.total > spent.slack)
    {
        Some(at) => {
            let message = format!(
                "{} is spent from the {} in {}, and no source brings any",
                spent.total,
                balance.name,
                balance.year.prose()
            );
            let failure = Failure::new(case, at, message).sum(spent, Money::ZERO, spent.slack).against(Against::Means);
            tests.fail(failure.help("add the source this money comes from, or draw the lines on other money"));
        }
        None => tests.not_evaluated(case, format!("the plan has no source of the {}", balance.name)),
    }
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, failure: Failure, spent: &Sum, pool: &Sum) {
    let excess = spent.total - pool.total;
    let help = format!("take {excess} off its lines, draw some of them on other money, or correct the source");
    let mut failure = failure.help(help).sum(spent, pool.total, spent.room(pool)).against(Against::Means);
    if let [(line, _)] = spent.lines[..] {
        failure = failure.set(facts, line, pool.total);
    }
    tests.fail(failure);
}
