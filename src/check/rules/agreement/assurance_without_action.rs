//! `assurance-without-action`: a clause was judged not to be met, and nothing says what will be done by when.

use crate::check::facts::is_said;
use crate::check::prelude::*;
use crate::check::rule::Bearing;
use crate::plan::Assurance;

pub(crate) static RULE: Rule = Rule {
    id: "assurance-without-action",
    level: Level::Error,
    ground: Ground::Itself,
    bearing: Bearing::Required,
    summary: "a clause judged not met, without what will be done by when",
    why: "A plan may go ahead with something that is not met yet, where it says who will put it right and by when.",
    fix: "Say in `action` what will be done and in `by_when` by which day.",
    example: r#"
[[assurance]]
clause = "narrative-plan"
met = false
#     ^^^^^ `narrative-plan` was judged not to be met, and nothing says what will be done by when
#     mend: true
"#,
    cases: &[
        r#"
# What is met needs no action.
[[assurance]]
clause = "narrative-plan"
met = true
reason = "read by the board"
"#,
        r#"
# The day by itself is not enough, nor is the action.
[[assurance]]
clause = "narrative-plan"
met = false
#     ^^^^^ `narrative-plan` was judged not to be met, and nothing says what will be done by when
by_when = 2017-10-31

[[assurance]]
clause = "approval"
met = false
#     ^^^^^ `approval` was judged not to be met, and nothing says what will be done by when
action = "the plan is sent in again"
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let judged = &facts.plan.assurance;
    if judged.is_empty() {
        return tests.not_applicable(Case::default(), "the plan has no judgement");
    }
    for entry in judged {
        let Some(clause) = entry.clause.str() else { continue };
        let case = Case::of(clause);
        match entry.met {
            Field::Is(true, node) => tests.pass(case.at(Some(node))),
            Field::Is(false, node) if lacks_action(entry) => tests.fail(without_action(clause, case, node)),
            // What a person found wanting keeps the plan from being complete, as a test that was not made does.
            Field::Is(false, _) => tests.not_evaluated(case, not_met(entry)),
            Field::Absent | Field::Unreadable(_) => {}
        }
    }
}

fn lacks_action(entry: &Assurance) -> bool {
    let is_lacking = !is_said(&entry.action) && !entry.action.is_unreadable();
    is_lacking || entry.by_when.is_absent()
}

fn without_action(clause: &str, case: Case, node: NodeId) -> Failure {
    let message =
        format!("`{}` was judged not to be met, and nothing says what will be done by when", shortened(clause));
    Failure::new(case, node, message).help("add `action` and `by_when`")
}

/// Returns why the plan is not complete: "it was judged not to be met; by 31 October 2017: the narrative is rewritten".
fn not_met(entry: &Assurance) -> Reason {
    let action = entry.action.str().map_or_else(String::new, |action| format!(": {}", shortened(action)));
    let by = entry.by_when.get().map_or_else(String::new, |day| format!("; by {}", day.prose()));
    Reason::from(format!("it was judged not to be met{by}{action}"))
}
