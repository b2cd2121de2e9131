//! The gate as a user meets it, through the built program: config, published allocations, baselines, many plans, files
//! beside a plan, exit status.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{one_in, without_causes};

/// The result of a run.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }

    /// Returns the findings of the only plan, as `status level rule`.
    fn findings(&self) -> Vec<String> {
        let json = self.json();
        let word = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let findings = json["plans"][0]["findings"].as_array().expect("a plan").iter();
        findings.map(|f| format!("{} {} {}", word(f, "status"), word(f, "level"), word(f, "rule"))).collect()
    }

    #[track_caller]
    fn no_verdict(&self, words: &[&str]) {
        assert_eq!(self.code, 2, "{}{}", self.out, self.err);
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in:\n{}", self.err);
        }
    }
}

/// A folder of its own, a repository of nothing.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(place.at(".git")).expect("a folder");
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).expect("a file")
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "", &[])
    }

    fn run_with(&self, args: &[&str], stdin: &str, env: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command
            .args(without_causes(args))
            .args(["--width", "400"])
            .current_dir(self.0.path())
            .env_remove("GITHUB_ACTIONS");
        let child = command
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.expect("the program");
        child.stdin.take().expect("a pipe").write_all(stdin.as_bytes()).ok();
        let done = child.wait_with_output().expect("an end");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
    }

    /// Checks with JSON for a result.
    fn check(&self, args: &[&str]) -> Ran {
        let mut all = vec!["check", "--today", "2018-06-01", "--format", "json"];
        all.extend(args);
        self.run(&all)
    }
}

fn plan(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(name)).expect("a plan")
}

/// A plan whose total is wrong, whose metric gets worse without a reason, and nothing else that is selected here.
const WRONG: &str = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n\n[area]\nname = \"Exampleton\"\n\n\
[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"council\"\namount = { 2017-18 = 5, 2018-19 = 5 }\n\n\
[totals]\npool = { 2017-18 = 7, 2018-19 = 5 }\n";

const ONLY: &str = "--select=total-mismatch,unknown-reference";

// ---- config

#[test]
fn the_nearest_config_from_the_plan_upwards_is_in_force() {
    let place = Folder::new(&[
        ("bcf.toml", "[levels]\nunknown-reference = \"off\"\n"),
        ("a/plan.toml", WRONG),
        ("b/c/plan.toml", WRONG),
        ("b/bcf.toml", "fail-on = \"never\"\n[levels]\ntotal-mismatch = \"advice\"\n"),
    ]);
    let (near, far) = (
        place.check(&["b/c/plan.toml", "--select=money,shape", "--ignore=missing-section"]),
        place.check(&["a/plan.toml", "--select=money,shape", "--ignore=missing-section"]),
    );
    assert_eq!((near.code, far.code), (0, 1));
    assert_eq!(far.findings(), ["failed error total-mismatch"]);
    assert_eq!(near.findings(), ["failed error unknown-reference", "failed advice total-mismatch"]);
    // Each plan of one run has its own, its verdict too.
    let both = place.check(&[".", "--select=money,shape", "--ignore=missing-section"]);
    let verdicts: Vec<_> = both.json()["plans"].as_array().unwrap().iter().map(|p| p["verdict"].clone()).collect();
    assert_eq!((both.code, verdicts), (1, vec!["fail".into(), "fail".into()]));
}

#[test]
fn discovery_stops_at_the_root_of_the_repository() {
    let place =
        Folder::new(&[("bcf.toml", "fail-on = \"never\"\n"), ("repo/.git/HEAD", ""), ("repo/plan.toml", WRONG)]);
    assert_eq!(place.check(&["repo/plan.toml", ONLY]).code, 1);
}

#[test]
fn options_beat_the_config_and_isolation_does_without() {
    let place = Folder::new(&[("plan.toml", WRONG), ("bcf.toml", "fail-on = \"never\"\n[levels]\nmoney = \"off\"\n")]);
    assert_eq!(place.check(&["plan.toml", "--select=money"]).findings(), [""; 0]);
    assert_eq!(
        place.check(&["plan.toml", "--select=money", "-D", "money"]).findings(),
        ["failed error total-mismatch"]
    );
    // A rule selected by its name is wanted, though the project has its family off.
    assert_eq!(place.check(&["plan.toml", "--select=total-mismatch"]).findings(), ["failed error total-mismatch"]);
    let fails = place.check(&["plan.toml", ONLY, "--fail-on", "error"]);
    assert_eq!((fails.code, place.check(&["plan.toml", ONLY]).code), (1, 0));
    assert_eq!(place.check(&["plan.toml", "--select=money", "--isolated"]).code, 1);
    place.run(&["check", "plan.toml", "--isolated", "--config", "bcf.toml"]).no_verdict(&["cannot be used with"]);
}

#[test]
fn a_config_may_be_named() {
    let place = Folder::new(&[
        ("plan.toml", WRONG),
        ("ci/strict.toml", "fail-on = \"warning\"\n[levels]\ntotal-mismatch = \"warning\"\n"),
    ]);
    let ran = place.check(&["plan.toml", "--select=total-mismatch", "--config", "ci/strict.toml"]);
    assert_eq!((ran.code, ran.findings()), (1, vec!["failed warning total-mismatch".to_owned()]));
    place
        .check(&["plan.toml", "--config", "ci/strct.toml"])
        .no_verdict(&["there is no file or folder ci/strct.toml", "did you mean ci/strict.toml?"]);
    place.check(&["plan.toml", "--config", "ci"]).no_verdict(&["ci is a folder"]);
}

#[test]
fn standard_input_has_the_config_of_the_name_it_is_given() {
    let place = Folder::new(&[("sub/bcf.toml", "fail-on = \"never\"\n")]);
    let args = ["check", "-", ONLY, "--stdin-filename"];
    assert_eq!(place.run_with(&[&args[..], &["sub/plan.toml"]].concat(), WRONG, &[]).code, 0);
    assert_eq!(place.run_with(&[&args[..], &["plan.toml"]].concat(), WRONG, &[]).code, 1);
}

#[test]
fn a_plan_of_a_folder_that_does_not_exist_yet_has_the_config_of_its_parents() {
    let place = Folder::new(&[("sub/bcf.toml", "allocations = \"a.csv\"\nfail-on = \"never\"\n"), ("sub/here/x", "")]);
    place.write("sub/a.csv", "area,partner,stream,year,amount\n");
    let run = |folder: &str, name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command.args(["check", "-", ONLY, "--stdin-filename", name]).current_dir(place.at(folder));
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        child.stdin.take().expect("a pipe").write_all(WRONG.as_bytes()).expect("a plan");
        let done = child.wait_with_output().expect("an end");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let passes = (Some(0), String::new());
    for (folder, name) in [
        (".", "sub/new/deep/plan.toml"),
        ("sub", "new/plan.toml"),
        ("sub/here", "new/plan.toml"),
        ("sub/here", "new/../plan.toml"),
        ("sub/here", "../new/plan.toml"),
        ("sub/here", place.at("sub/new/plan.toml").to_str().expect("a path")),
    ] {
        assert_eq!(run(folder, name), passes, "{folder} {name}");
    }
    // A folder above is no parent.
    assert_eq!(run("sub/here", "../../new/plan.toml").0, Some(1));
}

#[test]
fn what_a_config_gets_wrong_is_no_verdict_at_its_place() {
    for (config, words) in [
        ("fial-on = \"never\"\n", &["no key `fial-on`", "did you mean `fail-on`?", "bcf.toml:1:1"][..]),
        ("x = 1\n", &["no key `x`", "`fail-on`, `levels`, `allocations`, `rounds` and `exclude`"]),
        ("[[rounds]]\nfile = \"r.toml\"\n", &["there is no file or folder", "r.toml"]),
        ("fail-on = \"warnings\"\n", &["`warnings`", "did you mean `warning`?", "bcf.toml:1:11"]),
        ("fail-on = 1\n", &["`fail-on` is to be"]),
        ("levels = 3\n", &["`levels` is a table"]),
        ("[levels]\nmetric-worsen = \"off\"\n", &["`metric-worsen`", "did you mean `metric-worsens`?", "bcf.toml:2:1"]),
        ("[levels]\nmetrics = \"of\"\n", &["`of`", "did you mean `off`?"]),
        ("[levels]\nmetrics = false\n", &["`metrics` is to be"]),
        (
            "[levels]\ndfg-not-passported = \"off\"\n",
            &["`dfg-not-passported` is statutory and cannot be switched off", "[[waivers]]"],
        ),
        ("[levels]\ndfg-not-passported = \"warning\"\n", &["statutory and cannot be lowered to warning"]),
        (
            "[levels]\nsocial-care = \"advice\"\n",
            &["cannot be lowered to advice as a whole", "`social-care-below-minimum`"],
        ),
        ("fail-on = \"error\"\nfail-on = \"never\"\n", &["bcf.toml:2"]),
        ("fail-on = \n", &["bcf.toml:1"]),
        ("allocations = \"absent.csv\"\n", &["absent.csv", "bcf.toml:1:15"]),
        ("allocations = [\"a.csv\"]\n", &["`allocations` is to be"]),
    ] {
        let place = Folder::new(&[("plan.toml", WRONG), ("bcf.toml", config)]);
        place.check(&["plan.toml"]).no_verdict(words);
        assert_eq!(place.check(&["plan.toml", "--isolated"]).code, 1, "{config}");
    }
}

#[test]
fn every_mistake_of_a_config_is_told_at_once() {
    let place =
        Folder::new(&[("plan.toml", WRONG), ("bcf.toml", "fial-on = 1\n[levels]\nmony = \"off\"\ndfg = \"off\"\n")]);
    place.check(&["plan.toml"]).no_verdict(&["fial-on", "`money`?", "dfg"]);
}

#[test]
fn a_statutory_rule_may_stay_an_error() {
    let place = Folder::new(&[("plan.toml", WRONG), ("bcf.toml", "[levels]\ndfg-not-passported = \"error\"\n")]);
    assert_eq!(place.check(&["plan.toml"]).code, 1);
}

#[test]
fn a_broken_config_spoils_only_the_plans_it_is_for() {
    let place =
        Folder::new(&[("a/bcf.toml", "x = 1\n"), ("a/one.toml", WRONG), ("a/two.toml", WRONG), ("b/plan.toml", WRONG)]);
    let ran = place.check(&["."]);
    ran.no_verdict(&["no key `x`"]);
    assert_eq!(ran.err.matches("no key").count(), 1);
    assert_eq!(ran.json()["plans"].as_array().unwrap().len(), 1);
}

#[test]
#[cfg(unix)]
fn a_config_that_leads_out_of_the_repository_is_not_quoted() {
    let secret = Folder::new(&[("secret", "password = \"hunter2\"\n")]);
    let place = Folder::new(&[("plan.toml", WRONG)]);
    std::os::unix::fs::symlink(secret.at("secret"), place.at("bcf.toml")).unwrap();
    let ran = place.check(&["plan.toml"]);
    ran.no_verdict(&["bcf.toml leads out of the repository"]);
    assert!(!ran.err.contains("hunter2"));
    fs::remove_file(place.at("bcf.toml")).unwrap();
    place.write("bcf.toml", &format!("allocations = \"{}\"\n", secret.at("secret").display()));
    let ran = place.check(&["plan.toml"]);
    ran.no_verdict(&["leads out of the repository"]);
    assert!(!ran.err.contains("hunter2"));
}

#[test]
fn hidden_characters_of_a_config_are_shown_as_such() {
    let place = Folder::new(&[("plan.toml", WRONG), ("bcf.toml", "fail-on = \"\u{202e}never\"\n")]);
    let ran = place.check(&["plan.toml"]);
    ran.no_verdict(&["\\u{202e}"]);
    assert!(!ran.err.contains('\u{202e}'));
}

#[test]
fn the_config_in_force_is_shown_with_where_each_value_came_from() {
    let config = "fail-on = \"warning\"\nallocations = \"a.csv\"\n\n[levels]\nmetrics = \"advice\"\n";
    let csv = "area,partner,stream,year,amount\nExampleton,,dfg,2017-18,5\nElsewhere,,dfg,2017-18,7\n";
    let place = Folder::new(&[("bcf.toml", config), ("a.csv", csv), ("sub/plan.toml", WRONG)]);
    let human = place.run(&["config", "sub/plan.toml"]);
    for words in [
        "fail-on",
        "warning",
        "bcf.toml:1",
        "a.csv (2 figures of 2 areas, 1 of them for this plan)",
        "levels.metrics",
        "bcf.toml:5",
    ] {
        assert!(human.out.contains(words), "{words}\n{}{}", human.out, human.err);
    }
    let json = place.run(&["config", "--format", "json"]).json();
    assert_eq!((json["schema"].as_str(), json["config"].as_str()), (Some("bcf.config/1"), Some("bcf.toml")));
    assert_eq!(json["values"][0]["line"], 1);
    let none = place.run(&["config", "--isolated"]);
    assert!(none.code == 0 && none.out.contains("default") && none.out.contains("No bcf.toml"), "{}", none.out);
    place.write("bcf.toml", "x = 1\n");
    place.run(&["config"]).no_verdict(&["no key `x`"]);
}

// ---- results and what they are made from

#[test]
fn no_result_is_written_over_the_plan_it_is_made_from() {
    let place = Folder::new(&[("plan.toml", WRONG)]);
    for args in [
        &["check", "plan.toml", "--format", "json=./plan.toml"][..],
        &["report", "plan.toml", "-o", "plan.toml"],
        #[cfg(feature = "workbook")]
        &["export", "plan.toml", "-o", "plan.toml", "--force"],
        #[cfg(feature = "workbook")]
        &["import", "plan.toml", "-o", "plan.toml", "--force"],
    ] {
        place.run(args).no_verdict(&["plan.toml is what is read", "a name of its own"]);
        assert_eq!(place.read("plan.toml"), WRONG, "{args:?}");
    }
}

#[test]
fn a_plan_whose_header_is_misspelt_is_not_passed_over_without_a_word() {
    let place = Folder::new(&[
        ("plan.toml", WRONG),
        ("typo.toml", "[plna]\nformat = 1\n\n[[sources]]\nid = \"a\"\n"),
        ("other.toml", "[tool]\nx = 1\n"),
    ]);
    let ran = place.check(&["."]);
    assert!(ran.err.contains("typo.toml has [[sources]] and no [plan] table"), "{}", ran.err);
    assert!(!ran.err.contains("other.toml"), "{}", ran.err);
}

// ---- commissioners across plans

#[test]
fn a_commissioners_parts_are_added_up_across_the_plans_against_its_published_total() {
    let first = include_str!("../../plans/example-county.toml");
    let second = first.replace("name = \"Wendleshire\"", "name = \"Farshire\"");
    let allocations = "area,partner,stream,year,amount\n\
        ,North Wendleshire CCG,nhs-minimum,2017-18,42972624\n\
        ,North Wendleshire CCG,nhs-minimum,2018-19,43789105\n\
        ,south  wendleshire ccg,nhs-minimum,2017-18,33855689\n";
    let place = Folder::new(&[
        ("one.toml", first),
        ("two.toml", &second),
        ("bcf.toml", "allocations = \"allocations.csv\"\n"),
        ("allocations.csv", allocations),
    ]);
    let standing = |ran: &Ran| -> Vec<String> {
        let json = ran.json();
        let all = json["across"].as_array().cloned().unwrap_or_default().into_iter();
        let minimum = all.filter(|across| across["stream"] == "nhs-minimum");
        let word = |across: &Value, key: &str| across[key].as_str().unwrap_or("-").to_owned();
        minimum.map(|a| ["partner", "year", "status", "difference"].map(|key| word(&a, key)).join(" ")).collect()
    };
    let both = place.run(&["check", "one.toml", "two.toml", "--format", "json"]);
    assert_eq!(
        standing(&both),
        [
            "North Wendleshire CCG 2017-18 agrees 0.00",
            "North Wendleshire CCG 2018-19 short -1.00",
            "South Wendleshire CCG 2017-18 over 1.00",
            "South Wendleshire CCG 2018-19 not-published -",
        ]
    );
    let human = place.run(&["check", "one.toml", "two.toml"]).out;
    assert!(human.contains("added up from one.toml, two.toml") && human.contains("£1 short"), "{human}");
    // One area twice is not two areas.
    place.write("two.toml", first);
    let twice = place.run(&["check", "one.toml", "two.toml"]).out;
    assert!(twice.contains("two.toml is a second plan of one area") && !twice.contains("agrees"), "{twice}");
}

// ---- published allocations

/// Returns the example county without its own published figures, and the same figures in a table.
fn county_and_its_allocations() -> (String, String) {
    let plan = plan("example-county.toml");
    let tree = bcf::plan::Plan::read(plan.clone());
    let mut csv = String::from("area,partner,stream,year,amount\n");
    let area = tree.area.name.str().expect("a name").to_owned();
    let shares = tree.allocations.by_partner.iter().map(|(partner, _, shares)| (&**partner, shares));
    for (partner, shares) in [("", &tree.allocations.streams)].into_iter().chain(shares) {
        for (stream, _, amounts) in shares {
            for (year, amount, _) in amounts.readable() {
                let pounds = amount.pounds.plain();
                let row = [&area, partner, stream, &year.to_string(), pounds.trim_end_matches(".00")];
                csv += &(row.join(",") + "\n");
            }
        }
    }
    let start = plan.find("[allocations]").expect("a section");
    let rest = &plan[start..];
    let end = rest.match_indices("\n[").map(|(at, _)| at + 1).find(|at| !rest[*at..].starts_with("[allocations"));
    (format!("{}{}", &plan[..start], &rest[end.unwrap_or(rest.len())..]), csv)
}

#[test]
fn figures_from_a_table_act_as_if_the_plan_held_them() {
    let (plan_text, csv) = county_and_its_allocations();
    let place = Folder::new(&[("plan.toml", &plan_text), ("bcf.toml", "allocations = \"a.csv\"\n"), ("a.csv", &csv)]);
    let alone = place.check(&["plan.toml", "--isolated"]);
    assert!(alone.findings().iter().any(|finding| finding.contains("allocation-not-given")), "{:?}", alone.findings());
    let with = place.check(&["plan.toml", "--evidence"]);
    assert_eq!((with.code, with.findings()), (0, Vec::<String>::new()), "{}", with.err);
    let whole = Folder::new(&[("plan.toml", &plan("example-county.toml"))]).check(&["plan.toml"]);
    let counts = |ran: &Ran| ran.json()["plans"][0]["counts"].clone();
    assert_eq!(counts(&with)["not_evaluated"], counts(&whole)["not_evaluated"]);
}

#[test]
fn a_shortfall_against_a_table_names_its_line_and_has_no_span_in_the_plan() {
    let (plan_text, csv) = county_and_its_allocations();
    let (at, line) = csv.lines().enumerate().find(|(_, line)| line.contains(",,nhs-minimum,2017-18,")).expect("a row");
    let more = csv.replacen(line, &format!("{line}0"), 1);
    let place = Folder::new(&[("plan.toml", &plan_text), ("bcf.toml", "allocations = \"a.csv\"\n"), ("a.csv", &more)]);
    let ran = place.check(&["plan.toml"]);
    let json = ran.json();
    let findings = json["plans"][0]["findings"].as_array().unwrap();
    let short = findings
        .iter()
        .find(|f| f["rule"] == "contribution-below-allocation")
        .unwrap_or_else(|| panic!("{:?}", ran.findings()));
    assert!(short["help"].as_str().unwrap().contains(&format!("a.csv line {}", at + 1)), "{short}");
    for finding in findings {
        for line in finding["ledger"]["lines"].as_array().into_iter().flatten() {
            let outside = line["text"].as_str().unwrap().contains("a.csv line");
            assert_eq!(outside, line["at"].is_null(), "{line}");
        }
    }
}

#[test]
fn whatever_a_table_says_no_rule_stumbles_and_no_span_lies() {
    let (plan_text, csv) = county_and_its_allocations();
    let place = Folder::new(&[("plan.toml", &plan_text), ("bcf.toml", "allocations = \"a.csv\"\n")]);
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    for change in one_in(3, ["0", "1", "999999999999", "£3.8bn", "about £22m", "0.01", ""]) {
        for step in 1..4 {
            let changed = rows.iter().enumerate().filter_map(|(n, row)| match (n % step, change) {
                (0, "") => None,
                (0, amount) => Some(format!("{},{amount}\n", row.rsplit_once(',').expect("an amount").0)),
                _ => Some(format!("{row}\n")),
            });
            place.write("a.csv", &(format!("area,partner,stream,year,amount\n{}", changed.collect::<String>())));
            let ran = place.check(&["plan.toml", "--evidence"]);
            assert!((0..2).contains(&ran.code), "{change} {step}: {}", ran.err);
            for finding in ran.json()["plans"][0]["findings"].as_array().unwrap() {
                let edit = finding["edit"]["at"]["path"].as_str().unwrap_or_default();
                assert!(!edit.starts_with("allocations."), "{finding}");
                let labels = finding["labels"].as_array().unwrap().iter();
                let outside = |at: &Value| at["path"].as_str().is_some_and(|path| path.starts_with("allocations."));
                assert!(!labels.map(|label| &label["at"]).any(outside), "{finding}");
            }
        }
    }
}

#[test]
fn what_was_published_beats_what_the_plan_says_of_it() {
    let plan = WRONG.replace("[totals]", "[allocations]\ndfg = { 2017-18 = 5, 2018-19 = 5 }\n\n[totals]");
    let csv = "area,partner,stream,year,amount\nexampleton,,dfg,2017-18,\"1,200\"\n";
    let place = Folder::new(&[("plan.toml", &plan), ("bcf.toml", "allocations = \"a.csv\"\n"), ("a.csv", csv)]);
    let ran = place.check(&["plan.toml", "--select=contribution-below-allocation"]);
    assert_eq!(ran.findings(), ["failed error contribution-below-allocation"]);
    assert!(
        ran.err.contains("`allocations.dfg.2017-18` is £5 in the plan and £1,200 in a.csv line 2, which is used"),
        "{}",
        ran.err
    );
}

#[test]
fn an_area_is_known_by_its_code_and_a_partner_by_its_name() {
    let plan = WRONG.replace("name = \"Exampleton\"", "name = \"Exampleton\"\ncode = \"E10000018\"\n[[partners]]\nid = \"council\"\nname = \"Exampleton Council\"\nkind = \"council\"");
    let csv = "amount,year,stream,partner,area\n9,2017-18,dfg,exampleton council,e10000018\n5,2018-19,dfg,,E10000018\n5,2015-16,dfg,,E10000018\n";
    let place = Folder::new(&[("plan.toml", &plan), ("bcf.toml", "allocations = \"a.csv\"\n"), ("a.csv", csv)]);
    let ran =
        place.check(&["plan.toml", "--select=contribution-below-allocation,unknown-reference,year-outside-round"]);
    assert_eq!(ran.findings(), ["failed error contribution-below-allocation"]);
    place.write("a.csv", &format!("{csv}5,2018-19,dfg,,Exampleton\n"));
    place.check(&["plan.toml"]).no_verdict(&["a.csv gives `dfg` of 2018/19", "line 3 and again in line 5"]);
}

#[test]
fn what_a_table_gets_wrong_is_no_verdict_at_its_line() {
    let head = "area,partner,stream,year,amount\n";
    for (csv, words) in [
        ("", &["a.csv is empty"][..]),
        ("area,partner,stream,yaer,amount\n", &["no column `yaer`", "did you mean `year`?"]),
        ("area,partner,stream,year\n", &["column `amount` is missing"]),
        ("area,area,stream,year,amount\n", &["`area` stands there twice"]),
        (
            &format!("{head}\nX,,dgf,2017-18,5\n"),
            &["a.csv line 3: there is no stream", "did you mean `dfg`?", "a.csv:3:1"],
        ),
        (&format!("{head}X,,dfg,2017,5\n"), &["line 2: `2017` is no financial year"]),
        (&format!("{head}X,,dfg,2017-18,£3,349,869\n"), &["line 2: there are 7 fields and not 5", "quotes"]),
        (&format!("{head}X,,dfg,2017-18,8.6m\n"), &["`8.6m` is no amount"]),
        (&format!("{head}X,,dfg,2017-18,-5\n"), &["`-5` is no amount"]),
        (&format!("{head}X,,dfg,2017-18,£-5\n"), &["is no amount: it is negative"]),
        (&format!("{head}X,,dfg,2017-18,\n"), &["`` is no amount"]),
        (&format!("{head},,dfg,2017-18,5\n"), &["it names neither an area nor a partner"]),
        (&format!("{head}X,,dfg,2017-18,5\nx,,dfg,2017-18,6\n"), &["line 3: it says again what line 2 says"]),
    ] {
        let place = Folder::new(&[("plan.toml", WRONG), ("bcf.toml", "allocations = \"a.csv\"\n"), ("a.csv", csv)]);
        place.check(&["plan.toml"]).no_verdict(words);
    }
}

#[test]
fn a_partner_a_table_knows_and_the_plan_does_not_is_a_finding() {
    let csv = "area,partner,stream,year,amount\nExampleton,Nether Wallop,dfg,2017-18,5\n";
    let place = Folder::new(&[("plan.toml", WRONG), ("bcf.toml", "allocations = \"a.csv\"\n"), ("a.csv", csv)]);
    let ran = place.check(&["plan.toml", "--select=unknown-reference"]);
    assert!(ran.out.contains("Nether Wallop") && ran.out.contains("(a.csv line 2)"), "{}", ran.out);
}

// ---- baseline

#[test]
fn a_baseline_lets_an_old_plan_in_and_stops_what_is_new() {
    let place = Folder::new(&[("plan.toml", WRONG)]);
    let written = place.check(&["plan.toml", ONLY, "--write-baseline"]);
    assert_eq!(written.code, 0, "{}", written.err);
    assert!(written.err.contains("wrote bcf-baseline.json: 2 findings of 1 plan; "), "{}", written.err);
    let known = ["check", "plan.toml", ONLY, "--baseline", "bcf-baseline.json"];
    let ran = place.run(&known);
    assert!(ran.code == 0 && ran.out.contains("2 in the baseline"), "{}{}", ran.out, ran.err);
    // What is known does not drown what is new; who wants it gets it.
    assert!(ran.out.contains("2 findings are in the baseline") && !ran.out.contains("totals"), "{}", ran.out);
    let lines = place.run(&[&known[..], &["-v"]].concat());
    assert_eq!(lines.out.matches("(in the baseline)").count(), 2, "{}", lines.out);
    let whole = place.run(&[&known[..], &["--all"]].concat());
    assert_eq!(whole.out.matches("known: in the baseline").count(), 2, "{}", whole.out);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let json = place.check(&known[1..]);
    assert_eq!(json.json()["plans"][0]["counts"]["baselined"], 2);
    assert!(json.findings().iter().all(|finding| finding.starts_with("baselined")));
    // Moved lines change nothing; another year's mistake is new.
    place.write("plan.toml", &format!("# moved\n\n\n{}", WRONG.replace("2018-19 = 5 }\n", "2018-19 = 5 } # same\n")));
    assert_eq!(place.run(&known).code, 0);
    place.write(
        "plan.toml",
        &WRONG.replace("pool = { 2017-18 = 7, 2018-19 = 5 }", "pool = { 2017-18 = 7, 2018-19 = 9 }"),
    );
    let new = place.check(&known[1..]);
    assert_eq!((new.code, new.findings().iter().filter(|f| f.starts_with("failed")).count()), (1, 1));
}

#[test]
fn entries_that_no_longer_occur_are_told_of() {
    let place = Folder::new(&[("plan.toml", WRONG), ("gone.toml", WRONG)]);
    place.check(&[".", ONLY, "--write-baseline", "known.json"]);
    place.write("plan.toml", &WRONG.replace("= 7", "= 5"));
    let ran = place.check(&["plan.toml", ONLY, "--baseline", "known.json"]);
    assert!(ran.err.contains("1 baseline entry no longer occurs; rewrite it with --write-baseline"), "{}", ran.err);
    // What was not looked at says nothing: another plan, a rule that was not run. A plan that is gone does.
    assert_eq!(place.check(&["plan.toml", "--select=unknown-reference", "--baseline", "known.json"]).err, "");
    fs::remove_file(place.at("gone.toml")).unwrap();
    let ran = place.check(&["plan.toml", ONLY, "--baseline", "known.json"]);
    assert!(ran.err.contains("3 baseline entries no longer occur"), "{}", ran.err);
    place.check(&["plan.toml", ONLY, "--write-baseline=known.json"]);
    assert_eq!(place.check(&["plan.toml", ONLY, "--baseline", "known.json"]).err, "");
    assert!(!place.read("known.json").contains("gone.toml"));
}

#[test]
fn entries_that_no_longer_occur_fail_where_they_are_to() {
    let place = Folder::new(&[("plan.toml", WRONG)]);
    place.check(&["plan.toml", ONLY, "--write-baseline"]);
    let strict = ["plan.toml", ONLY, "--baseline", "bcf-baseline.json", "--fail-on-stale"];
    let fresh = place.check(&strict);
    assert_eq!((fresh.code, fresh.err.as_str()), (0, ""));
    place.write("plan.toml", &WRONG.replace("= 7", "= 5"));
    let stale = place.check(&[&strict[..], &["-q"]].concat());
    assert!(stale.code == 1 && stale.err.contains("error: 1 baseline entry no longer occurs"), "{}", stale.err);
    assert_eq!(place.check(&strict[..4]).code, 0);
    place.check(&["plan.toml", "--fail-on-stale"]).no_verdict(&["--baseline"]);
}

/// Returns a baseline as git leaves it where two branches wrote it.
fn conflicted(baseline: &str) -> String {
    let lines: Vec<&str> = baseline.lines().collect();
    let (head, tail) = lines.split_at(5);
    let half = tail.join("\n");
    format!("{}\n<<<<<<< HEAD\n{half}\n=======\n{half}\n>>>>>>> other\n", head.join("\n"))
}

#[test]
fn a_baseline_that_a_merge_broke_is_written_anew() {
    let place = Folder::new(&[("plan.toml", WRONG)]);
    place.check(&["plan.toml", ONLY, "--write-baseline"]);
    let whole = place.read("bcf-baseline.json");
    let at_start = format!("<<<<<<< HEAD\n{whole}=======\n{whole}>>>>>>> other\n");
    let mut twice: Value = serde_json::from_str(&whole).expect("JSON");
    let entries = twice["plans"]["plan.toml"].as_array_mut().expect("entries");
    entries.push(entries[0].clone());
    for (broken, why) in [
        (conflicted(&whole), "a merge left it in conflict at line 6"),
        (at_start, "a merge left it in conflict at line 1"),
        (whole[..whole.len() / 2].to_owned(), "EOF"),
        (twice.to_string(), "twice"),
        (whole.replace("\"times\": 1", "\"times\": 99999999999999999999999"), "expected usize"),
    ] {
        place.write("bcf-baseline.json", &broken);
        let read = place.check(&["plan.toml", ONLY, "--baseline", "bcf-baseline.json"]);
        read.no_verdict(&["bcf-baseline.json is no baseline: ", why, "--write-baseline"]);
        let written = place.check(&["plan.toml", ONLY, "--write-baseline"]);
        assert_eq!((written.code, place.read("bcf-baseline.json")), (0, whole.clone()), "{why}: {}", written.err);
        assert!(written.err.contains(why) && written.err.contains("it is written anew"), "{}", written.err);
    }
}

#[test]
fn what_never_was_a_baseline_is_not_written_over() {
    let toml = format!("# \"schema\": \"bcf.baseline/1\"\n{WRONG}");
    let other = "{\"schema\": \"bcf.baseline/99\", \"plans\": {}, \"more\": 1}";
    for text in [&toml, other, "{\"schema\": \"other/1\"", "{", ""] {
        let place = Folder::new(&[("plan.toml", WRONG), ("x", text)]);
        place.check(&["plan.toml", "--write-baseline=x"]).no_verdict(&["x is no baseline"]);
        assert_eq!(place.read("x"), text);
    }
}

#[test]
fn what_a_baseline_says_of_times_cannot_wrap() {
    let place = Folder::new(&[("plan.toml", WRONG), ("other.toml", WRONG)]);
    place.check(&["plan.toml", ONLY, "--write-baseline"]);
    let hostile = place.read("bcf-baseline.json").replace("\"times\": 1", &format!("\"times\": {}", usize::MAX));
    place.write("bcf-baseline.json", &hostile);
    let known = place.check(&["plan.toml", ONLY, "--baseline", "bcf-baseline.json"]);
    assert_eq!(known.code, 0, "{}", known.err);
    let more = place.check(&["other.toml", ONLY, "--write-baseline"]);
    assert!(more.code == 0 && more.err.contains(&format!(": {} findings of 2 plans", usize::MAX)), "{}", more.err);
}

#[test]
fn a_baseline_is_the_same_bytes_each_time_and_for_people_to_review() {
    let place = Folder::new(&[("plans/b.toml", WRONG), ("plans/a.toml", WRONG)]);
    place
        .check(&["plans", ONLY, "--baseline", "known/base.json", "--write-baseline"])
        .no_verdict(&["cannot be written"]);
    fs::create_dir(place.at("known")).unwrap();
    assert_eq!(place.check(&["plans", ONLY, "--baseline", "known/base.json", "--write-baseline"]).code, 0);
    let first = place.read("known/base.json");
    for words in [
        "\"bcf.baseline/2\"",
        "\"fingerprint\": \"2:",
        "\"difference\": \"2.00\"",
        "\"../plans/a.toml\"",
        "\"rule\": \"total-mismatch\"",
        "\"path\": \"totals.pool.2017-18\"",
        "\"year\": \"2017-18\"",
        "\"message\": ",
    ] {
        assert!(first.contains(words), "{words}\n{first}");
    }
    place.check(&["plans/b.toml", ONLY, "--write-baseline=known/base.json"]);
    assert_eq!(place.read("known/base.json"), first);
    // It means the same from another folder.
    let ran = Command::new(env!("CARGO_BIN_EXE_bcf"));
    let mut ran = ran;
    ran.args(["check", "a.toml", ONLY, "--baseline", "../known/base.json"]).current_dir(place.at("plans"));
    assert!(ran.output().unwrap().status.success());
}

#[test]
fn a_broken_or_missing_baseline_is_no_verdict_and_is_never_written_over() {
    let place = Folder::new(&[
        ("plan.toml", WRONG),
        ("bad.json", "{"),
        ("old.json", "{\"schema\": \"bcf.baseline/0\", \"plans\": {}}"),
    ]);
    place.check(&["plan.toml", "--baseline", "absent.json"]).no_verdict(&["there is no file or folder absent.json"]);
    place.check(&["plan.toml", "--baseline", "bad.json"]).no_verdict(&["bad.json is no baseline"]);
    place.check(&["plan.toml", "--baseline", "old.json"]).no_verdict(&["`bcf.baseline/0`"]);
    place.check(&["plan.toml", "--baseline", "old.json", "--write-baseline"]).no_verdict(&["`bcf.baseline/0`"]);
    // The plan after the option is taken for its value; nothing is lost by it.
    place.check(&["--write-baseline", "plan.toml"]).no_verdict(&["plan.toml is no baseline", "after the plans"]);
    assert_eq!(place.read("plan.toml"), WRONG);
}

#[test]
fn waived_findings_are_not_baselined() {
    let waived = format!(
        "{WRONG}\n[[partners]]\nid = \"council\"\nname = \"C\"\nkind = \"council\"\n[[waivers]]\nrule = \"total-mismatch\"\nreason = \"known\"\nby = \"council\"\n"
    );
    let place = Folder::new(&[("plan.toml", &waived)]);
    place.check(&["plan.toml", ONLY, "--write-baseline"]);
    assert!(!place.read("bcf-baseline.json").contains("total-mismatch"));
}

#[test]
fn more_of_the_same_than_recorded_is_new() {
    let twice = format!("{WRONG}x = =\n");
    let place = Folder::new(&[("plan.toml", &twice)]);
    let only = "--select=invalid-toml";
    place.check(&["plan.toml", only, "--write-baseline"]);
    let before = place.check(&["plan.toml", only, "--baseline", "bcf-baseline.json"]);
    assert_eq!(before.code, 0, "{:?}", before.findings());
    place.write("plan.toml", &format!("{WRONG}x = =\ny = =\nz = =\n"));
    let after = place.check(&["plan.toml", only, "--baseline", "bcf-baseline.json"]);
    let new = after.findings().iter().filter(|f| f.starts_with("failed")).count();
    assert_eq!((after.code, after.findings().len() - new), (1, before.findings().len()), "{:?}", after.findings());
}

// ---- many plans

#[test]
fn patterns_are_matched_by_the_program_where_the_shell_leaves_them() {
    let place = Folder::new(&[
        ("plans/a.toml", WRONG),
        ("plans/b.toml", WRONG),
        ("plans/deep/c.toml", WRONG),
        ("plans/x.md", ""),
        ("[d].toml", WRONG),
    ]);
    let paths = |args: &[&str]| -> Vec<String> {
        let json = place.check(args).json();
        json["plans"].as_array().unwrap().iter().map(|p| p["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&["plans/*.toml"]), ["plans/a.toml", "plans/b.toml"]);
    assert_eq!(paths(&["plans/[bc].toml", "plans/a.toml", "plans/b.toml"]), ["plans/a.toml", "plans/b.toml"]);
    assert_eq!(paths(&["**/?.toml"]), ["plans/a.toml", "plans/b.toml", "plans/deep/c.toml"]);
    assert_eq!(paths(&["plans/*"]), ["plans/a.toml", "plans/b.toml", "plans/deep/c.toml"]);
    assert_eq!(paths(&["[d].toml"]), ["[d].toml"]);
    place.check(&["plans/*.tml"]).no_verdict(&["nothing matches plans/*.tml"]);
    place.check(&["plan/*.toml"]).no_verdict(&["there is no folder plan"]);
    place.check(&["plans/a**.toml"]).no_verdict(&["is no pattern"]);
    place.check(&["plans/*.md"]).no_verdict(&["nothing to check"]);
}

#[test]
fn the_same_bytes_come_at_any_number_of_threads() {
    let files: Vec<(String, String)> =
        (0..12).map(|n| (format!("p{n}.toml"), WRONG.replace("= 7", &format!("= {}", 6 + n)))).collect();
    let place = Folder::new(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let run = |threads| place.run_with(&["check", ".", "--today", "2018-06-01"], "", &[("RAYON_NUM_THREADS", threads)]);
    let (one, many) = (run("1"), run("7"));
    assert!(one.out == many.out && one.err == many.err && one.code == 1);
}

#[test]
fn what_cannot_be_read_spoils_only_its_own_verdict() {
    let place = Folder::new(&[("a.toml", WRONG), ("sub/z.toml", WRONG)]);
    fs::write(place.at("b.toml"), b"[plan]\nx = \"\xa3\"").unwrap();
    let ran = place.check(&[".", "absent.toml", ONLY]);
    ran.no_verdict(&["b.toml is not UTF-8", "absent.toml"]);
    assert_eq!(ran.json()["plans"].as_array().unwrap().len(), 2);
    let human = place.run(&["check", ".", "absent.toml", ONLY]);
    assert!(human.out.contains("4 plans: 2 failed, 0 passed, 2 could not be read"), "{}", human.out);
}

#[test]
#[cfg(unix)]
fn loops_of_links_pipes_and_empty_folders_end_quickly() {
    let place = Folder::new(&[("plans/a.toml", WRONG), ("empty/readme.md", "")]);
    std::os::unix::fs::symlink(place.at("plans"), place.at("plans/again")).unwrap();
    std::os::unix::fs::symlink(place.at("plans/loop.toml"), place.at("plans/loop.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(place.at("plans/pipe.toml")).status().unwrap().success());
    let ran = place.check(&["plans"]);
    ran.no_verdict(&["plans/pipe.toml is no ordinary file", "plans/loop.toml cannot be read"]);
    assert_eq!(ran.json()["plans"].as_array().unwrap().len(), 1);
    place.check(&["**/*.toml"]).no_verdict(&["pipe.toml"]);
    place.check(&["empty"]).no_verdict(&["there is nothing to check"]);
    assert!(Command::new("mkfifo").arg(place.at("bcf.toml")).status().unwrap().success());
    place.check(&["plans/a.toml"]).no_verdict(&["bcf.toml is no ordinary file"]);
}

// ---- files beside a plan

fn with_evidence(file: &str) -> String {
    format!("{WRONG}\n[[evidence]]\nfor = \"governance\"\nwhere = '{file}'\n")
}

#[test]
fn evidence_is_looked_for_beside_the_plan_and_inside_the_repository_only() {
    let outside = Folder::new(&[("there.pdf", "")]);
    let place = Folder::new(&[
        ("plans/plan.toml", ""),
        ("plans/here.pdf", ""),
        ("docs/there.pdf", ""),
        ("plans/folder.pdf/x", ""),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.at("there.pdf"), place.at("plans/link.pdf")).unwrap();
    let absolute = place.at("docs/there.pdf").display().to_string();
    let out = format!("../../{}/there.pdf", outside.0.path().file_name().unwrap().to_string_lossy());
    for (file, there) in [
        ("here.pdf", true),
        ("../docs/there.pdf", true),
        ("here.PDF", false),
        ("absent.pdf", false),
        ("folder.pdf", false),
        ("link.pdf", false),
        (&absolute, false),
        (&out, false),
        ("../../etc/../plans/here.pdf", false),
        ("section 8", true),
    ] {
        place.write("plans/plan.toml", &with_evidence(file));
        let ran = place.check(&["plans/plan.toml", "--select=evidence-file-missing"]);
        assert_eq!(ran.findings().is_empty(), there, "{file}: {:?}", ran.findings());
    }
    // Of a plan without a place nothing can be said.
    let ran = place.run_with(
        &["check", "-", "--select=evidence-file-missing", "--format", "json"],
        &with_evidence("absent.pdf"),
        &[],
    );
    assert_eq!((ran.code, ran.findings().len()), (0, 0));
    assert!(ran.out.contains("the plan was not read from a file"));
}
