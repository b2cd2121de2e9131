//! The action for GitHub, and the pipeline the guide shows for GitLab, run as a runner runs them in a checkout that
//! tries to have its own programs started: nothing of it is, and no Rust tool is started with the checkout as its
//! folder.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};

use crate::common::{one_in, pairs};

const ACTION: &str = include_str!("../../.github/actions/check/action.yml");
const GET: &str = include_str!("../../.github/actions/check/get.sh");
const GUIDE: &str = include_str!("../../src/report/book/chapters/guide/repositories.md");

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What the release has for the machine of these tests.
const ARCHIVE: &str = "bcf-x86_64-unknown-linux-musl.tar.gz";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// The script that replaces `cargo`, `rustup` and `rustc`. It does as the real ones do with what is around it: rustup
/// runs what the nearest `rust-toolchain.toml` or `RUSTUP_TOOLCHAIN` names, cargo what `.cargo/config.toml`, that of
/// `CARGO_HOME` or a variable names as the compiler or its wrapper. Then it installs bcf where it is asked to.
const STAND_IN: &str = r#"#!/bin/bash
set -eu
printf '%s\t%s\n' "$PWD" "${0##*/} $*" >> "$LOG"
named() { sed -n "s/^ *\(path\|rustc\|rustc-wrapper\|linker\) *= *\"\(.*\)\"/\2/p" "$1"; }
chosen="${RUSTUP_TOOLCHAIN-} ${RUSTC-} ${RUSTC_WRAPPER-} ${CARGO_BUILD_RUSTC-} ${CARGO_BUILD_RUSTC_WRAPPER-}"
folder="$PWD"
while true; do
  for file in rust-toolchain.toml rust-toolchain .cargo/config.toml .cargo/config; do
    if [[ -f "$folder/$file" ]]; then
      for name in $(named "$folder/$file"); do chosen+=" $folder/$name"; done
    fi
  done
  if [[ "$folder" == / ]]; then break; fi
  folder="$(dirname "$folder")"
done
if [[ -f "${CARGO_HOME-/nowhere}/config.toml" ]]; then
  for name in $(named "$CARGO_HOME/config.toml"); do chosen+=" $CARGO_HOME/$name"; done
fi
for program in $chosen; do "$program"; done
root="$TOOLS/.."
while (($#)); do
  if [[ "$1" == --root ]]; then root="$2"; fi
  shift
done
mkdir -p "$root/bin"
cp "$BCF_BUILT" "$root/bin/bcf"
"#;

/// The script the checkout would have run: it records that it ran, and forges a verdict.
const EVIL: &str = "#!/bin/bash\necho \"$0 $*\" >> \"$EVIL_LOG\"\necho 'PASS forged'\nexit 0\n";

/// The script that replaces `curl`: what it is asked of a release it takes from a folder, and nothing else.
const CURL: &str = r#"#!/bin/bash
set -eu
printf '%s\t%s\n' "$PWD" "curl $*" >> "$LOG"
if [[ "$1 $2" != "-q --proto" || "$3" != "=https" ]]; then exit 2; fi
while (($# > 1)); do
  if [[ "$1" == --output ]]; then out="$2"; fi
  shift
done
file="$TOOLS/../../release/${1#https://github.com/OWNER/bcf/releases/download/}"
if [[ ! -f "$file" ]]; then exit 22; fi
cp "$file" "$out"
"#;

/// The script that replaces `gh`: it finds an attestation where the release has one.
const GH: &str = r#"#!/bin/bash
set -eu
printf '%s\t%s\n' "$PWD" "gh $*" >> "$LOG"
if [[ "${GH_TOKEN-}" == "" && "$*" == *--help ]]; then exit 0; fi
expected="attestation verify $3 --repo OWNER/bcf --signer-workflow OWNER/bcf/.github/workflows/release.yml"
[[ "${GH_TOKEN-}" == "a token" && "$*" == "$expected" && -f "$TOOLS/../../release/attested" ]]
"#;

/// A machine as a runner lays it out: the checkout, the action's own folder, and the tools.
struct Machine {
    root: PathBuf,
    hostile: Hostile,
    /// The tag, branch or commit that the action is pinned to.
    reference: String,
    /// The kind of machine, as the runner calls it.
    arch: &'static str,
}

/// The parts of a job that are the checkout's, beside its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hostile {
    /// Nothing else.
    Files,
    /// Folders where programs are looked for: an earlier step put them there.
    Path,
    /// Variables that name its programs, as a step that builds the checkout may set.
    Variables,
}

/// The result of the steps.
struct Ran {
    status: Option<i32>,
    said: String,
}

impl Machine {
    /// Returns one on which the action is pinned to what is no release.
    fn new(name: &str, hostile: Hostile) -> Self {
        Self::pinned(name, hostile, "v0")
    }

    fn pinned(name: &str, hostile: Hostile, reference: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action").join(format!("{name}-{hostile:?}"));
        let _ = fs::remove_dir_all(&root);
        let machine = Self { root, hostile, reference: reference.to_owned(), arch: "X64" };
        for folder in ["temp", "home", "release", "work/plans/plans"] {
            fs::create_dir_all(machine.root.join(folder)).expect("a folder");
        }
        for tool in ["cargo", "rustup", "rustc"] {
            machine.program(&format!("tools/bin/{tool}"), STAND_IN);
        }
        machine.program("tools/bin/curl", CURL);
        machine.program("tools/bin/gh", GH);
        machine.write(&format!("{}/get.sh", machine.action()), GET);
        let package = format!("[package]\nname = \"bcf\"\nversion = \"{VERSION}\"\n");
        machine.write(&format!("{}/../../../Cargo.toml", machine.action()), &package);
        machine.fill();
        machine
    }

    /// Publishes a release of this version, built from a commit, as the workflow packs it. The program in it does what
    /// the one that is tested does.
    fn release(&self, commit: &str) {
        let program = format!(
            "#!/bin/bash\nif [[ \"$*\" == \"--version --verbose\" ]]; then\n  printf 'bcf {VERSION}\\ncommit: {commit}\\n'\n  \
             echo target\nelse\n  exec '{}' \"$@\"\nfi\n",
            env!("CARGO_BIN_EXE_bcf")
        );
        self.program("released/bcf", &program);
        let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/.github/release/pack");
        let folder = self.root.join("release").join(format!("v{VERSION}"));
        let mut packs = Command::new(pack);
        packs.arg("x86_64-unknown-linux-musl").arg(self.root.join("released/bcf")).arg(folder);
        let packed = packs.output().expect("the release is packed");
        assert!(packed.status.success(), "{packed:?}");
        self.write("release/attested", "");
    }

    /// Returns what was started, a line each, without the folders.
    fn started(&self) -> Vec<String> {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().filter_map(|line| line.split_once('\t')).map(|(_, started)| started.to_owned()).collect()
    }

    /// Fills the checkout: a plan that fails, and everything that could have another program started.
    fn fill(&self) {
        let evil = "work/plans/evil";
        for program in ["run", "bin/cargo", "bin/rustc", "bin/rustup"] {
            self.program(&format!("{evil}/{program}"), EVIL);
        }
        for name in
            ["cargo", "rustc", "rustup", "bash", "mktemp", "git", "bcf", "cp", "curl", "gh", "tar", "sha256sum", "sed"]
        {
            self.program(&format!("work/plans/bin/{name}"), EVIL);
            self.program(&format!("work/plans/{name}"), EVIL);
        }
        symlink(self.checkout().join("bin"), self.root.join("home/bin")).expect("a link");
        let config = "[build]\nrustc = \"evil/run\"\nrustc-wrapper = \"evil/run\"\n";
        self.write("work/plans/.cargo/config.toml", config);
        self.write("work/plans/config.toml", config);
        self.write("work/plans/rust-toolchain.toml", "[toolchain]\npath = \"evil/run\"\n");
        self.write("work/plans/Cargo.toml", "[package]\nname = \"bcf\"\n");
        let plan = include_str!("../../plans/example-borough.toml");
        let short = plan.replace("amount = { 2017-18 = 4_310", "amount = { 2017-18 = 3_310");
        self.write("work/plans/plans/plan.toml", &short);
        for args in [&["init", "-q"][..], &["commit", "-q", "--allow-empty", "-m", "nothing"]] {
            let identity =
                ["-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
            let mut git = Command::new("git");
            git.current_dir(self.checkout()).args(identity).args(args).env_remove("GIT_DIR");
            assert!(git.status().expect("git").success());
        }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn program(&self, name: &str, text: &str) {
        self.write(name, text);
        fs::set_permissions(self.root.join(name), fs::Permissions::from_mode(0o755)).expect("a program");
    }

    fn checkout(&self) -> PathBuf {
        self.root.join("work/plans")
    }

    /// Returns the folder of the action, from the root.
    fn action(&self) -> String {
        format!("work/_actions/OWNER/bcf/{}/.github/actions/check", self.reference)
    }

    /// Returns a shell as the runner starts it, in `folder`. What an earlier step may have left in the environment is
    /// there too.
    fn shell(&self, script: &str, folder: &Path, env: &BTreeMap<String, String>) -> Output {
        self.write("temp/script.sh", script);
        let checkout = self.checkout();
        let evil = checkout.join("evil/run");
        let mut path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.root.join("tools/bin").display());
        if self.hostile == Hostile::Path {
            let (within, link) = (checkout.join("bin"), self.root.join("home/bin"));
            path = format!("bin:.::{}:{}:{path}", within.display(), link.display());
        }
        let mut command = Command::new("/bin/bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(self.root.join("temp/script.sh"));
        command.current_dir(folder).env_clear().env("PATH", path).env("HOME", self.root.join("home"));
        if self.hostile == Hostile::Variables {
            let names =
                ["RUSTUP_TOOLCHAIN", "RUSTC", "RUSTC_WRAPPER", "CARGO_BUILD_RUSTC", "CARGO_BUILD_RUSTC_WRAPPER"];
            command.envs(names.map(|name| (name, &evil))).env("CARGO_HOME", &checkout);
        }
        command.env("GITHUB_ACTIONS", "true").env("LANG", "C.UTF-8");
        command.env("GITHUB_WORKSPACE", &checkout).env("GITHUB_ACTION_PATH", self.root.join(self.action()));
        command.env("GITHUB_SERVER_URL", "https://github.com").env("RUNNER_TOOL_CACHE", self.root.join("cache"));
        command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", self.arch);
        command.env("RUNNER_TEMP", self.root.join("temp")).env("GITHUB_OUTPUT", self.root.join("temp/output"));
        command.env("TOOLS", self.root.join("tools/bin")).env("LOG", self.log()).env("EVIL_LOG", self.evil_log());
        command.env("BCF_BUILT", env!("CARGO_BIN_EXE_bcf")).envs(env);
        command.output().expect("bash runs")
    }

    fn log(&self) -> PathBuf {
        self.root.join("temp/log")
    }

    fn evil_log(&self) -> PathBuf {
        self.root.join("temp/evil")
    }

    /// Runs the steps of the action that are scripts, until one fails.
    fn act(&self, inputs: &[(&str, &str)]) -> Ran {
        let mut known: BTreeMap<String, String> =
            inputs.iter().map(|(name, value)| (format!("inputs.{name}"), (*value).to_owned())).collect();
        known.insert("github.action_path".to_owned(), self.root.join(self.action()).display().to_string());
        known.insert("github.token".to_owned(), "a token".to_owned());
        known.insert("github.workspace".to_owned(), self.checkout().display().to_string());
        let mut said = String::new();
        let mut status = None;
        for step in steps().iter().filter(|step| step.run.is_some()) {
            let env = step.env.iter().map(|(name, value)| (name.clone(), filled(value, &known))).collect();
            let folder = step.folder.as_ref().map_or_else(|| self.checkout(), |folder| filled(folder, &known).into());
            fs::write(self.root.join("temp/output"), "").expect("a file");
            let output = self.shell(step.run.as_deref().unwrap_or_default(), &folder, &env);
            said += &String::from_utf8_lossy(&output.stdout);
            said += &String::from_utf8_lossy(&output.stderr);
            status = output.status.code();
            if status != Some(0) {
                break;
            }
            let told = fs::read_to_string(self.root.join("temp/output")).expect("a file");
            for (name, value) in told.lines().filter_map(|line| line.split_once('=')) {
                known.insert(format!("steps.{}.outputs.{name}", step.id), value.to_owned());
            }
        }
        Ran { status, said }
    }

    /// Checks that some tool was started, none in the checkout, and nothing of the checkout at all.
    #[track_caller]
    fn kept_out(&self) {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        assert!(!log.is_empty(), "no tool was started");
        let within: Vec<&str> = log
            .lines()
            .filter(|line| Path::new(line.split('\t').next().unwrap_or_default()).starts_with(self.checkout()))
            .collect();
        assert!(within.is_empty(), "started in the checkout: {within:#?}");
        let evil = fs::read_to_string(self.evil_log()).unwrap_or_default();
        assert!(evil.is_empty(), "programs of the checkout were run:\n{evil}");
    }
}

/// Returns where on a machine the archive of the release is.
fn archive() -> String {
    format!("release/v{VERSION}/{ARCHIVE}")
}

/// A step of the action.
struct Step {
    id: String,
    run: Option<String>,
    folder: Option<String>,
    env: Vec<(String, String)>,
}

fn text(node: &Yaml<'_>, key: &str) -> Option<String> {
    node.as_mapping_get(key).and_then(Yaml::as_str).map(str::to_owned)
}

fn steps() -> Vec<Step> {
    let documents = Yaml::load_from_str(ACTION).expect("YAML");
    let runs = documents[0].as_mapping_get("runs").expect("runs");
    let steps = runs.as_mapping_get("steps").and_then(Yaml::as_sequence).expect("steps");
    let step = |step: &Yaml<'_>| {
        let env = step.as_mapping_get("env").and_then(Yaml::as_mapping).into_iter().flatten();
        let pair = |(name, value): (&Yaml<'_>, &Yaml<'_>)| {
            (name.as_str().expect("a name").to_owned(), value.as_str().expect("a text").to_owned())
        };
        let run = text(step, "run");
        assert!(run.is_none() || text(step, "shell").as_deref() == Some("bash"));
        let id = text(step, "id").unwrap_or_default();
        Step { id, run, folder: text(step, "working-directory"), env: env.map(pair).collect() }
    };
    steps.iter().map(step).collect()
}

/// Returns a text with its `${{ … }}` filled in.
fn filled(text: &str, known: &BTreeMap<String, String>) -> String {
    let mut parts = text.split("${{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("an end");
        out += known.get(name.trim()).unwrap_or_else(|| panic!("nothing is known of `{}`", name.trim()));
        out += rest;
    }
    out
}

#[test]
fn nothing_of_a_hostile_checkout_has_a_say_in_the_action() {
    for hostile in [Hostile::Files, Hostile::Path, Hostile::Variables] {
        let machine = Machine::new("hostile", hostile);
        let arguments = "--format\nconcise=found.txt\n--since\nHEAD";
        let ran = machine.act(&[("paths", "plans/\n"), ("arguments", arguments), ("sarif", "true")]);
        machine.kept_out();
        assert_eq!(ran.status, Some(1), "{hostile:?}: {}", ran.said);
        assert!(ran.said.contains("FAIL plans/plan.toml") && !ran.said.contains("forged"), "{}", ran.said);
        let found = fs::read_to_string(machine.checkout().join("found.txt")).expect("the report");
        assert!(found.contains("social-care-below-minimum"), "{found}");
        assert!(fs::read_to_string(machine.root.join("temp/bcf.sarif")).expect("the SARIF").contains("2.1.0"));
    }
}

#[test]
fn the_action_runs_twice_in_a_job_and_hears_of_no_other_build() {
    let machine = Machine::new("twice", Hostile::Files);
    // What an earlier step leaves where the program would be is not taken for it.
    machine.program("temp/bcf/bin/bcf", EVIL);
    for _ in 0..2 {
        let ran = machine.act(&[("paths", ""), ("arguments", "--select=metrics"), ("sarif", "false")]);
        machine.kept_out();
        assert!(ran.status == Some(0) && ran.said.contains("INCOMPLETE plans/plan.toml"), "{}", ran.said);
    }
}

#[test]
fn a_release_is_taken_by_its_tag_or_its_commit_and_kept_for_the_next_job() {
    let pinned = [("tag", format!("v{VERSION}")), ("commit", COMMIT.to_owned())];
    let hostile = [Hostile::Files, Hostile::Path, Hostile::Variables];
    for ((name, reference), hostile) in one_in(3, pairs(&pinned, &hostile)) {
        let machine = Machine::pinned(name, hostile, &reference);
        machine.release(COMMIT);
        for download in [true, false] {
            let _ = fs::remove_file(machine.log());
            let ran = machine.act(&[("paths", "plans/"), ("arguments", ""), ("sarif", "false")]);
            machine.kept_out();
            assert_eq!(ran.status, Some(1), "{hostile:?}: {}", ran.said);
            assert!(ran.said.contains("FAIL plans/plan.toml") && !ran.said.contains("built from source"));
            let started = machine.started();
            let asked = |tool: &str| started.iter().filter(|line| line.starts_with(tool)).count();
            assert_eq!((asked("cargo"), asked("curl"), asked("gh")), (0, 1 + usize::from(download), 2), "{started:?}");
        }
    }
}

#[test]
fn what_is_not_as_it_was_released_is_never_run() {
    let tag = format!("v{VERSION}");
    let kept = format!("cache/bcf/{VERSION}/{ARCHIVE}");
    for (name, spoilt) in [
        ("other", &[archive()][..]),
        ("unsaid", &[format!("{}.sha256", archive())]),
        ("unattested", &[]),
        ("kept", &[kept.clone(), archive()]),
    ] {
        let machine = Machine::pinned(name, Hostile::Files, &tag);
        machine.release(COMMIT);
        for file in spoilt {
            machine.write(file, "another file");
        }
        if spoilt.is_empty() {
            fs::remove_file(machine.root.join("release/attested")).expect("an attestation");
        }
        let ran = machine.act(&[("paths", ""), ("arguments", ""), ("sarif", "false")]);
        machine.kept_out();
        assert!(ran.status == Some(1) && ran.said.contains("::error title=bcf::"), "{name}: {}", ran.said);
        assert!(!ran.said.contains("plan.toml"), "{name}: {}", ran.said);
    }
    // What was kept is fetched again where it is not what was released.
    let machine = Machine::pinned("kept", Hostile::Files, &tag);
    machine.release(COMMIT);
    machine.write(&kept, "another archive");
    let ran = machine.act(&[("paths", ""), ("arguments", ""), ("sarif", "false")]);
    assert!(ran.said.contains("FAIL plans/plan.toml"), "{}", ran.said);
    let kept = fs::read(machine.root.join(&kept)).expect("it is kept");
    assert_eq!(kept, fs::read(machine.root.join(archive())).expect("the archive"));
}

#[test]
fn without_a_release_of_its_own_the_action_is_built_and_says_why() {
    let tag = format!("v{VERSION}");
    for (reference, released, arch, why) in [
        (tag.as_str(), None, "X64", "there is no release"),
        ("v9.9.9", Some(COMMIT), "X64", "is not the tag of version"),
        ("main", Some(COMMIT), "X64", "not pinned to a release"),
        (tag.as_str(), Some(COMMIT), "S390X", "none is released for Linux on S390X"),
        ("fedcba9876543210fedcba9876543210fedcba98", Some(COMMIT), "X64", "was not released from commit fedcba"),
    ] {
        let mut machine = Machine::pinned("built", Hostile::Files, reference);
        machine.arch = arch;
        if let Some(commit) = released {
            machine.release(commit);
        }
        let ran = machine.act(&[("paths", ""), ("arguments", ""), ("sarif", "false")]);
        machine.kept_out();
        assert!(ran.said.contains("built from source") && ran.said.contains(why), "{reference}: {}", ran.said);
        assert!(ran.status == Some(1) && ran.said.contains("FAIL plans/plan.toml"), "{reference}: {}", ran.said);
        assert_eq!(machine.started().iter().filter(|line| line.starts_with("cargo install")).count(), 1);
    }
}

/// Returns the blocks of YAML in the guide.
fn blocks() -> Vec<&'static str> {
    GUIDE.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_pipeline_for_gitlab_builds_away_from_the_checkout_too() {
    let block = blocks().into_iter().find(|block| block.contains("gl-code-quality")).expect("the pipeline");
    let documents = Yaml::load_from_str(block).expect("YAML");
    let job = documents[0].as_mapping_get("bcf").expect("the job");
    let script = job.as_mapping_get("script").and_then(Yaml::as_sequence).expect("a script");
    let lines: Vec<&str> = script.iter().map(|line| line.as_str().expect("a line")).collect();
    let machine = Machine::new("gitlab", Hostile::Files);
    let output = machine.shell(&lines.join("\n"), &machine.checkout(), &BTreeMap::new());
    machine.kept_out();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(1) && said.contains("FAIL plans/plan.toml"), "{output:?}");
}

/// Returns the whole workflows among the guide's blocks.
fn workflows() -> Vec<&'static str> {
    blocks().into_iter().filter(|block| block.contains("\njobs:\n")).collect()
}

#[test]
fn the_workflow_is_given_no_more_than_it_needs_and_uses_what_nobody_can_change() {
    assert_eq!(workflows().len(), 1);
    let inputs = &Yaml::load_from_str(ACTION).expect("YAML")[0];
    let inputs = inputs.as_mapping_get("inputs").and_then(Yaml::as_mapping).expect("inputs");
    for workflow in workflows() {
        let document = &Yaml::load_from_str(workflow).expect("YAML")[0];
        let permissions = document.as_mapping_get("permissions").and_then(Yaml::as_mapping).expect("permissions");
        let read =
            |(name, value): (&Yaml<'_>, &Yaml<'_>)| name.as_str() == Some("contents") && value.as_str() == Some("read");
        assert!(permissions.len() == 1 && permissions.iter().all(read));
        for job in document.as_mapping_get("jobs").and_then(Yaml::as_mapping).expect("jobs").values() {
            for step in job.as_mapping_get("steps").and_then(Yaml::as_sequence).expect("steps") {
                let uses = text(step, "uses").expect("an action");
                let (name, commit) = uses.split_once('@').expect("a commit");
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{uses}");
                let with = step.as_mapping_get("with").and_then(Yaml::as_mapping).expect("inputs");
                if name == "actions/checkout" {
                    assert_eq!(step["with"]["persist-credentials"].as_bool(), Some(false));
                } else {
                    assert!(with.keys().all(|key| inputs.contains_key(key)), "{uses} has no such input");
                }
            }
        }
    }
}

#[test]
#[ignore = "needs zizmor and actionlint on the path"]
fn what_looks_over_workflows_finds_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action").join("workflows");
    let _ = fs::remove_dir_all(&folder);
    for name in [".github/workflows", ".github/actions/check", ".git"] {
        fs::create_dir_all(folder.join(name)).expect("a folder");
    }
    fs::write(folder.join(".github/actions/check/action.yml"), ACTION).expect("the action");
    fs::write(folder.join(".github/actions/check/get.sh"), GET).expect("its script");
    let own = crate::release::workflows().into_iter().map(|(name, text)| (format!("own-{name}"), text));
    let shown = workflows().into_iter().enumerate().map(|(n, text)| (format!("{n}.yml"), text.to_owned()));
    for (name, text) in own.chain(shown) {
        fs::write(folder.join(".github/workflows").join(name), text).expect("a workflow");
    }
    let look = |tool: &str, args: &[&str]| {
        let output = Command::new(tool).args(args).current_dir(&folder).output().expect(tool);
        assert!(output.status.success(), "{tool}: {output:?}");
    };
    look("zizmor", &["--offline", "--no-progress", "."]);
    look("actionlint", &[]);
}
