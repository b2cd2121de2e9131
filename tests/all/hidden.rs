//! A plan that stops being a plan, through the built program: a header that names none, a place where no check looks, a
//! setting that leaves it out, a file that cannot be read. Each is reported in every format.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::without_causes;

const BOROUGH: &str = include_str!("../../plans/example-borough.toml");
const COUNTY: &str = include_str!("../../plans/example-county.toml");
const FORMATS: [&str; 8] = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

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

    /// Returns one field of each entry of a list of the run.
    fn all(&self, list: &str, field: &str) -> Vec<String> {
        let json = self.json();
        let entries = json[list].as_array().unwrap_or_else(|| panic!("no list {list}: {json}")).iter();
        entries.map(|entry| entry[field].as_str().expect("a text").to_owned()).collect()
    }

    /// Passes unless the status is this one and, joined, both outputs hold all words.
    #[track_caller]
    fn ends(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "no `{word}` in:\n{}{}", self.out, self.err);
        }
    }
}

/// A git repository of its own.
struct Folder(TempDir);

impl Folder {
    /// Creates a repository whose first commit has these files.
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        place.git(&["init", "-q", "-b", "main"]);
        for (name, text) in files {
            place.write(name, text);
        }
        place.commit();
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

    fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.at(to).parent().expect("a folder")).expect("a folder");
        fs::rename(self.at(from), self.at(to)).expect("a file that moves");
    }

    fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.0.path()).args(["-c", "user.name=A. Person", "-c", "user.email=a@example.org"]).args(args);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").env_remove("GIT_DIR");
        let done = git.output().expect("git");
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "a change"]);
    }

    fn run_in(&self, folder: &str, args: &[&str], path: Option<&str>) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command.args(without_causes(args)).args(["--width", "400"]).current_dir(self.at(folder));
        command.env_remove("GITHUB_ACTIONS").env_remove("GITHUB_STEP_SUMMARY");
        if let Some(path) = path {
            command.env("PATH", path);
        }
        let done = command.output().expect("the program");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
    }

    fn check(&self, args: &[&str]) -> Ran {
        self.run_in("", &[&["check", "--today", "2018-06-01"], args].concat(), None)
    }

    fn json(&self, args: &[&str]) -> Ran {
        self.check(&[&["--format", "json"], args].concat())
    }

    /// Returns the names of the plans that are checked.
    fn checked(&self, args: &[&str]) -> Vec<String> {
        self.json(args).all("plans", "path")
    }
}

fn headed(header: &str) -> String {
    BOROUGH.replacen("[plan]", header, 1)
}

// ---- a header that names no plan

#[test]
fn a_misspelt_header_is_an_error_wherever_the_plan_is_met_and_in_every_format() {
    for header in ["[plans]", "[Plan]", "[[plan]]"] {
        let place = Folder::new(&[("plans/a.toml", &headed(header)), ("plans/other.toml", "[tool]\nx = 1\n")]);
        for args in [&["plans"][..], &["plans/*.toml"], &["--plans-only", "plans/a.toml"], &["plans/a.toml"]] {
            let ran = place.json(args);
            assert_eq!(ran.code, 1, "{header} {args:?}: {}", ran.err);
            let plan = &ran.json()["plans"][0];
            assert_eq!(
                (&plan["path"], &plan["verdict"]),
                (&"plans/a.toml".into(), &"fail".into()),
                "{header} {args:?}"
            );
            let at_plan: Vec<&Value> =
                plan["findings"].as_array().expect("findings").iter().filter(|f| f["at"]["path"] == "plan").collect();
            assert_eq!(at_plan.len(), 1, "{at_plan:?}");
            assert_eq!((&at_plan[0]["rule"], &at_plan[0]["level"]), (&"missing-key".into(), &"error".into()));
            let message = at_plan[0]["message"].as_str().expect("a message");
            let near = format!(
                "looks like a plan, with `[[sources]]` and `[[schemes]]`, and has `{header}`: did you mean `[plan]`?"
            );
            assert!(message.contains(&near), "{message}");
            let line = BOROUGH.lines().position(|line| line == "[plan]").expect("the header") + 1;
            assert_eq!(at_plan[0]["at"]["line"], line);
        }
        for format in FORMATS {
            let ran = place.check(&["plans", "--format", format]);
            assert!(ran.code == 1 && ran.out.contains("looks like a plan"), "{header} {format}: {}", ran.out);
            assert!(ran.err.is_empty(), "{header} {format}: {}", ran.err);
        }
    }
}

#[test]
fn what_names_no_plan_cannot_waive_that() {
    let waiver = "\n[[waivers]]\nrule = \"missing-key\"\nreason = \"known\"\nby = \"council\"\n";
    let place = Folder::new(&[("a.toml", &format!("{}{waiver}", headed("[plans]")))]);
    place.check(&["."]).ends(1, &["FAIL a.toml", "did you mean `[plan]`?"]);
}

#[test]
fn a_file_without_any_header_is_told_too_and_other_files_are_passed_over_in_silence() {
    let place = Folder::new(&[("plans/a.toml", &headed(""))]);
    place.check(&["plans"]).ends(1, &["and has no `[plan]`, which names it one"]);
    let place = Folder::new(&[
        ("plans/good.toml", BOROUGH),
        ("plans/beside.toml", &headed("[companion]")),
        ("plans/figures.toml", "[[metrics]]\nkind = \"x\"\n[totals]\npool = 1\n"),
    ]);
    let ran = place.json(&["plans"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.all("plans", "path"), ["plans/good.toml"]);
}

#[test]
fn the_ending_counts_in_whatever_letters() {
    let place = Folder::new(&[("plans/a.TOML", &headed("[plans]")), ("plans/b.Toml", BOROUGH)]);
    for args in [&["plans"][..], &["plans/*.toml"], &["**/*.toml"], &["."]] {
        assert_eq!(place.checked(args), ["plans/a.TOML", "plans/b.Toml"], "{args:?}");
        assert_eq!(place.check(args).code, 1);
    }
    assert_eq!(place.checked(&["plans/*.TOML"]), ["plans/a.TOML"]);
}

// ---- plans that are gone since a revision

/// Returns one plan that stays and one that something is done to.
fn two() -> Folder {
    Folder::new(&[("plans/stays.toml", COUNTY), ("plans/a.toml", BOROUGH)])
}

#[test]
fn a_hidden_plan_fails_the_check_and_is_told_in_every_format() {
    let place = two();
    place.rename("plans/a.toml", ".plans/a.toml");
    for rev in ["main", "main~1"] {
        let ran = place.json(&["--since", rev]);
        assert_eq!((ran.code, &ran.json()["verdict"], &ran.json()["fails"]), (1, &"fail".into(), &true.into()));
        let why = format!("hidden since {rev}: it is now .plans/a.toml, where this check does not look");
        assert_eq!(ran.json()["gone"], json!([{ "path": "plans/a.toml", "why": why, "fails": true }]));
        if rev == "main" {
            place.commit();
        }
    }
    // What was hidden at the revision already is no news.
    assert_eq!(place.check(&["--since", "main"]).code, 0);
    let since = |format| place.check(&["plans", "--since", "main~1", "--format", format]);
    for format in FORMATS {
        since(format).ends(1, &["plans/a.toml", "hidden since main"]);
    }
    for format in ["concise", "gitlab"] {
        assert!(since(format).err.contains("note: plans/a.toml: hidden since main~1"), "{}", since(format).err);
    }
    since("human").ends(1, &["\nFAIL 1 plan: 0 failed, 1 passed", "1 plan hidden or no plan any longer"]);
    assert!(since("github").out.contains("::error file=plans/a.toml,title=checked no longer::plans/a.toml: hidden"));
    let sarif: Value = serde_json::from_str(&since("sarif").out).expect("SARIF");
    let told = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(told["level"], "error");
    assert_eq!(told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "plans/a.toml");
    let junit = since("junit").out;
    let junit = roxmltree::Document::parse(&junit).expect("XML");
    let case = junit.descendants().find(|node| node.attribute("name") == Some("plans/a.toml is still checked"));
    assert!(case.expect("a case").children().any(|node| node.has_tag_name("failure")));
}

#[test]
fn a_plan_that_is_ignored_excluded_or_no_plan_any_longer_fails() {
    let place = two();
    place.git(&["rm", "-q", "--cached", "plans/a.toml"]);
    place.write(".gitignore", "plans/a.toml\n");
    place.check(&["plans", "--since", "main"]).ends(1, &["git tracks it no longer, and a .gitignore names it"]);
    // As long as it is tracked a line of a .gitignore changes nothing.
    place.git(&["add", "-f", "plans/a.toml"]);
    assert_eq!(place.check(&["plans", "--since", "main"]).code, 0);

    let place = two();
    place.write("bcf.toml", "\n\n\nexclude = [\"plans/a*\"]\n");
    place.check(&["plans", "--since", "main"]).ends(1, &["hidden since main: bcf.toml:4 excludes it"]);
    // What was left out at the revision too was not there for a check.
    place.commit();
    let ran = place.json(&["plans", "--since", "main"]);
    assert_eq!((ran.code, ran.all("gone", "path").len(), ran.all("excluded", "path").len()), (0, 0, 1));

    let place = two();
    place.write("plans/a.toml", "[package]\nname = \"a\"\n");
    place.check(&["plans", "--since", "main"]).ends(1, &["plans/a.toml: no plan any longer"]);
    let hook = ["--plans-only", "--since", "main", "plans/a.toml"];
    place.check(&hook).ends(1, &["plans/a.toml: no plan any longer", "FAIL 0 plans"]);
    place.write("plans/a.toml", &headed("[companion]"));
    place.check(&["plans", "--since", "main"]).ends(1, &["plans/a.toml: no plan any longer"]);
}

#[test]
fn a_deleted_plan_is_told_and_fails_nothing() {
    let place = two();
    fs::remove_file(place.at("plans/a.toml")).expect("a file to remove");
    let ran = place.json(&["plans", "--since", "main"]);
    assert_eq!((ran.code, &ran.json()["verdict"]), (0, &"pass".into()));
    assert_eq!(ran.json()["gone"], json!([{ "path": "plans/a.toml", "why": "deleted since main", "fails": false }]));
    for format in FORMATS {
        place.check(&["plans", "--since", "main", "--format", format]).ends(0, &["plans/a.toml", "deleted since main"]);
    }
    let github = place.check(&["plans", "--since", "main", "--format", "github"]);
    assert!(github.out.contains("::notice file=plans/a.toml,title=checked no longer::"), "{}", github.out);
    // A copy that was there already is not where it went.
    let place = Folder::new(&[("plans/a.toml", BOROUGH), ("plans/b.toml", COUNTY), (".forms/a.toml", BOROUGH)]);
    fs::remove_file(place.at("plans/a.toml")).expect("a file to remove");
    place.check(&["--since", "main"]).ends(0, &["plans/a.toml: deleted since main"]);
    // Nor is anything left to check, which is reported too.
    fs::remove_file(place.at("plans/b.toml")).expect("a file to remove");
    place.check(&["--since", "main"]).ends(0, &["plans/a.toml: deleted", "plans/b.toml: deleted"]);
}

#[test]
fn a_plan_that_moved_to_where_plans_are_found_is_not_gone() {
    let place = two();
    place.rename("plans/a.toml", "plans/deep/renamed.toml");
    let gone = |args: &[&str]| place.json(args).all("gone", "path");
    assert_eq!(gone(&["plans", "--since", "main"]), <[&str; 0]>::default(), "the same content");
    // git takes a file for moved that changed a little on the way.
    place.write("plans/deep/renamed.toml", &BOROUGH.replacen("# ", "# A remark. ", 1));
    place.commit();
    assert_eq!(gone(&["plans", "--since", "main~1"]), <[&str; 0]>::default(), "git's own detection");
    // Where this check does not look it is as good as hidden.
    place.rename("plans/deep/renamed.toml", "elsewhere/renamed.toml");
    place.commit();
    place.check(&["plans", "--since", "main~2"]).ends(1, &["it is now elsewhere/renamed.toml"]);
    assert_eq!(gone(&["--since", "main~2"]), <[&str; 0]>::default());
}

#[test]
fn a_plan_that_is_moved_away_and_changed_on_the_way_is_hidden() {
    for to in [".plans/a.toml", "plans/a.txt"] {
        let place = two();
        place.rename("plans/a.toml", to);
        // No line is as it was, so that git sees another file.
        let reindented = format!("  {} # moved", BOROUGH.replace('\n', " # moved\n  "));
        place.write(to, &reindented);
        let told = format!("it is now {to}");
        place.check(&["--since", "main"]).ends(1, &[&told]);
        place.commit();
        place.check(&["--since", "main~1"]).ends(1, &[&told]);
        // A plan of another area is another plan.
        place.write(to, &COUNTY.replacen("name = ", "name = \"another\" # ", 1));
        place.check(&["--since", "main~1"]).ends(0, &["plans/a.toml: deleted"]);
    }
}

#[test]
fn what_is_staged_is_held_against_the_revision_too() {
    let staged = |change: &dyn Fn(&Folder)| {
        let place = two();
        change(&place);
        place.git(&["add", "-A"]);
        // What is in the working tree does not matter.
        place.write("plans/a.toml", BOROUGH);
        (place.check(&["--staged", "--since", "main"]), place.check(&["plans", "--staged", "--since", "main"]))
    };
    let to = |to: &'static str| move |place: &Folder| place.rename("plans/a.toml", to);
    let writes = |name: &'static str, text: String| move |place: &Folder| place.write(name, &text);
    for (change, words) in [
        (&to(".plans/a.toml") as &dyn Fn(&Folder), "it is now .plans/a.toml"),
        (&to("plans/a.txt"), "it is now plans/a.txt"),
        (&writes("plans/a.toml", "x = 1\n".to_owned()), "no plan any longer"),
        (&writes("bcf.toml", "exclude = [\"plans/*\"]\n".to_owned()), "the staged bcf.toml excludes it in line 1"),
    ] {
        let (all, below) = staged(change);
        all.ends(1, &["plans/a.toml", words]);
        below.ends(1, &["plans/a.toml", words]);
    }
    let (all, _) = staged(&|place: &Folder| fs::remove_file(place.at("plans/a.toml")).expect("a file to remove"));
    all.ends(0, &["plans/a.toml: deleted since main"]);
    let (all, _) = staged(&to("plans/deep/b.toml"));
    assert!(all.code == 0 && !format!("{}{}", all.out, all.err).contains("a.toml: "), "{}{}", all.out, all.err);
}

#[test]
fn only_plans_under_the_paths_that_are_asked_for_are_compared() {
    let place = Folder::new(&[
        ("plans/a.toml", BOROUGH),
        ("other/b.toml", COUNTY),
        (".hidden/c.toml", BOROUGH),
        ("plans/note.toml", "[tool]\n"),
    ]);
    for file in ["other/b.toml", ".hidden/c.toml", "plans/note.toml"] {
        fs::remove_file(place.at(file)).expect("a file to remove");
    }
    place.write("other/d.toml", &BOROUGH.replacen("# ", "# Another. ", 1));
    let gone = |folder: &str, args: &[&str]| {
        let all = [&["check", "--format", "json", "--since", "main"], args].concat();
        place.run_in(folder, &all, None).all("gone", "path")
    };
    let none: [&str; 0] = [];
    assert_eq!(gone("", &["plans"]), none);
    assert_eq!(gone("", &["plans/a.toml"]), none);
    assert_eq!(gone("plans", &[]), none);
    assert_eq!(gone("", &["other/[c-z].toml"]), none);
    assert_eq!(gone("", &["other"]), ["other/b.toml"]);
    assert_eq!(gone("", &["o*/*.toml"]), ["other/b.toml"]);
    assert_eq!(gone("", &["."]), ["other/b.toml"]);
    assert_eq!(gone("plans", &["../other", "."]), ["../other/b.toml"]);
}

// ---- what a config excludes

#[test]
fn what_a_config_excludes_is_counted_in_the_verdict_and_named_files_are_read() {
    let place = Folder::new(&[
        ("plans/a.toml", COUNTY),
        ("archive/old.toml", BOROUGH),
        ("archive/deep/older.toml", BOROUGH),
        ("archive/broken.toml", &headed("[plans]")),
        ("archive/notes.toml", "[tool]\n"),
        ("bcf.toml", "fail-on = \"warning\"\n\nexclude = [\n  \"archive/**\",\n]\n"),
    ]);
    fs::write(place.at("archive/bytes.toml"), b"[plan]\nx = \"\xa3\"\n").expect("a file");
    let ran = place.json(&[]);
    assert_eq!((ran.code, ran.all("plans", "path")), (0, vec!["plans/a.toml".to_owned()]), "{}", ran.err);
    let expected = ["archive/broken.toml", "archive/bytes.toml", "archive/deep/older.toml", "archive/old.toml"];
    let excluded: Vec<String> = ran.all("excluded", "path");
    assert_eq!(excluded, expected.into_iter().filter(|path| *path != "archive/bytes.toml").collect::<Vec<_>>());
    assert_eq!((&ran.json()["excluded"][0]["by"], &ran.json()["excluded"][0]["line"]), (&"bcf.toml".into(), &4.into()));
    for format in ["human", "markdown"] {
        let ran = place.check(&["--format", format]);
        assert!(
            ran.code == 0 && ran.out.replace("&#46;", ".").contains("3 plans excluded by bcf.toml:4"),
            "{}",
            ran.out
        );
    }
    place.check(&["-q"]).ends(0, &["3 plans excluded by bcf.toml:4"]);
    // A hook names every file, a person the one that is meant.
    assert_eq!(place.checked(&["--plans-only", "archive/old.toml"]), <[&str; 0]>::default());
    assert_eq!(place.checked(&["archive/old.toml"]), ["archive/old.toml"]);
    assert_eq!(place.checked(&["archive", "--isolated"]).len(), 3);
    place.check(&["archive"]).ends(2, &["nothing to check", "3 plans excluded by bcf.toml:4 passed over"]);
    // The patterns start from the config's folder, wherever one is.
    let ran = place.run_in("archive", &["check", "..", "--format", "json"], None);
    assert_eq!((ran.code, ran.all("excluded", "path").len()), (0, 3), "{}", ran.err);
}

#[test]
fn exclude_is_explained_shown_and_held_to_what_it_may_be() {
    let place = Folder::new(&[("plans/a.toml", COUNTY)]);
    for (config, words) in [
        ("exclude = \"archive\"\n", &["`exclude` is a list of patterns", "bcf.toml:1:11"][..]),
        ("exclude = [3]\n", &["is text in quotes"]),
        ("exclude = [\"../x\"]\n", &["`../x` names nothing below the folder"]),
        ("exclude = [\"/x\"]\n", &["`/x` names nothing below the folder"]),
        ("exclude = [\"a**\"]\n", &["`a**` is no pattern"]),
        ("exlude = []\n", &["no key `exlude`", "did you mean `exclude`?"]),
    ] {
        place.write("bcf.toml", config);
        place.check(&["plans"]).ends(2, words);
    }
    place.write("bcf.toml", "exclude = [\"plans/a.toml\", \"old\"]\n");
    let shown = place.run_in("", &["config", "--format", "json"], None).json();
    let set: Vec<&Value> =
        shown["values"].as_array().expect("values").iter().filter(|value| value["key"] == "exclude").collect();
    assert_eq!((set.len(), &set[1]["value"], &set[1]["line"]), (2, &"old".into(), &1.into()));
    place.run_in("", &["schema", "config"], None).ends(0, &["\"exclude\""]);
    place.run_in("", &["config", "--help"], None).ends(0, &["exclude = [\"archive/**\"]"]);
}

// ---- what git ignores

#[test]
fn an_untracked_file_that_a_gitignore_names_is_passed_over_and_nothing_else() {
    let broken = headed("[plans]");
    let place = Folder::new(&[
        (".gitignore", "build/\n*.tmp.toml\n"),
        ("plans/.gitignore", "!kept.tmp.toml\nlocal.toml\n"),
        ("plans/a.toml", COUNTY),
    ]);
    for name in ["build/deep/x.toml", "plans/b.tmp.toml", "plans/kept.tmp.toml", "plans/local.toml", "local.toml"] {
        place.write(name, &broken);
    }
    assert_eq!(place.checked(&[]), ["local.toml", "plans/a.toml", "plans/kept.tmp.toml"]);
    assert_eq!(place.checked(&["plans/*.toml"]), ["plans/a.toml", "plans/kept.tmp.toml"]);
    // What is named is read, and so is what is tracked.
    assert_eq!(place.checked(&["build/deep/x.toml"]), ["build/deep/x.toml"]);
    assert_eq!(place.checked(&["--plans-only", "plans/local.toml"]), ["plans/local.toml"]);
    place.git(&["add", "-f", "build/deep/x.toml"]);
    assert!(place.checked(&[]).contains(&"build/deep/x.toml".to_owned()));
    place.git(&["rm", "-q", "--cached", "build/deep/x.toml"]);
    // So is a folder that is asked for, whatever names it; where all that is found is ignored, that is said.
    assert_eq!(place.checked(&["build"]), ["build/deep/x.toml"]);
    assert_eq!(place.checked(&["build/*/*.toml"]), ["build/deep/x.toml"]);
    place.check(&["b*"]).ends(2, &["nothing to check", "1 untracked file ignored by git passed over"]);
    // Without git nobody can say what is tracked.
    let ran = place.run_in("", &["check", "--format", "json"], Some(""));
    assert_eq!(ran.all("plans", "path").len(), 6, "{}", ran.err);
}

// ---- what cannot be read

#[test]
#[cfg(unix)]
fn every_file_that_could_not_be_read_is_named_in_every_format_of_a_ci() {
    let place = Folder::new(&[("a.toml", COUNTY)]);
    let hostile = "b\"<&>\n::error file=x::y.toml";
    fs::write(place.at(hostile), b"[plan]\nx = \"\xa3\"\n").expect("a file");
    let ran = place.json(&[".", "absent.toml"]);
    assert_eq!((ran.code, ran.all("unread", "path")), (2, vec!["absent.toml".to_owned(), hostile.to_owned()]));
    assert!(ran.all("unread", "why")[0].contains("there is no file or folder absent.toml"), "{}", ran.out);
    assert!(ran.all("unread", "why")[1].contains("is not UTF-8: byte 12"), "{}", ran.out);
    let as_format = |format| place.check(&[".", "absent.toml", "--format", format]);
    let sarif: Value = serde_json::from_str(&as_format("sarif").out).expect("SARIF");
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"].as_array().expect("notifications");
    let uri = |n: usize| &told[n]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!((told.len(), uri(0)), (2, &"absent.toml".into()));
    assert!(uri(1).as_str().is_some_and(|uri| uri.starts_with("b%22%3C%26%3E%0A%3A%3Aerror")), "{}", uri(1));
    let junit = as_format("junit").out;
    let junit = roxmltree::Document::parse(&junit).expect("XML");
    let errors = junit.descendants().filter(|node| node.has_tag_name("error"));
    let names: Vec<_> = errors.map(|node| node.parent().and_then(|case| case.attribute("name"))).collect();
    assert_eq!(names.len(), 2);
    assert!(names[1].is_some_and(|name| name.starts_with("b\"<&>\\u{a}::error")), "{names:?}");
    assert_eq!(junit.root_element().attribute("errors"), Some("2"));
    let github = as_format("github").out;
    let commands: Vec<&str> = github.lines().filter(|line| line.starts_with("::error")).collect();
    assert_eq!(commands.len(), 2, "{github}");
    assert!(commands[0].starts_with("::error file=absent.toml,title=could not be read::there is no file"));
    assert!(commands[1].starts_with("::error file=b\"<&>\\u{a}%3A%3Aerror file=x%3A%3Ay.toml,title="), "{github}");
}

#[test]
fn a_junit_report_of_very_many_unread_files_is_no_longer_than_it_must_be() {
    let place = Folder::new(&[("a.toml", COUNTY)]);
    let names: Vec<String> = (0..130).map(|n| format!("absent-{n:03}.toml")).collect();
    let mut args = vec!["--format", "junit"];
    args.extend(names.iter().map(String::as_str));
    let ran = place.check(&args);
    let report = roxmltree::Document::parse(&ran.out).expect("XML");
    assert_eq!(report.descendants().filter(|node| node.has_tag_name("error")).count(), 101);
    assert!(ran.code == 2 && ran.out.contains("30 more files could not be read"), "{}", ran.out);
}

#[test]
fn the_new_lists_are_in_the_schema_of_the_report() {
    let place = two();
    place.rename("plans/a.toml", ".plans/a.toml");
    place.write("bcf.toml", "exclude = [\"archive\"]\n");
    place.write("archive/x.toml", BOROUGH);
    place.write("plans/bytes.toml", "[plan]\n");
    fs::write(place.at("plans/bytes.toml"), b"[plan]\nx = \"\xa3\"\n").expect("a file");
    let report = place.json(&["--since", "main"]).json();
    for list in ["unread", "gone", "excluded"] {
        assert_eq!(report[list].as_array().map(Vec::len), Some(1), "{list}: {}", report[list]);
    }
    let schema = place.run_in("", &["schema", "output"], None).json();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let mut spoilt = report;
    spoilt["gone"][0]["why"] = Value::Null;
    assert!(!validator.is_valid(&spoilt));
}

#[test]
fn a_name_that_is_gone_is_no_command_and_no_markup() {
    let place = two();
    place.rename("plans/a.toml", "plans/::add-mask::<b>@x.toml");
    place.commit();
    fs::remove_file(place.at("plans/::add-mask::<b>@x.toml")).expect("a file to remove");
    let since = |format| place.check(&["plans", "--since", "main", "--format", format]);
    let github = since("github").out;
    assert!(github.contains("::notice file=plans/%3A%3Aadd-mask%3A%3A<b>@x.toml,title="), "{github}");
    let markdown = since("markdown").out;
    assert!(markdown.contains("- ℹ️ plans/&#58;:add-mask&#58;:&#60;b&#62;&#64;&#8203;x.toml: deleted"), "{markdown}");
    let human = since("human").out;
    assert!(human.contains("gone: plans/::add-mask::") && human.lines().all(|line| !line.trim().starts_with("::")));
}
