//! Which changes are made: those a seed draws, of those that compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::copy::Copy;
use crate::mutant::{Key, Mutant, Source};
use crate::{cargo, find};

/// The parts of the project that are changed.
const PARTS: [&str; 4] = ["src/check", "src/money.rs", "src/period.rs", "src/plan/syntax"];

/// The changes that are made.
pub(crate) struct Drawn<'m> {
    /// The changes in the order of their numbers, from 1.
    pub(crate) mutants: Vec<&'m Mutant>,
    /// How many of those drawn do not compile.
    pub(crate) not_viable: usize,
    /// How many changes there are.
    pub(crate) of: usize,
}

/// Returns the files that are changed and every change there is.
///
/// # Errors
/// When a file cannot be read or is no Rust.
pub(crate) fn all(project: &Path) -> Result<(Vec<Source>, Vec<Mutant>)> {
    let mut paths = Vec::new();
    for part in PARTS {
        files(project, part, &mut paths)?;
    }
    paths.sort();
    let (mut sources, mut all, mut tests) = (Vec::new(), Vec::new(), BTreeSet::new());
    for path in paths {
        let source = Source { text: fs::read_to_string(project.join(&path))?, path };
        let (mutants, for_tests) = find::mutants(&source).with_context(|| source.path.clone())?;
        let folder =
            source.path.strip_suffix("/mod.rs").or_else(|| source.path.strip_suffix(".rs")).unwrap_or_default();
        tests.extend(for_tests.iter().map(|module| format!("{folder}/{module}.rs")));
        all.extend(mutants);
        sources.push(source);
    }
    sources.retain(|source| !tests.contains(&source.path));
    all.retain(|mutant| !tests.contains(&mutant.key.file));
    Ok((sources, all))
}

fn files(project: &Path, path: &str, into: &mut Vec<String>) -> Result<()> {
    if project.join(path).is_file() {
        if Path::new(path).extension().is_some_and(|extension| extension == "rs") {
            into.push(path.to_owned());
        }
        return Ok(());
    }
    for entry in fs::read_dir(project.join(path)).with_context(|| path.to_owned())? {
        files(project, &format!("{path}/{}", entry?.file_name().to_string_lossy()), into)?;
    }
    Ok(())
}

/// Returns the lot that a change draws: it rests on its words and the seed, so that changes elsewhere move nothing.
fn lot(seed: u64, key: &Key) -> Vec<u8> {
    Sha256::digest(format!("{seed}\n{}\n{}\n{}\n{}", key.file, key.function, key.change, key.nth)).to_vec()
}

/// Draws so many changes that compile, and leaves a copy of the project with these woven in.
///
/// # Errors
/// When the copy cannot be made, or does not compile for another reason than a change.
pub(crate) fn viable<'m>(
    project: &Path,
    scratch: &Path,
    sources: &[Source],
    all: &'m [Mutant],
    number: usize,
    seed: u64,
) -> Result<Drawn<'m>> {
    // What does not compile is found in a copy of its own, so that the other is built anew only where it changes.
    let trial = Copy::make(project, scratch.join("trial"), sources)?;
    let mut left: Vec<&Mutant> = all.iter().collect();
    left.sort_by_cached_key(|mutant| lot(seed, &mutant.key));
    let order: Vec<&Mutant> = left.clone();
    let mut left = left.into_iter();
    let mut chosen: Vec<&Mutant> = Vec::new();
    let mut refused: BTreeSet<&Key> = BTreeSet::new();
    loop {
        let lacking = number.saturating_sub(chosen.len());
        chosen.extend(left.by_ref().take(lacking + lacking / 4));
        chosen.sort_by_key(|mutant| (&mutant.key.file, mutant.place()));
        let parts = trial.weave(sources, &chosen)?;
        let errors = cargo::refused(&trial.root, &scratch.join("target"), &parts)?;
        eprintln!("{} changes are woven in, {} do not compile", chosen.len(), errors.len());
        refused.extend(errors.iter().map(|number| &chosen[number - 1].key));
        chosen.retain(|mutant| !refused.contains(&mutant.key));
        if errors.is_empty() && (chosen.len() >= number || left.len() == 0) {
            break;
        }
    }
    let kept: BTreeSet<&Key> = {
        let chosen: BTreeSet<&Key> = chosen.iter().map(|mutant| &mutant.key).collect();
        order.iter().map(|mutant| &mutant.key).filter(|key| chosen.contains(key)).take(number).collect()
    };
    let last = order.iter().rposition(|mutant| kept.contains(&mutant.key)).unwrap_or(0);
    let not_viable = order[..last].iter().filter(|mutant| refused.contains(&mutant.key)).count();
    chosen.retain(|mutant| kept.contains(&mutant.key));
    Copy::make(project, scratch.join("copy"), sources)?.weave(sources, &chosen)?;
    Ok(Drawn { mutants: chosen, not_viable, of: all.len() })
}
