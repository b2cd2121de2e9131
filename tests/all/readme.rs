//! The README agrees with the program.

use std::process::Command;

#[test]
fn the_readme_is_read_in_minutes_and_leads_to_what_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = include_str!("../../README.md");
    assert!(readme.lines().count() <= 150, "{} lines", readme.lines().count());
    let hook = readme.split("```sh\n#!").nth(1).and_then(|rest| rest.split("```").next()).expect("a hook");
    assert!(include_str!("../../src/report/book/chapters/guide/repositories.md").contains(hook), "one that is tested");
    let links: Vec<&str> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 10, "{links:?}");
    for link in links {
        assert!(root.join(link).exists(), "README.md leads to {link}");
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
    let section = include_str!("../../src/report/book/chapters/guide/editors.md");
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
