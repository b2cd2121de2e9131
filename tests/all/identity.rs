//! The identity of a finding, from one version of a plan to the next.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::common;
use crate::common::{check, checked, texts};
use bcf::check::Checked;
use bcf::finding::Status;
use serde_json::Value;
use tempfile::TempDir;

const COUNTY: &str = include_str!("../../plans/example-county.toml");
const BOROUGH: &str = include_str!("../../plans/example-borough.toml");

#[test]
fn no_two_findings_of_a_plan_share_rule_year_and_place() {
    for plan in texts() {
        let mut seen = BTreeSet::new();
        for finding in &checked(&plan.text).findings {
            assert!(seen.insert(finding.fingerprint()), "{}: {} {}", plan.name, finding.rule, finding.place);
            assert!(finding.fingerprint().starts_with("2:"));
        }
    }
}

#[test]
fn mistakes_in_one_table_are_told_apart_by_their_order() {
    let checked = check(&COUNTY.replace("[totals]\n", "[totals]\n= 1\n= 2\n"));
    let mistakes: Vec<_> = checked.findings.iter().filter(|finding| finding.rule == "invalid-toml").collect();
    assert_eq!(mistakes.iter().map(|finding| &*finding.at.path).collect::<Vec<_>>(), ["totals", "totals"]);
    assert_eq!(mistakes.iter().map(|finding| &*finding.place).collect::<Vec<_>>(), ["totals", "totals#2"]);
}

/// Returns the text with `from` once replaced by `to`, which must be there.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the plan has no {from}");
    text.replacen(from, to, 1)
}

fn prints(checked: &Checked, rule: &str) -> Vec<String> {
    checked.findings.iter().filter(|finding| finding.rule == rule).map(bcf::finding::Finding::fingerprint).collect()
}

#[test]
fn a_sum_is_the_same_wherever_its_largest_figure_stands() {
    // A floor of the county missed by far; then £1m moves between two lines that count towards it.
    let checked = check(COUNTY);
    let floor = checked.tests.iter().find(|test| test.rule == "social-care-below-minimum").expect("a floor");
    let lines = floor.ledger.clone().expect("a sum").lines;
    let mut figures: Vec<_> = lines.iter().map(|(node, pounds)| (checked.plan.span_of(*node), *pounds)).collect();
    figures.sort_by_key(|(span, _)| *span);
    let with = |amounts: &dyn Fn(usize, i128) -> i128| {
        figures.iter().enumerate().rev().fold(COUNTY.to_owned(), |text, (n, (span, pounds))| {
            common::replaced(&text, *span, &amounts(n, pounds.pence() / 100).to_string())
        })
    };
    let low = check(&with(&|n, _| if n < 2 { 100_000 } else { 10 }));
    let moved = check(&with(&|n, _| {
        if n == 0 {
            199_000
        } else if n == 1 {
            1_000
        } else {
            10
        }
    }));
    let of = |checked: &Checked| prints(checked, "social-care-below-minimum");
    assert!(!of(&low).is_empty());
    assert_eq!(of(&low), of(&moved));
    let at = |checked: &Checked| -> Vec<String> {
        let found = checked.findings.iter().filter(|finding| finding.rule == "social-care-below-minimum");
        found.map(|finding| finding.at.path.clone()).collect()
    };
    assert!(at(&low).iter().all(|path| path.starts_with("schemes.")), "the caret still stands at a figure");
}

#[test]
fn an_entry_without_an_id_is_known_by_what_it_must_have() {
    let risks =
        "\n[[risks]]\ndescription = \"a\"\nmitigation = \"m\"\n\n[[risks]]\ndescription = \"b\"\nmitigation = \"m\"\n";
    let turned = "\n[[risks]]\ndescription = \"b\"\nmitigation = \"other\"\n\n[[risks]]\ndescription = \"a\"\nmitigation = \"m\"\n";
    let [first, second] = [risks, turned].map(|risks| check(&format!("{COUNTY}{risks}")));
    let of = |checked: &Checked| prints(checked, "risk-unowned").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(of(&first).len(), 2);
    assert_eq!(of(&first), of(&second));
    let twice = risks.replace("\"b\"", "\"a\"");
    assert_eq!(of(&check(&format!("{COUNTY}{twice}"))).len(), 2, "a second equal one is the second");
}

// ---- how much counts

struct Folder(TempDir);

impl Folder {
    fn new(plan: &str) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        place.write(plan);
        for args in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "the plan"]] {
            let mut git = Command::new("git");
            git.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(args).current_dir(place.0.path());
            assert!(git.status().expect("git").success());
        }
        place
    }

    fn write(&self, plan: &str) {
        fs::write(self.0.path().join("plan.toml"), plan).expect("a file");
    }

    fn check(&self, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command.args(["check", "plan.toml", "--no-causes", "--width", "200"]).args(args).current_dir(self.0.path());
        let ran = command.env_remove("GITHUB_ACTIONS").output().expect("the program");
        let text = [ran.stdout, ran.stderr].concat();
        (ran.status.code().unwrap_or(-1), String::from_utf8(text).expect("UTF-8"))
    }
}

/// Returns the borough's council gives so many thousands beside what it must, and spends £350,000 of it.
fn giving(thousands: u32) -> String {
    let plain = BOROUGH.lines().filter(|line| !line.starts_with("expenditure = ")).collect::<Vec<_>>().join("\n");
    edited(&plain, "amount = { 2017-18 = 350", &format!("amount = {{ 2017-18 = {thousands}"))
}

#[test]
fn a_known_finding_that_got_worse_is_new_and_one_that_got_better_is_noted() {
    let place = Folder::new(&giving(349));
    let (code, out) = place.check(&[]);
    assert!(code == 1 && out.contains("£1,000"), "{out}");
    place.check(&["--write-baseline"]);
    for known in [&["--since", "HEAD"][..], &["--baseline", "bcf-baseline.json"]] {
        place.write(&giving(349));
        let (code, out) = place.check(known);
        assert!(code == 0 && out.contains("FAIL (known) plan.toml"), "{out}");
        place.write(&giving(1));
        let (code, out) = place.check(known);
        assert!(code == 1 && out.contains("worse: £1,000 → £349,000"), "{out}");
        for format in common::one_in(3, ["github", "gitlab", "sarif", "concise", "markdown", "junit"]) {
            let (_, out) = place.check(&[known, &["--format", format]].concat());
            assert!(out.contains("worse: £1,000 → £349,000"), "{format}: {out}");
        }
    }
    place.write(&giving(1));
    place.check(&["--write-baseline"]);
    place.write(&giving(349));
    let (code, out) = place.check(&["--baseline", "bcf-baseline.json", "-v"]);
    assert!(code == 0 && out.contains("better: £349,000 → £1,000"), "{out}");
    let (_, out) = place.check(&["--baseline", "bcf-baseline.json", "--format", "json"]);
    let json: Value = serde_json::from_str(out.rsplit_once("\nnote:").map_or(&*out, |(json, _)| json)).expect("JSON");
    let finding = &json["plans"][0]["findings"][0];
    assert_eq!(
        (&finding["status"], &finding["known"]["before"]),
        (&Status::Baselined.word().into(), &"349000.00".into())
    );
}

#[test]
fn a_baseline_of_the_first_form_is_known_by_path_and_says_what_it_cannot() {
    let place = Folder::new(&giving(349));
    let checked = check(&giving(349));
    let entry = |finding: &bcf::finding::Finding| {
        serde_json::json!({
            "rule": finding.rule, "path": finding.at.path, "year": finding.year.map(|year| year.to_string()),
            "fingerprint": finding.first_fingerprint(), "times": 1, "message": finding.message,
        })
    };
    let entries: Vec<Value> = checked.findings.iter().map(entry).collect();
    let baseline = serde_json::json!({ "schema": "bcf.baseline/1", "plans": { "plan.toml": entries } });
    fs::write(place.0.path().join("old.json"), baseline.to_string()).expect("a file");
    let (code, out) = place.check(&["--baseline", "old.json"]);
    assert!(code == 0 && out.contains("FAIL (known)"), "{out}");
    assert!(out.contains("old.json is of the first form and cannot compare amounts"), "{out}");
    assert_eq!(fs::read_to_string(place.0.path().join("old.json")).expect("a file"), baseline.to_string());
}
