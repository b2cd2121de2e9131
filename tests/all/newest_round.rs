//! The round of 2026-27, which is known in part: what is reported or carried forward only warns, a plan rolls into it, and
//! last year's plan is read where this one names it.

use std::fs;
use std::process::Command;

use bcf::check::{Checked, Settings, check_text};
use bcf::finding::{Finding, Level};
use bcf::period::Date;
use bcf::policy::{self, Rounds};
use serde_json::Value;
use tempfile::TempDir;

use crate::common::said;

const LAST: &str = include_str!("../../plans/example-county-2025-26.toml");
const PLAN: &str = include_str!("../../plans/example-borough-2026-27.toml");
const GRANT: &str = "la-better-care-grant = { 2026-27 = 6_145_310 }";

fn check(text: &str) -> Checked {
    check_text("plan.toml".into(), text.to_owned(), &Settings::on(Date::parse("2026-11-28").expect("a date")))
}

/// Returns the plan with one edit. The text it replaces is in it.
#[track_caller]
fn edited(plan: &str, from: &str, to: &str) -> String {
    assert!(plan.contains(from), "the plan does not say {from}");
    plan.replacen(from, to, 1)
}

/// Returns the findings of the plan after one edit, as "level rule".
fn after(from: &str, to: &str) -> Vec<String> {
    let brief = |finding: &Finding| format!("{} {}", finding.level.word(), finding.rule);
    check(&edited(PLAN, from, to)).findings.iter().map(brief).collect()
}

/// A folder with files, a repository of nothing.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(place.0.path().join(".git")).expect("a folder");
        for (name, text) in files {
            fs::write(place.0.path().join(name), text).expect("a file");
        }
        place
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        for key in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"] {
            command.env_remove(key);
        }
        let done = command.args(args).current_dir(self.0.path()).output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
    }
}

#[test]
fn what_is_reported_or_carried_forward_warns_and_what_was_read_fails() {
    // The three metrics are known from one list of sources, and the social care floor is carried forward.
    assert_eq!(after("target = { 2026-27 = 19_520 }\n", ""), ["warning target-missing"]);
    let below = after("social-care = { 2026-27 = 6_731_450 }", "social-care = { 2026-27 = 6_900_000 }");
    assert!(below.contains(&"warning social-care-below-minimum".to_owned()), "{below:?}");
    assert_eq!(
        after("[section_75]\ndue = 2026-09-30\npartners = [\"council\", \"icb\"]\n", ""),
        ["warning section-75-missing"]
    );
    let late = after("name = \"H. Moor\"\non = 2026-04-23", "name = \"H. Moor\"\non = 2026-05-29");
    assert_eq!(late, ["warning sign-off-late"]);
    assert_eq!(after("for = \"neighbourhood-health\"", "for = \"housing\""), ["warning narrative-missing"]);
    // That the minimum is pooled was read.
    let less = edited(
        PLAN,
        "partner = \"icb\"\namount = { 2026-27 = 15_482_730 }",
        "partner = \"icb\"\namount = { 2026-27 = 15_482_000 }",
    );
    let less =
        check(&less).findings.iter().any(|f| f.rule == "contribution-below-allocation" && f.level == Level::Error);
    assert!(less);
    // Streams of rounds before are none of this one.
    let old = after("kind = \"la-better-care-grant\"", "kind = \"ibcf\"");
    assert!(old.contains(&"error wrong-type".to_owned()), "{old:?}");
}

#[test]
fn no_date_is_tested_that_is_not_known() {
    let early = edited(PLAN, "submitted = 2026-04-24", "submitted = 2026-09-24");
    assert!(check(&early).findings.is_empty(), "{:?}", check(&early).findings.iter().map(said).collect::<Vec<_>>());
    let round = policy::round("bcf-2026-27").expect("a round");
    assert!(round.submission.is_none() && round.section_75.as_ref().is_some_and(|asked| asked.by.is_none()));
}

/// A round whose deadline somebody reports.
fn reported(by: &str) -> String {
    let (round, was) = (include_str!("../rounds/bcf-2099-00.toml"), "basis = \"quoted\"");
    let at = round.find("id = \"submission-date\"").expect("a deadline");
    let (head, clause) = round.split_at(at);
    format!("{head}{}", edited(clause, was, &format!("basis = \"reported\"\nreported-by = [{by}]")))
}

#[test]
fn one_account_warns_and_two_that_agree_are_firm() {
    let plan = include_str!("../rounds/plan-2099-00.toml").replace("submitted = 2099-02-20", "submitted = 2099-02-21");
    let found = |by: &str| {
        let place = Folder::new(&[
            ("round.toml", &reported(by)),
            ("plan.toml", &plan),
            ("bcf.toml", "[[rounds]]\nfile = \"round.toml\"\n"),
        ]);
        let (_, out, err) = place.run(&["check", "plan.toml", "--today", "2099-03-01", "--format", "json"]);
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
        let findings = report["plans"][0]["findings"].as_array().expect("findings").clone();
        findings.into_iter().find(|finding| finding["rule"] == "submitted-late").expect("it is late")
    };
    let one = found("\"The Herald\"");
    assert_eq!((&one["level"], &one["clause"]["basis"]), (&"warning".into(), &"reported".into()), "{one}");
    assert_eq!(one["clause"]["reported_by"], serde_json::json!(["The Herald"]));
    assert!(one["message"].as_str().is_some_and(|message| message.ends_with("(to be confirmed)")), "{one}");
    let two = found("\"The Herald\", \"Care Weekly\"");
    assert_eq!(two["level"], "error", "{two}");
}

#[test]
fn a_round_says_whose_account_a_clause_is() {
    for (by, complaint) in [
        ("reported-by = []", "`reported-by` names nobody"),
        ("", "`reported-by` is missing here"),
        ("reported-by = [\"A\", \"A \"]", "names an account twice"),
    ] {
        let round = reported("\"The Herald\"").replace("reported-by = [\"The Herald\"]", by);
        let place = Folder::new(&[("round.toml", &round), ("bcf.toml", "[[rounds]]\nfile = \"round.toml\"\n")]);
        let (code, _, err) = place.run(&["rounds"]);
        assert!(code == 2 && err.contains(complaint), "{by}: {err}");
    }
    let quoted = reported("\"The Herald\"").replace("basis = \"reported\"", "basis = \"quoted\"");
    let place = Folder::new(&[("round.toml", &quoted), ("bcf.toml", "[[rounds]]\nfile = \"round.toml\"\n")]);
    assert!(place.run(&["rounds"]).2.contains("`reported-by` does nothing"));
    let place = Folder::new(&[
        ("round.toml", &reported("\"The Herald\"")),
        ("bcf.toml", "[[rounds]]\nfile = \"round.toml\"\n"),
    ]);
    for args in [["rounds", "bcf-2099-00"], ["explain", "submission-date"]] {
        let (_, out, _) = place.run(&args);
        assert!(out.contains("reported by The Herald"), "{args:?}: {out}");
    }
}

/// Fills what a rolled plan leaves to a person: figures as they were last year, and words for texts.
fn filled(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut baseline = "";
    for line in text.lines() {
        if let Some((_, value)) = line.strip_prefix("baseline = { ").and_then(|rest| rest.split_once(" = ")) {
            baseline = value.trim_end_matches(" }");
        }
        let gap = line.find("\"<").zip(line.find(">\"")).filter(|_| !line.starts_with('#'));
        let Some((start, end)) = gap else {
            lines.push(line.to_owned());
            continue;
        };
        let asked = &line[start + 2..end];
        let with = match asked.split_once("£").and_then(|(_, rest)| rest.split_once(" in ")) {
            Some((amount, _)) => format!("\"£{amount}\""),
            None if asked == "number" => baseline.to_owned(),
            None if asked.starts_with("day by") => "2026-09-30".to_owned(),
            None if asked.starts_with("day") => "2026-04-20".to_owned(),
            None => "\"as agreed in the spring\"".to_owned(),
        };
        lines.push(format!("{}{with}{}", &line[..start], &line[end + 2..]));
    }
    edited(&lines.join("\n"), "status = \"draft\"", "status = \"submitted\"\nsubmitted = 2026-04-24")
}

#[test]
fn a_plan_of_last_year_rolls_forward_and_filled_in_passes() {
    let place = Folder::new(&[("last.toml", LAST)]);
    let (code, rolled, err) = place.run(&["init", "--from", "last.toml", "--round", "bcf-2026-27"]);
    assert_eq!((code, err.as_str()), (0, ""));
    // The grant that is the same as last year is carried, where it was published and where it is spent from.
    assert_eq!(rolled.matches("= { 2026-27 = 17_904_220 }").count(), 2, "{rolled}");
    let plan = edited(&filled(&rolled), "round = ", "previous = \"last.toml\"\nround = ");
    fs::write(place.0.path().join("plan.toml"), &plan).expect("a file");
    let (code, out, err) = place.run(&["check", "plan.toml", "-v"]);
    assert!(code == 0 && out.contains("PASS plan.toml"), "{out}{err}\n{plan}");
}

#[test]
fn last_years_plan_is_read_beside_this_one_and_nowhere_else() {
    let named = |path: &str| edited(PLAN, "round = ", &format!("previous = \"{path}\"\nround = "));
    let last =
        LAST.replace("Thornshire", "Saltwick").replace("E10000998", "E06000997").replace("17_904_220", "6_145_310");
    let run = |path: &str, plan: &str| {
        let place =
            Folder::new(&[("last.toml", &last), ("other.toml", LAST), ("torn.toml", "[plan\n"), ("plan.toml", plan)]);
        let (_, out, err) = place.run(&["check", "plan.toml", "--format", "json", "--evidence"]);
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{path}: {error}: {out}{err}"));
        let plan = &report["plans"][0];
        let own = |list: &str| -> Vec<Value> {
            plan[list]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["rule"] == "not-as-last-year")
                .cloned()
                .collect()
        };
        (own("findings"), own("tests"), plan["verdict"].as_str().unwrap_or_default().to_owned())
    };
    let (found, tests, verdict) = run("last.toml", &named("last.toml"));
    assert!(found.is_empty() && tests.iter().all(|test| test["status"] == "passed") && verdict == "pass", "{tests:?}");
    let changed = named("last.toml").replacen(GRANT, "la-better-care-grant = { 2026-27 = 6_154_310 }", 1);
    let (found, ..) = run("last.toml", &changed);
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["level"], &found[0]["edit"]["with"]), (&"error".into(), &"6_145_310".into()), "{found:?}");
    // What is in one figure with other streams is neither the same nor another amount.
    let together = "[[sources]]\nid = \"both\"\nkinds = [\"la-better-care-grant\", \"dfg\"]\npartner = \"council\"\n\
        amount = { 2026-27 = 1 }\n\n[[sources]]";
    let together = named("last.toml").replacen(GRANT, "", 1).replacen("[[sources]]", together, 1);
    let (found, tests, _) = run("last.toml", &together);
    assert!(found.is_empty() && tests.iter().all(|test| test["status"] == "not-evaluated"), "{found:?} {tests:?}");
    for path in ["other.toml", "torn.toml", "none.toml", "../last.toml", "/etc/hostname"] {
        let (found, tests, verdict) = run(path, &named(path));
        assert!(found.is_empty() && tests.iter().all(|test| test["status"] == "not-evaluated"), "{path}: {tests:?}");
        assert_eq!(verdict, "incomplete", "{path}");
    }
    assert!(check(&named("https://example.org/last.toml")).findings.iter().any(|found| found.rule == "wrong-type"));
}

#[test]
fn a_year_that_no_round_has_yet_is_no_misspelt_earlier_one() {
    let rounds = Rounds::default();
    let meant = |id: &str| rounds.meant(id);
    let later = |id: &str| matches!(meant(id), policy::Meant::Later(_, last) if last == "bcf-2026-27");
    for id in ["bcf-2027-28", "bcf-2027-29", "bcf-2027-2028", "bcf-2030-31"] {
        assert!(later(id), "{id}: {:?}", meant(id));
    }
    for (id, near) in [("bcf-2024-25", "bcf-2023-25"), ("bcf-2017-91", "bcf-2017-19"), ("bcf-2026/27", "bcf-2026-27")] {
        assert_eq!(meant(id), policy::Meant::Near(near.into()), "{id}");
    }
    let text = edited(PLAN, "round = \"bcf-2026-27\"", "round = \"bcf-2027-28\"");
    let found = check(&text).findings;
    let found = found.iter().find(|finding| finding.rule == "unknown-round").expect("a finding");
    assert!(found.edit.is_none(), "{:?}", found.edit);
    let help = found.help.as_deref().unwrap_or_default();
    for way in ["--round bcf-2026-27", "bcf rounds --guide", "extends"] {
        assert!(help.contains(way), "{help}");
    }
}

#[test]
fn the_round_of_a_day_is_marked_and_a_clause_is_explained_for_one_round() {
    let place = Folder::new(&[]);
    let (_, out, _) = place.run(&["rounds", "--today", "2027-03-31"]);
    assert!(out.contains("Current on 31 March 2027: bcf-2026-27."), "{out}");
    let (_, out, _) = place.run(&["rounds", "--today", "2027-04-01"]);
    assert!(out.contains("No round is current on 1 April 2027") && !out.contains(", current"), "{out}");
    let (_, out, _) = place.run(&["rounds", "--today", "2024-06-10", "--format", "json"]);
    let list: Value = serde_json::from_str(&out).expect("JSON");
    let current: Vec<&Value> =
        list["rounds"].as_array().expect("rounds").iter().filter(|r| r["current"] == true).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0]["id"], "bcf-2023-25");
    let (_, out, _) = place.run(&["explain", "section-75", "--round", "bcf-2025-26"]);
    assert!(out.contains("Better Care Fund 2025-26") && !out.contains("Better Care Fund 2023-25"), "{out}");
    let (code, _, err) = place.run(&["explain", "submission-date", "--round", "bcf-2026-27"]);
    assert!(code == 2 && err.contains("bcf-2026-27 has no clause `submission-date`"), "{err}");
}

#[test]
fn what_changed_from_last_year_reads_as_a_paper() {
    let (_, out, _) = Folder::new(&[]).run(&["rounds", "diff", "bcf-2025-26", "bcf-2026-27"]);
    for line in [
        "alignment with neighbourhood health services",
        "£177,000,000 or 3.15% more",
        "Clauses that are believed to hold on, to be confirmed",
        "What is not known of bcf-2026-27",
        "the amount of the year before",
    ] {
        assert!(out.contains(line), "{line}: {out}");
    }
    // A year that follows another is no change by itself.
    assert!(!out.contains("a target for 2025/26"), "{out}");
}
