//! The files the trying begins with: the corpus of a target, and what else of its kind the repository has.

use std::fs;
use std::path::{Path, PathBuf};

use bcf::check::{Example, example_plan, rules};

use super::targets::Target;

/// A file to begin with.
#[allow(dead_code, reason = "the engine asks for no name")]
pub(crate) struct Seed {
    /// Its path, or what it is.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// Returns the folder of a target's corpus in a repository.
pub(crate) fn corpus_folder(target: &Target, root: &Path) -> PathBuf {
    root.join("tests/fuzz/corpus").join(target.name)
}

/// Returns the corpus of a target, in the order of its names.
pub(crate) fn corpus(target: &Target, root: &Path) -> Vec<Seed> {
    files(&corpus_folder(target, root))
}

/// Returns the corpus, and the plans and examples of rules where a target reads plans.
pub(crate) fn seeds(target: &Target, root: &Path) -> Vec<Seed> {
    let plans = if target.reads_plans { plans(root) } else { Vec::new() };
    corpus(target, root).into_iter().chain(plans).collect()
}

fn plans(root: &Path) -> Vec<Seed> {
    let examples = rules().flat_map(|(_, rule)| {
        let cases = rule.cases.iter().map(|case| Example::read(case).plan);
        let texts = [rule.fails(), rule.passes()].map(|text| example_plan(&text)).into_iter().chain(cases);
        texts.enumerate().map(|(n, text)| Seed { name: format!("{}-{n}", rule.id), bytes: text.into_bytes() })
    });
    files(&root.join("plans")).into_iter().chain(examples).collect()
}

/// Returns the files of a folder, in the order of their names.
fn files(folder: &Path) -> Vec<Seed> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: PathBuf| Seed { bytes: fs::read(&path).expect("a file"), name: path.display().to_string() };
    paths.into_iter().map(read).collect()
}
