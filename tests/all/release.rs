//! The ways in that a release makes: the workflows that make it, what the action and `cargo binstall` expect of it, what it
//! says of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};
#[cfg(unix)]
use sha2::{Digest, Sha256};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Returns the project's own workflows, by name.
pub(crate) fn workflows() -> BTreeMap<String, String> {
    let folder = Path::new(ROOT).join(".github/workflows");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("a workflow").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(path).expect("a workflow"))
    };
    fs::read_dir(folder).expect("workflows").map(read).collect()
}

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the jobs of a workflow, by id.
fn jobs<'a>(document: &'a Yaml<'a>) -> impl Iterator<Item = (&'a str, &'a Yaml<'a>)> {
    let jobs = document.as_mapping_get("jobs").and_then(Yaml::as_mapping).expect("jobs");
    jobs.iter().map(|(id, job)| (id.as_str().expect("an id"), job))
}

#[test]
fn every_action_is_pinned_to_one_commit_and_says_its_version() {
    let mut pins: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let action = (".github/actions/check/action.yml".to_owned(), text(".github/actions/check/action.yml"));
    for (name, workflow) in workflows().into_iter().chain([action]) {
        for line in workflow.lines().filter_map(|line| line.split_once("uses: ").map(|(_, uses)| uses)) {
            let (used, commit) = line.split_once('@').unwrap_or_else(|| panic!("{name}: {line}"));
            let (commit, version) = commit.split_once(" # v").unwrap_or_else(|| panic!("{name}: {line}"));
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {line}");
            assert!(version.starts_with(|digit: char| digit.is_ascii_digit()), "{name}: {line}");
            pins.entry(used.to_owned()).or_default().insert(commit.to_owned());
        }
    }
    assert!(pins.len() > 5 && pins.values().all(|commits| commits.len() == 1), "{pins:#?}");
}

#[test]
fn a_workflow_may_do_nothing_by_itself_and_only_what_publishes_may_write() {
    for (name, workflow) in workflows() {
        let document = &Yaml::load_from_str(&workflow).expect("YAML")[0];
        let permissions = document.as_mapping_get("permissions").and_then(Yaml::as_mapping).expect("permissions");
        assert!(permissions.is_empty(), "{name}");
        for (id, job) in jobs(document) {
            let permissions = job.as_mapping_get("permissions").and_then(Yaml::as_mapping).expect("permissions");
            let writes: Vec<_> = permissions
                .iter()
                .filter(|(_, value)| value.as_str() != Some("read"))
                .filter_map(|(permission, _)| permission.as_str())
                .collect();
            let may: &[&str] = match (name.as_str(), id) {
                ("release.yml", "release") => &["contents", "id-token", "attestations"],
                ("release.yml", "wheels") => &["id-token"],
                ("release.yml", "site") => &["pages", "id-token"],
                _ => &[],
            };
            assert_eq!(writes, may, "{name}: {id}");
            assert!(job.as_mapping_get("timeout-minutes").is_some(), "{name}: {id}");
            for step in job.as_mapping_get("steps").and_then(Yaml::as_sequence).expect("steps") {
                let uses = step.as_mapping_get("uses").and_then(Yaml::as_str).unwrap_or_default();
                if uses.starts_with("actions/checkout@") {
                    assert_eq!(step["with"]["persist-credentials"].as_bool(), Some(false), "{name}: {id}");
                }
            }
        }
    }
}

/// Returns the targets of a release.
fn targets() -> BTreeSet<String> {
    let workflow = text(".github/workflows/release.yml");
    let document = &Yaml::load_from_str(&workflow).expect("YAML")[0];
    let (_, programs) = jobs(document).find(|(id, _)| *id == "programs").expect("the programs");
    let matrix = programs["strategy"]["matrix"]["include"].as_sequence().expect("a matrix");
    matrix.iter().map(|entry| entry["target"].as_str().expect("a target").to_owned()).collect()
}

#[test]
fn what_is_released_is_what_the_action_and_cargo_binstall_look_for() {
    let targets = targets();
    assert_eq!(targets.len(), 6);
    let get = text(".github/actions/check/get.sh");
    let named: BTreeSet<String> = get
        .lines()
        .filter_map(|line| line.split_once(") echo bcf-")?.1.strip_suffix(" ;;"))
        .map(str::to_owned)
        .collect();
    let archive = |target: &String| format!("{target}.{}", if target.contains("-windows-") { "zip" } else { "tar.gz" });
    assert_eq!(named, targets.iter().map(archive).collect());

    let manifest: toml::Table = toml::from_str(&text("Cargo.toml")).expect("TOML");
    let binstall = &manifest["package"]["metadata"]["binstall"];
    assert_eq!(binstall["pkg-fmt"].as_str(), Some("tgz"));
    let zipped = binstall["overrides"].as_table().expect("overrides");
    assert!(zipped.values().all(|of| of["pkg-fmt"].as_str() == Some("zip")));
    let windows: BTreeSet<&String> = targets.iter().filter(|target| target.contains("-windows-")).collect();
    assert_eq!(zipped.keys().collect::<BTreeSet<_>>(), windows);
}

#[test]
fn whoever_copies_a_line_of_ours_gets_this_version() {
    for path in ["src/report/book/chapters/guide/repositories.md", ".pre-commit-hooks.yaml"] {
        let text = text(path);
        let versions: Vec<&str> = ["rev: v", "--tag v", "bcf-check=="]
            .iter()
            .flat_map(|before| text.split(before).skip(1))
            .map(|rest| rest.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default())
            .collect();
        assert!(!versions.is_empty(), "{path} names no version");
        assert!(versions.iter().all(|version| *version == env!("CARGO_PKG_VERSION")), "{path}: {versions:?}");
    }
}

#[cfg(unix)]
fn run(script: &str, args: &[&Path]) -> Output {
    Command::new(Path::new(ROOT).join(".github/release").join(script)).args(args).output().expect(script)
}

#[cfg(unix)]
#[test]
fn an_archive_has_all_that_comes_with_the_program_below_one_folder() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("release").join("pack");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let program = folder.join("bcf");
    fs::write(&program, format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_bcf"))).expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program that can be run");
    let target = "aarch64-unknown-linux-musl";
    let packed = run("pack", &[Path::new(target), &program, &folder.join("dist")]);
    assert!(packed.status.success(), "{packed:?}");

    let archive = format!("bcf-{target}.tar.gz");
    let listed = Command::new("tar").arg("-tzf").arg(folder.join("dist").join(&archive)).output().expect("tar");
    let listed = String::from_utf8(listed.stdout).expect("text");
    for file in ["bcf", "README.md", "LICENSE", "CHANGELOG.md", "completions/bcf.zsh", "man/bcf.1", "man/bcf-check.1"] {
        assert!(listed.lines().any(|line| line == format!("bcf-{target}/{file}")), "{file}: {listed}");
    }
    assert!(listed.lines().all(|line| line.starts_with(&format!("bcf-{target}/"))), "{listed}");

    let said = fs::read_to_string(folder.join("dist").join(format!("{archive}.sha256"))).expect("its SHA-256");
    let bytes = fs::read(folder.join("dist").join(&archive)).expect("the archive");
    assert_eq!(said.split_whitespace().collect::<Vec<_>>(), [format!("{:x}", Sha256::digest(&bytes)), archive]);
}

#[cfg(unix)]
#[test]
fn scoop_is_told_of_both_programs_for_windows() {
    let dist = Path::new(env!("CARGO_TARGET_TMPDIR")).join("release").join("scoop");
    fs::create_dir_all(&dist).expect("a folder");
    let windows: Vec<String> = targets().into_iter().filter(|target| target.contains("-windows-")).collect();
    for (target, digit) in windows.iter().zip(["a", "b"]) {
        let line = format!("{} *bcf-{target}.zip\n", digit.repeat(64));
        fs::write(dist.join(format!("bcf-{target}.zip.sha256")), line).expect("a SHA-256");
    }
    let made = run("scoop", &[Path::new("1.2.3"), Path::new("somebody/bcf"), &dist]);
    assert!(made.status.success(), "{made:?}");
    let manifest: serde_json::Value = serde_json::from_slice(&made.stdout).expect("JSON");
    assert_eq!((&manifest["version"], &manifest["bin"]), (&"1.2.3".into(), &"bcf.exe".into()));
    assert_eq!(manifest["description"], env!("CARGO_PKG_DESCRIPTION"));
    for (name, target, digit) in [("arm64", &windows[0], "a"), ("64bit", &windows[1], "b")] {
        let program = &manifest["architecture"][name];
        let url = format!("https://github.com/somebody/bcf/releases/download/v1.2.3/bcf-{target}.zip");
        assert_eq!((&program["url"], &program["hash"]), (&url.into(), &digit.repeat(64).into()));
        assert_eq!(program["extract_dir"], format!("bcf-{target}"));
    }
    // Half a release has no manifest.
    fs::remove_file(dist.join(format!("bcf-{}.zip.sha256", windows[1]))).expect("a SHA-256");
    assert!(!run("scoop", &[Path::new("1.2.3"), Path::new("somebody/bcf"), &dist]).status.success());
}

#[cfg(unix)]
#[test]
fn a_release_says_what_the_changelog_says_of_it_and_nothing_else() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("release").join("notes");
    fs::create_dir_all(&folder).expect("a folder");
    let changelog = folder.join("CHANGELOG.md");
    let text = "# What changed\n\n## Not released yet\n\nlater\n\n## 0.2.0, 3 May 2027\n\n- this\n\n## 0.1.0\n\n## 0.0.1\n\nfirst\n";
    fs::write(&changelog, text).expect("a changelog");
    let notes = |version: &str| {
        let output = run("notes", &[Path::new(version), &changelog]);
        (output.status.success(), String::from_utf8(output.stdout).expect("text"))
    };
    assert_eq!(notes("0.2.0"), (true, "\n- this\n".to_owned()));
    assert_eq!(notes("0.0.1"), (true, "\nfirst\n".to_owned()));
    for version in ["0.1.0", "0.3.0", "Not", "0.2"] {
        assert_eq!(notes(version), (false, String::new()), "{version}");
    }
    let own = run("notes", &[Path::new("Not")]);
    assert!(!own.status.success(), "what is not released is no release's");
}
