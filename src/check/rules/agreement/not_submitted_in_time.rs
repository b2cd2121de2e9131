//! `not-submitted-in-time`: the round's last day went by not long ago, and the plan is a draft.

use crate::check::prelude::*;
use crate::plan::HEADER;

pub(crate) static RULE: Rule = Rule {
    id: "not-submitted-in-time",
    level: Level::Advice,
    clauses: Clauses::One("submission-date"),
    summary: "the round's last day has gone by, and the plan is still a draft",
    why: "A plan that was sent in and is still called a draft is judged more leniently than it should be; one that was not is late.",
    fix: "Set `status` and `submitted` once the plan has been sent in.",
    example: r#"
[plan]
format = 1
round = "example-2017-19"
status = "draft"
#        ^^^^^^^ the plan is a draft, and its last day, 20 May 2018, was 12 days ago
#        mend: "submitted"
# + submitted = 2018-05-18

[area]
name = "Exampleton"
"#,
    cases: &[
        r#"
# Without a status a plan is a draft. Months after the day it is no longer said.
[plan]
#^^^^^ the plan is a draft, and its last day, 20 May 2018, was 12 days ago
format = 1
round = "example-2017-19"

[area]
name = "Exampleton"
"#,
        r#"
# Of a round that ended long ago a draft is a plan of the past.
[plan]
format = 1
round = "bcf-2017-19"
status = "draft"

[area]
name = "Exampleton"
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

/// The most days after the last one for which a draft may still be on its way.
const DAYS: i64 = 90;

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = || Case::of("submission");
    let header = &facts.plan.header;
    let Some(deadline) = facts.deadline_on(facts.today) else {
        return tests.not_applicable(case(), "the round sets no last day");
    };
    let case = || case().under(&deadline.clause);
    let late = facts.today.days_after(deadline.by);
    if !facts.plan.is_draft() || !facts.submissions().is_empty() || !(1..=DAYS).contains(&late) {
        return tests.pass(case());
    }
    let days = if late == 1 { "day" } else { "days" };
    let message = format!("the plan is a draft, and its last day, {}, was {late} {days} ago", deadline.by.prose());
    let at = match header.status.node() {
        Some(node) => Place::Value(node),
        None => facts.absent(header.node, format!("{HEADER}.status")),
    };
    let help = "if it was sent in, set `status = \"submitted\"` and the day in `submitted`; else agree the delay with NHS England";
    tests.fail(Failure::new(case(), at, message).help(help).clause(&deadline.clause));
}
