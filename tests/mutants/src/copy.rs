//! The copy of the project in which the changes are woven.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::mutant::{Mutant, Source};
use crate::weave::{self, Part};

/// The folder of this program, which the copy has no use for.
const OWN: &str = "tests/mutants/";

/// The copy, below the scratch folder.
pub(crate) struct Copy {
    pub(crate) root: PathBuf,
}

/// Where each change of a file is in its woven text.
pub(crate) type Parts = BTreeMap<String, Vec<Part>>;

impl Copy {
    /// Copies every file of the project that git knows or would take; what is alike already is left alone, so that
    /// it need not be built again.
    ///
    /// # Errors
    /// When git or a file cannot be read, or the copy cannot be written.
    pub(crate) fn make(project: &Path, root: PathBuf, sources: &[Source]) -> Result<Self> {
        fs::create_dir_all(&root)?;
        let woven: BTreeSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(project)
            .output()
            .context("git lists the project's files")?;
        ensure!(listed.status.success(), "git does not list the project's files");
        let listed = String::from_utf8(listed.stdout).context("a file's name is no text")?;
        let files: BTreeSet<&str> = listed.split_terminator('\0').filter(|path| !path.starts_with(OWN)).collect();
        for path in files.iter().filter(|path| project.join(path).is_file() && !woven.contains(**path)) {
            copy(&project.join(path), &root.join(path)).with_context(|| format!("{path} is copied"))?;
        }
        forget(&root, &root, &files)?;
        let library = fs::read_to_string(project.join("src/lib.rs"))?;
        written(&root.join("src/lib.rs"), &format!("#![allow(warnings)]\n{library}\npub mod mutant;\n"))?;
        written(&root.join("src/mutant.rs"), weave::SWITCH)?;
        Ok(Self { root })
    }

    /// Writes each file with the changes in it. They are numbered from 1, in the order given, which is that of files
    /// and of [`Mutant::place`].
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(crate) fn weave(&self, sources: &[Source], mutants: &[&Mutant]) -> Result<Parts> {
        let mut parts = Parts::new();
        for source in sources {
            let own = mutants.iter().enumerate().filter(|(_, mutant)| mutant.key.file == source.path);
            let own: Vec<(usize, &Mutant)> = own.map(|(at, mutant)| (at + 1, *mutant)).collect();
            let woven = weave::weave(&source.text, &own);
            written(&self.root.join(&source.path), &woven.text)?;
            parts.insert(source.path.clone(), woven.parts);
        }
        Ok(parts)
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if fs::read(to).ok() == Some(fs::read(from)?) {
        return Ok(());
    }
    fs::create_dir_all(to.parent().context("it has a folder")?)?;
    fs::copy(from, to)?;
    Ok(())
}

fn written(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().context("it has a folder")?)?;
    fs::write(path, text).with_context(|| format!("{} is written", path.display()))
}

/// Removes the files of the copy that the project has no longer.
fn forget(root: &Path, folder: &Path, files: &BTreeSet<&str>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let below = path.strip_prefix(root)?.to_string_lossy().into_owned();
        if path.is_dir() {
            forget(root, &path, files)?;
        } else if !files.contains(below.as_str()) && below != "src/mutant.rs" {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
