//! The pre-commit hook: a commit that breaks a floor is stopped with the reason on the line, other files are passed over.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};

const BCF: &str = env!("CARGO_BIN_EXE_bcf");
const BOROUGH: &str = include_str!("../../plans/example-borough.toml");

/// Returns the command of the hook, as `.pre-commit-hooks.yaml` has it, without the names of files.
fn entry() -> Vec<&'static str> {
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let of = |key: &str| hooks.lines().find_map(|line| line.trim().strip_prefix(key)).expect("a line of the hook");
    let arguments = of("args: [").trim_end_matches(']').split(", ").map(|argument| argument.trim_matches('"'));
    of("entry: bcf ").split(' ').chain(arguments).collect()
}

/// Returns the hook that the guide shows, with the program where it is.
fn of_guide() -> String {
    let (_, rest) = include_str!("../../src/report/book/chapters/guide/repositories.md")
        .split_once("as `.git/hooks/pre-commit`:\n\n```sh\n")
        .expect("a hook");
    let (hook, _) = rest.split_once("```").expect("its end");
    assert!(hook.contains("exec bcf "), "{hook}");
    hook.replace("exec bcf ", &format!("exec '{BCF}' "))
}

/// Returns an empty folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hooks").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn git(at: &Path, args: &[&str]) -> Output {
    let identity = ["-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(at).args(identity).args(args);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").env_remove("GIT_DIR");
    command.output().expect("git")
}

#[test]
fn a_commit_that_breaks_a_floor_is_stopped_with_the_reason() {
    let folder = folder("repository");
    assert!(git(&folder, &["init", "-q"]).status.success());
    let hook = folder.join(".git/hooks/pre-commit");
    fs::write(&hook, of_guide()).expect("a hook");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("a hook that can be run");
    let commit = |plan: &str| {
        fs::write(folder.join("plan.toml"), plan).expect("a plan");
        fs::write(folder.join("other.toml"), format!("[tool]\nx = {}\n", plan.len())).expect("another file");
        assert!(git(&folder, &["add", "-A"]).status.success());
        git(&folder, &["commit", "-q", "-m", "a change"])
    };
    let sound = commit(BOROUGH);
    assert!(sound.status.success(), "{sound:?}");
    let cut = commit(&BOROUGH.replace("amount = { 2017-18 = 4_310", "amount = { 2017-18 = 3_310"));
    let said = String::from_utf8_lossy(&[cut.stdout, cut.stderr].concat()).into_owned();
    let line = BOROUGH.lines().position(|line| line.contains("amount = { 2017-18 = 4_310")).expect("the figure") + 1;
    let place = format!("plan.toml:{line}:");
    assert!(!cut.status.success() && said.contains("social-care-below-minimum") && said.contains(&place), "{said}");
    assert!(!said.contains("other.toml"), "{said}");
    // What is committed is what is staged, not what was mended since.
    fs::write(folder.join("plan.toml"), format!("# mended\n{BOROUGH}")).expect("a plan");
    assert!(!git(&folder, &["commit", "-q", "-m", "a change"]).status.success());
    // `git commit FILE` commits the file as it is, by an index of its own.
    let mended = git(&folder, &["commit", "-q", "-m", "a change", "other.toml", "plan.toml"]);
    assert!(mended.status.success(), "{mended:?}");
    let broken = BOROUGH.replace("amount = { 2017-18 = 4_310", "amount = { 2017-18 = 3_310");
    fs::write(folder.join("plan.toml"), broken).expect("a plan");
    assert!(!git(&folder, &["commit", "-q", "-m", "a change", "plan.toml"]).status.success());
    assert!(!git(&folder, &["commit", "-q", "-a", "-m", "a change"]).status.success());
}

#[test]
fn a_file_called_like_an_option_is_a_file() {
    let folder = folder("option");
    let cut = BOROUGH.replace("amount = { 2017-18 = 4_310", "amount = { 2017-18 = 3_310");
    fs::write(folder.join("--fail-on=never.toml"), cut).expect("a plan");
    let named = [&entry()[..], &["--fail-on=never.toml"]].concat();
    let ran = Command::new(BCF).current_dir(&folder).args(named).output().expect("the program runs");
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
}

#[test]
fn files_that_are_no_plans_are_passed_over_when_only_plans_are_wanted() {
    let folder = folder("others");
    fs::write(folder.join("other.toml"), "[tool]\nx = 1\n").expect("a file");
    let check = |args: &[&str]| Command::new(BCF).current_dir(&folder).args(args).output().expect("the program runs");
    let named = [&entry()[..], &["other.toml"]].concat();
    let passed = check(&named);
    assert!(passed.status.success() && passed.stdout.is_empty() && passed.stderr.is_empty(), "{passed:?}");
    // A file somebody names himself is meant to be a plan, and a file that is not there is no plan to pass over.
    assert_eq!(check(&["check", "other.toml"]).status.code(), Some(1));
    assert_eq!(check(&[&entry()[..], &["absent.toml"]].concat()).status.code(), Some(2));
}

#[test]
fn the_hook_from_the_wheel_does_what_the_compiled_one_does() {
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let shown: Vec<&str> = hooks.lines().filter_map(|line| line.strip_prefix("#   ")).collect();
    let shown = &Yaml::load_from_str(&shown.join("\n")).expect("YAML")[0];
    let shown = &shown.as_sequence().expect("repositories")[0]["hooks"].as_sequence().expect("hooks")[0];
    let compiled = &Yaml::load_from_str(hooks).expect("YAML")[0];
    let compiled = &compiled.as_sequence().expect("hooks")[0];
    for key in ["id", "name", "entry", "args", "types", "require_serial"] {
        assert_eq!(shown.as_mapping_get(key), compiled.as_mapping_get(key), "{key}");
    }
    assert_eq!(shown["language"].as_str(), Some("python"));
    let wheel = shown["additional_dependencies"].as_sequence().expect("the wheel")[0].as_str().expect("a text");
    assert_eq!(wheel, concat!("bcf-check==", env!("CARGO_PKG_VERSION")));
}
