//! `bcf check --staged --since REV`: the plans that were there at the revision and will not be once this is committed.

use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::config::NAME;
use super::fault::Fault;
use super::folders::Folders;
use super::git::{Files, Repository};
use super::gone::{excludes, is_as_a_plan, no_plan};
use super::input;
use super::repository::{self, way};
use super::staged::is_hidden;
use super::wanted::{compiled, matches, may_be_plan};
use crate::plan::Likeness;
use crate::report::Gone;

/// The revision and the index of the repository one is in.
struct Staged<'a> {
    args: &'a CheckArgs,
    rev: &'a str,
    repository: Repository,
    then: Files,
    index: Files,
    here: PathBuf,
}

/// Finds the plans of the revision that the index has no longer as plans, in the order of their paths.
pub(super) fn find(args: &CheckArgs, rev: &str) -> Result<Vec<Gone>, Fault> {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    let repository = Repository::around(&here)?;
    let (then, index) = (repository.files_since(rev)?, repository.index()?);
    let staged = Staged { args, rev, repository, then, index, here };
    let mut gone = Vec::new();
    for (path, id) in staged.then.blobs().filter(|(path, _)| is_found(path)) {
        let name = repository::name(&way(&staged.here, &staged.then.top().join(path)));
        if staged.is_asked_for(path, &name)
            && let Some((why, fails)) = staged.fate(path, id)?
        {
            gone.push(Gone { path: name.clone(), file: name, why, fails });
        }
    }
    gone.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(gone)
}

/// Returns whether a check of a folder would find a file.
fn is_found(path: &str) -> bool {
    may_be_plan(Path::new(path)) && !is_hidden(path)
}

impl Staged<'_> {
    fn is_asked_for(&self, path: &str, name: &str) -> bool {
        let below = |folder: &str| {
            path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
        };
        let asks = |asked: &PathBuf| {
            let pattern = || compiled(&repository::name(asked)).is_some_and(|one| matches(&one, name));
            self.repository.path_of(asked).is_some_and(|inside| below(&inside)) || pattern()
        };
        self.args.paths.is_empty() || self.args.paths.iter().any(asks)
    }

    /// Returns what becomes of a file of the revision, and whether that fails; nothing where it was no plan, or is one
    /// still.
    fn fate(&self, path: &str, id: &str) -> Result<Option<(String, bool)>, Fault> {
        let (rev, now) = (self.rev, self.index.id(path));
        let left_out = |files: &Files| excludes(&self.repository, files, path, &self.args.project);
        let file = self.then.top().join(path);
        let by = left_out(&self.index)?.line_for(&file, &Folders);
        let stays = by.is_none() && (now == Some(id) || now.is_some() && is_as_a_plan(&self.index, path)?);
        if stays || !is_plan(&self.then, path)? || left_out(&self.then)?.line_for(&file, &Folders).is_some() {
            return Ok(None);
        }
        if let (Some(line), Some(_)) = (by, now) {
            return Ok(Some((format!("hidden since {rev}: the staged {NAME} excludes it in line {line}"), true)));
        }
        if now.is_some() {
            return Ok(Some((no_plan(rev), true)));
        }
        let same = |(other, held): &(&str, &str)| *held == id && self.then.id(other) != Some(id);
        let same = || self.index.blobs().find(same).map(|(other, _)| other);
        Ok(match self.then.renamed_to(path)?.or_else(same) {
            Some(to) if is_found(to) && is_as_a_plan(&self.index, to)? => None,
            Some(to) => Some((format!("hidden since {rev}: it is now {to}, where no check looks"), true)),
            None => Some((format!("deleted since {rev}"), false)),
        })
    }
}

fn is_plan(files: &Files, path: &str) -> Result<bool, Fault> {
    Ok(input::what_is(&files.read(path)?.unwrap_or_default()) == Likeness::Plan)
}
