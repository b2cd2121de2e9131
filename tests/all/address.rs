//! The project has no address yet: what will have it says OWNER, and this is the list of all that does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The files that say OWNER, each with the words it does so in. Whoever gives the project an address goes through them,
/// adds `repository` to `Cargo.toml`, and empties this list.
const PLACES: [(&str, &[&str]); 6] = [
    (".github/ISSUE_TEMPLATE/config.yml", &["https://github.com/OWNER/bcf/security/advisories/new"]),
    ("Cargo.toml", &["https://github.com/OWNER/bcf/releases/download/v{"]),
    ("README.md", &["https://github.com/OWNER/bcf"]),
    (
        "src/report/book/chapters/guide/repositories.md",
        &["https://github.com/OWNER/bcf", "OWNER/bcf/.github/actions/check@0000000000000000000000000000000000000000"],
    ),
    // The same to the tests that run the action.
    ("tests/all/action.rs", &[]),
    // The program that makes the list.
    ("tests/all/address.rs", &[]),
];

/// Returns every file that git keeps and that is text.
fn tracked() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git").arg("-C").arg(root).args(["ls-files", "-z"]).output().expect("git");
    assert!(listed.status.success(), "{listed:?}");
    let names = String::from_utf8(listed.stdout).expect("names");
    let names = names.split('\0').filter(|name| !name.is_empty());
    names.filter_map(|name| Some((name.to_owned(), std::fs::read_to_string(root.join(name)).ok()?))).collect()
}

#[test]
fn every_place_that_waits_for_an_address_is_listed() {
    let files = tracked();
    assert!(files.len() > 500, "{}", files.len());
    let mut said: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, text) in &files {
        let words = text.split(|c: char| c.is_whitespace() || "\"'`()<>,;".contains(c));
        said.entry(name).or_default().extend(words.filter(|word| word.contains("OWNER")));
    }
    said.retain(|_, words| !words.is_empty());
    for (name, words) in PLACES {
        let found = said.remove(name).unwrap_or_else(|| panic!("{name} no longer says OWNER"));
        let listed: BTreeSet<&str> = words.iter().copied().collect();
        assert!(words.is_empty() || found == listed, "{name}: {found:#?}");
    }
    assert!(said.is_empty(), "these say OWNER too: {said:#?}");
}
