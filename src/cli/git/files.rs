//! The files of a revision, or of the index.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::batch::{Batch, is_id_of};
use super::run::{Git, is_id, said};
use crate::cli::fault::Fault;
use crate::cli::repository::tidied;
use crate::plan::nearest;

/// The most links that are followed one after the other.
const LINKS: usize = 20;

/// The files of a revision, or of the index.
#[derive(Debug)]
pub(crate) struct Files {
    git: Git,
    /// The topmost folder of the repository, as the file system knows it.
    top: PathBuf,
    /// The name of the revision; empty for the index.
    rev: String,
    /// The tree, or the commit whose tree it is; empty for the index.
    tree: String,
    /// By path from the root of the repository.
    blobs: BTreeMap<String, Blob>,
    /// The process that reads the files.
    batch: Mutex<Option<Batch>>,
    /// By path in the index what the path was at the revision.
    renamed: OnceLock<BTreeMap<String, String>>,
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Blob {
    id: String,
    kind: FileKind,
}

/// The kind of a file of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    Ordinary,
    Link,
    /// Another repository.
    Other,
    /// One of several versions between which nobody has decided yet.
    Unmerged,
}

impl Files {
    /// Returns the files git lists, of a tree (`ls-tree -z`) or of the index (`ls-files --stage -z`).
    pub(crate) fn listed(git: &Git, top: &Path, rev: String, tree: String, list: &[u8]) -> Self {
        let text = String::from_utf8_lossy(list);
        Self {
            git: git.clone(),
            top: top.to_owned(),
            rev,
            tree,
            blobs: text.split_terminator('\0').filter_map(entry).collect(),
            batch: Mutex::default(),
            renamed: OnceLock::new(),
        }
    }

    /// Returns how a file of it is called.
    pub(crate) fn name(&self, path: &str) -> String {
        format!("{}:{path}", self.rev)
    }

    /// Returns how the revision is called; nothing for the index.
    pub(crate) fn rev(&self) -> Option<&str> {
        (!self.rev.is_empty()).then_some(&*self.rev)
    }

    /// Returns the topmost folder of the repository.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// Returns a path's way from the root of the repository, if it is below; nothing is asked of the file system.
    pub(crate) fn inside(&self, path: &Path) -> Option<String> {
        below(&self.top, &tidied(path))
    }

    /// Returns the files below a folder, of the root for an empty path; other repositories are none.
    pub(crate) fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.blobs.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start));
        below.filter(|(_, blob)| blob.kind != FileKind::Other).map(|(path, _)| path.as_str())
    }

    /// Returns the files that another revision does not have, or has otherwise.
    pub(crate) fn differing<'a>(&'a self, other: Option<&'a Self>) -> impl Iterator<Item = &'a str> {
        let same = move |path: &str| other.is_some_and(|other| other.blobs.get(path) == self.blobs.get(path));
        self.below("").filter(move |path| !same(path))
    }

    /// Returns whether something of that path is there, a link for one.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.blobs.contains_key(path)
    }

    /// Returns whether an ordinary file is there, links followed.
    ///
    /// # Errors
    /// When a link leads out of the repository or in a circle.
    pub(crate) fn is_file(&self, path: &str) -> Result<bool, Fault> {
        Ok(self.followed(path)?.is_some_and(|(_, blob)| blob.kind == FileKind::Ordinary))
    }

    /// Returns what a file holds; nothing where there is no such file.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some((at, blob)) = self.followed(path)? else { return Ok(None) };
        match blob.kind {
            FileKind::Ordinary | FileKind::Link => self.bytes(&at, &blob.id).map(Some),
            FileKind::Other => {
                Err(Fault::new(format!("{} is no ordinary file but another repository", self.name(path))))
            }
            FileKind::Unmerged => Err(Fault::new(format!("{at} is in the middle of a merge: it has several versions"))
                .help("decide on one, and `git add` it")),
        }
    }

    /// Returns whether a file holds these very bytes; not known to where git stores it otherwise than it is checked
    /// out.
    pub(crate) fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        self.blobs.get(path).is_some_and(|blob| blob.kind == FileKind::Ordinary && is_id_of(&blob.id, bytes))
    }

    fn bytes(&self, path: &str, id: &str) -> Result<Vec<u8>, Fault> {
        let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match batch.take() {
            Some(reader) => reader,
            None => Batch::start(&self.git)?,
        };
        // What fails has left something unread behind, so that the next file gets a new reader.
        let (bytes, reader) = reader.read(id, &self.name(path))?;
        *batch = Some(reader);
        Ok(bytes)
    }

    /// Returns a file with the links on the way to it followed, and where it is.
    fn followed(&self, path: &str) -> Result<Option<(String, &Blob)>, Fault> {
        let mut at = path.to_owned();
        for _ in 0..LINKS {
            let ends = at.match_indices('/').map(|(end, _)| end).chain([at.len()]);
            let mut steps = ends.filter_map(|end| Some((end, self.blobs.get(&at[..end])?)));
            let Some((end, link)) = steps.find(|(_, blob)| blob.kind == FileKind::Link) else {
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

    /// Returns what a path of the index was called at the revision, where git takes it for the same file under another
    /// name.
    ///
    /// # Errors
    /// When git cannot compare the two.
    pub(crate) fn renamed(&self, path: &str) -> Result<Option<&str>, Fault> {
        Ok(self.all_renamed()?.get(path).map(String::as_str))
    }

    /// Returns what a path of the revision is called in the index, where git takes it for the same file under another
    /// name.
    ///
    /// # Errors
    /// When git cannot compare the two.
    pub(crate) fn renamed_to(&self, old: &str) -> Result<Option<&str>, Fault> {
        Ok(self.all_renamed()?.iter().find(|(_, was)| *was == old).map(|(path, _)| path.as_str()))
    }

    /// Returns the new name of each file with its old one, asked for once.
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

    /// Returns a path that is not there, with those that are near.
    pub(crate) fn absent(&self, path: &str) -> Fault {
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

    /// Returns the ordinary files, each with its object.
    pub(crate) fn blobs(&self) -> impl Iterator<Item = (&str, &str)> {
        let ordinary = self.blobs.iter().filter(|(_, blob)| blob.kind == FileKind::Ordinary);
        ordinary.map(|(path, blob)| (path.as_str(), blob.id.as_str()))
    }

    /// Returns the object of a path.
    pub(crate) fn id(&self, path: &str) -> Option<&str> {
        self.blobs.get(path).map(|blob| blob.id.as_str())
    }
}

/// Returns `100644 blob 1f2e…\tpath` of a tree, `100644 1f2e… 0\tpath` of the index.
fn entry(line: &str) -> Option<(String, Blob)> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split(' ');
    let (mode, second, third) = (words.next()?, words.next()?, words.next()?);
    let (id, stage) = if is_id(second) { (second, third) } else { (third, "0") };
    let kind = match (stage, mode) {
        ("0", "120000") => FileKind::Link,
        ("0", mode) if mode.starts_with("100") => FileKind::Ordinary,
        ("0", _) => FileKind::Other,
        _ => FileKind::Unmerged,
    };
    Some((path.to_owned(), Blob { id: id.to_owned(), kind }))
}

/// Returns the way from a folder to a file below it, with `/`.
pub(crate) fn below(top: &Path, file: &Path) -> Option<String> {
    let below = file.strip_prefix(top).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// Returns a path that leads out of its repository.
pub(crate) fn leads_out(name: &str) -> Fault {
    Fault::new(format!("{name} leads out of the repository"))
        .help("keep it inside, or name the config with --config to say that you trust it")
}
