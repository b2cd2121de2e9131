//! `delay-part-missing`: a part that needs an ambition of its own has none.

use super::measure::{self, Measure};
use crate::check::prelude::*;
use crate::plan::Values;
use crate::plan::syntax::Kind;

pub(crate) static RULE: Rule = Rule {
    id: "delay-part-missing",
    level: Level::Error,
    clauses: Clauses::One("delay-parts"),
    lenient_in_drafts: true,
    summary: "no separate ambition for delays due to the NHS or due to social care",
    why: "The NHS and social care each undertake to reduce the delays they cause; one figure for both lets either point at the other.",
    fix: "Give the targets of each part under `parts`.",
    example: r#"
[[metrics]]
#^^^^^^^^^^ `delayed-transfers` has no separate target for `social-care`
kind = "delayed-transfers"
parts.nhs = { 2017-11 = 145.0 }
# + parts.social-care = { 2017-11 = 80.0 }
"#,
    cases: &[r#"
# A part with the figures of other years alone has no target.
[[metrics]]
kind = "delayed-transfers"
parts.nhs = { 2017-11 = 145.0 }
parts.social-care = { 2016-11 = 80.0 }
#     ^^^^^^^^^^^ `delayed-transfers` has no separate target for `social-care`
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if measure::blocked(facts, tests) {
        return;
    }
    for national in facts.round.metrics.iter().filter(|national| !national.parts_required.is_empty()) {
        let entries = Measure::of(facts, national);
        for part in &national.parts_required {
            let case = Case::of(format!("{} {part}", national.id));
            match entries.first() {
                None => tests.not_evaluated(case, format!("the plan has no metric `{}`", national.id)),
                Some(first) => one(facts, tests, case, first, &entries, part, national.parts_clause.as_deref()),
            }
        }
    }
}

fn one(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    case: Case,
    first: &Measure<'_>,
    entries: &[Measure<'_>],
    part: &str,
    clause: Option<&str>,
) {
    let given = || entries.iter().filter_map(|entry| crate::plan::named(&entry.metric.parts, part));
    if given().any(|series| is_target(facts, series)) {
        return tests.pass(case);
    }
    if given().any(unreadable) || entries.iter().any(|entry| lost(facts, entry)) {
        return tests.not_evaluated(case, format!("the parts of {} cannot be read", first.name()));
    }
    let table = entries
        .iter()
        .flat_map(|entry| &entry.metric.parts)
        .find(|(name, _, _)| &**name == part)
        .map(|(_, node, _)| *node);
    let place = table.map_or_else(|| Place::Absent(first.metric.node, format!("parts.{part}")), Place::Key);
    let required = first.national.map_or(&[][..], |national| &national.parts_required);
    let unknown = first
        .metric
        .parts
        .iter()
        .map(|(name, _, _)| &**name)
        .filter(|name| !required.iter().any(|known| known == name));
    let help = match nearest(part, unknown) {
        Some(near) => format!("did you mean `parts.{part}` where it says `parts.{near}`?"),
        None => format!("state the targets for these delays as `parts.{part}`"),
    };
    let mut failure =
        Failure::new(case, place, format!("{} has no separate target for `{part}`", first.name())).help(help);
    if let Some(clause) = clause {
        failure = failure.clause(clause);
    }
    tests.fail(failure);
}

/// Returns whether it has a target in a year of the round.
fn is_target(facts: &Facts<'_>, series: &Values) -> bool {
    series.readable().any(|(period, _, _)| facts.round.has_year(period.financial_year()))
}

fn unreadable(series: &Values) -> bool {
    series.damaged || series.entries.iter().any(|(_, field)| field.is_unreadable())
}

/// Returns whether `parts` is there and no table, or was lost to a syntax error.
fn lost(facts: &Facts<'_>, entry: &Measure<'_>) -> bool {
    let tree = &facts.plan.tree;
    let parts = tree.get(entry.metric.node, "parts");
    tree.is_damaged(entry.metric.node)
        || parts.is_some_and(|node| tree.kind(node) != Kind::Table || tree.is_damaged(node))
}
