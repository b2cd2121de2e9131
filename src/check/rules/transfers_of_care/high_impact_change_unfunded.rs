//! `high-impact-change-unfunded`: no money goes to any of the changes.

use super::{NO_SECTION, SECTION};
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "high-impact-change-unfunded",
    level: Level::Warning,
    clauses: Clauses::One("high-impact-change-plans"),
    summary: "no scheme with money delivers a high impact change",
    why: "The changes are to be funded jointly from the pool; where no scheme names one, nobody can see that they are.",
    fix: "Name in the `changes` of each scheme the high impact changes it pays for.",
    example: r#"
[transfers_of_care]
#^^^^^^^^^^^^^^^^^^ no scheme names a high impact change it pays for (to be confirmed)
lead = "A&E delivery board"

[[schemes]]
id = "home-care"
name = "Home care"
# + changes = ["home-first"]
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]
"#,
    cases: &[r#"
# A scheme that names one and has no money pays for none.
[transfers_of_care]
#^^^^^^^^^^^^^^^^^^ no scheme that names a high impact change has any money (to be confirmed)
lead = "A&E delivery board"

[[schemes]]
id = "home-care"
name = "Home care"
changes = ["home-first"]
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 0, 2018-19 = 0 } }]
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("money for high impact changes");
    if facts.lacks_section(SECTION) {
        return tests.not_evaluated(case, NO_SECTION);
    }
    if facts.lacks_section("schemes") {
        return tests.not_evaluated(case, "the plan has no `schemes`");
    }
    let schemes = &facts.plan.schemes;
    let naming = || schemes.iter().filter(|scheme| !scheme.changes.is_empty());
    let of_round =
        |word: &str| facts.round.changes.iter().flat_map(|changes| &changes.list).any(|change| change.id == word);
    let delivers = |scheme: &&Scheme| scheme.changes.iter().filter_map(Field::str).any(of_round);
    if naming().filter(delivers).any(has_money) {
        return tests.pass(case);
    }
    if let Some(reason) = unclear(facts) {
        return tests.not_evaluated(case, reason);
    }
    let unpaid = naming().find(|scheme| delivers(scheme)).and_then(|scheme| scheme.changes.node);
    let place = match facts.plan.transfers_of_care.node {
        Some(node) => Place::Value(node),
        None => facts.absent(None, SECTION),
    };
    let message = match unpaid {
        Some(_) => "no scheme that names a high impact change has any money",
        None => "no scheme names a high impact change it pays for",
    };
    let failure =
        Failure::new(case, place, message).help("name the changes in the `changes` of the schemes that pay for them");
    tests.fail(failure.label_if(unpaid, "named here, without money"));
}

/// Returns whether any line of a scheme is of more than nothing in any year.
fn has_money(scheme: &Scheme) -> bool {
    let figures = scheme.spend.iter().flat_map(|line| &line.amount.entries);
    figures.into_iter().any(|(_, figure)| figure.get().is_some_and(|amount| amount.pounds > Money::ZERO))
}

/// Returns what keeps a scheme from being known to pay for no change.
fn unclear(facts: &Facts<'_>) -> Option<Reason> {
    if facts.plan.schemes.damaged {
        return Some("part of the schemes cannot be read".into());
    }
    let of_round =
        |word: &str| facts.round.changes.iter().flat_map(|changes| &changes.list).any(|change| change.id == word);
    facts.plan.schemes.iter().find_map(|scheme| {
        let stray =
            scheme.changes.iter().find(|field| field.str().is_none_or(|word| !of_round(word))).and_then(Field::node);
        if let Some(node) = stray.or(scheme.changes.node.filter(|_| scheme.changes.damaged)) {
            return Some(facts.blocked_by(node, "may name a high impact change and does not mean one"));
        }
        if scheme.spend.damaged && !scheme.changes.is_empty() {
            return Some(facts.blocked_by(scheme.spend.node.unwrap_or(scheme.node), "cannot be read in full"));
        }
        let lines = scheme.spend.iter().filter(|_| !scheme.changes.is_empty());
        let mut unreadable = lines
            .filter(|line| line.amount.damaged || line.amount.entries.iter().any(|(_, figure)| figure.is_unreadable()));
        unreadable.next().map(|line| facts.blocked_by(line.node, "has an amount that cannot be read"))
    })
}
