//! `maturity-goes-backwards`: a change is planned to be less established than it is.

use super::{NO_SECTION, SECTION, name_of};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "maturity-goes-backwards",
    level: Level::Warning,
    clauses: Clauses::One("maturity-scale"),
    summary: "a change is planned to be less mature than it is",
    why: "Nobody plans to undo a change; the two words have most likely been swapped.",
    fix: "Correct `current` or `planned`.",
    example: r#"
[[transfers_of_care.changes]]
change = "home-first"
current = "mature"
#         ^^^^^^^^ mend: "established"
planned = "established"
#         ^^^^^^^^^^^^^ "home first / discharge to assess" is `mature` and planned to be no more than `established`
#         (to be confirmed)
#         mend: "mature"
by = 2018-03-31
"#,
    cases: &[r#"
# To stay as it is is not to go backwards.
[[transfers_of_care.changes]]
change = "home-first"
current = "mature"
planned = "mature"
by = 2018-03-31
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section(SECTION) {
        return tests.not_evaluated(Case::of("high impact changes"), NO_SECTION);
    }
    let (mut failed, mut count) = (false, 0);
    for entry in &facts.plan.transfers_of_care.changes {
        if let Some(node) =
            [&entry.current, &entry.planned].into_iter().find(|m| m.is_unreadable()).and_then(Field::node)
        {
            tests.not_evaluated(Case::of(name_of(facts, entry)), facts.blocked_by(node, "cannot be read"));
        }
        let (Field::Is(current, from), Field::Is(planned, to)) = (entry.current, entry.planned) else { continue };
        count += 1;
        if planned < current {
            failed = true;
            let name = name_of(facts, entry);
            let message =
                format!("\"{name}\" is `{}` and planned to be no more than `{}`", current.word(), planned.word());
            let failure = Failure::new(Case::of(name), to, message).label(from, "now");
            tests.fail(failure.help("correct `current` or `planned`; perhaps they are swapped"));
        }
    }
    tests.pass_lot(failed, count, "changes with both `current` and `planned`");
}
