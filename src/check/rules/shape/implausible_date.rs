//! `implausible-date`: a date years away from the round.

use crate::check::dates::is_implausible;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "implausible-date",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a date more than three years away from the round",
    why: "Nothing about a plan happens that long before or after it; the year is mistyped.",
    fix: "Correct the year.",
    example: r#"
[section_75]
signed = 2071-11-28
#        ^^^^^^^^^^ 28 November 2071 is more than three years away from bcf-2017-19
#        mend: 2017-11-28
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if super::is_of_other_years(facts) {
        return tests.not_evaluated(Case::default(), super::OTHER_YEARS);
    }
    let (mut failed, mut count) = (false, 0);
    for &(date, node) in facts.plan.notes.dates() {
        count += 1;
        if !is_implausible(facts, date) {
            continue;
        }
        failed = true;
        let message = format!("{} is more than three years away from {}", date.prose(), facts.round.id);
        tests.fail(Failure::new(Case::of("date"), node, message).help("correct the year"));
    }
    tests.pass_lot(failed, count, "dates");
}
