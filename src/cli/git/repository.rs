//! A repository, its revisions and its index.

use std::path::{Path, PathBuf};
use std::process::Output;

use super::files::{Files, below};
use super::run::{Git, advice, is_id, said};
use crate::cli::fault::Fault;
use crate::cli::folders::Folders;
use crate::cli::repository;
use crate::cli::small::SMALL;
use crate::plan::nearest;

/// The text that joins two revisions of which the merge base is meant.
const MERGE_BASE: &str = "...";
/// The number of characters of a commit's id shown in messages.
const SHORT: usize = 12;
/// The advice where a clone has too little of the past.
const SHALLOW: &str = "the clone is shallow: fetch more of it (`fetch-depth: 0` in actions/checkout, or `git fetch \
    --unshallow`)";

const UNRELATED: &str = "name a revision that this one came from; what was fetched without its history needs more of it \
    (`fetch-depth: 0` in actions/checkout)";

/// The repository a folder is in.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The git that runs in the folder.
    git: Git,
    /// Its topmost folder; of a bare one, which has none, the folder it is itself.
    top: PathBuf,
    is_bare: bool,
}

impl Repository {
    /// Returns the repository around a folder that is there.
    pub(crate) fn around(folder: &Path) -> Result<Self, Fault> {
        if SMALL {
            return Err(Fault::not_in_small("ask git"));
        }
        let folder = or_here(folder);
        let git = Git::of(folder);
        let output = git.run(&["rev-parse", "--show-toplevel"])?;
        let path = |text: &[u8]| PathBuf::from(String::from_utf8_lossy(text).trim_end_matches(['\n', '\r']));
        if output.status.success() {
            let top = path(&output.stdout);
            return Ok(Self { top: top.canonicalize().unwrap_or(top), git, is_bare: false });
        }
        let said = said(&output);
        if said.contains("must be run in a work tree")
            && let Some(own) = git.line(&["rev-parse", "--absolute-git-dir"])?
        {
            return Ok(Self { top: PathBuf::from(own), git, is_bare: true });
        }
        let name = repository::name(folder);
        if said.contains("not a git repository") {
            let name = if name == "." { "this folder" } else { &name };
            let fault = Fault::new(format!("{name} is in no git repository, so it has no revisions"));
            return Err(fault.help("go to the folder of the repository, or compare two files: `bcf diff OLD NEW`"));
        }
        Err(Fault::new(format!("git cannot read the repository of {name}: {said}")).help_if(advice(&output)))
    }

    /// Returns whether it is the one around a folder, without asking git; of one that is not in a working tree, whether
    /// it was found from that very folder.
    pub(crate) fn is_around(&self, folder: &Path) -> bool {
        self.git.is_of(or_here(folder))
    }

    /// Returns its topmost folder.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// Returns a file's path from the root of the repository, if it is below. The file itself need not be there; what
    /// is in the folder of a bare repository is not in the repository, but what would be there may be.
    pub(crate) fn path_of(&self, file: &Path) -> Option<String> {
        if self.is_bare {
            let file = repository::folder_of(file, &Folders).join(file.file_name()?);
            return below(&self.top, &file).filter(|_| file.symlink_metadata().is_err());
        }
        let folder = file.parent().map_or(Path::new("."), or_here);
        let file = file.canonicalize().ok().or_else(|| Some(folder.canonicalize().ok()?.join(file.file_name()?)))?;
        below(&self.top, &file)
    }

    /// Returns the files of a revision, or of the merge base of two (`main...HEAD`).
    pub(crate) fn files(&self, rev: &str) -> Result<Files, Fault> {
        match rev.split_once(MERGE_BASE) {
            Some((one, other)) => {
                let one = or_head(one);
                let commit = self.id(one, "commit")?.ok_or_else(|| self.unknown(one))?;
                self.files_of_base((one, &commit), or_head(other))
            }
            None => self.files_of(rev, self.id(rev, "tree")?.ok_or_else(|| self.unknown(rev))?),
        }
    }

    /// Returns the files from which what is checked out went its own way: those of the merge base of a revision and
    /// `HEAD`. Of an ancestor that is the ancestor itself.
    pub(crate) fn files_since(&self, rev: &str) -> Result<Files, Fault> {
        let commit = if rev.contains(MERGE_BASE) { None } else { self.id(rev, "commit")? };
        commit.map_or_else(|| self.files(rev), |commit| self.files_of_base((rev, &commit), "HEAD"))
    }

    /// Returns the files of what is checked out; nothing before the first commit.
    pub(crate) fn head(&self) -> Result<Option<Files>, Fault> {
        self.id("HEAD", "tree")?.map(|tree| self.files_of("HEAD", tree)).transpose()
    }

    /// Returns the files of the index.
    pub(crate) fn index(&self) -> Result<Files, Fault> {
        let listed = self.git.run(&["ls-files", "--stage", "-z"])?;
        self.listed(&listed, String::new(), String::new())
    }

    fn files_of(&self, rev: &str, tree: String) -> Result<Files, Fault> {
        let listed = self.git.run(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        self.listed(&listed, rev.to_owned(), tree)
    }

    /// Returns the files of the merge base of a revision, given with its commit, and another. Each question costs a
    /// process, so that what fails is asked about afterwards; a commit's tree is listed by the commit.
    fn files_of_base(&self, (one, commit): (&str, &str), other: &str) -> Result<Files, Fault> {
        let base = self.git.line(&["merge-base", "--end-of-options", commit, &named(other, "commit")])?;
        let Some(base) = base.filter(|base| is_id(base)) else {
            if self.id(other, "commit")?.is_none() {
                return Err(self.unknown(other));
            }
            let fault = Fault::new(format!("`{one}` and {other} have no common history"));
            let help = if self.is_shallow() { SHALLOW } else { UNRELATED };
            return Err(fault.help(help));
        };
        let rev = if base == commit { one } else { &base[..SHORT] };
        self.files_of(rev, base.clone())
    }

    fn listed(&self, listed: &Output, rev: String, tree: String) -> Result<Files, Fault> {
        if !listed.status.success() {
            return Err(Fault::new(format!("git cannot list the files of `{rev}`: {}", said(listed))));
        }
        Ok(Files::listed(&self.git, &self.top, rev, tree, &listed.stdout))
    }

    /// Returns the id of what a revision names, as an object of one kind; nothing where it names none.
    fn id(&self, rev: &str, kind: &str) -> Result<Option<String>, Fault> {
        let line = self.git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named(rev, kind)])?;
        Ok(line.filter(|id| is_id(id)))
    }

    fn is_shallow(&self) -> bool {
        self.git.line(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|line| line.as_deref() == Some("true"))
    }

    /// Returns a revision that is none, with the nearest that is.
    fn unknown(&self, rev: &str) -> Fault {
        let names = self.git.line(&["for-each-ref", "--format=%(refname:short)"]).ok().flatten().unwrap_or_default();
        let fault = Fault::new(format!("git knows no revision `{rev}`"));
        if let Some(near) = nearest(rev, names.lines()) {
            return fault.help(format!("did you mean `{near}`?"));
        }
        if self.is_shallow() {
            return fault.help(SHALLOW);
        }
        fault.help("name a branch, a tag or a commit; `git branch --all` lists the branches")
    }

    /// Returns the paths of the working tree that are not in the index, those that git ignores included.
    pub(crate) fn untracked(&self) -> Result<Vec<String>, Fault> {
        let listed = self.git.run(&["ls-files", "--others", "-z"])?;
        if !listed.status.success() {
            let top = self.top.display();
            return Err(Fault::new(format!("git cannot list the files of {top}: {}", said(&listed))));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(text.split_terminator('\0').map(str::to_owned).collect())
    }
}

/// Returns a folder; for an empty path this one.
fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Returns the words by which git is asked for what a revision names, as an object of one kind.
fn named(rev: &str, kind: &str) -> String {
    format!("{rev}^{{{kind}}}")
}

/// Returns one end of `main...`: the end that is left out is `HEAD`.
fn or_head(rev: &str) -> &str {
    if rev.is_empty() { "HEAD" } else { rev }
}
