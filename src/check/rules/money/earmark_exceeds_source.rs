//! `earmark-exceeds-source`: the earmarks inside a source come to more than the source.

use crate::check::prelude::*;
use crate::policy::Stream;

pub(crate) static RULE: Rule = Rule {
    id: "earmark-exceeds-source",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "the earmarks inside a source, or a stream, come to more than it holds",
    why: "An earmark is a part of the money that holds it, so all of them together cannot be more than the whole.",
    fix: "Correct the earmarks, or the source.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000 }
of_which.care-act = { 2017-18 = 20_100 }
#                               ^^^^^^ the one earmark comes to £20,100 in 2017/18, £100 more than the £20,000 of
#                               `minimum`
#                               edit: 20_000
#                               mend: 780
"#,
    cases: &[
        r#"
# What is stated for the whole stream is held against all its sources.
[[sources]]
id = "east"
kind = "nhs-minimum"
partner = "east-ccg"
amount = { 2017-18 = 12_000, 2018-19 = 12_230 }

[[sources]]
id = "west"
kind = "nhs-minimum"
partner = "west-ccg"
amount = { 2017-18 = 8_000, 2018-19 = 8_150 }

[earmarks]
care-act = { 2017-18 = 780, 2018-19 = 795 }
reablement = { 2017-18 = 19_220, 2018-19 = 120_380 }
#                                          ^^^^^^^
#   the earmarks come to £121,175 in 2018/19, £100,795 more than the £20,380 of the NHS minimum contribution
#   edit: 19_585
"#,
        r#"
# The earmarks of a year count together, up to the source itself.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }
of_which.care-act = { 2017-18 = 12_000, 2018-19 = 12_000 }
#                                                 ^^^^^^
#   the earmarks come to £20,381 in 2018/19, £1 more than the £20,380 of `minimum`
#   edit: 11_999
of_which.reablement = { 2017-18 = 8_000, 2018-19 = 8_381 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for source in facts.plan.sources.iter().filter(|source| !source.of_which.is_empty()) {
        for year in facts.years().filter(|year| !facts.may_leave_out(source.stream(), &source.amount, *year)) {
            of_source(facts, tests, source, year);
        }
    }
    for stream in &facts.round.streams {
        let inside = facts.round.earmarks.iter().filter(|earmark| earmark.stream == stream.id);
        let stated: Vec<&Amounts> = inside.filter_map(|earmark| named(&facts.plan.earmarks, &earmark.id)).collect();
        if !stated.is_empty() {
            for year in facts.years_of(&stream.id) {
                of_stream(facts, tests, stream, year, &stated);
            }
        }
    }
}

/// A whole in a year, and the earmarks inside it.
struct Parts<'a> {
    year: Year,
    whole: Sum,
    /// The whole as messages name it.
    name: String,
    amounts: &'a [&'a Amounts],
}

fn of_source(facts: &Facts<'_>, tests: &mut Tests<'_>, source: &Source, year: Year) {
    let name = source.name.str().or(source.id.str()).unwrap_or("a source");
    let case = Case::in_year(year, name).sum_of(facts.plan.path_of(source.node));
    let whole = Sum::of([source.amount.at(year)]);
    if let Some(reason) = facts.not_whole(&whole, year, [&source.amount]) {
        return tests.not_evaluated(case, reason);
    }
    let amounts: Vec<&Amounts> = source.of_which.iter().map(|(_, _, amounts)| amounts).collect();
    test(facts, tests, case, &Parts { year, whole, name: format!("`{}`", shortened(name)), amounts: &amounts });
}

fn of_stream(facts: &Facts<'_>, tests: &mut Tests<'_>, stream: &Stream, year: Year, amounts: &[&Amounts]) {
    let case = Case::in_year(year, stream.name.as_str()).sum_of(format!("earmarks.{}", stream.id));
    let whole = facts.stream_sum(&stream.id, year);
    if whole.is_empty() && whole.unreadable.is_none() {
        return tests.not_evaluated(case, format!("the plan has no source of the {} in {}", stream.name, year.prose()));
    }
    let sources = facts.sources_of(&stream.id).map(|source| &source.amount);
    if let Some(reason) = facts.sources_lost().or_else(|| facts.not_whole(&whole, year, sources)) {
        return tests.not_evaluated(case, reason);
    }
    test(facts, tests, case, &Parts { year, whole, name: format!("the {}", stream.name), amounts });
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, case: Case, parts: &Parts<'_>) {
    let Parts { year, whole, name, amounts } = parts;
    let sum = Sum::of_year(amounts.iter().copied(), *year);
    if sum.total <= whole.total || sum.agrees_with(whole) {
        return match facts.not_whole(&sum, *year, amounts.iter().copied()) {
            Some(reason) => tests.not_evaluated(case, reason),
            None => tests.pass_sum(case, &sum, whole.total, sum.room(whole)),
        };
    }
    let Some(at) = sum.largest(facts.plan) else { return };
    let excess = sum.total - whole.total;
    let come = if sum.lines.len() == 1 { "the one earmark comes" } else { "the earmarks come" };
    let message =
        format!("{come} to {} in {}, {excess} more than the {} of {name}", sum.total, year.prose(), whole.total);
    let mut failure = Failure::new(case, at, message).help("correct the earmark, or the source that holds it");
    for (node, pounds) in &*whole.lines {
        failure = failure.label(*node, format!("the source has {pounds}"));
    }
    let own = sum.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
    if own >= excess {
        failure = failure.set(facts, at, own - excess);
    }
    tests.fail(failure.sum(&sum, whole.total, sum.room(whole)).against(Against::Means));
}
