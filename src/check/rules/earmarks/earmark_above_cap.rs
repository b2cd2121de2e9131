//! `earmark-above-cap`: more is set aside for something than the round allows.

use crate::check::prelude::*;
use crate::policy::Cap;

pub(crate) static RULE: Rule = Rule {
    id: "earmark-above-cap",
    level: Level::Error,
    clauses: Clauses::One("administration-cap"),
    summary: "more is set aside for administration than the round allows",
    why: "The money is for care: no more than a small part of the whole allocation may go to the costs of running it.",
    fix: "Lower the amount under `of_which`, and spend the rest on what the money is for.",
    example: r#"
[plan]
format = 1
round = "bcf-2022-23"
status = "submitted"
submitted = 2022-09-26

[area]
name = "Exampleton"

[[sources]]
id = "discharge"
kind = "discharge-council"
partner = "council"
amount = { 2022-23 = 1_000_000 }
of_which.administration = { 2022-23 = 20_001 }
#                                     ^^^^^^ £20,001 for administration of the Discharge Fund in 2022/23, £1 above the
#                                     limit of £20,000: 2% of £1,000,000
#                                     edit: 20_000
"#,
    cases: &[r#"
# What rounding can explain is not above the limit: £1.0m may be £1.05m, of which £20,900 is less than 2%.
[plan]
format = 1
round = "bcf-2022-23"
status = "submitted"
submitted = 2022-09-26

[area]
name = "Exampleton"

[[sources]]
id = "discharge"
kind = "discharge-council"
partner = "council"
amount = { 2022-23 = "£1.0m" }
of_which.administration = { 2022-23 = 20_900 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for cap in &facts.round.caps {
        for year in facts.years() {
            test(facts, tests, cap, year);
        }
    }
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, cap: &Cap, year: Year) {
    let case = Case::in_year(year, cap.name.clone()).sum_of(format!("earmarks.{}", cap.earmark));
    let sources = || facts.holding(&cap.streams);
    let held = sources().filter_map(|source| named(&source.of_which, &cap.earmark));
    let sum = Sum::of(held.map(|amounts| amounts.at(year)).filter(|figure| !figure.is_absent()));
    if let Some(node) = sum.unreadable {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    let Some(at) = sum.largest(facts.plan) else {
        return tests.not_applicable(case, format!("no source states `of_which.{}`", cap.earmark));
    };
    let whole = whole(facts, cap, year);
    if let Some(node) = whole.unreadable {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    let factor = cap.percent.0.checked_div(Decimal::ONE_HUNDRED);
    let limits = factor.and_then(|factor| Some((whole.total.times(factor)?, whole.slack.times(factor)?)));
    let Some((limit, room)) = limits.filter(|_| !whole.unstated) else {
        return tests.not_evaluated(case, format!("what it is a part of is not stated for {}", year.prose()));
    };
    let slack = sum.slack + room;
    if sum.total - limit <= slack {
        return tests.pass_sum(case, &sum, limit, slack);
    }
    let over = sum.total - limit;
    let message = format!(
        "{} for {} in {}, {over} above the limit of {limit}: {}% of {}",
        sum.total,
        cap.name,
        year.prose(),
        cap.percent.0.normalize(),
        whole.total,
    );
    let mut failure = Failure::new(case, at, message).clause(&cap.clause).sum(&sum, limit, slack);
    for (node, pounds) in &whole.lines {
        failure = failure.label(*node, format!("{pounds} of the whole"));
    }
    let own = sum.lines.iter().find(|(node, _)| *node == at).map_or(Money::ZERO, |(_, pounds)| *pounds);
    if own >= over {
        failure = failure.set(facts, at, own - over);
    }
    tests.fail(failure.help(format!("lower it by {over}, or correct the amounts it is a part of")));
}

/// Returns what the share is taken of: each stream as published, else as its sources hold it.
fn whole(facts: &Facts<'_>, cap: &Cap, year: Year) -> Sum {
    let part = |stream: &str| match facts.allocation(stream, year) {
        Field::Absent => facts.whole_stream(stream, year),
        published => Sum::of([published]),
    };
    cap.streams.iter().fold(Sum::default(), |sum, stream| sum.with(&part(stream)))
}
