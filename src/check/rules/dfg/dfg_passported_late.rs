//! `dfg-passported-late`: the grant was passed on after the day it was due, or the day is not stated.

use crate::check::dates::unusable;
use crate::check::passporting;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dfg-passported-late",
    level: Level::Error,
    clauses: Clauses::One("dfg-passed-by"),
    summary: "the grant was passed on after the day it was due, or the day is not stated",
    why: "The districts can approve adaptations only once they have the money, so the grant had to reach them by a day.",
    fix: "State the day in `[dfg] passed_on`, correct it, or explain the delay in the narrative and waive this.",
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

[dfg]
passed_on = 2017-07-14
#           ^^^^^^^^^^ the districts were paid on 14 July 2017, after 30 June 2017
#           mend: 2017-06-30

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 600, 2018-19 = 660 }

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 400, 2018-19 = 440 }
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("dfg");
    let Some(deadline) = facts.round.dfg.as_ref().and_then(|dfg| dfg.passed_by.as_ref()) else { return };
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(case, reason);
    }
    if let Some(reason) = passporting::not_set_out(facts) {
        return tests.not_evaluated(case, reason);
    }
    if let Some(reason) = unusable(facts, &facts.plan.dfg.passed_on) {
        return tests.not_evaluated(case, reason);
    }
    let by = deadline.by.prose();
    match facts.plan.dfg.passed_on {
        Field::Is(PlanDate::Unknown, node) => tests.fail(not_stated(case, node.into(), &by)),
        Field::Absent | Field::Unreadable(_) => {
            let at = facts.absent(facts.plan.dfg.node, "dfg.passed_on");
            tests.fail(not_stated(case, at, &by));
        }
        Field::Is(date, _) if date.latest().is_some_and(|day| day <= deadline.by) => tests.pass(case),
        Field::Is(date, _) if date.earliest().is_none_or(|day| day <= deadline.by) => {
            tests.not_evaluated(case, format!("{} holds both days before and after {by}", date.prose()));
        }
        Field::Is(date, node) => {
            let message = format!("the districts were paid {}, after {by}", on(date));
            tests.fail(
                Failure::new(case, node, message)
                    .help("correct the day; if it is right, explain it in the narrative and waive this"),
            );
        }
    }
}

fn not_stated(case: Case, at: Place, by: &str) -> Failure {
    let message = format!("it is not stated when the districts were paid; the grant was due to them by {by}");
    Failure::new(case, at, message).level(Level::Warning).help("state the day in `[dfg] passed_on`")
}

fn on(date: PlanDate) -> String {
    if matches!(date, PlanDate::Day(_)) { format!("on {}", date.prose()) } else { format!("in {}", date.prose()) }
}
