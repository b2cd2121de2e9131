//! The past under the past's rules: `check --since`, `check --staged` and `diff` in git repositories of their own.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::without_causes;

/// A county with districts that breaks no rule.
const COUNTY: &str = include_str!("../../plans/example-county.toml");
/// A borough that breaks no rule, in thousands.
const BOROUGH: &str = include_str!("../../plans/example-borough.toml");

/// The line that passes grant on to another district.
const PASSED_ON: &str = "district = \"marrowdale\"\namount = { 2017-18 = 640_318";

/// Returns a county that passes on less of a grant than a district's share: an error.
fn short_paid() -> String {
    edited(COUNTY, "747_455", "747_000")
}

/// Returns the text with `from` once replaced by `to`, which must be there.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the text has no {from}");
    text.replacen(from, to, 1)
}

/// The result of a run: its exit status and its output.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Returns the verdict.
    fn line(&self) -> &str {
        self.out.trim_end().lines().last().unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Returns the findings of the only plan that count.
    fn new_findings(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["plans"][0]["findings"].as_array().expect("a plan").iter();
        let new = findings.filter(|finding| finding["status"] == "failed");
        new.map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// A git repository.
struct Repository {
    folder: TempDir,
}

impl Repository {
    /// Creates a repository whose branch `main` holds `files`.
    fn new(files: &[(&str, &str)]) -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder") };
        repository.git(&["init", "-q", "-b", "main", "--template=", "."]);
        repository.commit(files);
        repository
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GITHUB_ACTIONS");
        command.current_dir(self.folder.path());
        command
    }

    fn git_said(&self, args: &[&str]) -> Ran {
        let identity =
            ["-c", "user.name=A Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"];
        Ran::of(&self.command("git").args(identity).args(args).output().expect("these tests need git"))
    }

    fn git(&self, args: &[&str]) -> String {
        let ran = self.git_said(args);
        assert_eq!(ran.code, 0, "git {args:?}: {ran:?}");
        ran.out.trim().to_owned()
    }

    /// Writes files and commit everything.
    fn commit(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            self.write(name, text);
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "a change"]);
    }

    /// Creates a branch on which files changed.
    fn branch(self, files: &[(&str, &str)]) -> Self {
        self.git(&["checkout", "-q", "-b", "topic"]);
        self.commit(files);
        self
    }

    fn bcf_with(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        let mut command = self.command(env!("CARGO_BIN_EXE_bcf"));
        command.args(["--width", "400"]).args(without_causes(args)).envs(env.iter().copied());
        Ran::of(&command.output().expect("the program"))
    }

    fn bcf(&self, args: &[&str]) -> Ran {
        self.bcf_with(args, &[])
    }

    /// Returns `check --since main` of a plan.
    fn since_main(&self, plan: &str, more: &[&str]) -> Ran {
        self.bcf(&[&["check", "--since", "main", plan], more].concat())
    }
}

// ---- the past under the past's rules

const WITH_ALLOCATIONS: &str = "allocations = \"allocations.csv\"\n";

fn allocations(social_care: &str) -> String {
    format!(
        "area,partner,stream,year,amount\nBrackenmouth,,social-care,2017-18,{social_care}\n\
         Brackenmouth,,social-care,2018-19,6369000\n"
    )
}

#[test]
fn a_published_minimum_that_a_branch_raises_makes_no_finding_known() {
    let before = allocations("6250000");
    let repository =
        Repository::new(&[("bcf.toml", WITH_ALLOCATIONS), ("allocations.csv", &before), ("plan.toml", BOROUGH)])
            .branch(&[("allocations.csv", &allocations("16250000"))]);
    let ran = repository.since_main("plan.toml", &["--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.new_findings().contains(&"social-care-below-minimum".to_owned()), "{ran:?}");
    let ran = repository.bcf(&["diff", "main", "plan.toml"]);
    assert!(ran.code == 1 && ran.out.contains("social-care-below-minimum"), "{ran:?}");
    // Both revisions by name, from a folder that has no config.
    fs::remove_file(repository.at("bcf.toml")).expect("a file");
    let ran = repository.bcf(&["diff", "main:plan.toml", "topic:plan.toml"]);
    assert!(ran.code == 1 && ran.out.contains("social-care-below-minimum"), "{ran:?}");
}

#[test]
fn a_finding_that_the_past_had_by_its_own_figures_stays_known() {
    let after = allocations("16250000");
    let repository =
        Repository::new(&[("bcf.toml", WITH_ALLOCATIONS), ("allocations.csv", &after), ("plan.toml", BOROUGH)])
            .branch(&[("plan.toml", &format!("# a comment\n{BOROUGH}"))]);
    let ran = repository.since_main("plan.toml", &[]);
    assert!(ran.code == 0 && ran.line().starts_with("FAIL (known)"), "{ran:?}");
}

#[test]
fn a_round_of_ones_own_is_that_of_the_revision() {
    let config = "[[rounds]]\nfile = \"ours.toml\"\n";
    let round = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";
    let milder = format!("{round}without = [\"out-of-hospital\"]\n");
    let plan = edited(BOROUGH, "round = \"bcf-2017-19\"", "round = \"ours\"");
    let plan = edited(&plan, "out-of-hospital = { 2017-18 = 4_053", "out-of-hospital = { 2017-18 = 14_053");
    let repository = Repository::new(&[("bcf.toml", config), ("ours.toml", &milder), ("plan.toml", &plan)])
        .branch(&[("ours.toml", round)]);
    let ran = repository.since_main("plan.toml", &["--format", "json"]);
    assert!(ran.new_findings().contains(&"out-of-hospital-below-minimum".to_owned()), "{ran:?}");
    assert_eq!(ran.code, 1);
}

#[test]
fn a_threshold_that_a_branch_lowers_does_not_count_and_both_places_are_named() {
    let repository = Repository::new(&[("bcf.toml", "fail-on = \"error\"\n"), ("plan.toml", COUNTY)])
        .branch(&[("bcf.toml", "fail-on = \"never\"\n"), ("plan.toml", &short_paid())]);
    let ran = repository.since_main("plan.toml", &[]);
    let said = "the stricter counts: fail-on = \"error\" (main:bcf.toml:1), not fail-on = \"never\" (bcf.toml:1)";
    assert!(ran.code == 1 && ran.line().ends_with(said) && !ran.line().contains("lowered by"), "{ran:?}");
    let ran = repository.bcf(&["diff", "main", "plan.toml"]);
    assert!(ran.code == 1 && ran.line().contains(said), "{ran:?}");
    // A value that is nowhere has no line.
    let ran = Repository::new(&[("plan.toml", COUNTY)])
        .branch(&[("bcf.toml", "fail-on = \"never\"\n"), ("plan.toml", &short_paid())])
        .since_main("plan.toml", &[]);
    let said = "the stricter counts: fail-on = \"error\", the default (main), not fail-on = \"never\" (bcf.toml:1)";
    assert!(ran.code == 1 && ran.line().ends_with(said), "{ran:?}");
}

#[test]
fn a_threshold_that_a_branch_raises_counts_and_an_option_beats_both() {
    let worse = edited(COUNTY, "\nowner = \"Director of Adult Social Care\"\n\n[[risks]]", "\n\n[[risks]]");
    let repository = Repository::new(&[("bcf.toml", "fail-on = \"never\"\n"), ("plan.toml", COUNTY)])
        .branch(&[("bcf.toml", "fail-on = \"warning\"\n"), ("plan.toml", &worse)]);
    let ran = repository.since_main("plan.toml", &[]);
    let said = "the stricter counts: fail-on = \"warning\" (bcf.toml:1), not fail-on = \"never\" (main:bcf.toml:1)";
    assert!(ran.code == 1 && ran.line().ends_with(said), "{ran:?}");
    let ran = repository.since_main("plan.toml", &["--fail-on", "never"]);
    assert!(ran.code == 0 && !ran.line().contains("the stricter counts"), "{ran:?}");
    assert!(ran.line().ends_with("lowered by --fail-on never"), "{ran:?}");
}

/// Of each of these the verdict line says the rest, and how the run ends.
#[test]
fn a_level_that_a_branch_lowers_or_switches_off_does_not_count() {
    let rule = "dfg-overpassported";
    let over = edited(COUNTY, "747_455", "747_955");
    for (past, now, code, said) in [
        (
            "",
            "dfg-overpassported = \"off\"",
            1,
            "dfg-overpassported at its own level (main:bcf.toml), not dfg-overpassported = \"off\" (bcf.toml:2)",
        ),
        (
            "dfg-overpassported = \"error\"",
            "dfg-overpassported = \"advice\"",
            1,
            "dfg-overpassported = \"error\" (main:bcf.toml:2), not dfg-overpassported = \"advice\" (bcf.toml:2)",
        ),
        (
            "dfg-overpassported = \"warning\"",
            "dfg-overpassported = \"off\"",
            0,
            "dfg-overpassported = \"warning\" (main:bcf.toml:2), not dfg-overpassported = \"off\" (bcf.toml:2)",
        ),
        (
            "dfg-overpassported = \"warning\"",
            "",
            1,
            "dfg-overpassported at its own level (bcf.toml), not dfg-overpassported = \"warning\" (main:bcf.toml:2)",
        ),
        ("dfg-overpassported = \"off\"", "dfg-overpassported = \"off\" # still", 0, ""),
    ] {
        let config = |level: &str| format!("[levels]\n{level}\n");
        let repository = Repository::new(&[("bcf.toml", &config(past)), ("plan.toml", COUNTY)])
            .branch(&[("bcf.toml", &config(now)), ("plan.toml", &over)]);
        let ran = repository.since_main("plan.toml", &[]);
        assert_eq!(ran.code, code, "{past} {now}: {ran:?}");
        let stricter = ran.line().split_once("the stricter counts: ").map_or("", |(_, rest)| rest);
        assert_eq!(stricter, said, "{past} {now}");
        // An option is heard before both.
        let ran = repository.since_main("plan.toml", &["--allow", rule]);
        assert!(ran.code == 0 && !ran.line().contains("the stricter counts"), "{past} {now}: {ran:?}");
    }
}

#[test]
fn a_family_is_compared_rule_by_rule() {
    // Advice for the warnings and errors of a family is milder, an error for its warnings stricter.
    let repository = Repository::new(&[("bcf.toml", ""), ("plan.toml", COUNTY)])
        .branch(&[("bcf.toml", "[levels]\ngrants = \"warning\"\nrisk-unowned = \"error\"\n")]);
    let line = repository.since_main("plan.toml", &[]).line().to_owned();
    assert!(line.contains("grants at its rules' own levels (main:bcf.toml), not grants = \"warning\" (bcf.toml:2)"));
    assert!(line.contains("risk-unowned = \"error\" (bcf.toml:3), not risk-unowned at its own level (main:bcf.toml)"));
}

#[test]
fn what_is_overruled_is_in_the_json_with_both_places() {
    let repository = Repository::new(&[("bcf.toml", "fail-on = \"error\"\n"), ("plan.toml", COUNTY)])
        .branch(&[("bcf.toml", "\nfail-on = \"never\"\n")]);
    let json = repository.since_main("plan.toml", &["--format", "json"]).json();
    assert_eq!(json["lowered"].as_array().map(Vec::len), Some(0));
    let one = &json["overruled"][0];
    assert_eq!((&one["heard"]["path"], &one["heard"]["line"]), (&"main:bcf.toml".into(), &1.into()), "{json:#}");
    assert_eq!((&one["unheard"]["path"], &one["unheard"]["line"]), (&"bcf.toml".into(), &2.into()));
    // A branch that leaves the settings alone hears nothing of it.
    let json = repository.bcf(&["check", "--since", "topic", "plan.toml", "--format", "json"]).json();
    assert_eq!(json.get("overruled"), None);
}

#[test]
fn a_new_plan_and_a_new_folder_do_not_escape_the_settings_of_the_past() {
    let repository = Repository::new(&[("bcf.toml", "fail-on = \"error\"\n"), ("readme.md", "plans")])
        .branch(&[("new/bcf.toml", "fail-on = \"never\"\n"), ("new/plan.toml", &short_paid())]);
    let ran = repository.since_main("new/plan.toml", &[]);
    assert!(ran.code == 1 && ran.line().contains("(main:bcf.toml:1)"), "{ran:?}");
}

#[test]
fn a_named_config_is_that_of_the_revision_where_the_revision_has_it() {
    let repository = Repository::new(&[("ci/gate.toml", "fail-on = \"error\"\n"), ("plan.toml", COUNTY)])
        .branch(&[("ci/gate.toml", "fail-on = \"never\"\n"), ("plan.toml", &short_paid())]);
    let ran = repository.since_main("plan.toml", &["--config", "ci/gate.toml"]);
    assert!(ran.code == 1 && ran.line().contains("(main:ci/gate.toml:1)"), "{ran:?}");
    let ran = repository.since_main("plan.toml", &["--isolated"]);
    assert!(ran.code == 1 && !ran.line().contains("stricter"), "{ran:?}");
}

#[test]
fn a_config_of_the_past_that_cannot_be_understood_is_no_verdict() {
    let repository = Repository::new(&[("bcf.toml", "fail-on = \"nevr\"\n"), ("plan.toml", COUNTY)])
        .branch(&[("bcf.toml", "fail-on = \"error\"\n")]);
    for args in [&["check", "--since", "main", "plan.toml"][..], &["diff", "main", "plan.toml"]] {
        let ran = repository.bcf(args);
        assert!(ran.code == 2 && ran.err.contains("main:bcf.toml") && ran.err.contains("`never`"), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_config_of_the_past_is_read_inside_the_repository_only() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.toml");
    fs::write(&secret, "password = 1\n").expect("a file");
    let name = outside.path().file_name().expect("a name").to_string_lossy().into_owned();
    let up = format!("../{name}/secret.toml");
    let repository = Repository::new(&[("settings/gate.toml", "fail-on = \"error\"\n"), ("plans/plan.toml", COUNTY)]);
    // A link inside is followed.
    symlink("../settings/gate.toml", repository.at("plans/bcf.toml")).expect("a link");
    repository.commit(&[]);
    let repository =
        repository.branch(&[("settings/gate.toml", "fail-on = \"never\"\n"), ("plans/plan.toml", &short_paid())]);
    let ran = repository.since_main("plans/plan.toml", &[]);
    assert!(ran.code == 1 && ran.line().contains("(main:plans/bcf.toml:1)"), "{ran:?}");
    // One that leads out is not, by whichever way.
    for config in [format!("allocations = \"{}\"\n", secret.display()), format!("allocations = \"{up}\"\n")] {
        let repository = Repository::new(&[("bcf.toml", &config), ("plan.toml", COUNTY)]).branch(&[("bcf.toml", "")]);
        let ran = repository.since_main("plan.toml", &[]);
        assert!(ran.code == 2 && ran.err.contains("leads out of the repository"), "{ran:?}");
        assert!(!ran.err.contains("password"), "{ran:?}");
    }
    for target in [secret.display().to_string(), up] {
        let repository = Repository::new(&[("plan.toml", COUNTY)]);
        symlink(&target, repository.at("bcf.toml")).expect("a link");
        repository.commit(&[]);
        fs::remove_file(repository.at("bcf.toml")).expect("a link");
        let ran = repository.branch(&[]).since_main("plan.toml", &[]);
        assert!(ran.code == 2 && ran.err.contains("leads out of the repository"), "{ran:?}");
        assert!(!ran.err.contains("password"), "{ran:?}");
    }
}

#[test]
fn evidence_is_looked_for_at_the_revision() {
    let plan = format!("{COUNTY}\n[[evidence]]\nfor = \"governance\"\nwhere = \"minutes.pdf\"\n");
    let repository = Repository::new(&[("plan.toml", &plan), ("minutes.pdf", "x")]).branch(&[]);
    fs::remove_file(repository.at("minutes.pdf")).expect("a file");
    let ran = repository.since_main("plan.toml", &["--format", "json"]);
    assert_eq!(ran.new_findings(), ["evidence-file-missing"], "{ran:?}");
}

// ---- the merge base

#[test]
fn a_revision_stands_for_where_the_branch_left_it() {
    let repository = Repository::new(&[("plan.toml", COUNTY)]).branch(&[("readme.md", "x")]);
    // Main goes on and gets the error, which the branch then makes too.
    repository.git(&["checkout", "-q", "main"]);
    repository.commit(&[("plan.toml", &short_paid())]);
    repository.git(&["checkout", "-q", "topic"]);
    repository.commit(&[("plan.toml", &short_paid())]);
    for rev in ["main", "main...HEAD", "main...topic", "main..."] {
        let ran = repository.bcf(&["check", "--since", rev, "plan.toml"]);
        assert_eq!(ran.code, 1, "{rev}: {ran:?}");
    }
    assert_eq!(repository.bcf(&["check", "--since", "topic", "plan.toml"]).code, 0);
    // `diff` compares with the revision it is given.
    assert_eq!(repository.bcf(&["diff", "main", "plan.toml"]).code, 0);
    let ran = repository.bcf(&["diff", "main...HEAD", "plan.toml"]);
    let base = repository.git(&["merge-base", "main", "HEAD"]);
    assert!(ran.code == 1 && ran.out.contains(&format!("{}:plan.toml", &base[..12])), "{ran:?}");
    assert_eq!(repository.bcf(&["diff", "main...HEAD:plan.toml", "plan.toml"]).code, 1);
}

#[test]
fn what_main_mended_meanwhile_is_not_new_in_a_branch_that_left_before() {
    let repository = Repository::new(&[("plan.toml", &short_paid())]).branch(&[("readme.md", "x")]);
    repository.git(&["checkout", "-q", "main"]);
    repository.commit(&[("plan.toml", COUNTY)]);
    repository.git(&["checkout", "-q", "topic"]);
    let ran = repository.since_main("plan.toml", &[]);
    assert!(ran.code == 0 && ran.line().starts_with("FAIL (known)"), "{ran:?}");
}

#[test]
fn an_ancestor_and_a_tree_stand_for_themselves() {
    let repository = Repository::new(&[("plan.toml", &short_paid())]).branch(&[("readme.md", "x")]);
    for rev in ["main", "HEAD~1", "HEAD~1^{tree}"] {
        let ran = repository.bcf(&["check", "--since", rev, "plan.toml"]);
        assert!(ran.code == 0 && ran.line().starts_with("FAIL (known)"), "{rev}: {ran:?}");
    }
    for rev in ["nothing...HEAD", "main...nothing", ""] {
        let ran = repository.bcf(&["check", &format!("--since={rev}"), "plan.toml"]);
        assert!(ran.code == 2 && ran.err.contains("git knows no revision"), "{rev}: {ran:?}");
    }
}

#[test]
fn where_nothing_is_shared_there_is_no_verdict_and_a_shallow_clone_is_told_how_to_get_more() {
    let origin = Repository::new(&[("plan.toml", COUNTY)]).branch(&[("readme.md", "x")]);
    origin.git(&["checkout", "-q", "main"]);
    origin.commit(&[("other.md", "y")]);
    let clone = Repository { folder: tempfile::tempdir().expect("a folder") };
    let url = format!("file://{}", origin.folder.path().display());
    clone.git(&["clone", "-q", "--depth=1", "--no-single-branch", "--branch=topic", &url, "."]);
    for args in [&["check", "--since", "origin/main", "plan.toml"][..], &["diff", "origin/main...HEAD", "plan.toml"]] {
        let ran = clone.bcf(args);
        assert!(ran.code == 2 && ran.err.contains("no common history"), "{ran:?}");
        assert!(ran.err.contains("fetch-depth: 0"), "{ran:?}");
    }
    origin.git(&["checkout", "-q", "--orphan", "alone"]);
    origin.commit(&[]);
    let ran = origin.since_main("plan.toml", &[]);
    assert!(ran.code == 2 && ran.err.contains("`main` and HEAD have no common history"), "{ran:?}");
    assert!(ran.err.contains("fetch-depth: 0"), "{ran:?}");
}

// ---- what is staged

#[test]
fn a_broken_staged_plan_fails_though_the_working_tree_holds_the_mended_one() {
    let repository = Repository::new(&[("plan.toml", COUNTY)]);
    repository.write("plan.toml", &short_paid());
    repository.git(&["add", "plan.toml"]);
    repository.write("plan.toml", COUNTY);
    assert_eq!(repository.bcf(&["check", "plan.toml"]).code, 0);
    for args in [&["check", "--staged"][..], &["check", "--staged", "plan.toml"], &["check", "--staged", "."]] {
        let ran = repository.bcf(args);
        assert!(ran.code == 1 && ran.line().starts_with("FAIL plan.toml"), "{args:?}: {ran:?}");
    }
    // And the other way round.
    repository.git(&["add", "plan.toml"]);
    repository.write("plan.toml", &short_paid());
    assert_eq!(repository.bcf(&["check", "--staged", "plan.toml"]).code, 0);
}

#[test]
fn without_a_path_every_staged_plan_is_checked_and_no_other() {
    let repository = Repository::new(&[
        ("same.toml", &short_paid()),
        ("changed.toml", COUNTY),
        ("renamed.toml", BOROUGH),
        ("gone.toml", COUNTY),
        ("other.toml", "[tool]\nx = 1\n"),
    ]);
    let ran = repository.bcf(&["check", "--staged"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "note: no plan is staged\n"), "{ran:?}");
    repository.write("changed.toml", &format!("# a comment\n{COUNTY}"));
    repository.write("sub/.hidden/new.TOML", COUNTY);
    repository.write("other.toml", "[tool]\nx = 2\n");
    repository.git(&["mv", "renamed.toml", "sub/moved.toml"]);
    repository.git(&["rm", "-q", "gone.toml"]);
    repository.git(&["add", "-A"]);
    repository.write("untracked.toml", &short_paid());
    let json = repository.bcf(&["check", "--staged", "--format", "json"]).json();
    let paths: Vec<&str> = json["plans"].as_array().expect("plans").iter().filter_map(|p| p["path"].as_str()).collect();
    assert_eq!(paths, ["changed.toml", "sub/.hidden/new.TOML", "sub/moved.toml"]);
    // What is named is what there is of that name.
    let ran = repository.bcf(&["check", "--staged", "gone.toml"]);
    let note = "note: gone.toml is staged for deletion: it was not read\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", note), "{ran:?}");
    let ran = repository.bcf(&["check", "--staged", "untracked.toml"]);
    assert!(ran.code == 2 && ran.err.contains("git add untracked.toml"), "{ran:?}");
    let ran = repository.bcf(&["check", "--staged", "absent.toml"]);
    assert!(ran.code == 2 && ran.err.contains("has no file `absent.toml`"), "{ran:?}");
    assert_eq!(repository.bcf(&["check", "--staged", "same.toml"]).code, 1);
    assert_eq!(repository.bcf(&["check", "--staged", "other.toml"]).code, 1, "named, it is meant to be a plan");
    assert_eq!(repository.bcf(&["check", "--staged", "--plans-only", "--", "other.toml"]).code, 0);
    let json = repository.bcf(&["check", "--staged", "--format", "json", "s*.toml", "sub"]).json();
    let paths: Vec<&str> = json["plans"].as_array().expect("plans").iter().filter_map(|p| p["path"].as_str()).collect();
    assert_eq!(paths, ["same.toml", "sub/moved.toml"], "hidden folders are not looked into for a folder");
}

#[test]
fn the_settings_of_what_is_staged_are_those_that_are_staged() {
    let config = format!("{WITH_ALLOCATIONS}[[rounds]]\nfile = \"ours.toml\"\n");
    let round = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";
    let plan = edited(BOROUGH, "round = \"bcf-2017-19\"", "round = \"ours\"");
    let repository = Repository::new(&[("readme.md", "x")]);
    repository.write("bcf.toml", &config);
    repository.write("allocations.csv", &allocations("6250000"));
    repository.write("ours.toml", round);
    repository.write("plan.toml", &plan);
    repository.git(&["add", "-A"]);
    let sound = repository.bcf(&["check", "--staged"]);
    assert!(sound.code == 0 && sound.line().starts_with("PASS"), "{sound:?}");
    // Nothing of the working tree is looked at.
    for name in ["bcf.toml", "allocations.csv", "ours.toml", "plan.toml"] {
        repository.write(name, "broken = ");
    }
    assert_eq!(repository.bcf(&["check", "--staged"]).out, sound.out);
    for name in ["bcf.toml", "allocations.csv", "ours.toml", "plan.toml"] {
        fs::remove_file(repository.at(name)).expect("a file");
    }
    assert_eq!(repository.bcf(&["check", "--staged"]).out, sound.out);
    // What is staged is.
    repository.write("allocations.csv", &allocations("16250000"));
    repository.git(&["add", "allocations.csv"]);
    let ran = repository.bcf(&["check", "--staged"]);
    assert!(ran.code == 1 && ran.out.contains("social-care-below-minimum"), "{ran:?}");
    repository.write("bcf.toml", "fail-on = \"nevr\"\n");
    repository.git(&["add", "bcf.toml"]);
    let ran = repository.bcf(&["check", "--staged"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `never`?"), "{ran:?}");
}

#[test]
fn what_is_staged_is_compared_with_a_revision() {
    let repository = Repository::new(&[("plans/old.toml", &short_paid()), ("bcf.toml", "fail-on = \"error\"\n")]);
    repository.git(&["mv", "plans/old.toml", "plans/new.toml"]);
    let ran = repository.bcf(&["check", "--staged", "--since", "HEAD"]);
    assert!(ran.code == 0 && ran.line().starts_with("FAIL (known) plans/new.toml"), "{ran:?}");
    // The folder may be gone from the working tree.
    fs::remove_dir_all(repository.at("plans")).expect("a folder");
    assert_eq!(repository.bcf(&["check", "--staged", "--since", "HEAD"]).out, ran.out);
    repository.write("bcf.toml", "fail-on = \"never\"\n");
    repository.git(&["add", "bcf.toml"]);
    repository.write("plans/new.toml", &edited(&short_paid(), PASSED_ON, &PASSED_ON.replace("318", "000")));
    repository.git(&["add", "plans/new.toml"]);
    let ran = repository.bcf(&["check", "--staged", "--since", "HEAD"]);
    assert!(ran.code == 1 && ran.line().contains("(HEAD:bcf.toml:1), not"), "{ran:?}");
}

#[test]
fn what_is_staged_before_the_first_commit_or_in_a_conflict_is_told() {
    let repository = Repository { folder: tempfile::tempdir().expect("a folder") };
    repository.git(&["init", "-q", "-b", "main", "--template=", "."]);
    assert_eq!(repository.bcf(&["check", "--staged"]).err, "note: no plan is staged\n");
    repository.write("plan.toml", &short_paid());
    repository.git(&["add", "-A"]);
    assert_eq!(repository.bcf(&["check", "--staged"]).code, 1);
    repository.commit(&[("plan.toml", COUNTY)]);
    let repository = repository.branch(&[("plan.toml", &short_paid())]);
    repository.git(&["checkout", "-q", "main"]);
    repository.commit(&[("plan.toml", &edited(COUNTY, "747_455", "747_100"))]);
    assert_ne!(repository.git_said(&["merge", "-q", "topic"]).code, 0);
    let ran = repository.bcf(&["check", "--staged"]);
    assert!(ran.code == 2 && ran.err.contains("plan.toml is in the middle of a merge"), "{ran:?}");
    for args in [&["check", "--staged", "-"][..], &["check", "--staged", "--watch"]] {
        assert_eq!(repository.bcf(args).code, 2);
    }
}

#[cfg(unix)]
#[test]
fn evidence_of_a_staged_plan_is_to_be_staged_too() {
    let repository = Repository::new(&[("readme.md", "x")]);
    let evidence = "\n[[evidence]]\nfor = \"governance\"\nwhere = \"minutes.pdf\"\n";
    repository.write("plan.toml", &format!("{COUNTY}{evidence}"));
    repository.git(&["add", "plan.toml"]);
    repository.write("minutes.pdf", "x");
    let ran = repository.bcf(&["check", "--staged", "--format", "json"]);
    assert_eq!(ran.new_findings(), ["evidence-file-missing"]);
    repository.git(&["add", "minutes.pdf"]);
    assert_eq!(repository.bcf(&["check", "--staged", "--format", "json"]).new_findings(), [""; 0]);
}

// ---- a repository nobody trusts

/// Returns a program that leaves a mark when it is run.
#[cfg(unix)]
fn trap(folder: &TempDir) -> (String, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let (script, mark) = (folder.path().join("trap"), folder.path().join("mark"));
    // What runs it may expect an answer; one that reads as nothing ends it.
    fs::write(&script, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\nexit 1\n", mark.display())).expect("a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a script that can be run");
    (script.display().to_string(), mark)
}

/// Settings by which git runs a program.
#[cfg(unix)]
const NAMING_PROGRAMS: [&str; 30] = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "filter.trap.clean",
    "filter.trap.smudge",
    "filter.trap.process",
    "diff.trap.textconv",
    "diff.trap.command",
    "diff.external",
    "merge.trap.driver",
    "credential.helper",
    "gpg.program",
    "pager.diff-index",
    "pager.ls-files",
    "pager.cat-file",
    "alias.cat-file",
    "alias.rev-parse",
    "alias.ls-tree",
    "alias.merge-base",
    "interactive.diffFilter",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
    "remote.origin.vcs",
    "trailer.x.command",
    "sequence.editor",
    "difftool.x.cmd",
];

/// Settings by which git fetches what is missing, from a program too, and reads more settings.
#[cfg(unix)]
const LAZY: &str = "[remote \"origin\"]\n\turl = ext::TRAP\n\tpromisor = true\n\tpartialclonefilter = blob:none\n\
[protocol]\n\tallow = always\n[protocol \"ext\"]\n\tallow = always\n[extensions]\n\tpartialClone = origin\n\
[filter \"trap\"]\n\trequired = true\n[include]\n\tpath = more\n[includeIf \"gitdir:/**\"]\n\tpath = more\n\
[core]\n\trepositoryformatversion = 1\n";

/// Returns a repository every setting of which that names a program names the trap.
#[cfg(unix)]
fn hostile(trap: &str) -> Repository {
    let attributes = "*.toml filter=trap diff=trap merge=trap text\n";
    let repository = Repository::new(&[("plan.toml", COUNTY), ("old.toml", BOROUGH), ("bcf.toml", "")]);
    repository.git(&["mv", "old.toml", "new.toml"]);
    let repository = repository.branch(&[("plan.toml", &short_paid()), (".gitattributes", attributes)]);
    // Newer than the index, so that git would have to look into it.
    repository.write("plan.toml", &format!("# a comment\n{}", short_paid()));
    let hooks = repository.at(".git/hooks");
    fs::create_dir_all(&hooks).expect("a folder");
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout", "pre-auto-gc"] {
        fs::copy(trap, hooks.join(hook)).expect("a hook");
    }
    fs::create_dir_all(repository.at(".git/info")).expect("a folder");
    fs::write(repository.at(".git/info/attributes"), attributes).expect("a file");
    fs::write(repository.at(".git/more"), format!("[core]\n\tfsmonitor = {trap}\n\thooksPath = {}\n", hooks.display()))
        .expect("a file");
    let one = |setting: &str| {
        let (section, key) = setting.rsplit_once('.').expect("a key");
        let section = section.split_once('.').map_or(section.to_owned(), |(a, b)| format!("{a} \"{b}\""));
        format!("[{section}]\n\t{key} = {trap}\n")
    };
    let config: String = NAMING_PROGRAMS.map(one).concat() + &LAZY.replace("TRAP", trap);
    let path = repository.at(".git/config");
    let own = fs::read_to_string(&path).expect("a config");
    fs::write(path, own + &config).expect("a config");
    repository
}

/// Every command line by which git is asked for something.
#[cfg(unix)]
const ASKING: [&[&str]; 12] = [
    &["check", "--since", "main"],
    &["check", "--since", "main...HEAD", "plan.toml", "new.toml"],
    &["check", "--staged"],
    &["check", "--staged", "--since", "main", "."],
    &["diff", "main", "plan.toml"],
    &["diff", "main", "new.toml"],
    &["diff", "main...HEAD", "plan.toml"],
    &["diff", "main:plan.toml", "topic:plan.toml"],
    &["diff", "HEAD:plan.toml", ":plan.toml"],
    &["diff", ":plan.toml", "plan.toml"],
    &["diff", "nothing", "plan.toml"],
    &["diff", "main", "absent.toml"],
];

#[cfg(unix)]
#[test]
fn no_setting_of_a_repository_runs_a_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let (trap, mark) = trap(&folder);
    let repository = hostile(&trap);
    for args in ASKING {
        repository.bcf(args);
        let left = fs::read_to_string(&mark).unwrap_or_default();
        assert_eq!(left, "", "{args:?} ran a program");
    }
    // What is not there is not fetched either.
    let plan = repository.git_said(&["-c", "core.fsmonitor=false", "rev-parse", "main:plan.toml"]).out;
    let _ = fs::remove_file(&mark);
    let object = format!(".git/objects/{}/{}", &plan[..2], plan[2..].trim());
    fs::remove_file(repository.at(&object)).expect("an object");
    for args in ASKING {
        repository.bcf(args);
        let left = fs::read_to_string(&mark).unwrap_or_default();
        assert_eq!(left, "", "{args:?} ran a program");
    }
    let ran = repository.bcf(&["diff", "main", "plan.toml"]);
    assert!(ran.code == 2 && ran.err.contains("git cannot read main:plan.toml"), "{ran:?}");
    // The trap would work: what a user types is caught.
    repository.git_said(&["status"]);
    repository.git_said(&["diff"]);
    assert_ne!(fs::read_to_string(&mark).unwrap_or_default(), "");
}

#[cfg(unix)]
#[test]
fn no_variable_of_a_hook_runs_a_program_or_leads_astray() {
    let folder = tempfile::tempdir().expect("a folder");
    let (trap, mark) = trap(&folder);
    let repository = hostile(&trap);
    let other = Repository::new(&[("plan.toml", BOROUGH)]);
    let dir = other.at(".git").display().to_string();
    let index = other.at(".git/index").display().to_string();
    let calm: Vec<Ran> = ASKING.iter().map(|args| repository.bcf(args)).collect();
    let env = [
        ("GIT_EXTERNAL_DIFF", trap.as_str()),
        ("GIT_SSH_COMMAND", &trap),
        ("GIT_PAGER", &trap),
        ("GIT_PROXY_COMMAND", &trap),
        ("GIT_ASKPASS", &trap),
        ("GIT_DIR", &dir),
        ("GIT_WORK_TREE", "/"),
        ("GIT_INDEX_FILE", &index),
        ("GIT_OBJECT_DIRECTORY", &dir),
        ("GIT_ATTR_SOURCE", "main"),
    ];
    for (args, calm) in ASKING.iter().zip(calm) {
        let ran = repository.bcf_with(args, &env);
        assert_eq!((ran.code, &ran.out, &ran.err), (calm.code, &calm.out, &calm.err), "{args:?}");
    }
    assert!(!mark.exists(), "{:?}", fs::read_to_string(&mark));
}

#[cfg(unix)]
#[test]
fn a_folder_that_looks_like_a_repository_is_none_of_the_plans() {
    let folder = tempfile::tempdir().expect("a folder");
    let (trap, mark) = trap(&folder);
    let repository = Repository::new(&[("plans/plan.toml", COUNTY)]);
    // A bare repository among the files, in which `main` has the error already.
    let inner = Repository::new(&[("plan.toml", &short_paid())]);
    inner.git(&["clone", "-q", "--bare", ".", &repository.at("plans/inner").display().to_string()]);
    for entry in fs::read_dir(repository.at("plans/inner")).expect("a folder") {
        let entry = entry.expect("an entry");
        fs::rename(entry.path(), repository.at("plans").join(entry.file_name())).expect("a move");
    }
    let config =
        format!("[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = {trap}\n\tworktree = .\n");
    repository.write("plans/config", &config);
    repository.write("plans/plan.toml", &short_paid());
    for folder in [".", "plans"] {
        let mut command = repository.command(env!("CARGO_BIN_EXE_bcf"));
        command.current_dir(repository.at(folder)).args(["check", "--since", "main"]);
        command.arg(repository.at("plans/plan.toml"));
        let ran = Ran::of(&command.output().expect("the program"));
        assert_eq!(ran.code, 1, "{folder}: {ran:?}");
    }
    assert!(!mark.exists());
}

/// The verdict on two revisions in a bare repository is the same as in the one it was made from.
#[test]
fn a_bare_repository_is_asked_by_its_revisions() {
    let repository = Repository::new(&[
        ("bcf.toml", WITH_ALLOCATIONS),
        ("allocations.csv", &allocations("6250000")),
        ("a/plan.toml", BOROUGH),
    ])
    .branch(&[("allocations.csv", &allocations("16250000"))]);
    let bare = Repository { folder: tempfile::tempdir().expect("a folder") };
    bare.git(&["clone", "-q", "--bare", &repository.folder.path().display().to_string(), "x.git"]);
    let args = ["diff", "main:a/plan.toml", "topic:a/plan.toml"];
    let said = repository.bcf(&args);
    assert!(said.code == 1 && said.out.contains("social-care-below-minimum"), "{said:?}");
    let run = |folder: &str, args: &[&str], env: &[(&str, &str)]| {
        let mut command = bare.command(env!("CARGO_BIN_EXE_bcf"));
        command.current_dir(bare.at(folder)).args(["--width", "400"]).args(args).envs(env.iter().copied());
        Ran::of(&command.output().expect("the program"))
    };
    for (folder, env) in [("x.git", &[][..]), (".", &[("GIT_DIR", "x.git")]), ("x.git", &[("GIT_DIR", ".")])] {
        let ran = run(folder, &args, env);
        assert_eq!((ran.code, &ran.out, &ran.err), (said.code, &said.out, &said.err), "{folder} {env:?}");
    }
    let ran = run("x.git", &["diff", "main...topic:a/plan.toml", "topic:a/plan.toml"], &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    // A plan that is piped in is held against the one it is called after.
    let changed = bare.at("plan.toml");
    fs::write(&changed, edited(BOROUGH, "name = ", "name = \"\" # ")).expect("a file");
    let piped = |folder: &str, name: &str| {
        let mut command = bare.command(env!("CARGO_BIN_EXE_bcf"));
        command.current_dir(bare.at(folder)).stdin(fs::File::open(&changed).expect("a file"));
        command.args(["check", "-", "-q", "--since", "main", "--stdin-filename", name]);
        Ran::of(&command.output().expect("the program"))
    };
    let whole = piped("x.git", "a/plan.toml");
    bare.git(&["clone", "-q", "x.git", "tree"]);
    let tree = piped("tree", "a/plan.toml");
    assert_eq!((whole.code, &whole.out), (tree.code, &tree.out), "{whole:?} {tree:?}");
    // There is no file that a revision could be compared with.
    let ran = run("x.git", &["diff", "main", "a.toml"], &[]);
    assert!(ran.code == 2 && ran.err.contains("a.toml"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn what_git_advises_of_a_repository_of_somebody_else_is_passed_on() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new(&[("plan.toml", COUNTY)]);
    // What git says where the owner is another one.
    let said = "fatal: detected dubious ownership in repository at '/srv/plans'\nTo add an exception for this directory, \
                call:\n\n\tgit config --global --add safe.directory /srv/plans\n";
    let bin = tempfile::tempdir().expect("a folder");
    let git = bin.path().join("git");
    fs::write(&git, format!("#!/bin/sh\ncat >&2 <<'END'\n{said}END\nexit 128\n")).expect("a script");
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).expect("a script that can be run");
    let path = format!("{}:/usr/bin:/bin", bin.path().display());
    for args in [&["diff", "main", "plan.toml"][..], &["check", "--since", "main"], &["check", "--staged"]] {
        let ran = repository.bcf_with(args, &[("PATH", &path)]);
        assert!(ran.code == 2 && ran.err.contains("dubious ownership"), "{ran:?}");
        assert!(ran.err.contains("git config --global --add safe.directory /srv/plans"), "{ran:?}");
    }
}

// ---- many plans, and other names

/// Runs with a git that writes down what it was asked.
#[cfg(unix)]
fn asked(repository: &Repository, args: &[&str]) -> (Ran, Vec<String>) {
    use std::os::unix::fs::PermissionsExt;
    let bin = tempfile::tempdir().expect("a folder");
    let (script, log) = (bin.path().join("git"), bin.path().join("log"));
    let real = String::from_utf8(Command::new("sh").args(["-c", "command -v git"]).output().expect("a shell").stdout);
    let real = real.expect("a path");
    let text = format!("#!/bin/sh\necho \"$*\" >> '{}'\nexec '{}' \"$@\"\n", log.display(), real.trim());
    fs::write(&script, text).expect("a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a script that can be run");
    let path = format!("{}:{}", bin.path().display(), std::env::var("PATH").unwrap_or_default());
    let ran = repository.bcf_with(args, &[("PATH", &path)]);
    let lines = fs::read_to_string(&log).unwrap_or_default();
    (ran, lines.lines().map(str::to_owned).collect())
}

#[cfg(unix)]
#[test]
fn many_plans_are_read_by_one_process_and_one_that_is_the_same_by_none() {
    let names: Vec<String> = (0..20).map(|n| format!("area-{n}/plan.toml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), COUNTY)).collect();
    let repository = Repository::new(&files);
    let readers = |lines: &[String]| lines.iter().filter(|line| line.contains("cat-file")).count();
    let (ran, lines) = asked(&repository, &["check", "-q", "--since", "main"]);
    assert_eq!((ran.code, readers(&lines)), (0, 0), "{lines:?}");
    let changed = short_paid();
    for name in &names[..10] {
        repository.write(name, &changed);
    }
    // Where the repository is, the commit, the merge base, its files, what is in them: one question each, however many
    // plans there are and however they are named.
    let one_by_one: Vec<&str> = names.iter().map(String::as_str).collect();
    for plans in [&[][..], &one_by_one] {
        let (ran, lines) = asked(&repository, &[&["check", "-q", "--since", "main"], plans].concat());
        assert_eq!((ran.code, readers(&lines)), (1, 1), "{lines:?}");
        assert_eq!(lines.len(), 5, "{lines:?}");
    }
}

#[test]
fn line_breaks_that_git_changes_on_the_way_are_no_difference() {
    let repository = Repository::new(&[(".gitattributes", "*.toml text eol=crlf\n"), ("plan.toml", &short_paid())]);
    repository.write("plan.toml", &short_paid().replace('\n', "\r\n"));
    let ran = repository.since_main("plan.toml", &[]);
    assert!(ran.code == 0 && ran.line().starts_with("FAIL (known)"), "{ran:?}");
}

#[test]
fn a_plan_that_git_takes_for_another_renamed_is_that_one() {
    let repository = Repository::new(&[("a/old.toml", &short_paid()), ("a/bcf.toml", "fail-on = \"error\"\n")]);
    let repository = repository.branch(&[("b/bcf.toml", "fail-on = \"never\"\n")]);
    repository.git(&["mv", "a/old.toml", "b/new.toml"]);
    repository.commit(&[("b/new.toml", &format!("# moved\n{}", short_paid()))]);
    let ran = repository.since_main("b/new.toml", &[]);
    assert!(ran.code == 0 && ran.line().starts_with("FAIL (known) b/new.toml"), "{ran:?}");
    assert!(ran.line().contains("fail-on = \"error\" (main:a/bcf.toml:1), not"), "{ran:?}");
    let ran = repository.bcf(&["diff", "main", "b/new.toml"]);
    assert!(ran.code == 0 && ran.out.contains("main:a/old.toml"), "{ran:?}");
    // What is new in it counts.
    repository.write("b/new.toml", &edited(&short_paid(), PASSED_ON, &PASSED_ON.replace("318", "000")));
    assert_eq!(repository.since_main("b/new.toml", &[]).code, 1);
}

#[test]
fn a_baseline_follows_a_plan_to_another_name_where_there_is_no_doubt() {
    let repository = Repository::new(&[("old.toml", &short_paid()), ("borough.toml", BOROUGH)]);
    assert_eq!(repository.bcf(&["check", "--write-baseline"]).code, 0);
    let rename = |from: &str, to: &str| fs::rename(repository.at(from), repository.at(to)).expect("a file");
    let check = |more: &[&str]| repository.bcf(&[&["check", "--baseline", "bcf-baseline.json", "-q"], more].concat());
    rename("old.toml", "new.toml");
    let ran = check(&["--fail-on-stale"]);
    assert!(ran.code == 0 && ran.out.contains("FAIL (known) new.toml"), "{ran:?}");
    // What is new in it counts.
    repository.write("new.toml", &edited(&short_paid(), PASSED_ON, &PASSED_ON.replace("318", "000")));
    assert_eq!(check(&[]).code, 1);
    repository.write("new.toml", &short_paid());
    // A plan of another round, or two of which either might be it, are not it.
    repository.write("copy.toml", &short_paid());
    assert_eq!(check(&[]).code, 1);
    fs::remove_file(repository.at("copy.toml")).expect("a file");
    repository.write("new.toml", &edited(&short_paid(), "code = \"E10000999\"", "code = \"E10000998\""));
    assert_eq!(check(&[]).code, 1);
    // Where it is still there, a copy of it is a plan of its own.
    rename("new.toml", "old.toml");
    repository.write("old.toml", &short_paid());
    repository.write("copy.toml", &short_paid());
    let ran = check(&[]);
    assert!(ran.code == 1 && ran.out.contains("FAIL copy.toml"), "{ran:?}");
    // Written anew it has the new name, with what was not looked at.
    fs::remove_file(repository.at("copy.toml")).expect("a file");
    rename("old.toml", "new.toml");
    assert_eq!(repository.bcf(&["check", "--select", "money", "--write-baseline"]).code, 0);
    let ran = check(&["--fail-on-stale"]);
    assert!(ran.code == 0 && ran.out.contains("FAIL (known) new.toml"), "{ran:?}");
}
