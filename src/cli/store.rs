//! The store of the files of a project: in folders of this machine, or in a revision or the index of a git repository.
//!
//! Paths are those of the machine in either case, so that a file is called the same wherever it is read from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::Disk;
use super::fault::Fault;
use super::folders::Folders;
use super::git::{Files, leads_out};
use super::input;
use super::plan_text::PlanText;
use super::repository::{self, folder_of, tidied};
use super::utf8::utf8;

/// A place to read the files of a project from.
#[derive(Clone, Debug)]
pub(super) enum Store {
    /// The folders as they are.
    Folders(Arc<dyn Disk>),
    /// The files of a git revision or of the index.
    Git(Arc<Files>),
}

impl Store {
    /// Returns the files that paths lead to.
    pub(super) fn disk(&self) -> &dyn Disk {
        match self {
            Self::Folders(disk) => &**disk,
            // Git knows the folders of this machine alone.
            Self::Git(_) => &Folders,
        }
    }

    /// Returns the folder a file is in, as the store knows it.
    pub(super) fn folder_of(&self, path: &Path) -> PathBuf {
        match self {
            Self::Folders(disk) => folder_of(path, &**disk),
            // What the folder is now, a link for one, is no matter of what it was.
            Self::Git(_) => tidied(path).parent().map(Path::to_owned).unwrap_or_default(),
        }
    }

    /// Returns a path of this machine as the store has it.
    pub(super) fn place_of(&self, path: &Path) -> PathBuf {
        match self {
            Self::Folders(_) => path.to_owned(),
            Self::Git(_) => folder_of(path, self.disk()).join(path.file_name().unwrap_or_default()),
        }
    }

    /// Returns the root of the repository a folder is in.
    pub(super) fn root<'a>(&'a self, folder: &'a Path) -> Option<&'a Path> {
        match self {
            Self::Folders(disk) => repository::repository(folder, &**disk),
            Self::Git(files) => Some(files.top()),
        }
    }

    /// Returns whether something is at a path, be it a link that leads nowhere.
    pub(super) fn has(&self, path: &Path) -> bool {
        match self {
            Self::Folders(disk) => disk.has(path),
            Self::Git(files) => files.inside(path).is_some_and(|path| files.has(&path)),
        }
    }

    /// Returns whether the store answers for a path: what lies outside of a repository, git knows nothing of.
    pub(super) fn knows(&self, path: &Path) -> bool {
        match self {
            Self::Folders(_) => true,
            Self::Git(files) => files.inside(path).is_some(),
        }
    }

    /// Returns the text of a file. What lies outside of the repository is what it is now.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub(super) fn text(&self, path: &Path) -> Result<String, Fault> {
        utf8(self.bytes(path)?, &self.called(path))
    }

    /// Returns the bytes of a file in the same way.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub(super) fn bytes(&self, path: &Path) -> Result<Vec<u8>, Fault> {
        let inside = match self {
            Self::Git(files) => files.inside(path).map(|inside| (files, inside)),
            Self::Folders(_) => None,
        };
        match inside {
            Some((files, inside)) => files.read(&inside)?.ok_or_else(|| files.absent(&inside)),
            None => input::bytes(path, self.disk()),
        }
    }

    /// Returns the text of a plan in the same way, be it a workbook.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub(super) fn plan_text(&self, path: &Path) -> Result<PlanText, Fault> {
        PlanText::of(self.bytes(path)?, &self.called(path))
    }

    /// Refuses a path that leads out of the repository at `root`.
    ///
    /// # Errors
    /// When it does.
    pub(super) fn stays_inside(&self, path: &Path, root: Option<&Path>) -> Result<(), Fault> {
        let Some(root) = root else { return Ok(()) };
        let leaves = match self {
            // What is not there is missed by whoever reads it.
            Self::Folders(disk) => disk.real(path).is_ok_and(|real| !real.starts_with(root)),
            // Links are followed, or refused, where the file is read.
            Self::Git(files) => files.inside(path).is_none(),
        };
        if leaves { Err(leads_out(&self.called(path))) } else { Ok(()) }
    }

    /// Returns whether an ordinary file called `file` is there, seen from `folder` and inside its repository, or inside
    /// the folder itself where there is none. Nothing is opened.
    pub(super) fn is_beside(&self, folder: &Path, file: &Path) -> bool {
        let root = self.root(folder).unwrap_or(folder);
        match self {
            Self::Git(files) => {
                let inside = files.inside(&folder.join(file)).filter(|_| file.is_relative());
                inside.is_some_and(|path| files.is_file(&path).unwrap_or_default())
            }
            Self::Folders(disk) => {
                // Each step is taken inside the root, so that not even the way there can tell anything of what is
                // outside.
                let mut at = folder.to_owned();
                for part in file.components() {
                    at = match disk.real(&at.join(part)) {
                        Ok(next) if next.starts_with(root) && file.is_relative() => next,
                        _ => return false,
                    };
                }
                disk.is_file(&at)
            }
        }
    }

    /// Returns a path as messages say it: seen from here where it is below, and with the revision it is of.
    pub(super) fn called(&self, path: &Path) -> String {
        let inside = |files: &Files| files.inside(path).filter(|_| files.rev().is_some()).map(|path| files.name(&path));
        let of_revision = match self {
            Self::Folders(_) => None,
            Self::Git(files) => inside(files),
        };
        let here = || self.disk().here().and_then(|here| self.disk().real(&here)).unwrap_or_default();
        of_revision.unwrap_or_else(|| repository::name(path.strip_prefix(here()).unwrap_or(path)))
    }

    /// Returns the revision, where it is one.
    pub(super) fn rev(&self) -> Option<&str> {
        match self {
            Self::Folders(_) => None,
            Self::Git(files) => files.rev(),
        }
    }
}
