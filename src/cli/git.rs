//! Earlier versions of plans, by the `git` binary: no shell, nothing of a user's taken for an option, no network.
//!
//! The repository may be a stranger's, and so may its settings: none of them gets to run a program. Only plumbing is
//! called, only of objects and of the index; no file of the working tree is ever given to git, since filters that
//! attributes name would be run on it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::batch::Batch;
use super::fault::{Fault, reason};
use super::repository::{self, tidied};
use crate::plan::nearest;

/// What joins two revisions of which the merge base is meant.
const MERGE_BASE: &str = "...";
/// How much of a commit's id stands for it in messages.
const SHORT: usize = 12;
/// How many links are followed one after the other.
const LINKS: usize = 20;
/// What is to be done where a clone has too little of the past.
const SHALLOW: &str = "the clone is shallow: fetch more of it (`fetch-depth: 0` in actions/checkout, or `git fetch \
    --unshallow`)";

const UNRELATED: &str = "name a revision that this one came from; what was fetched without its history needs more of it \
    (`fetch-depth: 0` in actions/checkout)";

/// The repository a folder is in.
#[derive(Debug)]
pub(super) struct Repository {
    /// Where git is run.
    git: Git,
    /// Its topmost folder; of a bare one, which has none, the folder it is itself.
    top: PathBuf,
    is_bare: bool,
}

/// The files of a revision, or of the index.
#[derive(Debug)]
pub(super) struct Files {
    git: Git,
    /// The topmost folder of the repository, as the file system knows it.
    top: PathBuf,
    /// How the revision is called; empty for the index.
    rev: String,
    /// The tree; empty for the index.
    tree: String,
    /// By path from the root of the repository.
    blobs: BTreeMap<String, Blob>,
    /// What reads them.
    batch: Mutex<Option<Batch>>,
    /// By path in the index what the path was at the revision.
    renamed: OnceLock<BTreeMap<String, String>>,
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Blob {
    id: String,
    kind: Kind,
}

/// What a file of a revision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ordinary,
    Link,
    /// Another repository.
    Other,
    /// One of several versions between which nobody has decided yet.
    Unmerged,
}

/// The `git` of a folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
    /// Whether a working tree is around the folder. Where none is, the variables that name a repository are heard: the
    /// hooks of a bare one set them.
    in_tree: bool,
    /// The index to use instead of the repository's own.
    index: Option<PathBuf>,
}

/// Settings of a repository by which git would run a program.
const HARMLESS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "core.askPass=",
    "credential.helper=",
];

/// The variable by which git tells a hook which index to use.
const INDEX: &str = "GIT_INDEX_FILE";
/// Variables of the environment that are the user's own settings, and no repository's.
const OWN: &str = "GIT_CONFIG_";
/// Variables that are not to lead away from the folder git is run in, but for where it is in no working tree.
const OF_BARE: [&str; 4] =
    ["GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];

impl Git {
    /// Returns the git of a folder. It is run in the topmost folder of the working tree where there is one, so that no
    /// folder below can pass for a repository of its own.
    fn of(folder: &Path) -> Self {
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let top = repository::repository(&folder).map(Path::to_owned);
        let mut git = Self { in_tree: top.is_some(), folder: top.unwrap_or(folder), index: None };
        git.index = git.index_of_hook();
        git
    }

    /// Returns the index a hook is told to use, where it is one of this repository: `git commit FILE` makes its own.
    fn index_of_hook(&self) -> Option<PathBuf> {
        let named = std::env::var_os(INDEX)?;
        let index = std::env::current_dir().ok()?.join(named);
        let own = self.line(&["rev-parse", "--absolute-git-dir"]).ok()??;
        let real = |path: &Path| path.canonicalize().ok();
        real(index.parent()?)?.starts_with(real(Path::new(&own))?).then_some(index)
    }

    /// Returns a command to which only what it is to do must be added. Paths are what they say and no patterns; nothing
    /// is asked, fetched or locked.
    pub(super) fn command(&self) -> Command {
        let mut git = Command::new("git");
        git.args(["--no-pager", "--literal-pathspecs", "-C"]).arg(&self.folder).stdin(Stdio::null());
        for setting in HARMLESS {
            git.args(["-c", setting]);
        }
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let heard = text.starts_with(OWN) || !self.in_tree && OF_BARE.contains(&&*text);
            if text.starts_with("GIT_") && !heard {
                git.env_remove(name);
            }
        }
        if let Some(index) = &self.index {
            git.env(INDEX, index);
        }
        git.envs([("LC_ALL", "C"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0")]);
        git.envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none"), ("GIT_ATTR_NOSYSTEM", "1")]);
        git
    }

    fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Output, Fault> {
        self.command().args(args).output().map_err(|error| not_run(&error))
    }

    /// Returns what git prints where it succeeds.
    fn line<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Option<String>, Fault> {
        let output = self.run(args)?;
        let text = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(output.status.success().then_some(text))
    }
}

/// Returns why git could not be started.
pub(super) fn not_run(error: &io::Error) -> Fault {
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

/// What git advises of a repository that belongs to somebody else.
fn advice(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    let line =
        text.lines().map(str::trim).find(|line| line.starts_with("git config") && line.contains("safe.directory"));
    line.map(|line| format!("if you trust whoever it belongs to: `{line}`"))
}

/// Whether a text is the id of an object.
fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Repository {
    /// The repository around a folder that is there.
    pub(super) fn around(folder: &Path) -> Result<Self, Fault> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
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

    /// Its topmost folder.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    /// A file's path from the root of the repository, if it is below. The file itself need not be there; what is in the
    /// folder of a bare repository is not in the repository, but what would be there may be.
    pub(super) fn path_of(&self, file: &Path) -> Option<String> {
        if self.is_bare {
            let file = repository::folder_of(file).join(file.file_name()?);
            return below(&self.top, &file).filter(|_| file.symlink_metadata().is_err());
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = file.canonicalize().ok().or_else(|| Some(folder.canonicalize().ok()?.join(file.file_name()?)))?;
        below(&self.top, &file)
    }

    /// The files of a revision, or of the merge base of two (`main...HEAD`).
    pub(super) fn files(&self, rev: &str) -> Result<Files, Fault> {
        match rev.split_once(MERGE_BASE) {
            Some((one, other)) => self.files_of_base(or_head(one), or_head(other)),
            None => self.files_of(rev, self.id(rev, "tree")?.ok_or_else(|| self.unknown(rev))?),
        }
    }

    /// The files from which what is checked out went its own way: those of the merge base of a revision and `HEAD`. Of
    /// an ancestor that is the ancestor itself.
    pub(super) fn files_since(&self, rev: &str) -> Result<Files, Fault> {
        let is_commit = !rev.contains(MERGE_BASE) && self.id(rev, "commit")?.is_some();
        if is_commit { self.files_of_base(rev, "HEAD") } else { self.files(rev) }
    }

    /// The files of what is checked out; nothing before the first commit.
    pub(super) fn head(&self) -> Result<Option<Files>, Fault> {
        self.id("HEAD", "tree")?.map(|tree| self.files_of("HEAD", tree)).transpose()
    }

    /// The files of the index.
    pub(super) fn index(&self) -> Result<Files, Fault> {
        let listed = self.git.run(&["ls-files", "--stage", "-z"])?;
        self.listed(&listed, String::new(), String::new())
    }

    fn files_of(&self, rev: &str, tree: String) -> Result<Files, Fault> {
        let listed = self.git.run(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        self.listed(&listed, rev.to_owned(), tree)
    }

    fn files_of_base(&self, one: &str, other: &str) -> Result<Files, Fault> {
        let commit = |rev: &str| self.id(rev, "commit")?.ok_or_else(|| self.unknown(rev));
        let (first, second) = (commit(one)?, commit(other)?);
        let Some(base) = self.git.line(&["merge-base", &first, &second])?.filter(|base| is_id(base)) else {
            let fault = Fault::new(format!("`{one}` and {other} have no common history"));
            let help = if self.is_shallow() { SHALLOW } else { UNRELATED };
            return Err(fault.help(help));
        };
        let rev = if base == first { one } else { &base[..SHORT] };
        let tree = self.id(&base, "tree")?.ok_or_else(|| self.unknown(rev))?;
        self.files_of(rev, tree)
    }

    fn listed(&self, listed: &Output, rev: String, tree: String) -> Result<Files, Fault> {
        if !listed.status.success() {
            return Err(Fault::new(format!("git cannot list the files of `{rev}`: {}", said(listed))));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(Files {
            git: self.git.clone(),
            top: self.top.clone(),
            rev,
            tree,
            blobs: text.split_terminator('\0').filter_map(entry).collect(),
            batch: Mutex::default(),
            renamed: OnceLock::new(),
        })
    }

    /// The id of what a revision names, as an object of one kind; nothing where it names none.
    fn id(&self, rev: &str, kind: &str) -> Result<Option<String>, Fault> {
        let named = format!("{rev}^{{{kind}}}");
        let line = self.git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named])?;
        Ok(line.filter(|id| is_id(id)))
    }

    fn is_shallow(&self) -> bool {
        self.git.line(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|line| line.as_deref() == Some("true"))
    }

    /// A revision that is none, with the nearest that is.
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
}

/// One end of `main...`: what is left out is `HEAD`.
fn or_head(rev: &str) -> &str {
    if rev.is_empty() { "HEAD" } else { rev }
}

/// The way from a folder to a file below it, with `/`.
fn below(top: &Path, file: &Path) -> Option<String> {
    let below = file.strip_prefix(top).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// `100644 blob 1f2e…\tpath` of a tree, `100644 1f2e… 0\tpath` of the index.
fn entry(line: &str) -> Option<(String, Blob)> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split(' ');
    let (mode, second, third) = (words.next()?, words.next()?, words.next()?);
    let (id, stage) = if is_id(second) { (second, third) } else { (third, "0") };
    let kind = match (stage, mode) {
        ("0", "120000") => Kind::Link,
        ("0", mode) if mode.starts_with("100") => Kind::Ordinary,
        ("0", _) => Kind::Other,
        _ => Kind::Unmerged,
    };
    Some((path.to_owned(), Blob { id: id.to_owned(), kind }))
}

impl Files {
    /// How a file of it is called.
    pub(super) fn name(&self, path: &str) -> String {
        format!("{}:{path}", self.rev)
    }

    /// How the revision is called; nothing for the index.
    pub(super) fn rev(&self) -> Option<&str> {
        (!self.rev.is_empty()).then_some(&*self.rev)
    }

    /// The topmost folder of the repository.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    /// A path's way from the root of the repository, if it is below; nothing is asked of the file system.
    pub(super) fn inside(&self, path: &Path) -> Option<String> {
        below(&self.top, &tidied(path))
    }

    /// The files below a folder, of the root for an empty path; other repositories are none.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.blobs.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start));
        below.filter(|(_, blob)| blob.kind != Kind::Other).map(|(path, _)| path.as_str())
    }

    /// The files that another revision does not have, or has otherwise.
    pub(super) fn differing<'a>(&'a self, other: Option<&'a Self>) -> impl Iterator<Item = &'a str> {
        let same = move |path: &str| other.is_some_and(|other| other.blobs.get(path) == self.blobs.get(path));
        self.below("").filter(move |path| !same(path))
    }

    /// Whether something of that path is there, a link for one.
    pub(super) fn has(&self, path: &str) -> bool {
        self.blobs.contains_key(path)
    }

    /// Whether an ordinary file is there, links followed.
    ///
    /// # Errors
    /// When a link leads out of the repository or in a circle.
    pub(super) fn is_file(&self, path: &str) -> Result<bool, Fault> {
        Ok(self.followed(path)?.is_some_and(|(_, blob)| blob.kind == Kind::Ordinary))
    }

    /// What a file holds; nothing where there is no such file.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some((at, blob)) = self.followed(path)? else { return Ok(None) };
        match blob.kind {
            Kind::Ordinary | Kind::Link => self.bytes(&at, &blob.id).map(Some),
            Kind::Other => Err(Fault::new(format!("{} is no ordinary file but another repository", self.name(path)))),
            Kind::Unmerged => Err(Fault::new(format!("{at} is in the middle of a merge: it has several versions"))
                .help("decide on one, and `git add` it")),
        }
    }

    /// Whether a file holds these very bytes; not known to where git stores it otherwise than it is checked out.
    pub(super) fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        self.blobs.get(path).is_some_and(|blob| blob.kind == Kind::Ordinary && super::batch::is_id_of(&blob.id, bytes))
    }

    fn bytes(&self, path: &str, id: &str) -> Result<Vec<u8>, Fault> {
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match batch.take() {
            Some(reader) => reader,
            None => Batch::start(&self.git)?,
        };
        // What fails has left something unread behind, so that the next file gets a reader of its own.
        let (bytes, reader) = reader.read(id, &self.name(path))?;
        *batch = Some(reader);
        Ok(bytes)
    }

    /// A file with the links on the way to it followed, and where it is.
    fn followed(&self, path: &str) -> Result<Option<(String, &Blob)>, Fault> {
        let mut at = path.to_owned();
        for _ in 0..LINKS {
            let ends = at.match_indices('/').map(|(end, _)| end).chain([at.len()]);
            let mut steps = ends.filter_map(|end| Some((end, self.blobs.get(&at[..end])?)));
            let Some((end, link)) = steps.find(|(_, blob)| blob.kind == Kind::Link) else {
                let blob = self.blobs.get(&at);
                return Ok(blob.map(|blob| (at, blob)));
            };
            let target = String::from_utf8_lossy(&self.bytes(&at[..end], &link.id)?).into_owned();
            let folder = at[..end].rsplit_once('/').map_or("", |(folder, _)| folder);
            let way = self.top.join(folder).join(&target).join(at[end..].trim_start_matches('/'));
            at = self.inside(&way).ok_or_else(|| leads_out(&self.name(path)))?;
        }
        Err(Fault::new(format!("{} is a link that leads to itself", self.name(path))))
    }

    /// What a path of the index was called at the revision, where git takes it for the same file under another name.
    ///
    /// # Errors
    /// When git cannot compare the two.
    pub(super) fn renamed(&self, path: &str) -> Result<Option<&str>, Fault> {
        Ok(self.all_renamed()?.get(path).map(String::as_str))
    }

    /// What a path of the revision is called in the index, where git takes it for the same file under another name.
    ///
    /// # Errors
    /// When git cannot compare the two.
    pub(super) fn renamed_to(&self, old: &str) -> Result<Option<&str>, Fault> {
        Ok(self.all_renamed()?.iter().find(|(_, was)| *was == old).map(|(path, _)| path.as_str()))
    }

    /// The new name of each file with its old one, asked for once.
    fn all_renamed(&self) -> Result<&BTreeMap<String, String>, Fault> {
        if let Some(known) = self.renamed.get() {
            return Ok(known);
        }
        let found = self.renames()?;
        Ok(self.renamed.get_or_init(|| found))
    }

    fn renames(&self) -> Result<BTreeMap<String, String>, Fault> {
        if self.tree.is_empty() {
            return Ok(BTreeMap::new());
        }
        let harmless = ["--no-ext-diff", "--no-textconv", "--ignore-submodules=all"];
        let asked = ["diff-index", "--cached", "-M", "--diff-filter=R", "--name-status", "-z"];
        let output = self.git.run(&[&asked[..], &harmless, &[&self.tree, "--"]].concat())?;
        if !output.status.success() {
            return Err(Fault::new(format!(
                "git cannot tell what was renamed since `{}`: {}",
                self.rev,
                said(&output)
            )));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let words: Vec<&str> = text.split_terminator('\0').collect();
        // `R100`, the old name, the new one.
        let names = words.chunks_exact(3).map(|names| (names[2].to_owned(), names[1].to_owned()));
        Ok(names.collect())
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

/// A path that leads out of its repository.
pub(super) fn leads_out(name: &str) -> Fault {
    Fault::new(format!("{name} leads out of the repository"))
        .help("keep it inside, or name the config with --config to say that you trust it")
}

impl Repository {
    /// Returns the paths of the working tree that are not in the index, those that git ignores included.
    pub(super) fn untracked(&self) -> Result<Vec<String>, Fault> {
        let listed = self.git.run(&["ls-files", "--others", "-z"])?;
        if !listed.status.success() {
            let top = self.top.display();
            return Err(Fault::new(format!("git cannot list the files of {top}: {}", said(&listed))));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(text.split_terminator('\0').map(str::to_owned).collect())
    }
}

impl Files {
    /// Returns the ordinary files, each with its object.
    pub(super) fn blobs(&self) -> impl Iterator<Item = (&str, &str)> {
        let ordinary = self.blobs.iter().filter(|(_, blob)| blob.kind == Kind::Ordinary);
        ordinary.map(|(path, blob)| (path.as_str(), blob.id.as_str()))
    }

    /// Returns the object of a path.
    pub(super) fn id(&self, path: &str) -> Option<&str> {
        self.blobs.get(path).map(|blob| blob.id.as_str())
    }
}
