//! `dates-out-of-order`: an end before its beginning.

use crate::check::dates::is_implausible;
use crate::check::prelude::*;
use crate::plan::{PlanDate, Submission};

pub(crate) static RULE: Rule = Rule {
    id: "dates-out-of-order",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a waiver or an agreement that ends before it begins, or an approval before the submission",
    why: "One of the two dates is wrong, and whatever rests on it would be judged wrongly.",
    fix: "Correct the earlier or the later date.",
    example: r#"
[plan]
format = 1
round = "bcf-2017-19"
submitted = 2017-09-11
approved = 2017-09-01
#          ^^^^^^^^^^ `approved` is 1 September 2017, before `submitted` on 11 September 2017
#          mend: 2017-10-27

[area]
name = "Exampleton"
"#,
    cases: &[
        r#"
# The list of submissions says it again.
[plan]
format = 1
round = "bcf-2017-19"
submitted = 2017-09-12
#           ^^^^^^^^^^ `submitted` is 12 September 2017, and no submission is of that day
#           mend: 2017-09-11

[area]
name = "Exampleton"

[[submissions]]
on = 2017-09-11
for = "plan"

[[submissions]]
on = 2017-10-30
for = "resubmission"
"#,
        r#"
# The same day is in order. Waivers have an order too.
[plan]
format = 1
round = "bcf-2017-19"
submitted = 2017-09-11
approved = 2017-09-11

[area]
name = "Exampleton"

[[waivers]]
rule = "rationale-missing"
reason = "the rationale follows"
by = "council"
on = 2017-10-31
until = 2017-10-30
#       ^^^^^^^^^^ `until` is 30 October 2017, before `on` on 31 October 2017
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let header = &facts.plan.header;
    let (begins, first) = match facts.submissions().iter().min_by_key(|sent| sent.day()) {
        Some(sent) if sent.entry.is_some() => ("on", sent.on),
        _ => ("submitted", &header.submitted),
    };
    let agreement = &facts.plan.section_75;
    let mut pairs =
        vec![(begins, first, "approved", &header.approved), ("from", &agreement.from, "until", &agreement.until)];
    pairs.extend(facts.plan.waivers.iter().map(|waiver| ("on", &waiver.on, "until", &waiver.until)));
    let (mut failed, mut count) = (false, 0);
    for (begins, begin, ends, end) in pairs {
        let (Field::Is(begin, begin_node), Field::Is(end, end_node)) = (begin, end) else { continue };
        if is_implausible(facts, *begin) || is_implausible(facts, *end) {
            continue;
        }
        count += 1;
        if end.latest().zip(begin.earliest()).is_some_and(|(end, begin)| end < begin) {
            failed = true;
            let message = format!("`{ends}` is {}, before `{begins}` on {}", end.prose(), begin.prose());
            let failure = Failure::new(Case::of("dates"), *end_node, message).label(*begin_node, format!("`{begins}`"));
            tests.fail(failure.help("correct one of the two dates"));
        }
    }
    if let Some(is_another) = is_submitted_on_another_day(facts, tests) {
        failed |= is_another;
        count += 1;
    }
    tests.pass_lot(failed, count, "pairs of dates");
}

/// Returns whether the day in the header is none of those on which the plan says it was sent in, and reports it; nothing
/// where one of the two does not say.
fn is_submitted_on_another_day(facts: &Facts<'_>, tests: &mut Tests<'_>) -> Option<bool> {
    let listed = &facts.plan.submissions;
    let Field::Is(date, node) = facts.plan.header.submitted else { return None };
    if listed.is_empty() || listed.damaged || date == PlanDate::Unknown {
        return None;
    }
    let same = |sent: &Submission| sent.on.get().is_none_or(|on| *on == date);
    if listed.iter().any(same) {
        return Some(false);
    }
    let message = format!("`submitted` is {}, and no submission is of that day", date.prose());
    tests.fail(
        Failure::new(Case::of("submission"), node, message).help("correct one of them, or leave `submitted` out"),
    );
    Some(true)
}
