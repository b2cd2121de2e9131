//! `bcf check --staged`: what is about to be committed, whatever the working tree holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fault::Fault;
use super::git::{Files, Repository};
use super::input::{Input, Sought};
use super::repository::{self, way};
use super::store::Store;
use super::wanted::{self, may_be_plan};

/// The files to check and the store they are kept in.
#[derive(Debug)]
pub(super) struct PlansToCheck {
    /// The store the settings are read from.
    pub(super) store: Store,
    /// The plans, in the order of their names, and what is wrong with the paths.
    pub(super) sought: Sought,
    /// The notes for the user.
    pub(super) notes: Vec<String>,
    /// True when it is no mistake that there is nothing to check.
    pub(super) may_be_none: bool,
}

impl PlansToCheck {
    /// Returns what was found in a store, with nothing to be said of it yet.
    pub(super) fn of(store: Store, sought: Sought) -> Self {
        Self { store, sought, notes: Vec::new(), may_be_none: false }
    }
}

/// The index, seen from the folder one is in.
struct Index {
    files: Arc<Files>,
    /// Nothing before the first commit.
    head: Option<Files>,
    repository: Repository,
    here: PathBuf,
}

/// Returns the plans of the index that `paths` mean; without any, each that differs from `HEAD`.
///
/// # Errors
/// When there is no index to be read.
pub(super) fn find(paths: &[PathBuf]) -> Result<PlansToCheck, Fault> {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    let repository = Repository::around(&here)?;
    let index = Index { files: Arc::new(repository.index()?), head: repository.head()?, repository, here };
    let mut wanted = PlansToCheck::of(Store::Git(index.files.clone()), Sought::default());
    let mut found = BTreeMap::new();
    for path in paths {
        if let Err(fault) = index.named(path, &mut found, &mut wanted.notes) {
            wanted.sought.missed(path, fault);
        }
    }
    // A file that is staged for deletion has nothing to be checked.
    wanted.may_be_none = paths.is_empty() || !wanted.notes.is_empty();
    if paths.is_empty() {
        let staged = index.files.differing(index.head.as_ref()).filter(|path| may_be_plan(Path::new(path)));
        found.extend(staged.map(|path| (path.to_owned(), false)));
    }
    wanted.sought.inputs = found.into_iter().map(|(path, is_named)| index.input(&path, is_named)).collect();
    wanted.sought.inputs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(wanted)
}

impl Index {
    /// Returns a file as reports call it.
    fn name(&self, path: &str) -> String {
        repository::name(&way(&self.here, &self.files.top().join(path)))
    }

    fn input(&self, path: &str, is_named: bool) -> Input {
        Input::staged(self.name(path), self.files.clone(), path, is_named)
    }

    /// Adds what a path means to what was found: each file of the index, and whether it was named itself.
    fn named(&self, path: &Path, found: &mut BTreeMap<String, bool>, notes: &mut Vec<String>) -> Result<(), Fault> {
        if path.as_os_str() == "-" {
            return Err(Fault::new("standard input cannot be staged").help("leave `-` or --staged out"));
        }
        let name = repository::name(path);
        let inside = self.files.inside(&self.here.join(path)).or_else(|| self.repository.path_of(path));
        let inside = inside.ok_or_else(|| Fault::new(format!("{name} is not in the repository of this folder")))?;
        if self.files.has(&inside) {
            found.insert(inside, true);
            return Ok(());
        }
        let mut below = self.files.below(&inside).peekable();
        if below.peek().is_some() {
            let plans = below.filter(|path| may_be_plan(Path::new(path)) && !is_hidden(&path[inside.len()..]));
            plans.for_each(|path| {
                found.entry(path.to_owned()).or_insert(false);
            });
            return Ok(());
        }
        if self.head.as_ref().is_some_and(|head| head.has(&inside)) {
            notes.push(format!("{name} is staged for deletion: it was not read"));
            return Ok(());
        }
        self.matching(&name, found).then_some(()).ok_or_else(|| {
            let fault = Fault::new(format!("{name} is not staged, nor was it committed"));
            if path.exists() { fault.help(format!("`git add {name}`")) } else { self.files.absent(&inside) }
        })
    }

    /// Adds the files a pattern matches; whether there is any.
    fn matching(&self, pattern: &str, found: &mut BTreeMap<String, bool>) -> bool {
        let Some(pattern) = wanted::compiled(pattern) else { return false };
        let all = self.files.below("").filter(|path| wanted::matches(&pattern, &self.name(path)));
        let before = found.len();
        all.for_each(|path| {
            found.entry(path.to_owned()).or_insert(false);
        });
        found.len() > before
    }
}

/// Returns whether a folder on the way is hidden.
pub(super) fn is_hidden(way: &str) -> bool {
    way.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(wanted::is_hidden))
}
