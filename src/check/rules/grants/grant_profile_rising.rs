//! `grant-profile-rising`: the part of the grant that falls from year to year grows in the plan.

use crate::check::grant_parts::merged;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "grant-profile-rising",
    level: Level::Warning,
    clauses: Clauses::One("grant-profile"),
    summary: "the part of the grant that falls from year to year grows",
    why: "One part of the grant was published as falling from year to year while the other grows; a plan in which it is the other way round has most likely swapped them.",
    fix: "Check both parts of the grant against the published amounts.",
    example: r#"
[[sources]]
id = "ibcf-budget"
kind = "ibcf-budget-2017"
partner = "council"
amount = { 2017-18 = 3_300, 2018-19 = 5_000 }
#                                     ^^^^^ the improved Better Care Fund (Spring Budget 2017) grows from £3,300 in
#                                     2017/18 to £5,000 in 2018/19
#                                     mend: 3_300
#                    ^^^^^ mend: 5_000
"#,
    cases: &[
        r#"
# As much as in the year before is no rise.
[[sources]]
id = "ibcf-budget"
kind = "ibcf-budget-2017"
partner = "council"
amount = { 2017-18 = 3_300, 2018-19 = 3_300 }
"#,
        r#"
# A pound more is a rise.
[[sources]]
id = "ibcf-budget"
kind = "ibcf-budget-2017"
partner = "council"
amount = { 2017-18 = 3_300, 2018-19 = 3_301 }
#                                     ^^^^^ the improved Better Care Fund (Spring Budget 2017) grows from £3,300 in
#                                     2017/18 to £3,301 in 2018/19
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(stream) = facts.round.grant_parts.as_ref().and_then(|parts| parts.falling.as_deref()) else {
        return tests.not_applicable(Case::default(), "the round's data has no part of a grant that falls");
    };
    let name = facts.stream_name(stream);
    if facts.lacks_section("sources") {
        return tests.not_evaluated(Case::of(name), "the plan has no `sources`");
    }
    if !facts.has_source_of(stream) {
        return tests.not_applicable(Case::of(name), format!("the plan has no source of the {name}"));
    }
    if merged(facts).is_ok_and(|merged| merged.is_some()) {
        return tests.not_evaluated(Case::of(name), "the parts of the grant are shown as one");
    }
    let years: Vec<Year> = facts.years().collect();
    for (from, to) in years.iter().zip(years.iter().skip(1)) {
        compare(facts, tests, stream, *from, *to);
    }
}

fn compare(facts: &Facts<'_>, tests: &mut Tests<'_>, stream: &str, from: Year, to: Year) {
    let name = facts.stream_name(stream);
    let case = Case::in_year(to, name);
    let (before, after) = (facts.whole_stream(stream, from), facts.whole_stream(stream, to));
    if let Some(node) = before.unreadable.or(after.unreadable) {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    if before.unstated || after.unstated {
        return tests.not_evaluated(case, "a source does not state both years");
    }
    let slack = before.slack + after.slack;
    let Some(at) = after.largest(facts.plan).filter(|_| after.total > before.total + slack) else {
        return tests.pass(case);
    };
    let message =
        format!("the {name} grows from {} in {} to {} in {}", before.total, from.prose(), after.total, to.prose());
    let failure = Failure::new(case, at, message).label_if(before.largest(facts.plan), from.prose());
    tests.fail(
        failure.help(
            "check both parts of the grant against the published amounts; perhaps they, or the years, are swapped",
        ),
    );
}
