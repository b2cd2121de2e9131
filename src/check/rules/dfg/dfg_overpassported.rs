//! `dfg-overpassported`: the districts are passed more than the grant.

use std::collections::BTreeSet;

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-overpassported",
    level: Level::Error,
    clauses: Clauses::One("dfg-passed-in-full"),
    aspect: Aspect::Statement,
    summary: "the districts are passed more than the grant",
    why: "More than the grant cannot be passed on out of it: a figure is wrong, or other money is counted as grant.",
    fix: "Correct the figure that is too large.",
    example: r#"
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[partners]]
id = "barwell"
name = "Barwell District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 700, 2018-19 = 660 }
#                    ^^^ £1,100 is passed on or kept in 2017/18, £100 more than the grant of £1,000
#                    edit: 600

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 400, 2018-19 = 440 }
"#,
    cases: &[
        r#"
# What a district hands back by agreement may be kept, or passed on, without being passed on twice; no more than that.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 1_000, 2018-19 = 1_100 }
#                                     ^^^^^ £1,101 is passed on or kept in 2018/19, £1 more than the grant of £1,100
#                                     edit: 1_099

[[dfg.retained]]
districts = ["ashby"]
agreed_by = ["ashby"]
amount = { 2017-18 = 100, 2018-19 = 101 }

[[dfg.returned]]
district = "ashby"
amount = { 2017-18 = 100, 2018-19 = 100 }
agreed_on = 2017-12-01
use = "telecare"
"#,
        r#"
# What was determined later may be passed on, or left for another year.
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[[allocations.changes]]
stream = "dfg"
year = "2017-18"
amount = 90
on = 2017-06-30

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 1_090, 2018-19 = 1_100 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(Case::of("dfg"), reason);
    }
    for year in facts.years_of(passporting::stream(facts)) {
        let case = Case::in_year(year, "dfg").sum_of("dfg");
        let districts = facts.plan.dfg.districts.iter().map(|line| &line.amount);
        let passed = Sum::of_year(districts, year).with(&passporting::retained(facts, year, true));
        let passed = passporting::less_returned(facts, year, passed);
        let grant = passporting::grant_beside(facts, year, &passed);
        let slack = grant.slack + passed.slack;
        let over = passed.total - grant.total;
        if let Some(node) = grant.unreadable {
            tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
        } else if grant.is_empty() {
            tests.not_evaluated(case, passporting::no_grant_known(facts, year));
        } else if let Some(reason) = passporting::returned_lost(facts, year).filter(|_| over > slack) {
            tests.not_evaluated(case, reason);
        } else if over > slack {
            tests.fail(failure(facts, case, year, (&grant, &passed), over));
        } else if let Some(node) = passed.unreadable {
            tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
        } else {
            tests.pass_sum(case, &passed, grant.total, slack);
        }
    }
}

fn failure(facts: &Facts<'_>, case: Case, year: Year, (grant, passed): (&Sum, &Sum), over: Money) -> Failure {
    let again = listed_again(facts, year);
    let twice = again.as_ref().map_or_else(String::new, |(name, _)| format!("; {name} has a second line"));
    let message = format!(
        "{} is passed on or kept in {}, {over} more than the grant of {}{twice}",
        passed.total,
        year.prose(),
        grant.total
    );
    let at = again.as_ref().map(|(_, node)| *node).or_else(|| passed.largest(facts.plan));
    let largest = passed.lines.iter().find(|(node, _)| Some(*node) == at);
    let at = largest.map_or_else(|| facts.absent(facts.plan.dfg.node, "dfg.districts"), |(node, _)| (*node).into());
    let mut failure = Failure::new(case, at, message).sum(passed, grant.total, grant.slack + passed.slack);
    for (node, pounds) in &grant.lines {
        failure = failure.label(*node, format!("{pounds} of grant"));
    }
    // More than the plan's own source holds is wrong whatever any clause says.
    let own = facts.stream_sum(passporting::stream(facts), year);
    let exceeds_own = own.is_whole() && !own.is_empty() && passed.total - own.total > passed.slack + own.slack;
    let failure = if exceeds_own { failure.arithmetic() } else { failure };
    let failure = failure.help("correct the figure that is too large");
    match largest.filter(|(_, pounds)| *pounds >= over && again.is_none()) {
        Some((node, pounds)) => failure.set(facts, *node, *pounds - over),
        None => failure,
    }
}

/// Returns the district that alone has a second line, with the figure of that line.
fn listed_again(facts: &Facts<'_>, year: Year) -> Option<(String, NodeId)> {
    let mut seen = BTreeSet::new();
    let lines = facts.plan.dfg.districts.iter().filter_map(|line| Some((line.district.str()?, line)));
    let mut again = lines.filter(|(district, _)| !seen.insert(*district));
    let (district, line) = again.next()?;
    let node = line.amount.at(year).node().filter(|_| again.next().is_none())?;
    Some((shortened(&facts.partner_name(district)).into_owned(), node))
}
