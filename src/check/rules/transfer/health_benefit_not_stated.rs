//! `health-benefit-not-stated`: a scheme does not say what good it does to health.

use crate::check::facts::is_said;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "health-benefit-not-stated",
    level: Level::Error,
    clauses: Clauses::One("health-benefit"),
    summary: "a scheme does not describe its benefit to health",
    why: "The transfer is NHS money for social care with a benefit to health: that is its one condition.",
    fix: "Describe in `description` what the scheme does for health, or pay for it from other money.",
    example: r#"
[plan]
format = 1
round = "nhs-transfer-2013-14"
status = "submitted"
submitted = 2013-12-05

[area]
name = "Exampleton"

[[schemes]]
#^^^^^^^^^^ `Telecare` does not say what benefit to health it brings
id = "telecare"
name = "Telecare"
# + description = "fewer falls and fewer admissions to hospital"
spend = [{ source = "nhs-transfer", amount = { 2013-14 = 963_000 } }]
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section("schemes") {
        return tests.not_evaluated(Case::of("schemes"), "the plan has no `schemes`");
    }
    let schemes = &facts.plan.schemes;
    let mut failed = false;
    for scheme in schemes {
        let name = scheme.name.str().or(scheme.id.str()).unwrap_or("a scheme");
        let place = match &scheme.description {
            Field::Unreadable(node) => {
                tests.not_evaluated(Case::of(name), facts.blocked_by(*node, "cannot be read"));
                continue;
            }
            field if is_said(field) => continue,
            Field::Is(_, node) => Place::Value(*node),
            Field::Absent => Place::Absent(scheme.node, "description".into()),
        };
        failed = true;
        let message = format!("`{}` does not say what benefit to health it brings", shortened(name));
        let failure = Failure::new(Case::of(name), place, message);
        tests.fail(failure.help("describe its benefit to health in `description`, or pay for it from other money"));
    }
    tests.pass_lot(failed, schemes.items.len(), "schemes");
}
