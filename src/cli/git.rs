//! Earlier versions of plans, by the `git` binary: no shell, nothing of a user's taken for an option, no network.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::fault::{Fault, reason};
use super::input;
use crate::plan::nearest;

/// The repository a folder is in.
#[derive(Debug)]
pub(super) struct Repository {
    top: PathBuf,
}

/// The files of a revision, or of the index.
#[derive(Debug)]
pub(super) struct Files {
    top: PathBuf,
    /// The revision as it was asked for; empty for the index.
    pub(super) rev: String,
    /// By path from the root of the repository: the object, and whether it is an ordinary file.
    blobs: BTreeMap<String, (String, bool)>,
}

/// Variables that would make git look elsewhere than in the folder it is run in, as hooks set them.
const ELSEWHERE: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES"];

/// `git`, in a folder. Paths are what they say and no patterns; nothing is asked, fetched or locked.
fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--literal-pathspecs", "-C"]).arg(folder).stdin(Stdio::null());
    for name in ELSEWHERE {
        git.env_remove(name);
    }
    git.envs([("LC_ALL", "C"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1")]);
    git
}

fn run<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> Result<Output, Fault> {
    command(folder).args(args).output().map_err(|error| not_run(&error))
}

fn not_run(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::NotFound {
        return Fault::new("git is not installed, or not on the PATH")
            .help("install git, or compare two files: `bcf diff OLD NEW`");
    }
    Fault::new(format!("git cannot be run: {}", reason(error)))
}

/// What git itself said of a failure, its own prefix left out.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text
        .lines()
        .find(|line| line.starts_with("fatal:"))
        .or_else(|| text.lines().next())
        .unwrap_or("it did not say why");
    line.trim_start_matches("fatal: ").to_owned()
}

impl Repository {
    /// The repository around a folder that is there.
    pub(super) fn around(folder: &Path) -> Result<Self, Fault> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let output = run(folder, &["rev-parse", "--show-toplevel"])?;
        if output.status.success() {
            let top = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
            return Ok(Self { top: PathBuf::from(top) });
        }
        let said = said(&output);
        if said.contains("not a git repository") {
            let name = input::name(folder);
            let name = if name == "." { "this folder" } else { &name };
            let fault = Fault::new(format!("{name} is in no git repository, so it has no revisions"));
            return Err(fault.help("go to the folder of the repository, or compare two files: `bcf diff OLD NEW`"));
        }
        Err(Fault::new(format!("git cannot read the repository of {}: {said}", input::name(folder))))
    }

    /// Its topmost folder.
    pub(super) fn top(&self) -> String {
        self.top.to_string_lossy().into_owned()
    }

    /// A file's path from the root of the repository, if it is below. The file itself need not be there.
    pub(super) fn path_of(&self, file: &Path) -> Option<String> {
        let top = self.top.canonicalize().ok()?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = file.canonicalize().ok().or_else(|| Some(folder.canonicalize().ok()?.join(file.file_name()?)))?;
        let below = file.strip_prefix(top).ok()?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The files of a revision; of the index where `rev` is empty.
    pub(super) fn files(&self, rev: &str) -> Result<Files, Fault> {
        let listed = if rev.is_empty() {
            run(&self.top, &["ls-files", "--stage", "-z"])?
        } else {
            run(&self.top, &["ls-tree", "-r", "-z", "--full-tree", &self.tree(rev)?])?
        };
        if !listed.status.success() {
            return Err(Fault::new(format!("git cannot list the files of `{rev}`: {}", said(&listed))));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(Files {
            top: self.top.clone(),
            rev: rev.to_owned(),
            blobs: text.split_terminator('\0').filter_map(entry).collect(),
        })
    }

    /// The tree a revision names.
    fn tree(&self, rev: &str) -> Result<String, Fault> {
        let output =
            run(&self.top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{rev}^{{tree}}")])?;
        let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(id);
        }
        Err(self.unknown(rev))
    }

    /// A revision that is none, with the nearest that is.
    fn unknown(&self, rev: &str) -> Fault {
        let text = |args: &[&str]| {
            run(&self.top, args).map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
        };
        let names = text(&["for-each-ref", "--format=%(refname:short)"]);
        let fault = Fault::new(format!("git knows no revision `{rev}`"));
        if let Some(near) = nearest(rev, names.lines()) {
            return fault.help(format!("did you mean `{near}`?"));
        }
        if text(&["rev-parse", "--is-shallow-repository"]).trim() == "true" {
            return fault.help("the clone is shallow: fetch more of it (`fetch-depth: 0` in actions/checkout, or `git fetch --unshallow`)");
        }
        fault.help("name a branch, a tag or a commit; `git branch --all` lists the branches")
    }
}

/// `100644 blob 1f2e…\tpath` of a tree, `100644 1f2e… 0\tpath` of the index.
fn entry(line: &str) -> Option<(String, (String, bool))> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split(' ');
    let (mode, second, third) = (words.next()?, words.next()?, words.next()?);
    let id = if second.bytes().all(|byte| byte.is_ascii_hexdigit()) && second.len() >= 40 { second } else { third };
    Some((path.to_owned(), (id.to_owned(), mode.starts_with("100"))))
}

impl Files {
    /// How a file of it is called.
    pub(super) fn name(&self, path: &str) -> String {
        format!("{}:{path}", self.rev)
    }

    /// What a file holds; nothing where there is no such file.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some((id, ordinary)) = self.blobs.get(path) else { return Ok(None) };
        if !ordinary {
            return Err(Fault::new(format!(
                "{} is no ordinary file but a link or another repository",
                self.name(path)
            )));
        }
        let mut child = command(&self.top);
        let mut child = child
            .args(["cat-file", "blob", id])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        let read = child.stdout.take().map_or_else(|| Ok(Vec::new()), |out| input::limited(out, &self.name(path)));
        // A plan beyond the limit is not read to its end, so git may still be writing.
        let _ = read.is_err().then(|| child.kill());
        let done = child.wait().map_err(|error| not_run(&error))?;
        match read {
            Ok(bytes) if done.success() => Ok(Some(bytes)),
            Ok(_) => Err(Fault::new(format!("git cannot read {}", self.name(path)))
                .help("a partial clone may lack it: `git fetch --refetch`")),
            Err(fault) => Err(fault),
        }
    }

    /// A path that is not there, with those that are near.
    pub(super) fn absent(&self, path: &str) -> Fault {
        let rev = if self.rev.is_empty() { "the index".to_owned() } else { format!("the revision `{}`", self.rev) };
        let fault = Fault::new(format!("{rev} has no file `{path}`"));
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let namesake = self.blobs.keys().find(|known| last(known) == last(path)).map(String::as_str);
        let plans = self
            .blobs
            .keys()
            .map(String::as_str)
            .filter(|known| Path::new(known).extension().is_some_and(|extension| extension == "toml"));
        match namesake.or_else(|| nearest(path, plans)) {
            Some(near) => fault
                .help(format!("did you mean `{}`? Paths are those from the root of the repository", self.name(near))),
            None => fault.help("paths are those from the root of the repository"),
        }
    }
}

impl Repository {
    /// Returns the paths in the index.
    pub(super) fn tracked(&self) -> Result<BTreeSet<String>, Fault> {
        Ok(self.list(&["ls-files", "-z"])?.into_iter().collect())
    }

    /// Returns the paths of the working tree that are not in the index, those that git ignores included.
    pub(super) fn untracked(&self) -> Result<Vec<String>, Fault> {
        self.list(&["ls-files", "--others", "-z"])
    }

    /// Returns the files of a revision that git takes for moved, each with its path in the index. Nothing of the working
    /// tree is read, so that no filter of the repository's own is run.
    pub(super) fn renames(&self, from: &Files) -> Result<BTreeMap<String, String>, Fault> {
        let tree = self.tree(&from.rev)?;
        let asked = ["diff-index", "--cached", "--find-renames", "--diff-filter=R", "--name-status", "-z", &tree];
        let said = self.list(&asked)?;
        // `R100`, the old path, the new path.
        Ok(said.chunks_exact(3).map(|moved| (moved[1].clone(), moved[2].clone())).collect())
    }

    fn list(&self, args: &[&str]) -> Result<Vec<String>, Fault> {
        let listed = run(&self.top, args)?;
        if !listed.status.success() {
            return Err(Fault::new(format!("git cannot list the files of {}: {}", self.top(), said(&listed))));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(text.split_terminator('\0').map(str::to_owned).collect())
    }
}

impl Files {
    /// Returns the ordinary files, each with its object.
    pub(super) fn blobs(&self) -> impl Iterator<Item = (&str, &str)> {
        let ordinary = self.blobs.iter().filter(|(_, (_, ordinary))| *ordinary);
        ordinary.map(|(path, (id, _))| (path.as_str(), id.as_str()))
    }

    /// Returns the object of a path.
    pub(super) fn id(&self, path: &str) -> Option<&str> {
        self.blobs.get(path).map(|(id, _)| id.as_str())
    }
}
