//! The laws every rule obeys, tested over all rules and all plans.

use std::collections::BTreeSet;

use bcf::check::{self, Settings, Selector};
use bcf::period::Date;

fn today() -> Date {
    Date::parse("2018-06-01").expect("a date")
}

/// The ids of the findings of one rule in an example of it.
fn found(rule: &check::Rule, example: &str) -> Vec<String> {
    let mut settings = Settings::on(today());
    settings.select.push(Selector::parse(rule.id).expect("a rule names itself"));
    let plan = bcf::plan::Plan::read(check::example_plan(example));
    // No file lies beside an example.
    let beside = check::Surroundings::Missing(check::files_named(&plan).into_iter().map(str::to_owned).collect());
    let checked = check::check("example.toml".into(), plan, &beside, &settings);
    checked.findings.iter().map(|finding| format!("{} {}: {}", finding.rule, finding.at.path, finding.message)).collect()
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

#[test]
fn a_rules_clause_stands_in_some_round() {
    let rounds: Vec<_> = bcf::policy::round_ids().map(|id| bcf::policy::round(id).expect("a built-in round reads")).collect();
    for (_, rule) in check::rules() {
        if let Some(clause) = rule.clause {
            assert!(rounds.iter().any(|round| round.clause(clause).is_some()), "{}: no round has `{clause}`", rule.id);
        }
    }
}
