//! `section-75-late`: the agreement was signed, or will be, after the round's last day.

use super::{agreement, dated, when};
use crate::check::prelude::*;
use crate::check::sent::Sent;
use crate::period::Date;
use crate::plan::{Agreement, PlanDate};
use crate::policy::{Deadline, Update};

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
    cases: &[
        r#"
# An agreement for both years of a plan goes by the plan's last day, however late it was signed.
[plan]
format = 1
round = "bcf-2023-25"
submitted = 2023-06-28

[area]
name = "Exampleton"

[section_75]
signed = 2024-09-30
#        ^^^^^^^^^^ the section 75 agreement was signed on 30 September 2024, after the last day, 31 October 2023
#        mend: 2023-10-31
"#,
        r#"
# One for the year of the update goes by the update's.
[plan]
format = 1
round = "bcf-2023-25"

[area]
name = "Exampleton"

[[submissions]]
on = 2023-06-28
for = "plan"

[[submissions]]
on = 2024-06-10
for = "update"

[section_75]
signed = 2024-09-30
from = 2024-04-01
until = 2025-03-31
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

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
    let Some(deadline) = last_day(facts, agreement, date) else { return };
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

/// Returns the last day that holds for an agreement: that of the plan or update whose years it is for; where it does not
/// say, that of the last one sent in before it was signed; of a plan that was not sent in, that of its day.
fn last_day<'a>(facts: &Facts<'a>, agreement: &Agreement, signed: PlanDate) -> Option<&'a Deadline> {
    let round = facts.round;
    let first = round.section_75.as_ref().and_then(|asked| asked.by.as_ref());
    let of = |update: Option<&'a Update>| update.and_then(|update| update.section_75.as_ref()).or(first);
    let years = years_of(facts, agreement);
    if !years.is_empty() {
        return of(round.update_of(&years));
    }
    let sent: Vec<&Sent<'a>> = facts.submissions().iter().filter(|sent| !sent.is_repeated()).collect();
    let before = |sent: &&&Sent<'a>| sent.day().zip(signed.latest()).is_some_and(|(sent, signed)| sent <= signed);
    let last = sent.iter().filter(before).max_by_key(|sent| sent.day());
    match last.or_else(|| sent.iter().min_by_key(|sent| sent.day())) {
        Some(sent) if sent.day().is_some() => of(facts.update_in(sent)),
        _ => round.section_75_for(signed.latest()),
    }
}

/// Returns the years of the round that the agreement says it is for; none where it does not say.
fn years_of(facts: &Facts<'_>, agreement: &Agreement) -> Vec<Year> {
    let year_of = |day: Option<Date>| day.map(|day| day.month().financial_year());
    let from = year_of(agreement.from.get().and_then(|date| date.earliest()));
    let until = year_of(agreement.until.get().and_then(|date| date.latest()));
    if from.is_none() && until.is_none() {
        return Vec::new();
    }
    let is_in = |year: &Year| from.is_none_or(|from| from <= *year) && until.is_none_or(|until| *year <= until);
    facts.round.years.iter().copied().filter(is_in).collect()
}
