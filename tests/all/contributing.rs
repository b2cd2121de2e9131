//! The papers for whoever changes bcf say what is there.

use std::collections::BTreeSet;
use std::path::Path;

use saphyr::{LoadableYamlNode, Yaml};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The papers, from the root.
const PAPERS: [&str; 3] = [".github/CONTRIBUTING.md", ".github/SECURITY.md", ".github/pull_request_template.md"];

/// The folders of the repository that a path begins with.
const FOLDERS: [&str; 7] = ["src/", "tests/", "examples/", "plans/", ".github/", ".ci/", ".cargo/"];

fn paper(path: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the words of a text, without what stands around a path in prose.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "`(),;|=".contains(c)).map(|word| {
        let word = word.trim_end_matches('.');
        if word.ends_with("::") { word } else { word.trim_end_matches(':') }
    })
}

#[test]
fn every_file_and_folder_they_name_is_there() {
    let mut named = 0;
    for path in PAPERS {
        let text = paper(path);
        let files = words(&text).filter(|word| {
            let is_path = FOLDERS.iter().any(|folder| word.starts_with(folder));
            let at_root =
                !word.contains('/') && [".md", ".toml", ".yaml", ".lock"].iter().any(|end| word.ends_with(end));
            is_path || (at_root && !["bcf.toml", "mod.rs"].contains(word))
        });
        // What stands for a name that is to be chosen: `<family>`, `laws*.rs`.
        for file in files.filter(|file| !file.contains(['<', '*', '…'])) {
            named += 1;
            assert!(Path::new(ROOT).join(file).exists(), "{path} names `{file}`, which is not there");
        }
    }
    assert!(named > 40, "{named}");
}

#[test]
fn every_program_of_the_repository_they_start_is_there() {
    let exists = |path: String| Path::new(ROOT).join(path).exists();
    for path in PAPERS {
        let text = paper(path);
        let words: Vec<&str> = words(&text).collect();
        for pair in words.windows(2) {
            let is_there = match pair[0] {
                "--example" => exists(format!("examples/{}.rs", pair[1])),
                "--test" => exists(format!("tests/{}.rs", pair[1])) || exists(format!("tests/{}/main.rs", pair[1])),
                _ => true,
            };
            assert!(is_there, "{path}: {pair:?}");
        }
        // A filter that no test has runs nothing, and says that all is well.
        for filter in words.iter().filter(|word| word.contains("::") && !word.contains('<')) {
            let module = filter.trim_end_matches("::").replace("::", "/");
            let kept = [format!("tests/all/{module}.rs"), format!("src/{module}.rs"), format!("src/{module}/mod.rs")];
            assert!(kept.into_iter().any(exists), "{path}: {filter}");
        }
    }
}

#[test]
fn every_form_asks_which_bcf_and_for_what_shows_it() {
    for (form, asks) in [
        ("false-alarm", &["version", "plan", "finding", "why"][..]),
        ("miss", &["version", "plan", "said", "expected"]),
        ("policy", &["version", "round", "says", "source", "place", "basis"]),
    ] {
        let text = paper(&format!(".github/ISSUE_TEMPLATE/{form}.yml"));
        let document = &Yaml::load_from_str(&text).expect("YAML")[0];
        assert!(document["name"].as_str().is_some() && document["description"].as_str().is_some(), "{form}");
        let fields = document["body"].as_sequence().expect("fields");
        let is_asked = |field: &&Yaml<'_>| {
            field.as_mapping_get("validations").is_some_and(|of| of["required"].as_bool() == Some(true))
        };
        let ids: BTreeSet<&str> = fields.iter().filter(is_asked).filter_map(|field| field["id"].as_str()).collect();
        assert_eq!(ids, asks.iter().copied().collect(), "{form}");
        assert!(text.contains("bcf --version --verbose"), "{form}");
    }
}
