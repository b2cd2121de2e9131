//! The rooms of the library depend one way, and each keeps to what it may do.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "rooms/circles.rs"]
mod circles;

/// The rooms that know nothing of plans, lowest first; every room may use those below it.
const GROUND: [&str; 7] = ["text", "span", "cells", "archive", "money", "period", "unit"];

/// The other rooms, lowest first, each with those it may use beside itself and the ground.
const ROOMS: [(&str, &[&str]); 15] = [
    ("finding", &[]),
    ("plan", &["finding"]),
    ("policy", &["finding", "plan"]),
    ("check", &["finding", "plan", "policy"]),
    ("diagnosis", &["finding", "plan", "policy", "check"]),
    ("compare", &["finding", "plan", "policy", "check"]),
    ("view", &["finding", "plan", "policy", "check", "compare"]),
    ("narrative", &["finding", "plan", "policy", "check", "compare", "view"]),
    ("report", &["finding", "plan", "policy", "check", "compare", "view", "narrative"]),
    ("write", &["finding", "plan"]),
    ("editor", &["finding", "plan", "policy", "check", "diagnosis", "compare", "view", "report", "write"]),
    ("server", &["finding", "plan", "policy", "check", "diagnosis", "editor"]),
    ("template", &["finding", "plan", "policy", "check", "narrative", "write"]),
    ("workbook", &["finding", "plan", "policy", "check", "write"]),
    (
        "cli",
        &[
            "finding",
            "plan",
            "policy",
            "check",
            "diagnosis",
            "compare",
            "view",
            "narrative",
            "report",
            "editor",
            "server",
            "write",
            "template",
            "workbook",
        ],
    ),
];

/// Returns whether a room may use another.
fn may_use(room: &str, used: &str) -> bool {
    let ground = |name: &str| GROUND.iter().position(|ground| *ground == name);
    match (ground(room), ground(used)) {
        (Some(room), Some(used)) => used <= room,
        (None, Some(_)) => true,
        _ => room == used || ROOMS.iter().any(|(name, below)| *name == room && below.contains(&used)),
    }
}

fn is_room(name: &str) -> bool {
    GROUND.contains(&name) || ROOMS.iter().any(|(room, _)| *room == name)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Returns each source file with its room and its text, comments left out.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let room = |path: &Path| {
        let first = path.strip_prefix(&src).expect("below src").components().next().expect("a name");
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    let code = |path: &Path| {
        let text = fs::read_to_string(path).expect("a source file");
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    sources(&src).into_iter().map(|path| (room(&path), path.clone(), code(&path))).collect()
}

#[test]
fn a_room_uses_only_the_rooms_below_it() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        if !is_room(&room) {
            continue;
        }
        for used in code.match_indices("crate::").map(|(at, _)| &code[at + 7..]) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if is_room(&used) && !may_use(&room, &used) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_file_is_in_a_room() {
    for (room, path, _) in rooms() {
        let known = is_room(&room) || ["lib", "main"].contains(&room.as_str());
        assert!(known, "{} is in no room", path.display());
    }
}

#[test]
fn only_the_command_line_speaks_reads_files_and_looks_at_the_clock() {
    let told = [
        "println!",
        "print!(",
        "eprintln!",
        "eprint!(",
        "std::fs",
        "std::env",
        "SystemTime",
        "Instant::now",
        "process::exit",
    ];
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        if room != "cli" && room != "main" && !path.ends_with("tests.rs") {
            wrong.extend(
                told.iter().filter(|word| code.contains(**word)).map(|word| format!("{}: {word}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Calls that are made in one file of the command line alone, so that nothing goes out or is written over past it.
const ALONE: [(&str, &str); 4] =
    [("io.stdout", "cli/print.rs"), ("fs::write", ""), ("File::create", ""), ("OpenOptions", "cli/folders.rs")];

#[test]
fn everything_goes_out_by_one_door() {
    for (_, path, code) in rooms() {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        for (word, home) in ALONE {
            let at_home = !home.is_empty() && path.ends_with(home);
            assert!(at_home || !code.contains(word), "{}: {word}", path.display());
        }
    }
}

/// The files that may look at the folders of this machine by themselves: those of what git alone knows, and the one that
/// clears up when the program ends in the middle of its work.
const OF_THIS_MACHINE: [&str; 6] =
    ["cli/folders.rs", "cli/gone.rs", "cli/gone_staged.rs", "cli/ignored.rs", "cli/output.rs", "cli/staged.rs"];

#[test]
fn files_are_asked_for_through_the_disk_of_the_run() {
    let words =
        ["fs::", "File::open", ".canonicalize()", "symlink_metadata()", ".exists()", "current_dir", ".is_dir()"];
    for (_, path, code) in rooms() {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let may = path.iter().any(|part| part == "git") || OF_THIS_MACHINE.iter().any(|file| path.ends_with(file));
        for word in words {
            assert!(may || !code.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn no_rule_asks_which_round_it_is() {
    for (room, path, code) in rooms() {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        if room == "check" {
            assert!(!code.contains("round.id ==") && !code.contains("== \"bcf-"), "{}", path.display());
        }
    }
}

/// Returns the code of a file without the texts of several lines it quotes, which are plans and reports: examples,
/// snapshots.
fn without_quoted_lines(code: &str) -> String {
    let mut quoted = false;
    let mut kept = String::new();
    for line in code.lines() {
        if quoted && line.starts_with('"') {
            quoted = false;
        } else if !quoted {
            kept.push_str(line);
            kept.push('\n');
            let before = line.trim_end().strip_suffix('"').map(|line| line.trim_end_matches('#'));
            let before = before.and_then(|line| line.strip_suffix('r'));
            quoted =
                before.is_some_and(|line| line.trim_end_matches('@').ends_with([' ', '(', '[']) || line.is_empty());
        }
    }
    kept
}

#[test]
fn a_rule_is_named_by_its_id_in_its_own_file_alone() {
    let mut wrong = Vec::new();
    for (_, path, code) in &rooms() {
        let code = without_quoted_lines(code);
        let words: Vec<&str> = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
        for (family, rule) in bcf::check::rules() {
            let own = format!("check/rules/{}/{}.rs", family.id.replace('-', "_"), rule.id.replace('-', "_"));
            if words.contains(&rule.id) != path.ends_with(&own) {
                wrong.push(format!("{}: {}", path.display(), rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "take the id from the rule's `RULE`:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_of_a_room_use_each_other_in_a_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = circles::Files::default();
    for path in sources(&src).iter().filter(|path| !path.ends_with("lib.rs") && !path.ends_with("main.rs")) {
        let text = fs::read_to_string(path).expect("a source file");
        files.add(path.strip_prefix(&src).expect("below src"), &text);
    }
    let circles = files.circles();
    let uses = circles.iter().flatten().map(|(file, uses)| format!("{file} uses {uses}"));
    assert!(circles.is_empty(), "{}", uses.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_circle_is_found_however_a_name_is_brought_in() {
    let circles = |a: &str, b: &str| {
        let mut files = circles::Files::default();
        for (path, source) in
            [("room/mod.rs", "mod a; mod b; pub use b::*; pub use b::Name;"), ("room/a.rs", a), ("room/b.rs", b)]
        {
            files.add(Path::new(path), source);
        }
        files.circles().len()
    };
    let uses_a = "use super::a::used_by_b; pub struct Name; pub fn f() {}";
    for uses_b in [
        "use super::b::Name;",
        "use super::Name;",
        "use super::f;",
        "use crate::room::{Other, b::{self, Name as N}};",
        "use super::b; fn g() { b::f() }",
        "fn g(c: char) -> bool { c == '\"' && super::b::f() }",
        "use super::b::*;",
    ] {
        assert_eq!(circles(uses_b, uses_a), 1, "{uses_b}");
        assert_eq!(circles(uses_b, "use std::fmt; pub(in crate::room) fn f() {} pub struct Name;"), 0, "{uses_b}");
    }
    for uses_nothing in [
        "use super::b;",
        "pub use super::b::Name;",
        "// super::b::f\nconst B: &str = \"super::b::f\"; const C: &str = r#\"use super::b::f;\"#;",
        "const LIST: [&Rule; 1] = [&super::b::RULE];",
        "#[cfg(test)]\nmod tests { use super::super::b::f; }",
    ] {
        assert_eq!(circles(uses_nothing, uses_a), 0, "{uses_nothing}");
    }
}

#[test]
fn no_docstring_begins_with_a_question() {
    let mut wrong = Vec::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let mut above = "";
        for (n, line) in text.lines().map(str::trim_start).enumerate() {
            let is_doc = |line: &str| line.starts_with("///") || line.starts_with("//!");
            let first = line.get(3..).and_then(|doc| doc.split_whitespace().next()).unwrap_or_default();
            let asks = ["What", "Whether", "How", "Where", "Who", "Why"].contains(&first);
            if is_doc(line) && !is_doc(above) && asks {
                wrong.push(format!("{}:{}: {line}", path.display(), n + 1));
            }
            above = line;
        }
    }
    assert!(wrong.is_empty(), "begin with a verb (\"Returns…\") or say what it is:\n{}", wrong.join("\n"));
}
