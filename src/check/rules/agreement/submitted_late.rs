//! `submitted-late`: the plan was sent in after the round's last day.

use super::{dated, is_late, when};
use crate::check::prelude::*;
use crate::policy::Deadline;

pub(crate) static RULE: Rule = Rule {
    id: "submitted-late",
    level: Level::Error,
    clauses: Clauses::One("submission-date"),
    summary: "the plan was submitted after the round's last day",
    why: "A plan that comes in late is assured late, and the CCG minimum may be spent only once the plan is approved.",
    fix: "Correct the day, or agree the delay with NHS England and record it as a waiver.",
    example: r#"
[plan]
format = 1
round = "bcf-2017-19"
status = "submitted"
submitted = 2017-09-12
#           ^^^^^^^^^^ the plan was submitted on 12 September 2017, after the deadline of 11 September 2017
#           mend: 2017-09-11

[area]
name = "Exampleton"
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.submission.is_none() {
        return tests.not_applicable(Case::of("submission"), "the round sets no last day");
    }
    let (date, node) = match dated(facts, &facts.plan.header.submitted) {
        Ok(Some(dated)) => dated,
        unknown => {
            let reason = unknown.err().unwrap_or_else(|| "the plan does not say when it was submitted".into());
            return facts.round.submissions().for_each(|day| tests.not_evaluated(case(day), reason.clone()));
        }
    };
    let Some(deadline) = facts.round.submission_for(date.latest()) else { return };
    for other in facts.round.submissions().filter(|other| other.clause != deadline.clause) {
        tests.not_applicable(
            case(other),
            format!("the plan was submitted {}: another last day holds for that", when(date)),
        );
    }
    let case = case(deadline);
    match is_late(date, deadline.by) {
        Some(false) => tests.pass(case.at(Some(node))),
        Some(true) => {
            let message =
                format!("the plan was submitted {}, after the deadline of {}", when(date), deadline.by.prose());
            let failure = Failure::new(case, node, message);
            tests.fail(failure.help("correct the day; if it is right, NHS England must accept the plan late"));
        }
        None => tests.not_evaluated(case, format!("{} contains the deadline, {}", date.prose(), deadline.by.prose())),
    }
}

/// Returns the name of the test of a last day.
fn case(deadline: &Deadline) -> Case {
    Case::of("submission").under(&deadline.clause)
}
