//! The laws every rule obeys, first part: its data.

mod common;

use std::collections::BTreeSet;

use bcf::check;
use bcf::policy::{self, Round};
use common::{check_only, said};

/// What one rule finds in an example of it.
fn found(rule: &check::Rule, example: &str) -> Vec<String> {
    check_only(rule.id, &check::example_plan(example)).findings.iter().map(said).collect()
}

#[test]
fn a_rule_alone_finds_something_in_its_failing_example_and_nothing_in_its_passing_one() {
    let mut wrong = Vec::new();
    for (_, rule) in check::rules() {
        let (fails, passes) = (found(rule, rule.fails), found(rule, rule.passes));
        if fails.is_empty() {
            wrong.push(format!("{}: nothing found in its failing example", rule.id));
        }
        if !passes.is_empty() {
            wrong.push(format!("{}: found in its passing example: {passes:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_unique_kebab_case_and_the_names_of_their_files() {
    let mut seen = BTreeSet::new();
    for (family, rule) in check::rules() {
        assert!(seen.insert(rule.id), "{} stands twice", rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.id);
        let file = format!("src/check/rules/{}/{}.rs", family.id.replace('-', "_"), rule.id.replace('-', "_"));
        assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists(), "{file}");
    }
}

fn rounds() -> Vec<&'static Round> {
    policy::round_ids().map(|id| policy::round(id).expect("a built-in round reads")).collect()
}

#[test]
fn a_rules_clause_stands_in_some_round() {
    let rounds = rounds();
    for (_, rule) in check::rules() {
        if let Some(clause) = rule.clause {
            assert!(rounds.iter().any(|round| round.clause(clause).is_some()), "{}: no round has `{clause}`", rule.id);
        }
    }
}

#[test]
fn every_clause_is_used_or_says_why_not() {
    let mut wrong = Vec::new();
    for round in rounds() {
        let mut used: BTreeSet<&str> = check::rules().filter_map(|(_, rule)| rule.clause).collect();
        used.extend(round.clause_ids_in_use());
        for clause in &round.clauses {
            let excused = clause.unchecked.as_deref().is_some_and(|why| !why.is_empty());
            if !excused && !used.contains(clause.id.as_str()) {
                wrong.push(format!("{}: no rule uses `{}`", round.id, clause.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_says_what_it_is_about() {
    for (_, rule) in check::rules() {
        for (what, text) in [("summary", rule.summary), ("why", rule.why), ("fix", rule.fix)] {
            assert!(!text.trim().is_empty(), "{} has no {what}", rule.id);
        }
        assert!(!rule.summary.ends_with('.'), "{}: a summary is a fragment", rule.id);
    }
}

#[test]
fn messages_are_fragments_in_lower_case() {
    let mut wrong = BTreeSet::new();
    for text in common::texts() {
        for finding in common::check(&text.text).findings {
            let message = finding.message.as_str();
            // A name or an amount may stand first; a sentence may not.
            if message.is_empty() || message.ends_with('.') || message.starts_with(|c: char| c.is_whitespace()) {
                wrong.insert(format!("{}: {message}", finding.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
