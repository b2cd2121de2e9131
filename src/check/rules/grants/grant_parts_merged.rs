//! `grant-parts-merged`: two streams of one grant are shown as one.

use crate::check::grant_parts::merged;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "grant-parts-merged",
    level: Level::Warning,
    clauses: Clauses::One("grant-parts"),
    summary: "the two parts of the grant are shown as one",
    why: "The two parts come with conditions and a profile of their own; shown as one, neither can be checked.",
    fix: "Give each part a source of its own with its published amount.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[allocations]
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
ibcf-budget-2017 = { 2017-18 = 5_000, 2018-19 = 3_300 }

[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 6_000, 2018-19 = 8_200 }
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the improved Better Care Fund equals both parts of the grant, and there
#        is no source of the improved Better Care Fund (Spring Budget 2017) (to be confirmed)
# -
# + amount = { 2017-18 = 1_000, 2018-19 = 4_900 }
# +
# + [[sources]]
# + id = "ibcf-budget"
# + kind = "ibcf-budget-2017"
# + partner = "council"
# + amount = { 2017-18 = 5_000, 2018-19 = 3_300 }
"#,
    cases: &[
        r#"
# A pound apart from the sum of both parts, a source is no merged one.
[allocations]
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
ibcf-budget-2017 = { 2017-18 = 5_000, 2018-19 = 3_300 }

[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 6_000, 2018-19 = 8_201 }
"#,
        r#"
# Where nothing of the other part is published, a source as large as its own is its own.
[allocations]
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
ibcf-budget-2017 = { 2017-18 = 0, 2018-19 = 0 }

[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 4_900 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("parts of the grant");
    if facts.lacks_section("sources") {
        return tests.not_evaluated(case, "the plan has no `sources`");
    }
    let found = match merged(facts) {
        Err(reason) => return tests.not_evaluated(case, reason),
        Ok(None) => return tests.pass(case),
        Ok(Some(found)) => found,
    };
    let figure = |source: &&Source| source.amount.readable().map(|(_, amount, _)| amount.pounds).max();
    let sources = facts.sources_of(found.holder);
    let Some(largest) =
        sources.max_by_key(|source| (figure(source), std::cmp::Reverse(facts.plan.path_of(source.node))))
    else {
        return;
    };
    let (holder, missing) = (facts.stream_name(found.holder), facts.stream_name(found.missing));
    let message = format!("the {holder} equals both parts of the grant, and there is no source of the {missing}");
    let help = format!(
        "split it: add a source of kind `{}` with its published amount and take that amount out of this one",
        found.missing
    );
    let place = largest.amount.node.map_or(Place::Value(largest.node), Place::Value);
    let mut failure = Failure::new(case, place, message).help(help);
    for stream in [found.holder, found.missing] {
        let published = facts.plan.allocations.streams.iter().find(|(name, _, _)| &**name == stream);
        failure = failure.label_if(published.and_then(|(_, _, amounts)| amounts.node), "published by itself");
    }
    tests.fail(failure);
}
