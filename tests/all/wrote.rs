//! A file that was written is said to be, with the step that follows; and that step can be taken as it is printed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use tempfile::TempDir;

use crate::common::{World, one_in};

/// Names of folders of which a shell makes something else where they stand as they are.
const FOLDERS: [&str; 5] = ["plain", "two words", "it's $HOME `x`", "a;b&c|d", "-f"];

/// A folder with a plan, its workbook and its narrative in another of a strange name.
struct Place {
    outer: TempDir,
    folder: &'static str,
}

/// What a run wrote.
struct Ran {
    stdout: String,
    stderr: String,
}

impl Ran {
    /// Returns the command that the one line about a file proposes.
    #[track_caller]
    fn next(&self) -> String {
        let told: Vec<&str> = self.stderr.lines().filter(|line| line.starts_with("wrote ")).collect();
        assert!(told.len() == 1 && self.stdout.is_empty(), "{}{}", self.stderr, self.stdout);
        let (_, next) = told[0].split_once("; `").unwrap_or_else(|| panic!("{} has no next step", told[0]));
        // A name may have the mark itself, and no blank behind it.
        next.split_once("` ").expect("the end of a command").0.to_owned()
    }
}

impl Place {
    fn new(folder: &'static str) -> Self {
        let place = Self { outer: tempfile::tempdir().expect("a folder"), folder };
        fs::create_dir(place.at("")).expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::copy(root.join("plans/example-county.toml"), place.at("plan.toml")).expect("a plan");
        fs::copy(root.join("tests/narratives/example-county.md"), place.at("n.md")).expect("a narrative");
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.outer.path().join(self.folder).join(name)
    }

    /// Runs a command line in the folder around it, `@` being the folder.
    fn run(&self, args: &[&str]) -> Ran {
        let here = format!("./{}/", self.folder);
        self.argv(&args.iter().map(|arg| arg.replace('@', &here)).collect::<Vec<_>>(), 1)
    }

    #[track_caller]
    fn argv(&self, args: &[String], worst: i32) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command.args(args).current_dir(self.outer.path()).env_remove("GITHUB_ACTIONS");
        let output = command.output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let ran = Ran { stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(output.status.code().is_some_and(|code| code <= worst), "{args:?}: {}", ran.stderr);
        ran
    }

    /// Returns the words that a shell makes of a command line.
    fn words(&self, line: &str) -> Vec<String> {
        let script = format!("set -- {line}; printf '%s\\n' \"$@\"");
        let output = Command::new("sh").args(["-c", &script]).current_dir(self.outer.path()).output().expect("a shell");
        String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
    }
}

/// Runs that write a file each, in an order in which what one reads was written before.
const WRITING: [&[&str]; 15] = [
    &["init", "--round", "bcf-2025-26", "--area", "Brackenmouth", "-o", "@new.toml"],
    &["init", "--round", "bcf-2025-26", "--area", "Brackenmouth", "--isolated", "-o", "@new.xlsx"],
    &["init", "--example", "county", "-o", "@example.toml"],
    &["init", "--round", "bcf-2025-26", "--from", "@plan.toml", "-o", "@later.toml"],
    &["init", "--round", "bcf-2017-19", "--from-narrative", "@n.md", "-o", "@draft.toml"],
    &["export", "@plan.toml", "-o", "@plan.xlsx"],
    &["import", "@plan.xlsx", "-o", "@back.toml"],
    &["import", "@own.csv", "--guess", "-o", "@map.toml"],
    &["report", "@plan.toml", "--isolated", "-o", "@page.html"],
    &["report", "@plan.toml", "--sign-off", "-o", "@pack.html"],
    &["narrative", "@plan.toml", "@n.md", "-o", "@tie.html"],
    &["check", "@new.xlsx", "--mark", "@marked.xlsx", "--format", "json=/dev/null"],
    &["check", "@plan.toml", "--write-baseline=@known.json", "--format", "json=/dev/null"],
    &["docs", "book", "-o", "@book"],
    &["man", "--dir", "@man"],
];

#[test]
fn the_step_that_is_printed_can_be_taken_as_it_is() {
    // It comes last by its name, so that both processors are free for it.
    one_in(5, &FOLDERS).into_par_iter().for_each(|folder| {
        let place = Place::new(folder);
        fs::write(place.at("own.csv"), "scheme,amount 2017-18\nreablement,100\n").expect("a table");
        for args in WRITING {
            // A book takes long to write, and a draft to look into; both are named like every other.
            if (args[0] == "docs" || args.contains(&"--from-narrative")) && *folder != FOLDERS[1] {
                continue;
            }
            let ran = place.run(args);
            // What is printed beside a page of a narrative is the tie-out itself.
            let ran = if args[0] == "narrative" { Ran { stdout: String::new(), ..ran } } else { ran };
            let words = place.words(&ran.next());
            match words.split_first() {
                // A map is for a person to fill in first.
                Some((program, rest)) if program == "bcf" && !rest.contains(&"--map".to_owned()) => {
                    place.argv(rest, 1);
                }
                other => {
                    let file = other.and_then(|(_, rest)| rest.last()).expect("a program and a file");
                    assert!(place.outer.path().join(file).exists(), "{words:?}");
                }
            }
        }
    });
}

#[test]
fn nothing_is_said_of_what_goes_to_standard_output_or_is_kept_by_nobody() {
    let place = Place::new("plain");
    place.run(&["export", "@plan.toml", "-o", "@plan.xlsx"]);
    for args in [
        &["init", "--example", "county"][..],
        &["import", "@plan.xlsx"],
        &["report", "@plan.toml"],
        &["report", "@plan.toml", "-o", "-"],
        &["report", "@plan.toml", "-o", "/dev/null"],
        &["narrative", "@plan.toml", "@n.md", "-o", "-"],
        &["docs", "format"],
        &["man"],
        &["check", "@plan.toml", "--format", "json=/dev/null"],
        &["check", "@plan.toml", "--format", "human", "--format", "json=@out.json"],
        &["check", "@plan.toml", "-q", "--write-baseline=@known.json"],
        &["check", "@plan.xlsx", "-q", "--mark", "@marked.xlsx"],
        &["check", "@plan.toml", "-q", "--format", "json=@quiet.json"],
    ] {
        let told = place.run(args).stderr;
        assert!(!told.contains("wrote "), "{args:?}: {told}");
    }
    // Where a check prints nothing, silence would leave open whether it did anything.
    let told = place.run(&["check", "@plan.toml", "--format", "json=@out.json", "--format", "sarif=@out.sarif"]).stderr;
    assert_eq!(told, "wrote plain/out.json\nwrote plain/out.sarif\n");
}

#[test]
fn a_new_plan_has_as_many_gaps_as_is_said_and_a_check_names_each() {
    let place = Place::new("plain");
    for round in bcf::policy::round_ids() {
        let plan = place.at(&format!("{round}.toml"));
        let args = ["init", "--round", round, "--area", "Brackenmouth", "-o"].map(OsString::from);
        let (_, _, told) = World::default().run(args.into_iter().chain([plan.clone().into()]));
        let (_, gaps) = told.split_once(": ").expect("what it holds");
        let (gaps, _) = gaps.split_once(" gaps to fill in; ").expect("how many gaps");
        let (_, report, _) = World::default().run(["check".into(), plan.into_os_string(), "--no-causes".into()]);
        assert_eq!(report.matches(": not filled in: ").count().to_string(), gaps, "{round}: {report}");
    }
}

#[test]
fn a_name_reaches_no_terminal_unescaped() {
    let place = Place::new("plain");
    let told = place.run(&["init", "--example", "county", "-o", "@\u{1b}[31m\u{202e}.toml"]).stderr;
    assert!(told.starts_with("wrote \"plain/\\u{1b}[31m\\u{202e}.toml\"; "), "{told}");
}
