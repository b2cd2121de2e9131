//! `section-75-missing`: CCG or ICB money and no agreement that pools it.

use super::agreement;
use crate::check::prelude::*;
use crate::plan::syntax::Tree;
use crate::policy::Round;

pub(crate) static RULE: Rule = Rule {
    id: "section-75-missing",
    level: Level::Error,
    clauses: Clauses::Of(clauses),
    lenient_in_drafts: true,
    summary: "NHS money and no agreement that pools it",
    why: "The CCG minimum goes into a pooled budget set up under section 75; without the agreement there is no pool to pay it into.",
    fix: "Add `[section_75]` with the day it was signed, or the day by which it will be.",
    example: r#"
#^^^^^ the pool holds £40,380 of NHS money and the plan names no section 75 agreement
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

# + [section_75]
# + signed = 2017-11-28
"#,
    cases: &[r#"
# Money of the council alone needs no agreement.
[[sources]]
id = "dfg"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_500, 2018-19 = 1_620 }
"#],
    check,
    ..Rule::PLAIN
}
.kept();

/// Returns the clause that asks for the agreement.
fn clauses(round: &Round) -> Vec<&str> {
    round.section_75.iter().map(|asked| asked.clause.as_str()).collect()
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some(asked) = &facts.round.section_75 else {
        return tests.not_applicable(Case::default(), "the round's data asks for no agreement");
    };
    let (section, name, _) = agreement(facts, asked);
    let case = Case::of(name).under(&asked.clause);
    if facts.lacks_section("sources") {
        return tests.not_evaluated(case, "the plan has no `sources`");
    }
    if let Some(node) = facts.plan.tree.get(Tree::ROOT, section) {
        return tests.pass(case.at(Some(node)));
    }
    if let Some(node) = facts.misspelt_section(section) {
        return tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
    }
    // What was paid before there was a pool went by an agreement of its own.
    let sum = nhs_money(facts, section != "section_75");
    let Some(largest) = sum.largest(facts.plan).filter(|_| sum.total > Money::ZERO) else {
        return match sum.unreadable {
            Some(node) => tests.not_evaluated(case, facts.blocked_by(node, "cannot be read")),
            None => tests.not_applicable(case, "the plan has no NHS money"),
        };
    };
    if facts.plan.tree.is_damaged(Tree::ROOT) {
        return tests.not_evaluated(case, "part of the plan cannot be read");
    }
    let message = format!("the pool holds {} of NHS money and the plan names no {name}", sum.total);
    let help = format!("add `[{section}]` with `signed`, or `due` while it is not signed");
    let failure = Failure::new(case, facts.absent(None, section), message).clause(&asked.clause).help(help);
    tests.fail(failure.label(largest, "NHS money"));
}

/// Returns all the money NHS commissioners put in, of every year.
fn nhs_money(facts: &Facts<'_>, before_pool: bool) -> Sum {
    let counts = |kind: &str| {
        facts.paid_by_nhs(kind) && (before_pool || facts.round.stream(kind).is_none_or(|stream| !stream.before_pool))
    };
    let sources = facts.plan.sources.iter().filter(|source| source.streams().any(counts));
    Sum::of(sources.flat_map(|source| facts.years().map(|year| source.amount.at(year))))
}
