//! The files that git ignores: a file that a `.gitignore` of its repository names and that is not tracked.
//!
//! A tracked file is read whatever a `.gitignore` says, so that nobody hides a plan by a line there. Where git cannot
//! be asked what is tracked, nothing is ignored; nor is a folder that is asked for by name. Only the repository's own
//! `.gitignore` files count, not what one machine ignores beside them: the same checkout has the same plans everywhere.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::Gitignore;

use super::disk::Disk;
use super::git::{Files, Repository};
use super::repository::{folder_of, repository};
use super::small::SMALL;

/// The facts found out about the folders of a run, each once.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// By folder as it was come by: what the file system knows it as, and the root of the repository it is in.
    folders: HashMap<PathBuf, (PathBuf, Option<PathBuf>)>,
    /// By folder: its `.gitignore`, if it has one.
    rules: HashMap<PathBuf, Option<Gitignore>>,
    /// By the root of a repository: its index; nothing where git cannot say.
    tracked: HashMap<PathBuf, Option<Files>>,
    /// The files that were passed over.
    pub(super) files_passed_over: BTreeSet<PathBuf>,
}

impl Ignored {
    /// Returns whether a file is passed over that was found below a folder that is asked for, as the file system knows
    /// it.
    pub(super) fn passes_over(&mut self, file: &Path, asked: &Path, disk: &dyn Disk) -> bool {
        let (false, Some(folder), Some(name)) = (SMALL, file.parent(), file.file_name()) else { return false };
        let (folder, root) = self.folders.entry(folder.to_owned()).or_insert_with(|| {
            let folder = folder_of(file, disk);
            let root = repository(&folder, disk).map(Path::to_owned);
            (folder, root)
        });
        let (real, Some(root)) = (folder.join(name), root.clone()) else { return false };
        let passed = self.names(&root, &real, asked) && self.is_untracked(&root, &real);
        if passed {
            self.files_passed_over.insert(real);
        }
        passed
    }

    /// Returns whether a `.gitignore` names the file, or a folder it is in below the one that is asked for. What is in
    /// an ignored folder is ignored, whatever is said of it there.
    fn names(&mut self, root: &Path, file: &Path, asked: &Path) -> bool {
        let mut above: Vec<&Path> = file.ancestors().take_while(|path| *path != root && *path != asked).collect();
        above.reverse();
        above.into_iter().any(|path| self.names_this(root, path, path != file))
    }

    /// Returns whether the nearest `.gitignore` that says anything of a path names it.
    fn names_this(&mut self, root: &Path, path: &Path, is_folder: bool) -> bool {
        let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
        for folder in folders {
            let rules = self.rules.entry(folder.to_owned()).or_insert_with_key(|folder| rules(folder));
            match rules.as_ref().map_or(Match::None, |rules| rules.matched(path, is_folder)) {
                Match::None => {}
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
            }
        }
        false
    }

    fn is_untracked(&mut self, root: &Path, file: &Path) -> bool {
        let tracked = self.tracked.entry(root.to_owned()).or_insert_with_key(|root| {
            let repository = Repository::around(root).ok().filter(|repository| same(repository.top(), root))?;
            repository.index().ok()
        });
        let Some(path) = file.strip_prefix(root).ok().and_then(Path::to_str) else { return false };
        tracked.as_ref().is_some_and(|tracked| !tracked.has(&path.replace(std::path::MAIN_SEPARATOR, "/")))
    }
}

fn same(top: &Path, root: &Path) -> bool {
    top.canonicalize().is_ok_and(|top| top == root)
}

/// Returns a folder's `.gitignore`. One that cannot be read names nothing, as one that is no ordinary file does.
fn rules(folder: &Path) -> Option<Gitignore> {
    let file = folder.join(".gitignore");
    let ordinary = file.symlink_metadata().is_ok_and(|about| about.is_file());
    // A line that is no pattern names nothing; the others do.
    ordinary.then(|| Gitignore::new(&file).0)
}
