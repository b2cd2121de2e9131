//! `contribution-below-allocation`: less of a mandatory stream than government published for the area.

use super::contribution::{Contribution, Known, contributions};
use crate::check::determinations::{Determinations, lost};
use crate::check::prelude::*;
use crate::policy::Stream;

pub(crate) static RULE: Rule = Rule {
    id: "contribution-below-allocation",
    level: Level::Error,
    clauses: Clauses::One("pool-minimum"),
    aspect: Aspect::Floor(FloorOf::Contribution),
    statutory: true,
    bearing: Bearing::Required,
    summary: "a mandatory stream is smaller than its published allocation",
    why: "The pool must hold at least what government published for the area; a plan below it cannot be approved.",
    fix: "Raise the source to the allocation, or correct the allocation if it was copied wrongly.",
    example: r#"
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 19_999, 2018-19 = 20_380 }
#                    ^^^^^^ the NHS minimum contribution is £19,999 in 2017/18, £1 below its published allocation of
#                    £20,000
#                    edit: 20_000
"#,
    cases: &[
        r#"
# A later determination need not be pooled; less than the first is short all the same.
[allocations]
nhs-minimum = { 2017-18 = 0, 2018-19 = 0 }
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[allocations.changes]]
stream = "dfg"
year = "2017-18"
amount = 90
on = 2017-06-30

[[allocations.changes]]
stream = "dfg"
year = "2018-19"
amount = 90
on = 2017-06-30

[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 1_099 }
#                                     ^^^^^ the Disabled Facilities Grant is £1,099 in 2018/19, £1 below its published
#                                     allocation of £1,100
#                                     edit: 1_100
"#,
        r#"
# Of streams in one figure nobody can say which falls short; that one does, their sum can.
[allocations]
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[sources]]
id = "grants"
kinds = ["ibcf", "dfg"]
partner = "council"
amount = { 2017-18 = 1_999, 2018-19 = 6_000 }
#                    ^^^^^ the Disabled Facilities Grant and the improved Better Care Fund come to £1,999 together in
#                    2017/18, £1 below their published allocations of £2,000
#                    edit: 2_000
"#,
        r#"
# Where the shares of its partners are published, and no figure for the area, each pays its own.
[[partners]]
id = "north"
name = "North CCG"
kind = "ccg"

[[partners]]
id = "south"
name = "South CCG"
kind = "ccg"

[allocations.by_partner]
north = { nhs-minimum = { 2017-18 = 9_000, 2018-19 = 9_170 } }
south = { nhs-minimum = { 2017-18 = 11_000, 2018-19 = 11_210 } }

[[sources]]
id = "north-minimum"
kind = "nhs-minimum"
partner = "north"
amount = { 2017-18 = 9_001, 2018-19 = 9_170 }

[[sources]]
id = "south-minimum"
kind = "nhs-minimum"
partner = "south"
amount = { 2017-18 = 10_999, 2018-19 = 11_210 }
#                    ^^^^^^ the part of South CCG in the NHS minimum contribution is £10,999 in 2017/18, £1 below its
#                    published allocation of £11,000
#                    edit: 11_000
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let below = |part: &Contribution<'_>| part.sum.total < part.published.total && !part.agrees();
    contributions(facts, below, |known| match known {
        Known::Not(case, reason) => tests.not_evaluated(case, reason),
        Known::Both(part) if below(&part) => match &part.lost {
            Some(reason) => tests.not_evaluated(part.case(facts), reason.clone()),
            None => fail(facts, tests, &part),
        },
        Known::Both(part) => part.pass(facts, tests),
    });
    for year in facts.years() {
        let streams = facts.round.mandatory().filter(|stream| Facts::has_stream(stream, year));
        streams.for_each(|stream| together(facts, tests, stream, year));
    }
}

/// Reports streams in one figure that come to less than what was published of all of them: then one of them is short,
/// whatever their split.
fn together(facts: &Facts<'_>, tests: &mut Tests<'_>, stream: &Stream, year: Year) {
    let streams: Vec<&Stream> =
        facts.together(stream).into_iter().filter(|stream| Facts::has_stream(stream, year)).collect();
    let is_first = streams.first().is_some_and(|first| first.id == stream.id);
    if streams.len() < 2 || !is_first || streams.iter().any(|stream| !stream.mandatory || stream.adjustment) {
        return;
    }
    let ids: Vec<&str> = streams.iter().map(|stream| stream.id.as_str()).collect();
    let held = Sum::of_year(facts.holding(&ids).map(|source| &source.amount), year);
    let least = |stream: &&Stream| {
        let published = facts.published(stream, year);
        let is_known = !published.is_empty() && lost(facts, &stream.id, year).is_none();
        is_known.then(|| Determinations::of(facts, &stream.id, None, year, published).nearest(&Sum::default()))
    };
    let Some(published) = streams.iter().map(least).collect::<Option<Vec<Sum>>>() else { return };
    let published = published.iter().fold(Sum::default(), Sum::with);
    let is_short = held.is_whole() && published.is_whole() && held.total < published.total;
    let at = held.largest(facts.plan).filter(|_| is_short && !held.agrees_with(&published));
    let (Some(at), None) = (at, facts.sources_lost()) else { return };
    let names: Vec<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
    let names = names.join(" and the ");
    let shortfall = published.total - held.total;
    let message = format!(
        "the {names} come to {} together in {}, {shortfall} below their published allocations of {}",
        held.total,
        year.prose(),
        published.total
    );
    let case = Case::in_year(year, names).sum_of(format!("sources.{}", ids.join("+")));
    let mut failure = Failure::new(case.under_if(stream.clause.as_deref()), at, message);
    for (node, pounds) in &published.lines {
        failure = failure.label(*node, format!("{pounds} published here"));
    }
    let failure =
        failure.clause_if(stream.clause.as_deref()).help(format!("add the missing {shortfall} to the source"));
    let failure = failure.sum(&held, published.total, held.room(&published));
    tests.fail(match held.one_figure() {
        Some(_) => failure.set(facts, at, published.total),
        None => failure,
    });
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, part: &Contribution<'_>) {
    let Some(failure) = part.failure(facts, "below") else { return };
    let shortfall = part.published.total - part.sum.total;
    // What government added when plans were in need not be pooled.
    let later =
        if part.stream.grant { "; what a later determination added stands in `[[allocations.changes]]`" } else { "" };
    tests.fail(failure.help(format!("add the missing {shortfall} to the source{later}")));
}
