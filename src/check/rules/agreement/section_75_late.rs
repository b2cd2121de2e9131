//! `section-75-late`: the agreement was signed, or will be, after the round's last day.

use super::{agreement, when};
use crate::check::dates::unusable;
use crate::check::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "section-75-late",
    level: Level::Error,
    clause: Some("section-75-date"),
    statutory: false,
    lenient_in_drafts: false,
    summary: "the section 75 agreement is signed after the round's last day",
    why: "Until the agreement is signed the pool has no legal footing, and money spent from it has none either.",
    fix: "Bring the signature forward, or correct the day.",
    fails: r"
[section_75]
signed = 2017-12-01
",
    passes: r"
[section_75]
signed = 2017-11-28
",
    check,
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = facts.round.section_75.as_ref().filter(|asked| asked.by.is_some()) else {
        return tests.not_applicable(Case::default(), "the round sets no last day for the agreement");
    };
    let (_, name, agreement) = agreement(facts, asked);
    let case = Case::of(name);
    let (field, verb) = match agreement.signed {
        Field::Absent => (&agreement.due, "is due to be signed"),
        _ => (&agreement.signed, "was signed"),
    };
    if let Some(reason) = unusable(facts, field) {
        return tests.not_evaluated(case, reason);
    }
    let Field::Is(date, node) = *field else {
        return tests.not_evaluated(case, format!("the plan does not say when the {name} was or will be signed"));
    };
    let Some(deadline) = facts.round.section_75_for(date.latest()) else { return };
    // A month means by its last day.
    match date.latest() {
        None => tests.not_evaluated(case, "the day is not known"),
        Some(day) if day <= deadline.by => tests.pass(case.at(Some(node))),
        Some(_) => {
            let message = format!("the {name} {verb} {}, after the last day, {}", when(date), deadline.by.prose());
            let failure = Failure::new(case, node, message).clause(&deadline.clause);
            tests.fail(
                failure.help("correct the day; if it is right, explain the delay in the narrative and waive this"),
            );
        }
    }
}
