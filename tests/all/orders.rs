//! A command that is given as data leaves what its words on the command line leave.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use bcf::cli::{Disk, Exit, Memory, Order, obey};
use bcf::period::Date;
use bcf::template::{BOROUGH, COUNTY};

use crate::common::World;

/// The files there are, each by its name.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// How a command ended, and what it wrote to stdout and stderr.
type Ended = (Exit, String, String);

/// Returns how a command ended in a world with these files, and the files there are then.
fn left(files: &Files, run: impl FnOnce(World<'_>) -> Ended) -> (Ended, Files) {
    let disk = Arc::new(Memory::new(files.clone()));
    let world = World { disk: Arc::clone(&disk) as Arc<dyn Disk>, ..World::default() };
    (run(world), disk.files())
}

/// Asserts that an order leaves what its words leave, which have a result; returns the files there are then.
#[track_caller]
fn same(order: &str, words: &str, files: &Files, day: Option<Date>) -> Files {
    let given: Order = serde_json::from_str(order).expect("an order");
    let ordered = left(files, |world| world.act(|io| obey(given, day, io)));
    let typed = left(files, |world| world.run(words.split(' ')));
    assert_eq!(ordered.0, typed.0, "{order}: {words}");
    assert!(ordered.1 == typed.1, "{order}: {words}");
    assert_ne!(typed.0.0, Exit::NoVerdict, "{words}: {}", typed.0.2);
    typed.1
}

fn plans() -> Files {
    let plans = [("a.toml", COUNTY), ("b.toml", BOROUGH), ("c.toml", "[plan]\nround = \"bcf-2025-26\"")];
    plans.into_iter().map(|(name, text)| (name.into(), text.into())).collect()
}

#[test]
fn plans_are_checked_and_shown_as_their_words_have_it() {
    for (order, words) in [
        (r#"{"check":{"plans":["a.toml","c.toml"],"causes":true}}"#, "check a.toml c.toml --format json"),
        (r#"{"check":{"plans":["c.toml"],"causes":false}}"#, "check c.toml --format json --no-causes"),
        (r#"{"diff":{"old":"a.toml","new":"c.toml"}}"#, "diff a.toml c.toml --format markdown"),
        (r#"{"compare":{"plans":["a.toml","b.toml"]}}"#, "compare a.toml b.toml --format markdown"),
        (r#"{"report":{"plan":"c.toml"}}"#, "report c.toml"),
        (r#"{"report":{"plan":"a.toml","sign_off":true,"output":"r.html"}}"#, "report a.toml --sign-off -o r.html"),
        (r#""rounds""#, "rounds --format json"),
    ] {
        same(order, words, &plans(), None);
    }
    let day = Date { year: 2025, month: 3, day: 1 };
    let checked = r#"{"check":{"plans":["a.toml"],"causes":true}}"#;
    same(checked, "check a.toml --format json --today 2025-03-01", &plans(), Some(day));
}

#[test]
fn a_plan_is_begun_as_its_words_have_it() {
    let two = r#"{"init":{"round":"bcf-2025-26","area":"A","districts":["B","C"],"output":"a.toml"}}"#;
    let words = "init --round bcf-2025-26 --area A";
    same(two, &format!("{words} --tiers two --district B --district C -o a.toml"), &Files::new(), None);
    let one = r#"{"init":{"round":"bcf-2025-26","area":"A","output":"a.toml"}}"#;
    same(one, &format!("{words} --tiers single -o a.toml"), &Files::new(), None);
}

#[test]
fn a_workbook_is_written_marked_and_read_as_its_words_have_it() {
    let mut files =
        same(r#"{"export":{"plan":"a.toml","output":"a.xlsx"}}"#, "export a.toml -o a.xlsx", &plans(), None);
    files.retain(|name, _| name.ends_with("a.xlsx"));
    let marked = r#"{"check":{"plans":["a.xlsx"],"causes":true,"mark":"m.xlsx"}}"#;
    same(marked, "check a.xlsx --format json --mark m.xlsx", &files, None);
    same(r#"{"import":{"workbook":"a.xlsx","output":"b.toml"}}"#, "import a.xlsx -o b.toml", &files, None);
}
