//! The laws every rule obeys, fourth part: what it records beside what it finds.

mod common;

use std::collections::BTreeSet;

use bcf::check;

/// The rules that record a test only where a plan has the figures for one; of every other plan another rule speaks.
const MAY_BE_SILENT: [&str; 10] = [
    "dfg-district-short-paid",
    "earmark-exceeds-source",
    "floor-below-minimum",
    "floor-not-tested",
    "floor-within-rounding",
    "rounded-total",
    "statement-does-not-hold",
    "too-coarse-to-tell",
    "total-mismatch",
    "voluntary-money-counted",
];

#[test]
fn no_rule_passes_over_a_plan_in_silence() {
    let mut silent = BTreeSet::new();
    let mut wrong = Vec::new();
    for text in common::texts() {
        let checked = common::check(&text.text);
        let tests = checked.tests.iter().map(|test| test.rule);
        let heard: BTreeSet<&str> = tests.chain(checked.findings.iter().map(|finding| finding.rule)).collect();
        for (_, rule) in check::rules().filter(|(_, rule)| !heard.contains(rule.id)) {
            silent.insert(rule.id);
            if !MAY_BE_SILENT.contains(&rule.id) {
                wrong.push(format!("{}: {}", text.name, rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "neither passed, failed, not evaluated nor not applicable:\n{}", wrong.join("\n"));
    assert_eq!(silent, BTreeSet::from(MAY_BE_SILENT), "these speak of every plan, and are listed");
}
