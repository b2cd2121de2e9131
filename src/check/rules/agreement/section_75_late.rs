//! `section-75-late`: the agreement was signed, or will be, after the round's last day.

use super::{agreement, dated, when};
use crate::check::prelude::*;
use crate::policy::Deadline;

pub(crate) static RULE: Rule = Rule {
    id: "section-75-late",
    level: Level::Error,
    clauses: Clauses::One("section-75-date"),
    summary: "the section 75 agreement is signed after the round's last day",
    why: "Until the agreement is signed the pool has no legal footing, and money spent from it has none either.",
    fix: "Bring the signature forward, or correct the day.",
    example: r"
[section_75]
signed = 2017-12-01
#        ^^^^^^^^^^ the section 75 agreement was signed on 1 December 2017, after the last day, 30 November 2017
#        mend: 2017-11-28
",
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = facts.round.section_75.as_ref().filter(|asked| asked.by.is_some()) else {
        return tests.not_applicable(Case::default(), "the round sets no last day for the agreement");
    };
    let (_, name, agreement) = agreement(facts, asked);
    let case = |day: &Deadline| Case::of(name).under(&day.clause);
    let (field, verb) = match agreement.signed {
        Field::Absent => (&agreement.due, "is due to be signed"),
        _ => (&agreement.signed, "was signed"),
    };
    let (date, node) = match dated(facts, field) {
        Ok(Some(dated)) => dated,
        unknown => {
            let absent = || format!("the plan does not say when the {name} was or will be signed").into();
            let reason = unknown.err().unwrap_or_else(absent);
            return facts.round.section_75_days().for_each(|day| tests.not_evaluated(case(day), reason.clone()));
        }
    };
    let Some(deadline) = facts.round.section_75_for(date.latest()) else { return };
    for other in facts.round.section_75_days().filter(|other| other.clause != deadline.clause) {
        tests.not_applicable(case(other), format!("the {name} {verb} {}: another last day holds for that", when(date)));
    }
    let case = case(deadline);
    // A month means by its last day.
    if date.latest().is_some_and(|day| day <= deadline.by) {
        return tests.pass(case.at(Some(node)));
    }
    let message = format!("the {name} {verb} {}, after the last day, {}", when(date), deadline.by.prose());
    let failure = Failure::new(case, node, message);
    tests.fail(failure.help("correct the day; if it is right, explain the delay in the narrative and waive this"));
}
