//! The README agrees with the program.

use std::process::Command;

#[test]
fn the_readmes_rule_table_is_the_rule_book() {
    let readme = include_str!("../README.md");
    let begin = readme.find("<!-- rules -->\n").expect("the table's beginning") + "<!-- rules -->\n".len();
    let end = readme.find("<!-- /rules -->").expect("the table's end");
    let output =
        Command::new(env!("CARGO_BIN_EXE_bcf")).args(["rules", "--format", "markdown"]).output().expect("bcf runs");
    let table = String::from_utf8(output.stdout).expect("text");
    // To renew it: `bcf rules --format markdown` between the two marks.
    assert!(
        readme[begin..end].trim() == table.trim(),
        "the table of rules in README.md is not what `bcf rules --format markdown` prints"
    );
}

#[test]
fn every_plan_the_readme_names_is_there_and_every_plan_is_named() {
    let readme = include_str!("../README.md");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/plans")).expect("plans") {
        let name = entry.expect("a plan").file_name().into_string().expect("text");
        assert!(readme.contains(&format!("plans/{name}")), "README.md does not name plans/{name}");
    }
}
