//! `mandatory-stream-missing`: a stream every area must pool has no source.

use crate::check::grant_parts::{Merged, merged};
use crate::check::prelude::*;
use crate::check::rules::grants::grant_parts_merged;
use crate::policy::Stream;

pub(crate) static RULE: Rule = Rule {
    id: "mandatory-stream-missing",
    level: Level::Error,
    clauses: Clauses::One("pool-minimum"),
    lenient_in_drafts: true,
    bearing: Bearing::Required,
    summary: "a stream every area must pool has no source",
    why: "The minimum pool is made of these streams; without one of them the pool cannot reach it.",
    fix: "Add the source, with the amount published for the area.",
    example: r#"
[[partners]]
id = "ccg"
name = "NHS Exampleton CCG"
kind = "ccg"

[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[allocations]
ibcf = { 2017-18 = 0, 2018-19 = 0 }
ibcf-budget-2017 = { 2017-18 = 0, 2018-19 = 0 }

[[sources]]
#^^^^^^^^^^ the plan has no source of the Disabled Facilities Grant
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

# + [[sources]]
# + id = "grant"
# + kind = "dfg"
# + partner = "council"
# + amount = { 2017-18 = 1_500, 2018-19 = 1_620 }
"#,
    cases: &[
        r#"
# Streams in one figure are all there.
[allocations]
nhs-minimum = { 2017-18 = 0, 2018-19 = 0 }

[[sources]]
id = "grants"
kinds = ["dfg", "ibcf", "ibcf-budget-2017"]
partner = "council"
amount = { 2017-18 = 6_000, 2018-19 = 8_200 }
"#,
        r#"
# Of two parts of one grant that a plan shows as one, neither is missing. One year that has the amounts of both can tell.
[allocations]
nhs-minimum = { 2017-18 = 0, 2018-19 = 0 }
dfg = { 2017-18 = 0, 2018-19 = 0 }
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
ibcf-budget-2017 = { 2017-18 = 5_000 }

[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 6_000, 2018-19 = 8_200 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section("sources") {
        for stream in facts.round.mandatory() {
            let case = Case::of(stream.name.as_str()).under_if(stream.clause.as_deref());
            tests.not_evaluated(case, Reason::from("the plan has no `sources`").lacking("sources"));
        }
        return;
    }
    let merged = merged(facts).ok().flatten();
    for stream in facts.round.mandatory() {
        test(facts, tests, stream, merged.as_ref());
    }
}

fn test(facts: &Facts<'_>, tests: &mut Tests<'_>, stream: &Stream, merged: Option<&Merged<'_>>) {
    let case = Case::of(stream.name.as_str()).under_if(stream.clause.as_deref());
    if let Some(source) = facts.sources_of(&stream.id).next().or_else(|| facts.mixed_with(&stream.id)) {
        return tests.pass(case.at(Some(source.node)));
    }
    if is_nil(facts, stream) {
        return tests.not_applicable(case, "its allocation is nil");
    }
    if let Some(reason) = facts.sources_lost() {
        return tests.not_evaluated(case, reason);
    }
    if let Some(day) = stream.added_after.filter(|_| !facts.is_asked(stream)) {
        let reason = format!("it was added after {}, and the plan does not say that it was sent in since", day.prose());
        return tests.not_evaluated(case, Reason::from(reason).free_if(facts.was_sent_before(stream)));
    }
    if let Some(merged) = merged.filter(|merged| merged.missing == stream.id) {
        let (holder, rule) = (facts.stream_name(merged.holder), grant_parts_merged::RULE.id);
        let reason = format!("its money is in the {holder} (`{rule}`)");
        return tests.not_evaluated(case, Reason::free(reason));
    }
    let allocated = |year: Year| {
        let published = facts.published(stream, year);
        (published.is_whole() && published.total > Money::ZERO)
            .then(|| format!("{} for {}", published.total, year.prose()))
    };
    let amounts: Vec<String> = facts.years().filter_map(allocated).collect();
    let message = match amounts.as_slice() {
        [] => format!("the plan has no source of the {}", stream.name),
        amounts => {
            format!("the plan has no source of the {}; government allocated {}", stream.name, amounts.join(" and "))
        }
    };
    let place = facts.absent(facts.plan.sources.node, format!("sources.{}", stream.id));
    let mut failure =
        Failure::new(case, place, message).help(format!("add a `[[sources]]` entry with `kind = \"{}\"`", stream.id));
    if let Some(clause) = &stream.clause {
        failure = failure.clause(clause);
    }
    tests.fail(failure);
}

/// Returns whether what is published of a stream is nil in every year that has it.
fn is_nil(facts: &Facts<'_>, stream: &Stream) -> bool {
    let nil = |year: Year| {
        let published = facts.published(stream, year);
        !published.is_empty() && published.is_whole() && published.total == Money::ZERO
    };
    facts.years().filter(|year| Facts::has_stream(stream, *year)).all(nil)
}
