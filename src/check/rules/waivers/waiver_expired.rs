//! `waiver-expired`: a waiver that has ended.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-expired",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a waiver that has ended",
    why: "A waiver is given for a time. Once it has ended, what it covered counts again.",
    fix: "Mend what it covered, agree a new waiver, or take it out.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[waivers]]
rule = "rationale-missing"
reason = "the rationale follows with the quarter 1 return"
by = "council"
until = 2017-10-31
#       ^^^^^^^^^^ the waiver of `rationale-missing` ended: it ran until 31 October 2017
# -
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (mut failed, mut count) = (false, 0);
    for (waiver, used) in super::uses(facts) {
        count += 1;
        let (Field::Is(until, at), true) = (&waiver.until, used.expired) else { continue };
        failed = true;
        let rule = super::rule(waiver);
        let message = format!("the waiver of {rule} ended: it ran until {}", until.prose());
        let help = match used.about {
            0 => "take it out: there is nothing left that it would cover".to_owned(),
            1 => "mend the finding it covered, or agree a new waiver".to_owned(),
            count => format!("mend the {count} findings it covered, or agree a new waiver"),
        };
        tests.fail(Failure::new(Case::of(rule), *at, message).help(help));
    }
    tests.pass_lot(failed, count, "waivers");
}
