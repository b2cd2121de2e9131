//! `unlikely-date`: submitted or signed more than a year away from the round.

use crate::check::dates::{is_implausible, outside};
use crate::check::prelude::*;
use crate::check::rules::agreement::sign_off_late::is_told_of_submission;

pub(crate) static RULE: Rule = Rule {
    id: "unlikely-date",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "submitted or signed more than twelve months away from the round",
    why: "Plans are agreed shortly before or during their round; a date a year off is most often last year's, copied.",
    fix: "Correct the year, or leave the date if it is right.",
    example: r#"
[section_75]
signed = 2015-11-28
#        ^^^^^^^^^^ 28 November 2015 is more than twelve months away from bcf-2017-19
#        mend: 2017-11-28
"#,
    cases: &[
        r#"
# Twelve months before the first year and after the last are likely; a day more is not.
[section_75]
signed = 2016-04-01
due = 2020-04-01
#     ^^^^^^^^^^ 1 April 2020 is more than twelve months away from bcf-2017-19
"#,
        r#"
# A plan that was sent in before anybody signed is told of that alone, also where no source says who was to sign.
[plan]
format = 1
round = "bcf-2017-19"
submitted = 2016-03-11

[area]
name = "Exampleton"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[sign_offs]]
partner = "ccg"
on = 2017-09-04

[[sign_offs]]
partner = "council"
on = 2017-09-08
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

/// The distance from the round at which these dates are likely, in months; from three years on they are implausible.
const ROOM: i32 = 12;

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if super::is_of_other_years(facts) {
        return tests.not_evaluated(Case::default(), super::OTHER_YEARS);
    }
    let plan = facts.plan;
    let agreements = [&plan.section_75, &plan.section_256].map(|agreement| [&agreement.signed, &agreement.due]);
    let dates = [&plan.header.submitted]
        .into_iter()
        .chain(plan.submissions.iter().map(|sent| &sent.on))
        .chain(plan.sign_offs.iter().map(|s| &s.on))
        .chain(agreements.into_iter().flatten());
    let (mut failed, mut count) = (false, 0);
    for (date, node) in dates.filter_map(|date| date.get().copied().zip(date.node())) {
        count += 1;
        // Before every signature it is told as that (`sign-off-late`).
        if Some(node) == facts.sent_in().node() && is_told_of_submission(facts) {
            tests.not_evaluated(Case::of("date"), facts.blocked_by(node, "is before every signature"));
            continue;
        }
        if outside(facts, date, ROOM) && !is_implausible(facts, date) {
            failed = true;
            let message = format!("{} is more than twelve months away from {}", date.prose(), facts.round.id);
            tests.fail(Failure::new(Case::of("date"), node, message).help("check the year"));
        }
    }
    tests.pass_lot(failed, count, "dates of submission and signature");
}
