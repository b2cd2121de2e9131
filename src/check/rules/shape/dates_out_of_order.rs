//! `dates-out-of-order`: an end before its beginning.

use crate::check::dates::is_implausible;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dates-out-of-order",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a waiver that ends before it begins, or an approval before the submission",
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
    cases: &[r#"
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
"#],
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let header = &facts.plan.header;
    let mut pairs = vec![("submitted", &header.submitted, "approved", &header.approved)];
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
    tests.pass_lot(failed, count, "pairs of dates");
}
