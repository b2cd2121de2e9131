//! No result goes over a file that the run reads or writes otherwise, nor over anything of another kind that people
//! keep: exit 2, and nothing is written.

#![cfg(feature = "workbook")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::common::{one_in, pairs, without_causes};

const ALLOCATIONS: &str = "area,partner,stream,year,amount\nWendleshire,,dfg,2017-18,1\n";
const ROUND: &str = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";
const BASELINE: &str = "{\n  \"schema\": \"bcf.baseline/1\",\n  \"plans\": {}\n}\n";
const CONFIG: &str = "allocations = \"figures.csv\"\n[[rounds]]\nfile = \"ours.toml\"\n";

/// A repository of one project whose every file is of another kind.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        place.write(".git/config", "[core]\n");
        let plan = plan("example-county.toml");
        let evidence = "\n[[evidence]]\nfor = \"governance\"\nwhere = \"terms.pdf\"\n";
        place.write("plan.toml", &format!("{plan}{evidence}"));
        place.write("other.toml", &plan);
        place.write("plans.txt", &plan);
        place.write("broken.toml", "[plan]\nformat = \n[[schemes]\n");
        place.write("headless.toml", &plan.replace("[plan]", "[plna]"));
        place.write("bcf.toml", CONFIG);
        place.write("figures.csv", ALLOCATIONS);
        place.write("more.csv", ALLOCATIONS);
        place.write("ours.toml", ROUND);
        place.write("theirs.toml", &ROUND.replace("ours", "theirs"));
        place.write("known.json", BASELINE);
        place.write("marked.json", &format!("\u{feff}{BASELINE}"));
        place.write(".gitignore", "target\n");
        place.write("terms.pdf", "%PDF");
        assert_eq!(place.run(&["export", "plan.toml", "-o", "book.xlsx"]).0, 0);
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.at(name).parent().expect("a folder")).expect("a folder");
        fs::write(self.at(name), text).expect("a file");
    }

    fn run(&self, args: &[&str]) -> (i32, String) {
        self.run_with(args, &[])
    }

    /// Runs the program. Returns its exit status and what it wrote to stderr.
    fn run_with(&self, args: &[&str], env: &[(&str, &str)]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command
            .args(without_causes(args))
            .args(["--width", "400"])
            .current_dir(self.0.path())
            .env_remove("GITHUB_ACTIONS");
        command.env_remove("GITHUB_STEP_SUMMARY").envs(env.iter().copied());
        let output = command.output().expect("the program runs");
        (output.status.code().expect("an exit status"), String::from_utf8(output.stderr).expect("text"))
    }

    /// Returns every file with what it holds.
    fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(self.0.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut all: Vec<_> = entries.filter(|path| path.is_file()).collect();
        all.sort();
        all.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
    }

    /// Checks that it is refused with these words, and nothing is written, be it over something or beside it.
    #[track_caller]
    fn refused(&self, args: &[&str], env: &[(&str, &str)], words: &str) {
        let before = self.everything();
        let (code, said) = self.run_with(args, env);
        assert!(code == 2 && said.contains(words) && said.contains("help:"), "{args:?} ended with {code}: {said}");
        assert!(self.everything() == before, "{args:?} wrote something");
    }
}

fn plan(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(name)).expect("a plan")
}

const READ: &str = "is what is read: it would be lost";
const OTHER: &str = "nothing else is written over it";

#[test]
fn no_report_of_a_check_goes_over_what_the_run_reads() {
    let place = Folder::new();
    let names = ["plan.toml", "bcf.toml", "figures.csv", "ours.toml", "terms.pdf", "known.json"];
    for (name, format) in one_in(4, pairs(&names, &["json", "human", "sarif", "markdown"])) {
        let to = format!("{format}={name}");
        place.refused(&["check", "plan.toml", "--baseline", "known.json", "--format", &to], &[], READ);
    }
    // In a folder every file that is looked at is read, a plan or not.
    place.write("package.toml", "[package]\n");
    place.refused(&["check", ".", "--format", "json=package.toml"], &[], READ);
    place.refused(&["check", "plan.toml", "--config", "ours.toml", "--format", "json=ours.toml"], &[], "");
    let summary = [("GITHUB_STEP_SUMMARY", "plan.toml")];
    place.refused(&["check", "plan.toml", "--format", "github"], &summary, READ);
    let summary = [("GITHUB_STEP_SUMMARY", "other.toml")];
    place.refused(&["check", "plan.toml", "--format", "github"], &summary, OTHER);
}

#[test]
fn no_two_results_go_to_one_file_however_it_is_spelt() {
    let place = Folder::new();
    let check = |more: &[&str], words: &str| place.refused(&[&["check", "plan.toml"], more].concat(), &[], words);
    check(&["--format", "json=x", "--write-baseline=x"], "two results cannot both go to x");
    check(&["--format", "json=x", "--format", "sarif=./x"], "two results cannot both go to x");
    check(&["--format", "json=x", "--format", "sarif=x"], "two results cannot both go to x");
    let absolute = format!("sarif={}", place.at("x").display());
    check(&["--format", "json=x", "--format", &absolute], "which is x too");
    fs::create_dir(place.at("folder")).expect("a folder");
    check(&["--format", "json=x", "--format", "sarif=folder/../x"], "two results cannot both go to");
    let same_summary = &["check", "plan.toml", "--format", "github", "--format", "json=x"];
    place.refused(same_summary, &[("GITHUB_STEP_SUMMARY", "./x")], "two results cannot both go to");
    check(&["--format", "json", "--format", "human"], "two formats cannot both go to standard output");
}

#[test]
#[cfg(unix)]
fn a_link_of_either_kind_is_what_it_leads_to() {
    use std::os::unix::fs::symlink;
    let place = Folder::new();
    symlink("plan.toml", place.at("link")).expect("a link");
    fs::hard_link(place.at("plan.toml"), place.at("second")).expect("a link");
    symlink(".", place.at("here")).expect("a link");
    symlink("other.toml", place.at("page.html")).expect("a link");
    for name in ["link", "second", "here/plan.toml"] {
        place.refused(&["check", "plan.toml", "--format", &format!("json={name}")], &[], READ);
        place.refused(&["report", "plan.toml", "-o", name], &[], READ);
        place.refused(&["export", "plan.toml", "-o", name, "--force"], &[], READ);
    }
    place.refused(&["report", "plan.toml", "-o", "page.html"], &[], "page.html is a plan");
    place.refused(&["check", "plan.toml", "--format", "json=x", "--format", "sarif=here/x"], &[], "cannot both go");
    place.write("x", "old");
    fs::hard_link(place.at("x"), place.at("y")).expect("a link");
    place.refused(&["check", "plan.toml", "--format", "json=x", "--format", "sarif=y"], &[], "which is x too");
}

/// Files that people keep and no run here reads, each with what it is called.
const KEPT: [(&str, &str); 11] = [
    ("other.toml", "a plan"),
    ("plans.txt", "a plan"),
    ("broken.toml", "a plan"),
    ("headless.toml", "a plan"),
    ("book.xlsx", "a workbook"),
    ("theirs.toml", "a planning round"),
    ("more.csv", "a table of allocations"),
    ("known.json", "a baseline"),
    ("marked.json", "a baseline"),
    (".gitignore", "a file of git"),
    (".git/config", "a file of git"),
];

#[test]
fn what_people_keep_is_written_over_by_nothing_of_another_kind_with_force_neither() {
    let place = Folder::new();
    place.write("sub/bcf.toml", "fail-on = \"never\"\n");
    for (name, kind) in one_in(3, KEPT.into_iter().chain([("sub/bcf.toml", "the settings of a project")])) {
        let words = format!("{name} is {kind}: {OTHER}");
        place.refused(&["check", "plan.toml", "--format", &format!("json={name}")], &[], &words);
        place.refused(&["report", "plan.toml", "-o", name], &[], &words);
        if kind != "a workbook" {
            place.refused(&["export", "plan.toml", "-o", name, "--force"], &[], &words);
        }
        if !["a plan", "a workbook"].contains(&kind) {
            let init = ["init", "--round", "bcf-2017-19", "--area", "Wendleshire", "-o", name, "--force"];
            place.refused(&init, &[], &words);
        }
        if kind != "a plan" {
            let import = ["import", "book.xlsx", "-o", name, "--force"];
            place.refused(&import, &[], if name == "book.xlsx" { READ } else { &words });
        }
        if kind != "a baseline" {
            let words = if name == "book.xlsx" { "is a workbook" } else { "is no baseline" };
            place.refused(&["check", "plan.toml", &format!("--write-baseline={name}")], &[], words);
        }
    }
    fs::rename(place.at("other.toml"), place.at("bcf-check.1")).expect("a file");
    place.refused(&["man", "--dir", "."], &[], "bcf-check.1 is a plan");
}

#[test]
fn a_plan_is_not_started_over_the_one_it_is_made_from_nor_over_its_figures() {
    let place = Folder::new();
    let roll = ["init", "--round", "bcf-2019-20", "--from", "plan.toml", "--force", "-o"];
    for name in ["plan.toml", "./plan.toml", "terms.pdf", "figures.csv", "ours.toml", "bcf.toml"] {
        place.refused(&[&roll[..], &[name]].concat(), &[], READ);
    }
    let start =
        ["init", "--round", "bcf-2017-19", "--area", "Wendleshire", "--allocations", "more.csv", "--force", "-o"];
    for name in ["more.csv", "bcf.toml", "figures.csv", "ours.toml"] {
        place.refused(&[&start[..], &[name]].concat(), &[], READ);
    }
}

#[test]
fn no_result_is_named_as_what_it_is_not() {
    let place = Folder::new();
    let print = "open the page of `bcf report PLAN -o plan.html` in a browser and print it to PDF";
    let init = ["init", "--round", "bcf-2017-19", "--area", "A"];
    let roll = ["init", "--round", "bcf-2019-20", "--from", "plan.toml"];
    for (args, to, words) in [
        (&["report", "plan.toml"][..], "x.pdf", print),
        (&["report", "plan.toml"], "x.xlsx", "name it x.html; `bcf export PLAN -o plan.xlsx` writes a workbook"),
        (&["report", "plan.toml"], "x.docx", "name it x.html"),
        (&["export", "plan.toml"], "x.csv", "name it x.xlsx"),
        (&["export", "plan.toml"], "x.pdf", print),
        (&["export", "plan.toml"], "x.toml", "name it x.xlsx"),
        (&["export", "plan.toml", "--force"], "x.XLSM", "name it x.xlsx"),
        (&["import", "book.xlsx"], "x.xlsx", "name it x.toml"),
        (&["import", "book.xlsx"], "x.json", "name it x.toml"),
        (&init, "x.pdf", "name it x.toml or x.xlsx"),
        (&init, "x.ods", "name it x.toml or x.xlsx"),
        (&roll, "x.csv", "name it x.toml or x.xlsx"),
    ] {
        place.refused(&[args, &["-o", to]].concat(), &[], words);
    }
    for (format, words) in [
        ("json=x.html", "name it x.json"),
        ("human=x.pdf", print),
        ("sarif=x.xml", "name it x.sarif"),
        ("junit=x.json", "name it x.xml"),
        ("markdown=x.xlsx", "name it x.txt"),
    ] {
        place.refused(&["check", "plan.toml", "--format", format], &[], words);
    }
    place.refused(&["check", "plan.toml", "--write-baseline=x.csv"], &[], "name it x.json");
    place.refused(&["docs", "format", "-o", "x.pdf"], &[], "name it x.txt");
    for (args, words) in [
        (&["docs", "book", "-o", "x.html"][..], "a folder of files"),
        (&["man", "--dir", "x.pdf"], "name it x; for a PDF"),
    ] {
        place.refused(args, &[], words);
    }
    for fits in ["sarif=x.json", "human=x.md", "markdown=x.txt", "json=x.v2", "gitlab=x", "json=y.JSON"] {
        assert!(place.run(&["check", "plan.toml", "--format", fits]).0 < 2, "{fits}");
    }
    assert_eq!(place.run(&["report", "plan.toml", "-o", "x.htm"]).0, 0);
}

#[test]
fn what_is_of_the_same_kind_or_nobody_keeps_is_written_over_as_before() {
    let place = Folder::new();
    place.write("page.html", "old");
    place.write("out.json", "{\"schema\":\"bcf.check/1\"}\n");
    place.write("out.txt", "[plan] table is what a wrapped line may begin with\n");
    let done = |args: &[&str], name: &str| {
        let before = fs::read(place.at(name)).expect("a file");
        let (code, said) = place.run(args);
        assert!(code < 2 && fs::read(place.at(name)).expect("a file") != before, "{args:?} ended with {code}: {said}");
    };
    done(&["report", "plan.toml", "-o", "page.html"], "page.html");
    done(&["report", "plan.toml", "--sign-off", "-o", "page.html"], "page.html");
    done(&["check", "plan.toml", "--format", "json=out.json"], "out.json");
    done(&["check", "plan.toml", "--format", "human=out.txt"], "out.txt");
    done(&["check", "other.toml", "--format", "human=out.txt", "-v"], "out.txt");
    done(&["export", "other.toml", "-o", "book.xlsx", "--force"], "book.xlsx");
    done(&["import", "book.xlsx", "-o", "other.toml", "--force"], "other.toml");
    done(&["init", "--round", "bcf-2019-20", "--from", "plan.toml", "-o", "other.toml", "--force"], "other.toml");
    done(&["check", "other.toml", "--write-baseline=known.json"], "known.json");
    for (args, there) in [
        (&["export", "plan.toml", "-o", "book.xlsx"][..], "book.xlsx is there already"),
        (&["import", "book.xlsx", "-o", "other.toml"], "other.toml is there already"),
        (&["init", "--round", "bcf-2017-19", "--area", "A", "-o", "other.toml"], "other.toml is there already"),
    ] {
        place.refused(args, &[], there);
    }
}
