//! `submitted-late`: the plan was sent in after the round's last day.

use super::{is_late, when};
use crate::check::dates::unusable;
use crate::check::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "submitted-late",
    level: Level::Error,
    clause: Some("submission-date"),
    statutory: false,
    lenient_in_drafts: false,
    summary: "the plan was submitted after the round's last day",
    why: "A plan that comes in late is assured late, and the CCG minimum may be spent only once the plan is approved.",
    fix: "Correct the day, or agree the delay with NHS England and record it as a waiver.",
    fails: r#"
[plan]
format = 1
round = "bcf-2017-19"
status = "submitted"
submitted = 2017-09-12

[area]
name = "Exampleton"
"#,
    passes: r#"
[plan]
format = 1
round = "bcf-2017-19"
status = "submitted"
submitted = 2017-09-11

[area]
name = "Exampleton"
"#,
    check,
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("submission");
    if facts.round.submission.is_none() {
        return tests.not_applicable(case, "the round sets no last day");
    }
    if let Some(reason) = unusable(facts, &facts.plan.header.submitted) {
        return tests.not_evaluated(case, reason);
    }
    let Field::Is(date, node) = facts.plan.header.submitted else {
        return tests.not_evaluated(case, "the plan does not say when it was submitted");
    };
    let Some(deadline) = facts.round.submission_for(date.latest()) else { return };
    match is_late(date, deadline.by) {
        Some(false) => tests.pass(case.at(Some(node))),
        Some(true) => {
            let message =
                format!("the plan was submitted {}, after the deadline of {}", when(date), deadline.by.prose());
            let failure = Failure::new(case, node, message).clause(&deadline.clause);
            tests.fail(failure.help("correct the day; if it is right, NHS England must accept the plan late"));
        }
        None if date == PlanDate::Unknown => tests.not_evaluated(case, "the day is not known"),
        None => tests.not_evaluated(case, format!("{} contains the deadline, {}", date.prose(), deadline.by.prose())),
    }
}
