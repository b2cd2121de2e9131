//! `high-impact-change-unexplained`: a change is not established, and the plan says neither what will be done nor why not.

use super::{NO_SECTION, SECTION, name_of, stage};
use crate::check::facts::is_said;
use crate::check::prelude::*;
use crate::plan::Change;

pub(crate) static RULE: Rule = Rule {
    id: "high-impact-change-unexplained",
    level: Level::Warning,
    clauses: Clauses::One("high-impact-change-plans"),
    summary: "a change that is not established, with neither a plan nor a reason",
    why: "A change that is not in place is a promise or a decision; the plan should say which.",
    fix: "Give `planned` and `by`, or say in `not_adopted_because` why the area does not adopt it.",
    example: r#"
[[transfers_of_care.changes]]
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "home first / discharge to assess" is no further than plans in place, and the plan does
# not say what is planned by when or why not (to be confirmed)
change = "home-first"
current = "plans-in-place"
# + planned = "established"
# + by = 2018-03-31
"#,
    cases: &[r#"
# Established is in place; short of that both the stage and the day are asked, or a reason.
[transfers_of_care]
changes = [
  { change = "home-first", current = "established" },
  { change = "trusted-assessors", current = "not-yet-established", not_adopted_because = "no provider takes part" },
  { change = "discharge-teams", current = "plans-in-place", planned = "established" },
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   "multi-disciplinary and multi-agency discharge teams" is no further than plans in place, and the plan does not say
#   by when that will change (to be confirmed)
]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section(SECTION) {
        return tests.not_evaluated(Case::of("high impact changes"), NO_SECTION);
    }
    let entries = &facts.plan.transfers_of_care.changes;
    let mut failed = false;
    for entry in entries {
        if let Field::Unreadable(node) = entry.current {
            tests.not_evaluated(Case::of(name_of(facts, entry)), facts.blocked_by(node, "cannot be read"));
        } else if !is_explained(entry) {
            failed = true;
            report(facts, tests, entry);
        }
    }
    tests.pass_lot(failed, entries.items.len(), "high impact changes");
}

/// Returns whether it is in place, is to be by a day, or is declined with a reason.
fn is_explained(entry: &Change) -> bool {
    let in_place = entry.current.get().is_some_and(|current| *current >= Maturity::Established);
    in_place || is_said(&entry.not_adopted_because) || (!entry.planned.is_absent() && !entry.by.is_absent())
}

fn report(facts: &Facts<'_>, tests: &mut Tests<'_>, entry: &Change) {
    let name = name_of(facts, entry);
    let stands = match entry.current.get() {
        Some(current) => format!("\"{name}\" is {}, and the plan does not say", stage(*current)),
        None => format!("the plan does not say where \"{name}\" stands,"),
    };
    let (lacks, help) = match (entry.planned.is_absent(), entry.by.is_absent()) {
        (false, _) => ("by when that will change", "`by`"),
        (true, false) => ("how far it is to come", "`planned`"),
        (true, true) => {
            ("what is planned by when or why not", "`planned` and `by`, or say why not in `not_adopted_because`")
        }
    };
    let (message, help) = if entry.current.is_absent() {
        (format!("{stands} nor {lacks}"), format!("give `current`; where the change is not established, give {help}"))
    } else {
        (format!("{stands} {lacks}"), format!("give {help}"))
    };
    let failure = Failure::new(Case::of(name), entry.node, message).help(help);
    tests.fail(failure.label_if(entry.current.node(), "not established"));
}
