//! The laws every rule obeys, fourth part: what it records beside what it finds.
//!
//! `INSTA_UPDATE=always cargo test --test all laws_of_tests::` writes the two snapshots anew; look at what changed.

use crate::common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bcf::check::{self, Checked};
use bcf::finding::{Cause, Finding, Outcome, Tally, Test};

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

/// Returns a test on a line.
fn recorded(checked: &Checked, test: &Test) -> String {
    let year = test.year.map(|year| format!(" {year}")).unwrap_or_default();
    let of = |part: &Option<Box<str>>| part.as_deref().map(|part| format!(" [{part}]")).unwrap_or_default();
    let subject = test.subject.as_deref().unwrap_or("-");
    let at = test.at.map(|node| format!(" at {}", checked.plan.path_of(node))).unwrap_or_default();
    let sum = test.ledger.as_deref().map(summed).unwrap_or_default();
    let outcome = match &test.outcome {
        Outcome::Passed => "passed".to_owned(),
        Outcome::NotEvaluated(why) => format!("not evaluated: {why}{}", caused(checked, &test.cause)),
        Outcome::NotApplicable(why) => format!("not applicable: {why}"),
    };
    format!("{}{year} {subject}{}{}{at}: {outcome}, {:?}{sum}", test.rule, of(&test.place), of(&test.clause), test.need)
}

fn caused(checked: &Checked, cause: &Cause) -> String {
    match cause {
        Cause::Unknown => String::new(),
        Cause::At(node) => format!(" (a finding at {})", checked.plan.path_of(*node)),
        Cause::Path(path) => format!(" (a finding about {path})"),
    }
}

fn summed(sum: &Tally) -> String {
    format!("; {} figures come to {} of {}, give or take {}", sum.lines.len(), sum.actual, sum.required, sum.slack)
}

/// The plans whose tests are kept: the sound ones, one that says next to nothing, and two of early rounds.
const KEPT: [&str; 6] = [
    "example-borough.toml",
    "example-county-2025-26.toml",
    "example-county.toml",
    "leicestershire-itf-2014-16.toml",
    "leicestershire-nhs-transfer-2013-14.toml",
    "minimal.toml",
];

/// Returns whether a test says no more than that the round asks for nothing of the kind.
fn is_unasked(test: &Test) -> bool {
    matches!(&test.outcome, Outcome::NotApplicable(why) if why.ends_with("has no such clause"))
}

#[test]
fn what_is_recorded_of_plans_of_several_rounds() {
    let mut out = String::new();
    for plan in common::plans().into_iter().filter(|plan| KEPT.iter().any(|kept| plan.name.ends_with(kept))) {
        let checked = common::check(&plan.text);
        let name = plan.name.rsplit('/').next().unwrap_or_default();
        let _ = writeln!(out, "{name}: {:?}", checked.verdict().grounds);
        let lines: BTreeSet<String> =
            checked.tests.iter().filter(|test| !is_unasked(test)).map(|test| recorded(&checked, test)).collect();
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
    insta::assert_snapshot!(out);
}

/// Returns what a finding says beside its message: where it leads, what it rests on, and what to do.
fn beside(finding: &Finding, text: &str) -> String {
    let mut out = format!("  {} {} {}", finding.level.word(), finding.kind.word(), finding.place);
    let _ = writeln!(out, "{}", if finding.is_gap { ", a gap" } else { "" });
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "    help: {help}");
    }
    if let Some(clause) = &finding.clause {
        let _ = writeln!(out, "    clause: {}", clause.id);
    }
    for label in &finding.labels {
        let _ = writeln!(out, "    `{}`: {}", label.at.span.of(text).lines().next().unwrap_or_default(), label.text);
    }
    if let Some(sum) = &finding.ledger {
        let lines: Vec<String> = sum.lines.iter().map(|line| format!("{} {}", line.text, line.pounds)).collect();
        let _ = writeln!(
            out,
            "    {:?} = {}, {} {}, give or take {}",
            lines,
            sum.actual,
            sum.against.word(),
            sum.required,
            sum.slack
        );
    }
    out
}

#[test]
fn what_a_rule_says_of_its_examples_beside_the_messages() {
    let mut out = String::new();
    for (_, rule) in check::rules() {
        for (n, example) in std::iter::once(&rule.example).chain(rule.cases).enumerate() {
            let plan = check::Example::read(example).plan;
            let _ = writeln!(out, "{} {n}", rule.id);
            let checked = common::check_only(rule.id, &plan);
            checked.findings.iter().for_each(|finding| out.push_str(&beside(finding, &plan)));
            for test in &checked.tests {
                let _ = writeln!(out, "  {}", recorded(&checked, test));
            }
        }
    }
    insta::assert_snapshot!(out);
}
