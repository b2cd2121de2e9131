//! No text of a plan can make a line that a runner of CI obeys: a line that begins with `::` once white space is
//! trimmed, or that holds `##[…]` or `##vso[…]`. Every command is run on plans whose every text, key and file name
//! tries.

#![cfg(feature = "workbook")]
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bcf::plan::syntax::Kind;
use bcf::plan::{Place, Plan};
use bcf::span::NodeId;

use crate::common;

/// The texts that a runner or a terminal would obey, or an eye would miss; each is a word that wrapping may put first
/// in a line.
const COMMANDS: [&str; 10] = [
    "::add-mask::x",
    "::stop-commands::p",
    "##[group]x",
    "##vso[task.setvariable_variable=x]y",
    "::error_file=x::y",
    "##[add-mask]x",
    "\u{a0}::warning::x",
    "\u{2003}::set-output::x",
    "\u{1b}[31m::debug::x",
    "\u{202e}::notice::x\n::endgroup::",
];

/// The name of a plan's file.
const NAME: &str = "::add-mask::x.toml";
/// The same with white space before what a runner trims.
const INDENTED: &str = "  ::stop-commands::p.toml";
/// A key nobody has to declare.
const KEY: &str = "::error::k ##[group]k";

/// Returns a text that tries everything: whatever the width, some line of it begins with a command. `n` tells it from
/// others.
fn hostile(n: usize, original: &str) -> String {
    let words = original.split_whitespace().count().max(1);
    let first = COMMANDS[n % COMMANDS.len()];
    let rest = (1..=words).map(|at| COMMANDS[(n + at) % COMMANDS.len()]);
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join(" ") + &format!(" {n}")
}

/// Returns a text in quotes as TOML has it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Returns the texts of a plan, in the order of the file.
fn texts(plan: &Plan) -> Vec<NodeId> {
    let mut texts = common::leaves(plan);
    texts.retain(|node| plan.tree.kind(*node) == Kind::String);
    texts.sort_by_key(|node| plan.tree.span(*node).start);
    texts
}

/// Returns the plan with its texts made hostile but for those that are kept, the same text always to the same.
fn with_hostile_texts(text: &str, kept: &BTreeSet<String>) -> String {
    let plan = Plan::read(text.to_owned());
    let said: BTreeSet<String> = texts(&plan).iter().map(|node| plan.tree.text(*node).into_owned()).collect();
    let mut changed = text.to_owned();
    for node in texts(&plan).into_iter().rev() {
        let text = plan.tree.text(node);
        if !kept.contains(&*text) {
            let n = said.iter().position(|known| *known == *text).expect("one of them");
            changed = common::replaced(&changed, plan.tree.span(node), &quoted(&hostile(n, &text)));
        }
    }
    changed
}

/// Returns the texts of a plan that have to be the format's own words: those it is no plan without.
fn own_words(text: &str) -> BTreeSet<String> {
    let (sound, hostile) = (Plan::read(text.to_owned()), Plan::read(with_hostile_texts(text, &BTreeSet::new())));
    let wrong: Vec<&Place> = hostile.complaints.iter().map(|complaint| &complaint.at).collect();
    let pairs = texts(&sound).into_iter().zip(texts(&hostile));
    let own = pairs.filter(|(_, node)| wrong.contains(&&Place::Value(*node))).map(|(node, _)| node);
    own.chain(sound.header.round.node()).map(|node| sound.tree.text(node).into_owned()).collect()
}

/// Returns a plan of the repository with hostile texts and keys, and comments that try too. With `words` not even those
/// of the format are kept, nor its keys.
fn plan(name: &str, words: bool) -> String {
    let plans = common::plans();
    let mut text = plans.iter().find(|plan| plan.name.ends_with(name)).expect("the plan").text.clone();
    let key = quoted(KEY);
    for table in ["[totals.by_priority]\n", "[totals.by_partner]\n"] {
        if !text.contains(table) {
            text = text + "\n" + table;
        }
        text = text.replace(table, &format!("{table}{key} = {{ 2017-18 = 5 }}\n"));
    }
    let kept = if words { BTreeSet::new() } else { own_words(&text) };
    let commented = with_hostile_texts(&text, &kept).replace("\n[", "\n# ::add-mask::comment ##[group]\n[");
    // A key that the format does not have keeps a plan from being exported or rolled forward.
    if words { format!("{commented}\n[{key}]\n{key} = 1\n") } else { commented }
}

/// Returns a round of a project's own whose every word tries.
fn round() -> String {
    // A round with a hidden character is refused.
    let text = hostile(3, "a name of several words").replace(['\u{1b}', '\u{202e}', '\n'], "");
    let text = quoted(&text);
    format!("id = \"ours\"\nname = {text}\nextends = \"bcf-2017-19\"\nnot-covered = [{text}]\n")
}

/// Returns a folder of hostile plans under hostile names.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("runner").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("plans")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    write(NAME, &plan("example-county.toml", false));
    write(INDENTED, &plan("example-county.toml", true).replace("2017-18 = ", "2017-18 = 1"));
    write("plans/::a.toml", &plan("example-borough.toml", false));
    write("plans/::b.toml", &plan("leicestershire-2017-19.toml", false));
    write("plans/::notice::c.toml", "[plan]\nformat = ::add-mask::x\n ::stop-commands::p\n");
    write("ours.toml", &round());
    write("bcf.toml", "[[rounds]]\nfile = \"ours.toml\"\n");
    write("::set-output::a.csv", "area,partner,stream,year,amount\n::add-mask::x,,::add-mask::y,2017-18,##[group]\n");
    write("::broken::.toml", "::add-mask::x = 1\n[[rounds]]\nfile = \"::add-mask::r.toml\"\n");
    write("::add-mask::r.toml", "::add-mask::x = 1\n[::x]\n  ::stop-commands::p\n");
    write("::evil.toml", "\"::add-mask::x\" = \"::add-mask::y\"\nfail-on = \"::stop-commands::p ##[group]\"\n");
    folder
}

fn bcf(at: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
    command.args(args).current_dir(at).env_clear().env("LANG", "C.UTF-8").output().expect("the program runs")
}

/// Returns a line as a runner reads it: without colours, white space trimmed.
fn as_read(line: &str) -> String {
    let mut text = String::new();
    for (n, part) in line.split("\u{1b}[").enumerate() {
        text += if n == 0 { part } else { part.split_once('m').map_or(part, |(_, rest)| rest) };
    }
    text.trim().to_owned()
}

/// Checks that no line of an output is a command, or has anything in it that a terminal would act on.
#[track_caller]
fn obeyed_by_nobody(told: &[u8], what: &str) {
    let text = std::str::from_utf8(told).expect("text");
    for line in text.split(['\n', '\r']) {
        let read = as_read(line);
        let lower = read.to_ascii_lowercase();
        let command = read.starts_with("::") || lower.contains("##[") || lower.contains("##vso[");
        assert!(!command, "{what}: {line:?}");
        let raw = |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        assert!(!read.contains(raw), "{what}: {line:?}");
    }
}

/// Returns every command that shows a plan, a round, a config or a fault, with the formats for people and for programs.
fn command_lines() -> Vec<Vec<&'static str>> {
    let mut lines: Vec<Vec<&str>> = Vec::new();
    let mut all = |line: &[&'static str], more: &[&[&'static str]]| {
        lines.extend(more.iter().map(|more| [line, more].concat()));
    };
    let looks: &[&[&str]] = &[
        &[],
        &["-q"],
        &["--statistics"],
        &["--format", "concise"],
        &["--format", "json"],
        &["--format", "sarif"],
        &["--format", "gitlab"],
        &["--format", "junit"],
        &["--format", "markdown"],
    ];
    let more: &[&[&str]] = &[
        &["-v", "--evidence", "--all"],
        &["--no-waivers", "-v"],
        &["--round", "bcf-2025-26"],
        &["--color", "always", "--evidence"],
    ];
    for plans in [NAME, INDENTED, "."] {
        all(&["check", "--no-causes", "--today", "2018-06-01", plans], looks);
    }
    all(&["check", "--no-causes", "--today", "2018-06-01", NAME], more);
    all(&["check", "--today", "2018-06-01", NAME], &[&[], &["--format", "json"], &["--format", "markdown"]]);
    let formats: &[&[&str]] = &[&[], &["--format", "markdown"], &["--format", "json"]];
    all(&["checklist", NAME], formats);
    all(&["diff", NAME, INDENTED], formats);
    all(&["diff", "plans/::b.toml", NAME], formats);
    all(&["rounds", "ours"], formats);
    all(&["rounds"], formats);
    all(&["rounds", "diff", "bcf-2017-19", "ours"], formats);
    all(&["rules"], formats);
    all(&["schema"], &[&["plan"], &["round"], &["config"], &["output"]]);
    let tables: &[&[&str]] = &[&[], &["--format", "markdown"], &["--format", "json"], &["--format", "csv"]];
    all(&["show", NAME], tables);
    all(&["show", INDENTED], tables);
    all(&["compare", NAME, INDENTED, "plans/::a.toml"], tables);
    all(&["config"], &[&[], &["--format", "json"], &["--config", "::evil.toml"], &["--config", "::broken::.toml"]]);
    let init = ["init", "--round", "bcf-2019-20"];
    all(&init, &[&["--from", NAME], &["--from", INDENTED], &["--area", "::add-mask::x ##[group]"]]);
    all(
        &[&init[..], &["--area", "::x", "--allocations"]].concat(),
        &[&["::set-output::a.csv"], &[NAME], &["::absent"]],
    );
    all(&["report"], &[&[NAME], &[NAME, "--sign-off"], &["::absent"], &["::x", "-o", "::y"]]);
    all(
        &["verify"],
        &[&["page.html", NAME], &["page.html", INDENTED], &["::other.html", NAME], &["::absent.html", NAME]],
    );
    all(&["explain"], &[&["total-mismatch"], &["::add-mask::x"]]);
    all(&["export"], &[&[INDENTED, "-o", "::out.xlsx"], &["::absent", "-o", "::out.xlsx"]]);
    all(&["import"], &[&["book.xlsx"], &[NAME], &["::absent"]]);
    all(&["check"], &[&["::absent"], &[NAME, "--select", "::x"], &["::add-mask::x*"], &["--", "--::y"], &["--::z"]]);
    all(&["::add-mask::x"], &[&[]]);
    lines
}

/// Runs command lines at several widths, those for programs at one; how many bytes they said.
fn run_all<'l>(folder: &Path, lines: impl Iterator<Item = &'l Vec<&'static str>>) -> usize {
    let mut said = 0;
    for line in lines {
        let for_programs = line.iter().any(|word| ["json", "sarif", "gitlab", "junit", "csv"].contains(word));
        // The search for causes takes its time, and a page has no width.
        let searches = ["check", "report"].contains(&line[0]) && !line.contains(&"--no-causes");
        let widths: &[&str] = if for_programs || searches { &["72"] } else { &["40", "100"] };
        for width in widths {
            let output = bcf(folder, &[&["--width", width], &line[..]].concat());
            let what = format!("{line:?} at {width}");
            assert!(matches!(output.status.code(), Some(0..=2)), "{what}: {output:?}");
            obeyed_by_nobody(&output.stdout, &what);
            obeyed_by_nobody(&output.stderr, &what);
            said += output.stdout.len() + output.stderr.len();
        }
    }
    said
}

#[test]
fn whatever_a_plan_says_no_line_of_any_command_is_one_to_a_runner() {
    let folder = &folder("every");
    assert_eq!(bcf(folder, &["report", NAME, "-o", "page.html"]).status.code(), Some(0));
    assert_eq!(bcf(folder, &["export", NAME, "-o", "book.xlsx"]).status.code(), Some(0));
    let page = fs::read_to_string(folder.join("page.html")).expect("the page");
    let version = format!("name=\"bcf-version\" content=\"{}", env!("CARGO_PKG_VERSION"));
    fs::write(folder.join("::other.html"), page.replace(&version, &format!("{version}\n::x ##[group]")))
        .expect("a page");
    let lines = &common::one_in(8, command_lines());
    let said: usize = std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| scope.spawn(move || run_all(folder, lines.iter().skip(half).step_by(2))));
        halves.map(|half| half.join().expect("no command")).into_iter().sum()
    });
    assert!(said > 1_000_000 / common::share(8), "too little was said to prove anything: {said} bytes");
}

/// Returns a command GitHub is to obey: an annotation of the run's own, or the stretch in which it is to obey none.
fn is_own(line: &str) -> bool {
    let annotations =
        ["::error file=", "::warning file=", "::notice file=", "::notice title=bcf::", "::stop-commands::bcf-"];
    let ends = line.strip_prefix("::bcf-").and_then(|rest| rest.strip_suffix("::"));
    annotations.iter().any(|own| line.starts_with(own)) || ends.is_some_and(|token| token.len() == 32)
}

#[test]
fn of_the_commands_for_github_every_one_is_the_runs_own() {
    let folder = folder("github");
    for args in [&["check", ".", "--format", "github"][..], &["check", NAME, "--format", "github", "--width", "40"]] {
        let output = bcf(&folder, &[args, &["--today", "2018-06-01"]].concat());
        let text = String::from_utf8(output.stdout).expect("text");
        let (own, rest): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| is_own(line));
        obeyed_by_nobody(rest.join("\n").as_bytes(), "github");
        obeyed_by_nobody(&output.stderr, "github");
        // What a property or a message says cannot begin another.
        let begins = own.iter().map(|line| line.matches("##[").count() + line.matches(['\r', '\u{1b}']).count());
        assert!(begins.sum::<usize>() == 0 && own.len() > 3, "{own:#?}");
    }
}

#[test]
fn what_programs_read_is_the_same_on_standard_output_as_in_a_file_and_whole() {
    let folder = folder("programs");
    for format in common::one_in(7, ["json", "sarif", "gitlab", "junit", "markdown", "concise", "human"]) {
        let file = format!("{format}={format}.out");
        let args = ["check", ".", "--no-causes", "--today", "2018-06-01", "--width", "100", "--format"];
        let (out, to_file) =
            (bcf(&folder, &[&args[..], &[format]].concat()), bcf(&folder, &[&args[..], &[&file]].concat()));
        assert!(to_file.stdout.is_empty());
        let written = fs::read(folder.join(format!("{format}.out"))).expect("the file");
        fs::remove_file(folder.join(format!("{format}.out"))).expect("the file");
        assert!(out.stdout == written, "{format} differs");
        let text = String::from_utf8(written).expect("text");
        match format {
            "json" | "sarif" | "gitlab" => drop(serde_json::from_str::<serde_json::Value>(&text).expect("JSON")),
            "junit" => drop(roxmltree::Document::parse(&text).expect("XML")),
            _ => {}
        }
    }
    let schema = bcf(&folder, &["schema", "plan"]).stdout;
    drop(serde_json::from_slice::<serde_json::Value>(&schema).expect("JSON"));
    let init = ["init", "--round", "bcf-2019-20", "--from", NAME];
    let plan = bcf(&folder, &init).stdout;
    assert_eq!(bcf(&folder, &[&init[..], &["-o", "new.toml"]].concat()).status.code(), Some(0));
    assert!(plan == fs::read(folder.join("new.toml")).expect("the plan"), "a plan differs");
    let page = bcf(&folder, &["report", NAME]).stdout;
    assert_eq!(bcf(&folder, &["report", NAME, "-o", "page.html"]).status.code(), Some(0));
    assert!(page == fs::read(folder.join("page.html")).expect("the page"), "a page differs");
    assert_eq!(bcf(&folder, &["verify", "page.html", NAME]).status.code(), Some(0));
    // A workbook is bytes and no lines.
    let book = bcf(&folder, &["export", NAME, "-o", "-", "--today", "2018-06-01"]).stdout;
    fs::write(folder.join("book.xlsx"), book).expect("a file");
    let back = bcf(&folder, &["import", "book.xlsx"]);
    assert_eq!(back.status.code(), Some(0), "{back:?}");
    let values = |text: &[u8]| toml::from_slice::<toml::Table>(text).expect("TOML");
    assert_eq!(values(&back.stdout), values(&fs::read(folder.join(NAME)).expect("the plan")));
}
