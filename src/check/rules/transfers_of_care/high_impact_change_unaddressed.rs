//! `high-impact-change-unaddressed`: the plan says nothing of a change of the model.

use std::collections::BTreeMap;

use super::{NO_SECTION, SECTION};
use crate::check::facts::Strays;
use crate::check::prelude::*;
use crate::check::sections::CHANGES;

pub(crate) static RULE: Rule = Rule {
    id: "high-impact-change-unaddressed",
    level: Level::Error,
    clauses: Clauses::One("high-impact-changes"),
    lenient_in_drafts: true,
    summary: "the plan says nothing of a high impact change",
    why: "The area implements the whole model: a change that is left out is neither adopted nor declined.",
    fix: "Add a `[[transfers_of_care.changes]]` entry for it: where it stands, what is planned by when, or why it is not adopted.",
    example: r#"
[transfers_of_care]
#^^^^^^^^^^^^^^^^^^ the plan says nothing of the high impact change "focus on choice"
changes = [
  { change = "early-discharge-planning", current = "established" },
  { change = "patient-flow-systems", current = "established" },
  { change = "discharge-teams", current = "mature" },
  { change = "home-first", current = "established" },
  { change = "seven-day-services", current = "established" },
  { change = "trusted-assessors", current = "established" },
# +   { change = "focus-on-choice", current = "established" },
  { change = "health-in-care-homes", current = "established" },
]
"#,
    cases: &[r#"
# One that is named twice is not two.
[transfers_of_care]
#^^^^^^^^^^^^^^^^^^ the plan says nothing of the high impact change "enhancing health in care homes"
changes = [
  { change = "early-discharge-planning", current = "established" },
  { change = "patient-flow-systems", current = "established" },
  { change = "discharge-teams", current = "mature" },
  { change = "home-first", current = "established" },
  { change = "seven-day-services", current = "established" },
  { change = "trusted-assessors", current = "established" },
  { change = "focus-on-choice", current = "established" },
  { change = "focus-on-choice", current = "mature" },
]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(changes) = &facts.round.changes else {
        return tests.not_applicable(Case::default(), "the round's data has no high impact changes");
    };
    if facts.lacks_section(SECTION) {
        return tests.not_evaluated(Case::of("high impact changes"), NO_SECTION);
    }
    let entries = &facts.plan.transfers_of_care.changes;
    if facts.lacks_section(CHANGES) {
        for change in &changes.list {
            let reason = Reason::from("the plan has no `transfers_of_care.changes`").lacking(CHANGES);
            tests.not_evaluated(Case::of(change.name.clone()), reason);
        }
        return;
    }
    let known = changes.list.iter().map(|change| change.id.as_str()).collect();
    let strays = Strays::among(entries.iter().map(|entry| (&entry.change, entry.node)), &known).or_damaged(entries);
    let addressed: BTreeMap<&str, NodeId> =
        entries.iter().filter_map(|entry| Some((entry.change.str()?, entry.node))).collect();
    for change in &changes.list {
        let case = Case::of(change.name.clone());
        if let Some(entry) = addressed.get(change.id.as_str()) {
            tests.pass(case.at(Some(*entry)));
        } else if let Some(reason) = strays.blocking(facts, &change.id) {
            tests.not_evaluated(case, reason);
        } else {
            let place =
                facts.absent(facts.plan.transfers_of_care.node, format!("transfers_of_care.changes.{}", change.id));
            let message = format!("the plan says nothing of the high impact change \"{}\"", change.name);
            let help = format!(
                "add `[[transfers_of_care.changes]]` with `change = \"{}\"` and where it stands in `current`",
                change.id
            );
            tests.fail(Failure::new(case, place, message).clause(&changes.clause).help(help));
        }
    }
}
