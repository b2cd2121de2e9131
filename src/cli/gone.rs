//! `bcf check --since REV`: the plans that were there at the revision and are checked no longer.
//!
//! A plan counts where it would have been found at the revision by the paths that are asked for now. What became of its
//! content decides: it may be checked under another name, be somewhere that no check looks, be no plan, or be deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{CheckArgs, ProjectArgs};
use super::config::NAME;
use super::exclude::Excludes;
use super::fault::Fault;
use super::folders::Folders;
use super::gather::Gathered;
use super::git::{Files, Repository};
use super::ignored::Ignored;
use super::input::{self, what_is};
use super::plan_text::PlanText;
use super::repository::{self, folder_of};
use super::since::Then;
use super::wanted::{Keep, Wanted, is_hidden, may_be_plan, pattern};
use crate::plan::{HEADER, Likeness};
use crate::report::Gone;

/// Finds the plans of the revision that are checked no longer, in the order of their paths.
pub(super) fn find(args: &CheckArgs, then: Vec<Then>, now: &Gathered) -> Result<Vec<Gone>, Fault> {
    let Some(rev) = &args.since else { return Ok(Vec::new()) };
    let mut revisions: Vec<Revision<'_>> = then.into_iter().map(|then| Revision::new(then, rev, now)).collect();
    let mut seen = BTreeSet::new();
    let mut gone = Vec::new();
    for asked in input::asked(&args.paths) {
        let Some(scope) = Scope::of(asked) else { continue };
        let n = match revisions.iter().position(|known| known.repository.is_around(&scope.folder)) {
            Some(n) => n,
            None => added(Repository::around(&scope.folder)?, &mut revisions, rev, now)?,
        };
        let revision = &mut revisions[n];
        for plan in revision.found(&scope) {
            if seen.insert(plan.file.clone())
                && revision.was_checked(&plan, &args.project)?
                && let Some(found) = revision.fate(&plan)?
            {
                gone.push(found);
            }
        }
    }
    gone.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(gone)
}

/// Returns the place of a repository's revision, which is added where it is not known yet.
fn added<'a>(
    repository: Repository,
    revisions: &mut Vec<Revision<'a>>,
    rev: &'a str,
    now: &'a Gathered,
) -> Result<usize, Fault> {
    if let Some(known) = revisions.iter().position(|known| known.repository.top() == repository.top()) {
        return Ok(known);
    }
    let files = Arc::new(repository.files_since(rev)?);
    revisions.push(Revision::new((repository, files), rev, now));
    Ok(revisions.len() - 1)
}

/// The meaning of a path that is asked for.
struct Scope {
    /// The folder that is looked in.
    folder: PathBuf,
    /// The only file, where one is named.
    file: Option<PathBuf>,
    /// The pattern, where one is given.
    wanted: Option<Wanted>,
}

impl Scope {
    /// Returns the scope of a path; none for standard input and for a path that does not exist, which has been
    /// reported.
    fn of(asked: &Path) -> Option<Self> {
        if asked.is_dir() {
            return Some(Self { folder: asked.to_owned(), file: None, wanted: None });
        }
        if asked.exists() {
            let folder = asked.parent()?.to_owned();
            return Some(Self { folder, file: Some(asked.to_owned()), wanted: None });
        }
        let wanted = Wanted::new(&pattern(asked)?).ok()?;
        wanted.root.is_dir().then(|| Self { folder: wanted.root.clone(), file: None, wanted: Some(wanted) })
    }

    /// Returns how a file of a path below the folder is called, if a check of this finds it.
    fn finds(&self, below: &str) -> Option<PathBuf> {
        let path = if self.folder == Path::new(".") { PathBuf::from(below) } else { self.folder.join(below) };
        if let Some(file) = &self.file {
            return (*file == path).then_some(path);
        }
        let mut keep = self.wanted.as_ref().map_or(Keep::Plans, Keep::Matching).inside(&self.folder, 0)?;
        let (mut folder, mut parts) = (self.folder.clone(), below.split('/').peekable());
        let mut depth = 0;
        while let Some(part) = parts.next().filter(|_| parts.peek().is_some()) {
            (folder, depth) = (folder.join(part), depth + 1);
            keep = keep.inside(&folder, depth).filter(|_| !is_hidden(part))?;
        }
        keep.keeps(&path).then_some(path)
    }
}

/// A file of the revision that a check then would have found.
struct Old {
    /// As reports call it.
    name: String,
    /// From the root of the repository.
    path: String,
    /// The path it would have now.
    file: PathBuf,
    /// The folder it was looked for in, as the file system knows it.
    asked: PathBuf,
}

/// A repository at the revision and now.
struct Revision<'a> {
    repository: Repository,
    top: PathBuf,
    rev: &'a str,
    files: Arc<Files>,
    now: &'a Gathered,
    /// The plans that were checked, as the file system knows them, each with its place among the gathered.
    checked: BTreeMap<PathBuf, usize>,
    ignored: Ignored,
}

impl<'a> Revision<'a> {
    fn new((repository, files): Then, rev: &'a str, now: &'a Gathered) -> Self {
        let top = repository.top().to_owned();
        let top = fs::canonicalize(&top).unwrap_or(top);
        let checked = (0..now.plans.len()).filter_map(|n| Some((real(&now.file(n)?), n))).collect();
        Self { repository, top, rev, files, now, checked, ignored: Ignored::default() }
    }

    /// Returns the files of the revision in a scope that are not checked now.
    fn found(&self, scope: &Scope) -> Vec<Old> {
        let folder = folder_of(&scope.folder.join(NAME), &Folders);
        let Ok(prefix) = folder.strip_prefix(&self.top) else { return Vec::new() };
        let prefix = repository::name(prefix);
        let below = |path: &str| match prefix.as_str() {
            "" => Some(path.to_owned()),
            prefix => path.strip_prefix(prefix)?.strip_prefix('/').map(str::to_owned),
        };
        let toml = self.files.blobs().map(|(path, _)| path).filter(|path| may_be_plan(Path::new(path)));
        let old = toml.filter_map(|path| {
            let called = scope.finds(&below(path)?)?;
            let file = self.top.join(path);
            let name = repository::name(&called);
            (!self.checked.contains_key(&real(&file))).then(|| Old {
                name,
                path: path.to_owned(),
                file,
                asked: folder.clone(),
            })
        });
        old.collect()
    }

    /// Returns whether it was a plan that a check at the revision read.
    fn was_checked(&self, old: &Old, project: &ProjectArgs) -> Result<bool, Fault> {
        let bytes = self.files.read(&old.path)?.unwrap_or_default();
        Ok(what_is(&bytes) == Likeness::Plan
            && self.excludes(&old.path, project)?.line_for(&old.file, &Folders).is_none())
    }

    /// Returns what the config of the revision left out, for a plan of that path.
    fn excludes(&self, path: &str, project: &ProjectArgs) -> Result<Excludes, Fault> {
        excludes(&self.repository, &self.files, path, project)
    }

    /// Returns what became of a plan, unless it is checked under another name, or could not be read now.
    fn fate(&mut self, old: &Old) -> Result<Option<Gone>, Fault> {
        if self.now.unread.iter().any(|unread| unread.path == old.name) {
            return Ok(None);
        }
        let rev = self.rev;
        let (why, fails) = if old.file.is_file() {
            (self.why_not_checked(old), true)
        } else {
            match self.moved(old)? {
                Moved::Checked => return Ok(None),
                Moved::To(path) => {
                    (format!("hidden since {rev}: it is now {path}, where this check does not look"), true)
                }
                Moved::Nowhere => (format!("deleted since {rev}"), false),
            }
        };
        Ok(Some(Gone { path: old.name.clone(), file: old.name.clone(), why, fails }))
    }

    /// Returns why a plan that is where it was is not checked.
    fn why_not_checked(&mut self, old: &Old) -> String {
        let rev = self.rev;
        if let Some(excluded) = self.now.excluded.iter().find(|excluded| excluded.path == old.name) {
            return format!("hidden since {rev}: {}:{} excludes it", excluded.by, excluded.line);
        }
        if self.ignored.passes_over(&old.file, &old.asked, &Folders) {
            return format!("hidden since {rev}: git tracks it no longer, and a .gitignore names it");
        }
        let bytes = input::file(&old.file, &old.name, &Folders).unwrap_or_default();
        if reads_as_plan(&bytes) {
            format!("hidden since {rev}: it is where this check does not look")
        } else {
            no_plan(rev)
        }
    }

    /// Returns where the content of a plan is that is no longer where it was.
    fn moved(&mut self, old: &Old) -> Result<Moved, Fault> {
        let content = self.files.read(&old.path)?.unwrap_or_default();
        let source = |n: &usize| self.now.plans[*n].plan.tree.source().as_bytes();
        if self.checked.iter().any(|(file, n)| source(n) == content && self.is_new(file, old)) {
            return Ok(Moved::Checked);
        }
        let renamed = self.files.renamed_to(&old.path)?.map(str::to_owned);
        let tracked = self.repository.index()?;
        let id = self.files.id(&old.path);
        let same = tracked.blobs().filter(|(_, other)| Some(*other) == id).map(|(path, _)| path.to_owned());
        let same = same.filter(|path| self.is_new(&self.top.join(path), old));
        let here = renamed.into_iter().chain(same).filter(|path| self.top.join(path).is_file());
        let mut here: Vec<String> = here.collect();
        if here.is_empty() {
            let holds = |path: &String| holds(&self.top.join(path), &content);
            let untracked = self.repository.untracked()?;
            here = untracked.iter().filter(|path| holds(path)).cloned().collect();
            if here.is_empty() {
                here = self
                    .namesakes(old, &content, untracked.into_iter().chain(tracked.below("").map(str::to_owned)))
                    .collect();
            }
        }
        if here.iter().any(|path| self.checked.contains_key(&real(&self.top.join(path)))) {
            return Ok(Moved::Checked);
        }
        Ok(here.into_iter().next().map_or(Moved::Nowhere, Moved::To))
    }

    /// Returns the files of that name, in whatever folder and with whatever ending, that the revision did not have,
    /// that are not checked, and that are a plan of the same area and round: the same plan, moved and changed.
    fn namesakes(
        &self,
        old: &Old,
        content: &[u8],
        among: impl Iterator<Item = String>,
    ) -> impl Iterator<Item = String> {
        let stem = |path: &str| Path::new(path).file_stem().map(OsStr::to_owned);
        let (was, called) = (about(content), stem(&old.path));
        among.filter(move |path| {
            let file = self.top.join(path);
            let is_other = || stem(path) == called && self.files.id(path).is_none();
            let is_unchecked = || file.is_file() && !self.checked.contains_key(&real(&file));
            let bytes = || input::file(&file, path, &Folders).unwrap_or_default();
            was.is_some() && is_other() && is_unchecked() && about(&bytes()) == was
        })
    }

    /// Returns whether a file did not hold the same at the revision already, as a copy does.
    fn is_new(&self, file: &Path, old: &Old) -> bool {
        let path = file.strip_prefix(&self.top).map(repository::name).unwrap_or_default();
        self.files.id(&path) != self.files.id(&old.path)
    }
}

/// Returns what the config of a revision leaves out, for a plan of a path from the root of its repository.
pub(super) fn excludes(
    repository: &Repository,
    files: &Files,
    path: &str,
    project: &ProjectArgs,
) -> Result<Excludes, Fault> {
    let config = match &project.config {
        Some(named) => repository.path_of(named),
        None if project.isolated => None,
        None => Path::new(path).ancestors().skip(1).find_map(|folder| {
            let config = repository::name(&folder.join(NAME));
            files.id(&config).map(|_| config)
        }),
    };
    let Some(config) = config else { return Ok(Excludes::default()) };
    let text = files.read(&config)?.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let top = repository.top();
    Ok(Excludes::of_text(text, top.join(&config).parent().unwrap_or(top)))
}

/// Returns whether a check reads a file of a revision as a plan, or says what it lacks to be one.
pub(super) fn is_as_a_plan(files: &Files, path: &str) -> Result<bool, Fault> {
    Ok(reads_as_plan(&files.read(path)?.unwrap_or_default()))
}

fn reads_as_plan(bytes: &[u8]) -> bool {
    matches!(what_is(bytes), Likeness::Plan | Likeness::Headless)
}

/// Returns what is reported of a file that is a plan no longer.
pub(super) fn no_plan(rev: &str) -> String {
    format!("no plan any longer: it had a [{HEADER}] table at {rev}")
}

/// The place to which a plan's content moved.
enum Moved {
    /// It is checked under another name.
    Checked,
    /// It is in a file that is not checked.
    To(String),
    /// It is nowhere.
    Nowhere,
}

/// Returns the area and the round of a plan, however broken it is.
fn about(bytes: &[u8]) -> Option<(String, String)> {
    let text = |bytes: &[u8]| {
        PlanText::of(bytes.to_owned(), "").unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned().into())
    };
    let plan = reads_as_plan(bytes).then(|| text(bytes).read())?;
    let area = plan.area.code.str().or(plan.area.name.str())?;
    Some((area.to_owned(), plan.header.round.str()?.to_owned()))
}

/// Returns a path as the file system knows it.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Returns whether a file holds these bytes and no other.
fn holds(file: &Path, content: &[u8]) -> bool {
    let as_long = fs::symlink_metadata(file).is_ok_and(|about| about.is_file() && about.len() == content.len() as u64);
    as_long && fs::read(file).is_ok_and(|bytes| bytes == content)
}
