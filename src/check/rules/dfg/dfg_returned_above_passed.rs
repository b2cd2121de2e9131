//! `dfg-returned-above-passed`: a district hands back more of the grant than it was passed.

use std::collections::BTreeMap;

use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-returned-above-passed",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a district hands back more of the grant than it was passed",
    why: "Only what was passed on can be handed back; what is beyond it is another figure's mistake, or other money.",
    fix: "Correct what is handed back, or what the district was passed.",
    example: r#"
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 600, 2018-19 = 660 }

[[dfg.returned]]
district = "ashby"
amount = { 2017-18 = 601 }
#                    ^^^ Ashby District Council hands back £601 in 2017/18, £1 more than the £600 it was passed
#                    edit: 600
agreed_on = 2018-03-01
"#,
    cases: &[r#"
# All of it may come back. Of a district without a line nobody can say what it was passed.
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

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 400, 2018-19 = 440 }

[[dfg.returned]]
district = "barwell"
amount = { 2017-18 = 400 }

[[dfg.returned]]
district = "ashby"
amount = { 2017-18 = 601 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.plan.dfg.returned.is_empty() {
        return tests.not_applicable(Case::of("returned amount"), "no district hands anything back");
    }
    for year in facts.years() {
        let passed = passporting::passed(facts, year);
        for (district, returned) in returned(facts, year) {
            let case = Case::in_year(year, facts.partner_name(district));
            match passed.get(district).filter(|passed| !passed.is_empty() || passed.unreadable.is_some()) {
                Some(passed) => compare(facts, tests, (case, district, year), passed, &returned),
                None => tests.not_evaluated(case, "the plan does not say what the district was passed"),
            }
        }
    }
}

/// Returns what each district hands back of a year.
fn returned<'a>(facts: &Facts<'a>, year: Year) -> BTreeMap<&'a str, Sum> {
    let mut all: BTreeMap<&str, Sum> = BTreeMap::new();
    for returned in &facts.plan.dfg.returned.items {
        let figure = returned.amount.at(year);
        if let Some(district) = returned.district.str().filter(|_| !figure.is_absent()) {
            all.entry(district).or_default().add(figure);
        }
    }
    all
}

fn compare(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    (case, district, year): (Case, &str, Year),
    passed: &Sum,
    returned: &Sum,
) {
    if let Some(node) = passed.unreadable.or(returned.unreadable) {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    let slack = passed.slack + returned.slack;
    let over = returned.total - passed.total;
    let at = returned.largest(facts.plan).filter(|_| over > slack);
    let Some(at) = at else { return tests.pass_sum(case, returned, passed.total, slack) };
    let message = format!(
        "{} hands back {} in {}, {over} more than the {} it was passed",
        shortened(&facts.partner_name(district)),
        returned.total,
        year.prose(),
        passed.total
    );
    let mut failure = Failure::new(case, at, message).sum(returned, passed.total, slack).against(Against::Means);
    for (node, pounds) in &passed.lines {
        failure = failure.label(*node, format!("{pounds} passed on"));
    }
    let failure = failure.help("correct what is handed back, or what the district was passed");
    tests.fail(match returned.one_figure() {
        Some(_) => failure.set(facts, at, passed.total),
        None => failure,
    });
}
