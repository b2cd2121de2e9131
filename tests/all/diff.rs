//! `bcf diff` and `bcf check --since`, in git repositories of their own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{World, unbroken};
use bcf::cli::Exit;
use serde_json::Value;

/// A county with districts that breaks no rule.
const COUNTY: &str = include_str!("../../plans/example-county.toml");
/// A borough that breaks no rule, in thousands.
const BOROUGH: &str = include_str!("../../plans/example-borough.toml");

/// Runs a command line in a world without terminals; what it says on stdout and stderr.
fn say(args: &[&str]) -> (Exit, String, String) {
    let env = |name: &str| (name == "COLUMNS").then(|| "200".to_owned());
    World { env: &env, ..World::default() }.run(args)
}

/// Returns a folder of its own for each test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("diff-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder.canonicalize().expect("a path")
}

fn git(folder: &Path, args: &[&str]) {
    let mut git = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(name);
    }
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.args(["-c", "user.name=A Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]);
    let output = git.current_dir(folder).args(args).output().expect("these tests need git");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Returns a repository whose branch `main` holds `files`.
fn repository(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder(name);
    git(&folder, &["init", "-q", "-b", "main", "--template=", "."]);
    for (file, text) in files {
        write(&folder, file, text);
    }
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-q", "-m", "the plan"]);
    folder
}

/// Returns the path of a file, as it is said on a command line.
fn at(folder: &Path, file: &str) -> String {
    folder.join(file).into_os_string().into_string().expect("a path in UTF-8")
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Returns the text with `from` once replaced by `to`, which must be there.
fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the plan has no {from}");
        text.replacen(from, to, 1)
    })
}

/// Compares two texts, as data.
fn compare(name: &str, old: &str, new: &str) -> (Exit, Value) {
    let folder = folder(name);
    write(&folder, "old.toml", old);
    write(&folder, "new.toml", new);
    let (exit, stdout, stderr) = say(&["diff", &at(&folder, "old.toml"), &at(&folder, "new.toml"), "--format", "json"]);
    assert_eq!(stderr, "");
    (exit, serde_json::from_str(&stdout).expect("JSON"))
}

/// Compares two texts, for people.
fn shown(name: &str, old: &str, new: &str, more: &[&str]) -> (Exit, String) {
    let folder = folder(name);
    write(&folder, "old.toml", old);
    write(&folder, "new.toml", new);
    let (exit, stdout, stderr) = say(&[&["diff", &at(&folder, "old.toml"), &at(&folder, "new.toml")], more].concat());
    assert_eq!(stderr, "");
    (exit, stdout)
}

/// Returns the table of one kind.
fn table<'a>(value: &'a Value, by: &str) -> Option<&'a Value> {
    value["money"].as_array()?.iter().find(|table| table["by"] == by)
}

/// Returns the sections of a plan and the entries of its lists, each with what belongs to it, the last first.
fn turned_about(text: &str) -> String {
    let mut blocks: Vec<String> = vec![String::new()];
    for line in text.lines() {
        if line.starts_with('[') && !line.contains('.') {
            blocks.push(String::new());
        }
        let last = blocks.last_mut().expect("a block");
        last.push_str(line);
        last.push('\n');
    }
    blocks.reverse();
    // The part above the first table is comments only.
    blocks.concat()
}

#[test]
fn a_plan_compared_with_itself_is_no_difference_in_meaning() {
    for (name, plan) in [("self-county", COUNTY), ("self-borough", BOROUGH)] {
        let (exit, text) = shown(name, plan, plan, &[]);
        assert_eq!(exit, Exit::Clean);
        assert!(text.contains("no difference in meaning"), "{text}");
    }
}

#[test]
fn moved_tables_moved_lines_and_comments_are_no_difference() {
    let moved = turned_about(COUNTY);
    assert_ne!(moved, COUNTY);
    let commented = edited(&moved, &[("[plan]", "# a comment\n[plan]")]);
    let (exit, value) = compare("moved", COUNTY, &commented);
    assert_eq!((exit, &value["same"]), (Exit::Clean, &Value::Bool(true)), "{value:#}");
}

#[test]
fn a_hundred_pounds_between_two_schemes_are_shown_once_by_scheme_and_are_nil_in_total() {
    let new = edited(COUNTY, &[("2017-18 = 809_780", "2017-18 = 809_680"), ("2017-18 = 668_450", "2017-18 = 668_550")]);
    let (exit, value) = compare("moved-money", COUNTY, &new);
    assert_eq!(exit, Exit::Clean);
    let tables: Vec<&str> =
        value["money"].as_array().unwrap().iter().filter_map(|table| table["by"].as_str()).collect();
    assert_eq!(tables, ["scheme"], "{value:#}");
    let scheme = table(&value, "scheme").unwrap();
    let differences: Vec<&str> =
        scheme["rows"].as_array().unwrap().iter().filter_map(|row| row["difference"].as_str()).collect();
    assert_eq!(differences, ["-100.00", "100.00"]);
    assert_eq!(scheme["totals"][0]["difference"], "0.00");
    assert_eq!(scheme["totals"].as_array().unwrap().len(), 1, "only the year that differs");
    let (_, text) = shown("moved-money-shown", COUNTY, &new, &[]);
    assert!(text.contains("-£100") && text.contains("+£100") && text.contains("£0"), "{text}");
}

#[test]
fn a_plan_restated_in_another_unit_moves_no_money() {
    let thousands = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\nmoney = \"thousands\"\n[area]\nname = \"A\"\n[allocations]\ndfg = { 2017-18 = 3 }\n[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"c\"\namount = { 2017-18 = 3 }\n[[statements]]\nsays = \"restates\"\nof = \"sources.a.amount.2017-18\"\nvalue = 3\nwhere = \"page 1\"\n";
    let pounds = thousands
        .replace("money = \"thousands\"\n", "")
        .replace("2017-18 = 3", "2017-18 = 3_000")
        .replace("value = 3", "value = 3_000.00");
    let (_, value) = compare("unit", thousands, &pounds);
    assert_eq!(value["money"], Value::Array(Vec::new()));
    assert_eq!(
        (&value["sources"]["changed"], &value["other"]),
        (&Value::Array(Vec::new()), &Value::Array(Vec::new())),
        "{value:#}"
    );
    assert_eq!(value["plan"][0]["path"], "plan.money");
    let (_, text) = shown("unit-shown", thousands, &pounds, &[]);
    let told = text.find("bare amounts are in pounds; they were in thousands").expect("the unit is told");
    assert!(told < text.find("no money moved").expect("no money moved"), "{text}");
}

#[test]
fn sources_schemes_and_metrics_are_told_by_id_with_what_of_them_changed() {
    let new = edited(
        COUNTY,
        &[
            ("name = \"Support for carers\"", "name = \"Carers\""),
            (
                "kind = \"council-additional\"\npartner = \"county\"\namount = { 2017-18 = 1_500_000",
                "kind = \"council-additional\"\npartner = \"county\"\namount = { 2017-18 = 1_620_000",
            ),
            ("id = \"wellbeing-navigators\"", "id = \"navigators\""),
        ],
    );
    let (_, value) = compare("entries", COUNTY, &new);
    assert_eq!(value["schemes"]["added"][0]["id"], "navigators");
    assert_eq!(value["schemes"]["removed"][0]["id"], "wellbeing-navigators");
    assert_eq!(value["schemes"]["removed"][0]["figures"][0]["value"]["pounds"], "1409780.00");
    assert_eq!(value["schemes"]["changed"][0]["changes"][0]["path"], "name");
    assert_eq!(value["sources"]["changed"][0]["changes"][0]["new"]["pounds"], "1620000.00");
    let income = table(&value, "income").expect("money came in");
    assert_eq!(
        (&income["rows"][0]["id"], &income["rows"][0]["difference"]),
        (&"council-additional".into(), &"120000.00".into())
    );
    let (_, text) = shown("entries-shown", COUNTY, &new, &[]);
    assert!(text.contains("£1,500,000 → £1,620,000 (+£120,000)"), "{text}");
}

#[test]
fn a_changed_target_is_told_by_period() {
    let old = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n[[metrics]]\nkind = \"reablement\"\ntarget = { 2017-18 = 81.5, 2018-19 = 82.0 }\n";
    let (_, value) = compare("metrics", old, &old.replace("82.0 }", "85.0 }"));
    let changed = &value["metrics"]["changed"][0];
    assert_eq!((&changed["id"], &changed["changes"][0]["path"]), (&"reablement".into(), &"target.2018-19".into()));
    assert_eq!(
        (&changed["changes"][0]["old"]["number"], &changed["changes"][0]["new"]["number"]),
        (&"82.0".into(), &"85.0".into())
    );
    let (_, same) = compare("metrics-same", old, &old.replace("82.0 }", "82 }"));
    assert_eq!(same["same"], true);
}

#[test]
fn a_floor_is_told_with_its_headroom_before_and_after() {
    // What the engine found: the same figures are in its ledger.
    let new = edited(BOROUGH, &[("social-care = { 2017-18 = 6_250", "social-care = { 2017-18 = 16_250")]);
    let (exit, value) = compare("floors", BOROUGH, &new);
    assert_eq!(exit, Exit::Findings);
    let floors = value["floors"].as_array().unwrap();
    let floor =
        floors.iter().find(|floor| floor["rule"] == "social-care-below-minimum" && floor["year"] == "2017-18").unwrap();
    assert_eq!((&floor["old"]["status"], &floor["new"]["status"]), (&"met".into(), &"missed".into()));
    assert_eq!((&floor["new"]["required"], &floor["difference"]), (&"16250000.00".into(), &"-10000000.00".into()));
    assert!(floors.iter().filter(|floor| floor["changed"] == true).count() == 1, "{value:#}");
    let (_, text) = shown("floors-shown", BOROUGH, &new, &[]);
    assert!(text.contains("-£10,000,000") && text.contains("no money moved"), "{text}");
}

#[test]
fn grant_passed_to_a_district_is_told_by_district() {
    let new = edited(COUNTY, &[("747_455", "747_000")]);
    let (exit, value) = compare("districts", COUNTY, &new);
    let row = &table(&value, "district").expect("a district")["rows"][0];
    assert_eq!((&row["id"], &row["difference"]), (&"alderbourne".into(), &"-455.00".into()));
    assert_eq!(exit, Exit::Findings);
}

#[test]
fn what_no_table_shows_is_told_by_its_path() {
    let new = edited(COUNTY, &[("on = 2017-08-31", "on = 2017-08-30")]);
    let (exit, value) = compare("other", COUNTY, &new);
    assert_eq!((exit, value["other"][0]["path"].as_str()), (Exit::Clean, Some("sign_offs.marrowdale.on")));
    assert_eq!(value["same"], false);
}

#[test]
fn findings_are_new_fixed_or_still_there_and_only_new_ones_fail() {
    let broken = edited(COUNTY, &[("747_455", "747_000")]);
    let (exit, value) = compare("findings-new", COUNTY, &broken);
    let new = value["findings"]["counts"]["new"].as_u64().unwrap();
    assert!(exit == Exit::Findings && new > 0);
    let (exit, value) = compare("findings-fixed", &broken, COUNTY);
    assert_eq!((exit, value["findings"]["counts"]["fixed"].as_u64()), (Exit::Clean, Some(new)));
    let (exit, value) = compare("findings-still", &broken, &format!("# moved down\n\n{broken}"));
    assert_eq!((exit, value["findings"]["counts"]["still"].as_u64()), (Exit::Clean, Some(new)));
}

#[test]
fn a_warning_that_becomes_an_error_is_new() {
    let draft = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n";
    let submitted = draft.replace("[area]", "status = \"submitted\"\n[area]");
    let (exit, value) = compare("worse", draft, &submitted);
    assert_eq!(exit, Exit::Findings);
    let worse =
        value["findings"]["new"].as_array().unwrap().iter().find(|finding| finding["was"]["level"] == "warning");
    assert_eq!(worse.expect("a finding that was a warning")["level"], "error");
    assert_eq!(value["plan"][0]["path"], "plan.status");
}

#[test]
fn nothing_hostile_in_a_plan_reaches_a_terminal_or_a_page() {
    let name = "\\u001b[31m<img src=x>|@team `x` ](http://evil.example)\\u202e";
    let new = edited(
        COUNTY,
        &[("name = \"Support for carers\"", &format!("name = \"{name}\"")), ("2017-18 = 668_450", "2017-18 = 668_550")],
    );
    let (_, text) = shown("hostile", COUNTY, &new, &[]);
    assert!(text.contains("\\u{1b}[31m") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    let (_, text) = shown("hostile-markdown", COUNTY, &new, &["--format", "markdown"]);
    assert!(
        !text.contains("<img")
            && !text.contains("@team")
            && !text.contains("http://")
            && !text.replace("\\]", "").contains("](")
            && !text.contains('\u{1b}'),
        "{text}"
    );
    assert!(
        text.lines().filter(|line| line.starts_with('|')).all(|line| line.replace("\\|", "").matches('|').count() >= 6),
        "{text}"
    );
    let (_, text) = shown("hostile-json", COUNTY, &new, &["--format", "json"]);
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn the_same_two_plans_give_the_same_bytes_and_fit_the_width() {
    let new = edited(COUNTY, &[("2017-18 = 809_780", "2017-18 = 709_780"), ("id = \"carers\"", "id = \"carers-2\"")]);
    for format in ["human", "markdown", "json"] {
        let first = shown("same-bytes", COUNTY, &new, &["--format", format]);
        assert_eq!(first, shown("same-bytes", COUNTY, &new, &["--format", format]));
    }
    for width in ["60", "80", "120"] {
        let (_, text) = shown("narrow", COUNTY, &new, &["--width", width]);
        let body = text.lines().filter(|line| !line.contains(".toml"));
        let width: usize = width.parse().unwrap();
        let long: Vec<&str> = body.filter(|line| line.chars().count() > width).collect();
        assert!(long.is_empty(), "{width}: {long:#?}");
    }
}

#[test]
fn a_revision_is_compared_with_the_file_at_its_path() {
    let folder = repository("revision", &[("plans/plan.toml", COUNTY)]);
    let path = &at(&folder, "plans/plan.toml");
    assert_eq!(say(&["diff", "main", path]).0, Exit::Clean);
    write(&folder, "plans/plan.toml", &edited(COUNTY, &[("747_455", "747_000")]));
    let (exit, text, stderr) = say(&["diff", "main", path]);
    assert_eq!((exit, stderr.as_str()), (Exit::Findings, ""));
    assert!(text.contains("main:plans/plan.toml") && text.contains("-£455"), "{text}");
    assert_eq!(say(&["diff", "main", path, "--fail-on", "never"]).0, Exit::Clean);
}

#[test]
fn a_plan_that_did_not_exist_is_new_and_one_that_is_gone_is_gone() {
    let folder = repository("absent", &[("old.toml", COUNTY)]);
    write(&folder, "new.toml", COUNTY);
    fs::remove_file(folder.join("old.toml")).unwrap();
    let (exit, text, _) = say(&["diff", "main", &at(&folder, "new.toml")]);
    assert_eq!(exit, Exit::Clean);
    assert!(text.contains("there is no plan main:new.toml: everything in") && text.contains("+ carers"), "{text}");
    let (exit, text, _) = say(&["diff", "main", &at(&folder, "old.toml")]);
    assert_eq!(exit, Exit::Clean);
    assert!(text.contains("any more: everything in main:old.toml is gone") && text.contains("- carers"), "{text}");
    let (exit, text, _) = say(&["diff", "/dev/null", &at(&folder, "new.toml")]);
    assert!(exit == Exit::Clean && text.contains("everything in"), "{text}");
}

#[test]
fn what_gives_no_verdict_is_told_with_what_is_near() {
    let folder = repository("faults", &[("plan.toml", COUNTY), ("notes.toml", "[other]\n")]);
    let path = |name: &str| at(&folder, name);
    let plan = path("plan.toml");
    for (old, new, words) in [
        ("mian", &plan, "did you mean `main`?"),
        ("no-such-revision", &plan, "git knows no revision `no-such-revision`"),
        ("--output=x", &plan, "git knows no revision `--output=x`"),
        ("-h", &plan, "git knows no revision `-h`"),
        ("main", &path("notes.toml"), "has no [plan] table"),
        ("main", &path("nothing.toml"), "there is no file or folder"),
        (&path("pln.toml"), &plan, "plan.toml?"),
        (&plan, &path(""), "is a folder"),
        ("/dev/null", &"/dev/null".to_owned(), "neither"),
    ] {
        let (exit, stdout, stderr) = say(&["diff", "--", old, new]);
        assert_eq!((exit, stdout.as_str()), (Exit::NoVerdict, ""), "{old} {new}");
        assert!(stderr.contains(words), "{old} {new}: {stderr}");
    }
    assert!(!folder.join("x").exists() && !Path::new("x").exists(), "an option was obeyed");
}

#[test]
fn a_syntax_error_is_a_new_finding_and_the_rest_is_compared() {
    let broken = edited(COUNTY, &[("2017-18 = 668_450", "2017-18 = 668_550"), ("[section_75]", "[section_75\n")]);
    let (exit, text) = shown("syntax", COUNTY, &broken, &[]);
    assert_eq!(exit, Exit::Findings);
    assert!(text.contains("syntax error") && text.contains("+£100") && text.contains("invalid-toml"), "{text}");
}

#[test]
fn since_a_revision_only_new_findings_fail() {
    let old = edited(COUNTY, &[("747_455", "747_000")]);
    let folder = repository("since", &[("plans/plan.toml", &old), ("plans/other.toml", BOROUGH)]);
    let path = &at(&folder, "plans");
    assert_eq!(say(&["check", "-q", path]).0, Exit::Findings);
    let (exit, text, stderr) = say(&["check", "-q", path, "--since", "main"]);
    assert_eq!((exit, stderr.as_str()), (Exit::Clean, ""), "{text}");
    assert!(text.contains("1 known since main"), "{text}");
    // Lines that move are the same findings; another district's is new.
    write(
        &folder,
        "plans/plan.toml",
        &format!(
            "# a line\n\n{}",
            edited(
                &old,
                &[(
                    "district = \"marrowdale\"\namount = { 2017-18 = 640_318",
                    "district = \"marrowdale\"\namount = { 2017-18 = 640_000"
                )]
            )
        ),
    );
    let (exit, text, _) = say(&["check", "--format", "concise", path, "--since", "main"]);
    assert_eq!(exit, Exit::Findings);
    let (known, new): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.ends_with("(known since main)"));
    assert!(
        known.iter().any(|line| line.contains("Thornwick")) && new.iter().any(|line| line.contains("Marrowdale")),
        "{text}"
    );
    assert!(!new.iter().any(|line| line.contains("Thornwick")), "{text}");
}

#[test]
fn a_plan_that_did_not_exist_at_the_revision_is_all_new() {
    let folder = repository("since-new", &[("readme.md", "x")]);
    write(&folder, "plan.toml", &edited(COUNTY, &[("747_455", "747_000")]));
    assert_eq!(say(&["check", "-q", &at(&folder, "plan.toml"), "--since", "main"]).0, Exit::Findings);
}

#[test]
fn since_a_revision_there_is_not_gives_no_verdict() {
    let folder = repository("since-faults", &[("plan.toml", COUNTY)]);
    for (rev, words) in [
        ("--since=mian", "did you mean `main`?"),
        ("--since=--output=x", "no revision `--output=x`"),
        ("--since=-h", "no revision `-h`"),
    ] {
        let (exit, _, stderr) = say(&["check", &at(&folder, "plan.toml"), rev]);
        assert_eq!(exit, Exit::NoVerdict, "{rev}");
        assert!(stderr.contains(words), "{rev}: {stderr}");
    }
}

#[test]
fn watching_is_for_people() {
    for args in [
        ["check", "--watch", "--format", "json"],
        ["check", "--watch", "--format", "human=out.txt"],
        ["check", "--watch", "-", "-q"],
    ] {
        let (exit, _, stderr) = say(&args);
        assert_eq!(exit, Exit::NoVerdict, "{args:?}");
        assert!(stderr.contains("watch"), "{stderr}");
    }
}

/// Returns the program itself, in a folder.
fn program(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_bcf"));
    program.current_dir(folder).args(args).env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").envs(env.iter().copied());
    program.output().expect("the program")
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), unbroken(&text(&output.stderr)))
}

#[test]
fn a_side_may_be_any_file_of_any_revision_or_what_is_staged() {
    let folder = repository("sides", &[("plans/plan.toml", COUNTY)]);
    write(&folder, "plans/plan.toml", &edited(COUNTY, &[("747_455", "747_000")]));
    git(&folder, &["add", "-A"]);
    write(&folder, "plans/plan.toml", COUNTY);
    for args in
        [["diff", "main:plans/plan.toml", ":plans/plan.toml"], ["diff", "HEAD:plans/plan.toml", ":plans/plan.toml"]]
    {
        let (code, text, stderr) = told(&program(&folder.join("plans"), &args, &[]));
        assert_eq!((code, stderr.as_str()), (Some(1), ""));
        assert!(text.contains("-£455"), "{text}");
    }
    let (code, text, _) = told(&program(&folder.join("plans"), &["diff", "main:plans/plan.toml", "plan.toml"], &[]));
    assert!(code == Some(0) && text.contains("no difference in meaning"), "{text}");
    let (code, _, stderr) = told(&program(&folder, &["diff", "main:plans/plan.tml", "plans/plan.toml"], &[]));
    assert!(code == Some(2) && stderr.contains("did you mean `main:plans/plan.toml`?"), "{stderr}");
}

#[test]
fn a_hook_of_another_repository_leads_nobody_astray() {
    let (folder, other) =
        (repository("hook", &[("sub/plan.toml", COUNTY)]), repository("hook-other", &[("plan.toml", BOROUGH)]));
    let git_dir = at(&other, ".git");
    let args = ["diff", "main", "plan.toml"];
    for env in [("GIT_DIR", git_dir.as_str()), ("GIT_DIR", ".git"), ("GIT_EXTERNAL_DIFF", "touch x")] {
        let (code, text, stderr) = told(&program(&folder.join("sub"), &args, &[env]));
        assert!(code == Some(0) && text.contains("no difference in meaning"), "{env:?}: {text}{stderr}");
    }
}

#[test]
fn without_git_or_without_a_repository_two_files_can_still_be_compared() {
    let folder = repository("no-git", &[("plan.toml", COUNTY)]);
    let none = [("PATH", "/nonexistent")];
    let (code, stdout, stderr) = told(&program(&folder, &["diff", "main", "plan.toml"], &none));
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("git is not installed"), "{stderr}");
    assert_eq!(told(&program(&folder, &["diff", "plan.toml", "plan.toml"], &none)).0, Some(0));
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "plan.toml", COUNTY);
    for args in [
        &["diff", "main", "plan.toml"][..],
        &["diff", "main:plan.toml", "plan.toml"],
        &["check", "--since", "main", "plan.toml"],
    ] {
        let (code, _, stderr) = told(&program(outside.path(), args, &[("GIT_CEILING_DIRECTORIES", "/")]));
        assert_eq!(code, Some(2));
        assert!(stderr.contains("is in no git repository"), "{args:?}: {stderr}");
    }
}

#[test]
fn standard_input_is_compared_with_the_file_it_is_called_after() {
    let folder = repository("stdin", &[("plan.toml", COUNTY)]);
    let (exit, _, stderr) = say(&["check", "-", "--since", "main"]);
    assert_eq!(exit, Exit::NoVerdict);
    assert!(stderr.contains("--stdin-filename"), "{stderr}");
    let name = at(&folder, "plan.toml");
    let args = ["check", "-", "--stdin-filename", &name, "--since", "main"];
    assert_eq!(World { stdin: COUNTY.as_bytes(), ..World::default() }.run(args).0, Exit::Clean);
}

/// Returns each floor that `show` lists of the plan at a path: rule, subject, name, year, how it came out and both
/// sums.
fn floors_shown(path: &str) -> BTreeSet<[String; 7]> {
    let (_, stdout, _) = say(&["show", path, "--format", "json"]);
    let shown: Value = serde_json::from_str(&stdout).expect("JSON");
    let keys = ["rule", "subject", "name", "year", "status", "required", "planned"];
    shown["floors"].as_array().expect("floors").iter().map(|floor| keys.map(|key| floor[key].to_string())).collect()
}

#[test]
fn show_and_diff_tell_of_the_same_floors_by_the_same_names() {
    let folder = folder("one-list");
    let short = COUNTY.lines().map(|line| match line {
        "amount = { 2017-18 = 747_455, 2018-19 = 813_561 }" => "amount = { 2017-18 = 747_454, 2018-19 = 813_561 }",
        line => line,
    });
    write(&folder, "short.toml", &short.collect::<Vec<_>>().join("\n"));
    write(&folder, "county.toml", COUNTY);
    let new = at(&folder, "short.toml");
    let (_, stdout, _) = say(&["diff", &at(&folder, "county.toml"), &new, "--format", "json"]);
    let value: Value = serde_json::from_str(&stdout).expect("JSON");
    let floors = value["floors"].as_array().expect("floors");
    let told: BTreeSet<[String; 7]> = floors
        .iter()
        .map(|floor| {
            let of = |key: &str| {
                if ["rule", "subject", "name", "year"].contains(&key) { &floor[key] } else { &floor["new"][key] }
            };
            ["rule", "subject", "name", "year", "status", "required", "planned"].map(|key| of(key).to_string())
        })
        .collect();
    assert_eq!(told, floors_shown(&new));
    let changed: Vec<&Value> = floors.iter().filter(|floor| floor["changed"] == true).collect();
    let missed = |rule: &str| changed.iter().any(|floor| floor["rule"] == rule && floor["new"]["status"] == "missed");
    assert!(missed("dfg-district-short-paid"), "{changed:#?}");
    let (_, text, _) = say(&["diff", &at(&folder, "county.toml"), &new]);
    assert!(text.contains("DFG: Alderbourne Borough Council"), "{text}");
}

#[test]
fn a_thousand_schemes_are_one_screen_of_the_largest_and_a_comment_that_fits() {
    let plan = |first: usize, pounds: usize| {
        let scheme = |n: usize| {
            format!(
                "[[schemes]]\nid = \"s{n}\"\nname = \"Scheme {n}\"\nspend = [{{ source = \"nhs-minimum\", amount = {{ 2017-18 = {} }} }}]\n",
                n * pounds
            )
        };
        let head = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n".to_owned();
        head + &(first..first + 1_000).map(scheme).collect::<String>()
    };
    let (old, new) = (plan(0, 10), plan(500, 20));
    let (_, text) = shown("many", &old, &new, &[]);
    assert!(text.contains("1400 smaller differences") && text.contains("more (--format json has them all)"), "{text}");
    let (_, text) = shown("many-markdown", &old, &new, &["--format", "markdown"]);
    assert!(text.len() < 60_000 && text.contains("more of this report left out"), "{}", text.len());
    let (_, value) = compare("many-json", &old, &new);
    assert_eq!(table(&value, "scheme").expect("schemes")["rows"].as_array().expect("rows").len(), 1_500);
}
