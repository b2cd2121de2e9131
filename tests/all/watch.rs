//! `bcf check --watch`: what is saved is checked again, and what that changed is told.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bcf::cli::Exit;

use crate::common::{Unheard, World, unbroken};

/// A plan with one thing that cannot be read.
const BROKEN: &str = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\ncode = \"none\"\n";
/// The same, mended.
const MENDED: &str = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"A\"\n";
/// What clears a terminal, what was scrolled away included, and goes to its first line.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Returns an empty folder of its own for each test, which is gone when the test is over, with its path.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    (folder, path)
}

/// Watches `folder` while `acts` happen to it one after the other. Returns what was written to stdout and to
/// stderr.
fn watched(folder: &Path, columns: Option<usize>, acts: &[&dyn Fn()]) -> (String, String) {
    watched_for("file", folder, columns, acts)
}

/// Returns the same, looking for other rules.
fn watched_for(select: &str, folder: &Path, columns: Option<usize>, acts: &[&dyn Fn()]) -> (String, String) {
    let folder_name = folder.to_str().expect("a name");
    let (next, longest) = (Cell::new(0), Cell::new(Duration::ZERO));
    let is_unseen = Cell::new(false);
    // It waits long for a change, and then shortly, until what changed has settled.
    let wait = |pause: Duration| {
        longest.set(longest.get().max(pause));
        if pause < longest.get() {
            is_unseen.set(false);
            return true;
        }
        assert!(!is_unseen.replace(true), "what happened cannot be seen");
        let act = acts.get(next.replace(next.get() + 1));
        act.inspect(|act| act()).is_some()
    };
    let here = World { columns, wait: &wait, ..World::default() };
    let args = ["check", "--watch", "--select", select, "--format", "concise", folder_name];
    let (_, stdout, stderr) = here.run(args);
    assert!(next.get() > acts.len(), "it ended before all had happened: {stderr}");
    let text = |text: &str| text.replace(&format!("{}/", folder.display()), "");
    (text(&stdout), text(&unbroken(&stderr)))
}

#[test]
fn what_is_saved_is_checked_again_and_what_changed_is_told() {
    let (_kept, folder) = folder();
    let plan = folder.join("a.toml");
    fs::write(&plan, MENDED).expect("a file");
    let (said, stderr) = watched(
        &folder,
        None,
        &[&|| fs::write(&plan, BROKEN).expect("a file"), &|| fs::write(&plan, format!("{MENDED}\n")).expect("a file")],
    );
    assert!(
        said.contains("new: a.toml:6:8: error[wrong-type]")
            && said.contains("1 new finding, 0 fixed, 0 as before\nFAIL a.toml"),
        "{said}"
    );
    assert!(
        said.contains("fixed: a.toml: error[wrong-type]")
            && said.contains("\nINCOMPLETE a.toml (bcf-2017-19, draft): no findings; 8 tests passed, 1 not evaluated; 1 of 16 families run\n"),
        "{said}"
    );
    assert_eq!((stderr.as_str(), said.contains('\x1b')), ("", false));
}

#[test]
fn a_plan_that_goes_away_is_half_written_or_unreadable_ends_nothing() {
    let (_kept, folder) = folder();
    let plan = folder.join("a.toml");
    fs::write(&plan, BROKEN).expect("a file");
    let (said, stderr) = watched(
        &folder,
        None,
        &[
            &|| fs::remove_file(&plan).expect("a file"),
            &|| fs::write(&plan, b"[plan]\nx = \"\xa3").expect("a file"),
            &|| fs::write(&plan, BROKEN).expect("a file"),
            &|| fs::write(folder.join("b.toml"), MENDED).expect("a file"),
        ],
    );
    assert!(stderr.contains("nothing to check now") && stderr.contains("is not UTF-8"), "{stderr}");
    assert!(said.contains("a.toml is gone; it had 1 finding\nNONE"), "{said}");
    assert!(said.contains("a.toml cannot be checked now; it had 1 finding\nNONE"), "{said}");
    assert_eq!(said.matches("is gone").count(), 1, "{said}");
    assert_eq!(said.matches("0 new findings, 0 fixed, 1 as before").count(), 2, "{said}");
    assert!(
        said.contains("b.toml is checked for the first time") && !said.contains("a.toml is checked for the first time"),
        "{said}"
    );
}

#[test]
fn what_the_config_says_is_heard_when_it_is_saved() {
    let (_kept, folder) = folder();
    fs::write(folder.join("a.toml"), MENDED.replace("bcf-2017-19", "ours")).expect("a file");
    let config = folder.join("bcf.toml");
    let round = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";
    let (said, stderr) = watched(
        &folder,
        None,
        &[&|| fs::write(&config, "[[rounds]]\nfile = \"ours.toml\"\n").expect("a file"), &|| {
            fs::write(folder.join("ours.toml"), round).expect("a file");
        }],
    );
    assert!(said.contains("there is no planning round `ours`") && stderr.contains("there is no file"), "{stderr}");
    assert!(
        said.ends_with(
            "INCOMPLETE a.toml (ours, draft): no findings; 8 tests passed, 1 not evaluated; 1 of 16 families run\n"
        ),
        "{said}"
    );
}

#[test]
fn nothing_is_called_fixed_while_the_text_is_broken_or_the_round_unknown() {
    let (_kept, folder) = folder();
    let plan = folder.join("a.toml");
    let source = "[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"b\"\namount = { 2017-18 = 5, 2018-19 = 5 }\n";
    let whole = format!("{MENDED}{source}x = 1\n[totals]\npool = {{ 2017-18 = 7, 2018-19 = 7 }}\n");
    let write = |text: &str| fs::write(&plan, text).expect("a file");
    write(&whole);
    let acts: [&dyn Fn(); 5] = [
        &|| write(&whole.replace("pool = ", "pool ")),
        &|| write(&whole.replace("bcf-2017-19", "bcf-2017")),
        &|| write(&format!("{whole}\n")),
        &|| write(&whole.replace("x = 1\n", "")),
        &|| write(MENDED),
    ];
    let (said, _) = watched_for("file,total-mismatch", &folder, None, &acts);
    let counts: Vec<&str> = said.lines().filter(|line| line.contains(" new finding")).collect();
    assert_eq!(
        counts,
        [
            "1 new finding, 0 fixed, 1 as before, 2 cannot be looked for now",
            "1 new finding, 0 fixed, 1 as before, 3 cannot be looked for now",
            "0 new findings, 2 fixed, 3 as before",
            "0 new findings, 1 fixed, 2 as before",
            "0 new findings, 2 fixed, 0 as before",
        ],
        "{said}"
    );
    let fixed = |rule: &str| said.matches(&format!("fixed: a.toml: error[{rule}]")).count();
    let rules = ["invalid-toml", "unknown-round", "unknown-key", "total-mismatch"];
    assert_eq!(rules.map(fixed), [1, 1, 1, 2], "{said}");
}

#[test]
fn a_broken_config_makes_no_plan_gone_and_nothing_fixed() {
    let (_kept, folder) = folder();
    fs::write(folder.join("a.toml"), BROKEN).expect("a file");
    let config = folder.join("bcf.toml");
    let write = |text: &str| fs::write(&config, text).expect("a file");
    let (said, stderr) = watched(
        &folder,
        None,
        &[&|| write("fail-on = \n"), &|| write("fail-on = \"\"\n"), &|| write("fail-on = \"never\"\n")],
    );
    assert_eq!(stderr.matches("error:").count(), 2, "{stderr}");
    assert_eq!(said.matches("a.toml cannot be checked now; it had 1 finding").count(), 1, "{said}");
    assert!(!said.contains("gone") && !said.contains("fixed:") && !said.contains("first time"), "{said}");
    assert!(said.contains("0 new findings, 0 fixed, 1 as before\nFAIL"), "{said}");
}

#[test]
fn only_a_terminal_is_cleared_and_only_between_checks() {
    let (_kept, folder) = folder();
    let plan = folder.join("a.toml");
    fs::write(&plan, MENDED).expect("a file");
    let (said, _) = watched(&folder, Some(80), &[&|| fs::write(&plan, BROKEN).expect("a file")]);
    assert_eq!((said.matches(CLEAR).count(), said.starts_with(CLEAR)), (1, false));
}

#[test]
fn it_ends_when_nobody_listens() {
    let (_kept, folder) = folder();
    fs::write(folder.join("a.toml"), BROKEN).expect("a plan");
    let wait = |_| panic!("it waits for a reader that went away");
    let here = World { wait: &wait, ..World::default() };
    let (exit, _) = here.run_to(&mut Unheard, ["check", "--watch", folder.to_str().expect("a name")]);
    assert_eq!(exit, Exit::Findings);
}
