//! The README agrees with the program.

use std::process::Command;

#[test]
fn the_readmes_rule_table_is_the_rule_book() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("a README");
    let begin = readme.find("<!-- rules -->\n").expect("the table's beginning") + "<!-- rules -->\n".len();
    let end = readme.find("<!-- /rules -->").expect("the table's end");
    let output =
        Command::new(env!("CARGO_BIN_EXE_bcf")).args(["rules", "--format", "markdown"]).output().expect("bcf runs");
    let table = String::from_utf8(output.stdout).expect("text");
    let renewed = format!("{}{}\n{}", &readme[..begin], table.trim(), &readme[end..]);
    if std::env::var_os("BCF_RENEW").is_some() {
        std::fs::write(path, &renewed).expect("the README is written");
    } else {
        assert!(
            readme == renewed,
            "the table of rules in README.md is not the rule book; `BCF_RENEW=1 cargo test --test all readme::` renews it"
        );
    }
}

#[test]
fn every_plan_the_readme_names_is_there_and_every_plan_is_named() {
    let readme = include_str!("../../README.md");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/plans")).expect("plans") {
        let name = entry.expect("a plan").file_name().into_string().expect("text");
        assert!(readme.contains(&format!("plans/{name}")), "README.md does not name plans/{name}");
    }
}

#[cfg(feature = "lsp")]
#[test]
fn every_editor_is_told_the_command_there_is() {
    let readme = include_str!("../../README.md");
    let section =
        readme.split("\n## In an editor\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    let blocks: Vec<&str> = section.split("```").skip(1).step_by(2).collect();
    for (editor, block) in ["Helix", "Neovim", "VS Code", "Zed"].iter().zip(&blocks) {
        assert!(block.contains("\"bcf\"") && block.contains("\"lsp\""), "{editor}: {block}");
        assert!(section.contains(editor), "{editor}");
    }
    assert_eq!(blocks.len(), 4);
    // What the editors start is there, and ends when nobody speaks to it.
    let ended = Command::new(env!("CARGO_BIN_EXE_bcf")).arg("lsp").stdin(std::process::Stdio::null()).output();
    assert_eq!(ended.expect("bcf runs").status.code(), Some(1));
}
