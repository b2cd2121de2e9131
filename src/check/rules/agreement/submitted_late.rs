//! `submitted-late`: the plan was sent in after the round's last day.

use std::collections::BTreeSet;

use super::{dated, is_late, when};
use crate::check::prelude::*;
use crate::check::sent::Sent;
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
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.round.submission.is_none() {
        return tests.not_applicable(Case::of("submission"), "the round sets no last day");
    }
    let all = facts.submissions();
    if all.is_empty() {
        let reason = Reason::from("the plan does not say when it was submitted");
        return facts.round.submissions().for_each(|day| tests.not_evaluated(case(day), reason.clone()));
    }
    let mut judged = BTreeSet::new();
    for sent in all {
        judged.extend(judge(facts, sent, tests));
    }
    for other in facts.round.submissions().filter(|other| !judged.contains(other.clause.as_str())) {
        tests.not_applicable(case(other), reason_for_another(all));
    }
}

/// Tests whether one submission kept its last day. Returns the clauses that set one it could have had.
fn judge<'a>(facts: &Facts<'a>, sent: &Sent<'a>, tests: &mut Tests<'_>) -> Vec<&'a str> {
    if sent.is_repeated() {
        return Vec::new();
    }
    let (date, node) = match dated(facts, sent.on) {
        Ok(Some(dated)) => dated,
        unknown => {
            let reason = unknown.err().unwrap_or_else(|| "a submission does not say when it was".into());
            facts.round.submissions().for_each(|day| tests.not_evaluated(case(day), reason.clone()));
            return facts.round.submissions().map(|day| day.clause.as_str()).collect();
        }
    };
    let Some(deadline) = facts.deadline_of(sent) else { return Vec::new() };
    let case = case(deadline);
    let what = if facts.update_in(sent).is_some() && sent.entry.is_some() { "the update" } else { "the plan" };
    match is_late(date, deadline.by) {
        Some(false) => tests.pass(case.at(Some(node))),
        Some(true) => {
            let message = format!("{what} was submitted {}, after the deadline of {}", when(date), deadline.by.prose());
            let failure = Failure::new(case, node, message);
            tests.fail(failure.help("correct the day; if it is right, NHS England must accept the plan late"));
        }
        None => tests.not_evaluated(case, format!("{} contains the deadline, {}", date.prose(), deadline.by.prose())),
    }
    vec![deadline.clause.as_str()]
}

/// Returns why a last day is none that the plan had to keep.
fn reason_for_another(all: &[Sent<'_>]) -> String {
    match all {
        [Sent { on: Field::Is(date, _), .. }] => {
            format!("the plan was submitted {}: another last day holds for that", when(*date))
        }
        _ => "nothing was submitted that this last day holds for".to_owned(),
    }
}

/// Returns the name of the test of a last day.
fn case(deadline: &Deadline) -> Case {
    Case::of("submission").under(&deadline.clause)
}
