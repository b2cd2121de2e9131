//! The rooms of the library depend one way, and each keeps to what it may do.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest first, each with those it may use beside itself.
const ROOMS: [(&str, &[&str]); 15] = [
    ("span", &[]),
    ("money", &["span"]),
    ("period", &["span"]),
    ("unit", &[]),
    ("finding", &["span", "money", "period"]),
    ("plan", &["span", "money", "period", "unit", "finding"]),
    ("policy", &["span", "money", "period", "unit", "finding"]),
    ("check", &["span", "money", "period", "unit", "finding", "plan", "policy"]),
    ("compare", &["span", "money", "period", "unit", "finding", "plan", "policy", "check"]),
    ("view", &["span", "money", "period", "unit", "finding", "plan", "policy", "check", "compare"]),
    ("report", &["span", "money", "period", "unit", "finding", "plan", "policy", "check", "compare", "view"]),
    ("write", &["span", "money", "period", "finding", "plan", "report"]),
    ("template", &["span", "money", "period", "unit", "finding", "plan", "policy", "check", "report", "write"]),
    ("workbook", &["span", "money", "period", "finding", "plan", "policy", "check", "report", "write"]),
    (
        "cli",
        &[
            "span", "money", "period", "unit", "finding", "plan", "policy", "check", "compare", "view", "report",
            "write", "template", "workbook",
        ],
    ),
];

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

/// Each source file with its room and its text, comments left out.
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
        let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room) else { continue };
        for used in code.match_indices("crate::").map(|(at, _)| &code[at + 7..]) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let is_room = ROOMS.iter().any(|(name, _)| *name == used);
            if is_room && used != room && !below.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_file_is_in_a_room() {
    for (room, path, _) in rooms() {
        let known = ROOMS.iter().any(|(name, _)| *name == room) || ["lib", "main"].contains(&room.as_str());
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

/// What stands in one file of the command line alone, so that nothing goes out or is written over past it.
const ALONE: [(&str, &str); 4] =
    [("io.stdout", "cli/mod.rs"), ("fs::write", ""), ("File::create", ""), ("OpenOptions", "cli/output.rs")];

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

#[test]
fn no_rule_asks_which_round_it_is() {
    for (room, path, code) in rooms() {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        if room == "check" {
            assert!(!code.contains("round.id ==") && !code.contains("== \"bcf-"), "{}", path.display());
        }
    }
}
