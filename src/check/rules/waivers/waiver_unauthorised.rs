//! `waiver-unauthorised`: a statutory rule waived by a body that cannot.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-unauthorised",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a statutory rule waived by a body that cannot waive it",
    why: "What the law or the conditions of the grant ask can be set aside only by the body they name: the district whose grant it is, else NHS England.",
    fix: "Name the body that can waive it and has, or take the waiver out.",
    example: r#"
[[partners]]
id = "council"
#    ^^^^^^^^^ mend: "nhs"
name = "Exampleton Council"
#      ^^^^^^^^^^^^^^^^^^^^ mend: "NHS England, Midlands and East"
kind = "council"
#      ^^^^^^^^^ mend: "nhs-england"

[[waivers]]
rule = "social-care-below-minimum"
reason = "the rest follows in the spring"
by = "council"
#    ^^^^^^^^^ `social-care-below-minimum` cannot be waived by `council`: it covers nothing
#    mend: "nhs"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (mut failed, mut count) = (false, 0);
    for (waiver, used) in super::uses(facts) {
        count += 1;
        let (Some(who), Field::Is(by, at)) = (&used.unauthorised, &waiver.by) else { continue };
        failed = true;
        let rule = super::rule(waiver);
        let message = format!("{rule} cannot be waived by `{}`: it covers nothing", shortened(by));
        tests.fail(Failure::new(Case::of(rule), *at, message).help(format!("only {who} can waive it")));
    }
    tests.pass_lot(failed, count, "waivers");
}
