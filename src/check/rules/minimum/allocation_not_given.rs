//! `allocation-not-given`: nothing published to check a mandatory stream or a floor against.

use crate::check::floors;
use crate::check::prelude::*;
use crate::policy::Stream;

pub(crate) static RULE: Rule = Rule {
    id: "allocation-not-given",
    level: Level::Warning,
    clauses: Clauses::One("pool-minimum"),
    absent: true,
    bearing: Bearing::Untested,
    summary: "nothing published to check a mandatory stream or a floor against",
    why: "Whether the pool holds the minimum can only be told beside what government published for the area.",
    fix: "Copy the area's figures from the published allocations into [allocations].",
    example: r"
[allocations]
#^^^^^^^^^^^^ nothing published is given for the NHS minimum contribution in 2017/18 and 2018/19, so it cannot be
# checked
# + nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_380 }
dfg = { 2017-18 = 1_500, 2018-19 = 1_620 }
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
ibcf-budget-2017 = { 2017-18 = 5_000, 2018-19 = 3_300 }
social-care = { 2017-18 = 8_143, 2018-19 = 8_298 }
out-of-hospital = { 2017-18 = 5_684, 2018-19 = 5_792 }
",
    cases: &[r#"
# The shares of a stream are published where each of those who pay it in has one; and a floor is asked for like a stream.
[[partners]]
id = "north"
name = "North CCG"
kind = "ccg"

[[partners]]
id = "south"
name = "South CCG"
kind = "ccg"

[allocations]
#^^^^^^^^^^^^ nothing published is given for the NHS minimum contribution in 2017/18 and 2018/19, so it cannot be
# checked
#^^^^^^^^^^^^ nothing published is given for the floor of social care in 2017/18 and 2018/19, so it cannot be checked
by_partner.north = { nhs-minimum = { 2017-18 = 9_000, 2018-19 = 9_170 } }
dfg = { 2017-18 = 1_500, 2018-19 = 1_620 }
ibcf = { 2017-18 = 1_000, 2018-19 = 4_900 }
ibcf-budget-2017 = { 2017-18 = 5_000, 2018-19 = 3_300 }
out-of-hospital = { 2017-18 = 5_684, 2018-19 = 5_792 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(table) = facts.plan.allocations.node else {
        let message = "the plan does not say what government published for the area";
        let failure = Failure::new(Case::of("allocations"), facts.absent(None, "allocations"), message);
        return tests
            .fail(failure.help("add `[allocations]` with the published figures of every mandatory stream and floor"));
    };
    if let Some(node) = facts.misspelt_section("allocations") {
        return tests.not_evaluated(Case::of("allocations"), facts.blocked_by(node, "cannot be read"));
    }
    for stream in facts.round.mandatory().filter(|stream| !stream.agreed && facts.is_asked(stream)) {
        let years = facts.years().filter(|year| Facts::has_stream(stream, *year));
        let missing: Vec<Year> = years.filter(|year| !stream_given(facts, stream, *year)).collect();
        report(facts, tests, table, (&stream.id, &format!("the {}", stream.name), stream.clause.as_deref()), &missing);
    }
    for floor in &facts.round.floors {
        let baseline = floor.published_baseline().map(|(key, year)| facts.allocation(key, year));
        let rests_on_baseline = baseline.is_some_and(|baseline| !baseline.is_absent());
        // The commissioners' own figures make up the area's, where each has one.
        let by_partner = |year| floors::published(facts, floor, year).is_some();
        let given = |year| rests_on_baseline || !facts.allocation(&floor.id, year).is_absent() || by_partner(year);
        let missing: Vec<Year> = facts.years_of(&floor.stream).filter(|year| !given(*year)).collect();
        let name = format!("the floor of {}", floor.of);
        report(facts, tests, table, (&floor.id, &name, Some(&floor.clause)), &missing);
    }
}

fn stream_given(facts: &Facts<'_>, stream: &Stream, year: Year) -> bool {
    let published = facts.published(stream, year);
    !published.is_empty() || published.unreadable.is_some()
}

fn report(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    table: NodeId,
    (key, name, clause): (&str, &str, Option<&str>),
    missing: &[Year],
) {
    let case = Case::of(name);
    let [first, ..] = missing else { return tests.pass(case) };
    if facts.plan.tree.is_damaged(table) {
        return tests.not_evaluated(case, facts.blocked_by(table, "cannot be read in full"));
    }
    let years: Vec<String> = missing.iter().map(|year| year.prose()).collect();
    let series = crate::plan::named(&facts.plan.allocations.streams, key);
    let place = match series.and_then(|series| series.node) {
        Some(series) => Place::Absent(series, first.to_string()),
        None => Place::Absent(table, key.to_owned()),
    };
    let message = format!("nothing published is given for {name} in {}, so it cannot be checked", years.join(" and "));
    let mut failure = Failure::new(case, place, message)
        .help(format!("add `{key}` to `[allocations]` from what government published"));
    if let Some(clause) = clause {
        failure = failure.clause(clause);
    }
    tests.fail(failure);
}
