//! `not-as-last-year`: a stream that is the same as last year is another amount.

use crate::check::facts::Previous;
use crate::check::prelude::*;
use crate::plan::Plan;
use crate::policy::{Round, Stream};

pub(crate) static RULE: Rule = Rule {
    id: "not-as-last-year",
    level: Level::Error,
    clauses: Clauses::Of(clauses),
    bearing: Bearing::Required,
    summary: "a stream that is the same as last year is another amount in last year's plan",
    why: "Where each area's grant is what it was the year before, a plan with another amount has copied it wrong, or taken the grant of another year or area.",
    fix: "Put in the amount of last year's plan, which `previous` names; where that is the one that is wrong, correct `previous`.",
    example: r#"
[plan]
format = 1
round = "bcf-2026-27"
previous = "last-year.toml"

[area]
name = "Exampleton"

[allocations]
la-better-care-grant = { 2026-27 = 6_154_000 }
#                                  ^^^^^^^^^ the Local Authority Better Care Grant for 2026/27 is £6,154,000, and
#                                  £6,145,000 in last year's plan: it is the same in both years
#                                  edit: 6_145_000
"#,
    cases: &[
        r#"
# Without a published figure the sources are looked at, together.
[plan]
format = 1
round = "bcf-2026-27"
previous = "last-year.toml"

[area]
name = "Exampleton"

[[sources]]
id = "grant"
kind = "la-better-care-grant"
partner = "council"
amount = { 2026-27 = 6_000_000 }
#                    ^^^^^^^^^ the Local Authority Better Care Grant for 2026/27 is £6,144,000, and £6,145,000 in last
#                    year's plan: it is the same in both years
#                    mend: 6_001_000

[[sources]]
id = "grant-discharge"
kind = "la-better-care-grant"
partner = "council"
amount = { 2026-27 = 144_000 }
"#,
        r#"
# A rounded figure is the same where rounding explains it.
[plan]
format = 1
round = "bcf-2026-27"
previous = "last-year.toml"

[area]
name = "Exampleton"

[allocations]
la-better-care-grant = { 2026-27 = "£6.1m" }
"#,
    ],
    beside: r#"
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[[sources]]
id = "grant"
kind = "la-better-care-grant"
partner = "council"
amount = { 2025-26 = 6_145_000 }
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn clauses(round: &Round) -> Vec<&str> {
    round
        .streams
        .iter()
        .filter(|stream| stream.same_as_last_year)
        .filter_map(|stream| stream.clause.as_deref())
        .collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut streams = facts.round.streams.iter().filter(|stream| stream.same_as_last_year).peekable();
    if streams.peek().is_none() {
        return tests.not_applicable(Case::default(), "the round has no stream that is the same as last year");
    }
    let last = match previous(facts) {
        Some(Ok(last)) => last,
        Some(Err(reason)) => return tests.not_evaluated(Case::of("last year's plan"), reason),
        None => return tests.not_applicable(Case::of("last year's plan"), "the plan names no plan as `previous`"),
    };
    for stream in streams {
        let before = given(last, &stream.id, facts.round.first_year().previous());
        for year in facts.years() {
            compare(facts, tests, stream, year, before.as_ref());
        }
    }
}

/// Returns last year's plan, or why it does not serve; nothing where this one names none.
fn previous<'a>(facts: &Facts<'a>) -> Option<Result<&'a Plan, Reason>> {
    let own = facts.plan;
    let at = match &own.header.previous {
        Field::Absent => return None,
        Field::Unreadable(node) => return Some(Err(facts.blocked_by(*node, "cannot be read"))),
        Field::Is(_, node) => *node,
    };
    Some(match &facts.surroundings.previous {
        Previous::Unknown => Err("the plan was not read from a file".into()),
        Previous::Unread(why) => Err(Reason::from(why.clone()).lacking("plan.previous")),
        Previous::Read(last) if last.header.round.str().is_none() => Err(facts.blocked_by(at, "is no plan")),
        Previous::Read(last) if !is_same_area(own, last) => Err(facts.blocked_by(at, "is a plan of another area")),
        Previous::Read(last) => Ok(last),
    })
}

/// Returns whether two plans are of one area: by their codes where both have one, else by their names.
fn is_same_area(a: &Plan, b: &Plan) -> bool {
    let name = |plan: &Plan| plan.area.name.str().map(|name| name.trim().to_lowercase());
    match (a.area.code.str(), b.area.code.str()) {
        (Some(a), Some(b)) => a == b,
        _ => name(a).is_some() && name(a) == name(b),
    }
}

/// Returns what a plan gives for a stream in a year: what was published, else what its sources come to. Nothing where it
/// gives none, or one that cannot be read.
fn given(plan: &Plan, stream: &str, year: Year) -> Option<Sum> {
    let published = named(&plan.allocations.streams, stream).map(|amounts| amounts.at(year));
    let sources = || plan.sources.iter().filter(|source| source.streams().any(|own| own == stream));
    let sum = match published {
        Some(figure) if !figure.is_absent() => Sum::of([figure]),
        // In one figure with other streams it cannot be told how much of it there is.
        _ if sources().any(Source::is_mixed) => return None,
        _ => Sum::of(sources().map(|source| source.amount.at(year))),
    };
    Some(sum).filter(|sum| !sum.is_empty() && sum.unreadable.is_none() && !sum.unstated)
}

fn compare(facts: &Facts<'_>, tests: &mut Tests<'_>, stream: &Stream, year: Year, before: Option<&Sum>) {
    let case = Case::in_year(year, &*stream.id).under_if(stream.clause.as_deref());
    let Some(before) = before else {
        let last = facts.round.first_year().previous().prose();
        return tests
            .not_evaluated(case, format!("last year's plan gives no amount of the {} for {last}", stream.name));
    };
    let Some(now) = given(facts.plan, &stream.id, year) else {
        return tests
            .not_evaluated(case, format!("the plan gives no amount of the {} for {}", stream.name, year.prose()));
    };
    let slack = now.slack + before.slack;
    if (now.total - before.total).abs() <= slack {
        return tests.pass(case);
    }
    let Some(at) = now.largest(facts.plan) else { return };
    let message = format!(
        "the {} for {} is {}, and {} in last year's plan: it is the same in both years",
        stream.name,
        year.prose(),
        now.total,
        before.total
    );
    let help = "correct it, or name the right plan in `previous`";
    let failure = Failure::new(case, at, message).help(help).sum(&now, before.total, slack);
    let failure = failure.label_if(facts.plan.header.previous.node(), "last year's plan");
    // Of several figures nobody can tell which is wrong.
    tests.fail(if now.lines.len() == 1 { failure.set(facts, at, before.total) } else { failure });
}
