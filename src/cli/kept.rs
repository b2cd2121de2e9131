//! The files that people keep, which no result of another kind is ever written over.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::ProjectArgs;
use super::config::NAME;
use super::config_files::watched;
use super::disk::{Disk, Nature};
use super::fault::{Fault, LIMIT};
use super::repository::{self, folder_of};
use super::{allocations, baseline, input};
use crate::check::files_named;
use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::text::kind::is_workbook;

/// A kind of file that people keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// A plan, however broken.
    Plan,
    /// A plan as a workbook, or another workbook.
    Workbook,
    /// A project's own planning round.
    Round,
    /// The settings of a project.
    Config,
    /// A file of the allocations published for areas.
    Allocations,
    /// Known findings.
    Baseline,
    /// A file that git keeps, or reads what to do from.
    Git,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plan => "a plan",
            Self::Workbook => "a workbook",
            Self::Round => "a planning round",
            Self::Config => "the settings of a project",
            Self::Allocations => "a table of allocations",
            Self::Baseline => "a baseline",
            Self::Git => "a file of git",
        })
    }
}

impl Kept {
    /// Returns what a file is, by its name and by what it holds.
    ///
    /// # Errors
    /// When it cannot be read: then nobody knows what would be lost.
    pub(super) fn of(path: &Path, disk: &dyn Disk) -> Result<Option<Self>, Fault> {
        if path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
            return Ok(Some(Self::Config));
        }
        if is_of_git(path, disk) {
            return Ok(Some(Self::Git));
        }
        // What is larger than anything that is read is none of these.
        if matches!(disk.nature(path), Ok(Nature::File(about)) if about.bytes > LIMIT) {
            return Ok(None);
        }
        let bytes = input::file(path, &repository::name(path), disk)?;
        if is_workbook(&bytes) {
            return Ok(Some(Self::Workbook));
        }
        let text = String::from_utf8_lossy(&bytes);
        let toml = input::is_toml(path);
        Ok(if baseline::is_one(&text) {
            Some(Self::Baseline)
        } else if allocations::is_table(&text) {
            Some(Self::Allocations)
        } else if toml || input::is_plan(&bytes) {
            Self::of_toml(&text, toml)
        } else {
            None
        })
    }

    /// Returns what a text is as TOML: whole, or broken in a file that is named as TOML.
    fn of_toml(text: &str, named: bool) -> Option<Self> {
        let tree = Tree::parse(text.to_owned());
        if !named && !tree.errors().is_empty() {
            return None;
        }
        let has = |key: &str| tree.children(Tree::ROOT).any(|node| tree.key(node).as_deref() == Some(key));
        if has("plan") || has("sources") || has("schemes") {
            return Some(Self::Plan);
        }
        (has("id") && (has("extends") || has("years"))).then_some(Self::Round)
    }
}

/// Returns whether a file is in the folder of a repository that git keeps for itself, or is one of those it reads beside
/// the others.
fn is_of_git(path: &Path, disk: &dyn Disk) -> bool {
    let path = disk.real_or_as_it_is(path);
    let is = |name: &str| path.file_name().is_some_and(|own| own == name);
    path.components().any(|part| part.as_os_str() == ".git")
        || [".gitignore", ".gitattributes", ".gitmodules"].into_iter().any(is)
}

/// Returns the files that are read for plans or looked for beside them: the plans, their projects' settings, their
/// evidence.
pub(super) fn read_for<'a>(
    project: &ProjectArgs,
    files: impl IntoIterator<Item = &'a Path>,
    plans: impl IntoIterator<Item = (PathBuf, &'a Plan)>,
    disk: &Arc<dyn Disk>,
) -> Vec<PathBuf> {
    let mut read: Vec<PathBuf> = files.into_iter().map(Path::to_owned).collect();
    let mut folders: BTreeSet<PathBuf> = read.iter().map(|file| folder_of(file, &**disk)).collect();
    for (path, plan) in plans {
        let folder = folder_of(&path, &**disk);
        read.extend(files_named(plan).into_iter().map(|file| folder.join(file)));
        folders.insert(folder);
    }
    read.extend(watched(project, folders.iter().map(PathBuf::as_path), disk));
    read
}
