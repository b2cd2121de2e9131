//! The outputs a result may go to, so that nothing is lost that somebody keeps.

use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::extension::{Content, is_named_as, refuse_misnamed};
use super::fault::Fault;
use super::kept::Kept;
use super::nature::{Way, read_as, way_into};
use super::repository::{self, folder_of};

/// A file that a run is going to write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output<'a> {
    path: &'a Path,
    /// The kind of file it will be, if it is one that people keep.
    kind: Option<Kept>,
    /// The contents it may have by its name; none where the name says nothing.
    may_be: &'static [Content],
    /// True when it may take the place of an older one.
    over: bool,
}

impl<'a> Output<'a> {
    /// Returns a report, which takes the place of an older one.
    pub(super) const fn report(path: &'a Path, content: &'static [Content]) -> Self {
        Self { path, kind: None, may_be: content, over: true }
    }

    /// Creates the output of a file that people keep; only `force` lets it take the place of another of its kind.
    pub(super) const fn kept(path: &'a Path, kind: Kept, force: bool) -> Self {
        Self { path, kind: Some(kind), may_be: contents(kind), over: force }
    }

    /// Returns a plan to be written, as its name asks: as text or as a workbook.
    pub(super) fn plan(path: &'a Path, force: bool) -> Self {
        let as_workbook = is_named_as(path, Content::Workbook);
        let kind = if as_workbook { Kept::Workbook } else { Kept::Plan };
        Self { may_be: &[Content::Plan, Content::Workbook], ..Self::kept(path, kind, force) }
    }

    /// Returns the same, of which the name is not looked at yet.
    pub(super) const fn named_later(self) -> Self {
        Self { may_be: &[], ..self }
    }

    /// Returns whether it is a workbook.
    pub(super) fn is_workbook(&self) -> bool {
        self.kind == Some(Kept::Workbook)
    }
}

/// Returns what is in a file of a kind that people keep, where the program writes such files.
const fn contents(kind: Kept) -> &'static [Content] {
    match kind {
        Kept::Plan => &[Content::Plan],
        Kept::Workbook => &[Content::Workbook],
        Kept::Baseline => &[Content::Json],
        Kept::Round | Kept::Config | Kept::Allocations | Kept::Git => &[],
    }
}

/// Refuses results that cannot be written where they are to go, and those that would go over each other, over what the
/// run reads, over what people keep unless they are of its kind, or over anything where that was not asked for, and those whose name says that they are something else. It is
/// asked before anything is written; what the run reads it asks only where there is a file to write.
///
/// # Errors
/// The first result of which one of these is so.
pub(super) fn refuse_loss(
    outputs: &[Output<'_>],
    disk: &dyn Disk,
    read: impl FnOnce() -> Vec<PathBuf>,
) -> Result<(), Fault> {
    let outputs: Vec<&Output<'_>> = outputs.iter().filter(|output| output.path.as_os_str() != "-").collect();
    if outputs.is_empty() {
        return Ok(());
    }
    let read = read();
    let read = read.iter().map(|path| read_as(path)).filter(|path| disk.exists(path));
    let read: Vec<Identity> = read.map(|path| identity(path, disk)).collect();
    for (n, output) in outputs.iter().enumerate() {
        if way_into(output.path, disk)? == Way::Through {
            continue;
        }
        let (id, name) = (identity(output.path, disk), repository::name(output.path));
        if let Some(other) = outputs[..n].iter().find(|other| identity(other.path, disk) == id) {
            let names = (repository::name(other.path), &name);
            let same = if names.0 == *names.1 { String::new() } else { format!(", which is {} too", names.0) };
            return Err(Fault::new(format!("two results cannot both go to {name}{same}")).help(RENAME));
        }
        if read.contains(&id) {
            return Err(Fault::new(format!("{name} is what is read: it would be lost")).help(RENAME));
        }
        if disk.exists(output.path) {
            refuse_over(output, &name, disk)?;
        }
        refuse_misnamed(output.path, output.may_be)?;
    }
    Ok(())
}

const RENAME: &str = "give the result a name of its own";

/// Refuses a result in the place of a file that is there, where that may not be.
fn refuse_over(output: &Output<'_>, name: &str, disk: &dyn Disk) -> Result<(), Fault> {
    match Kept::of(output.path, disk)? {
        Some(kind) if output.kind != Some(kind) => {
            Err(Fault::new(format!("{name} is {kind}: nothing else is written over it")).help(RENAME))
        }
        _ if !output.over => {
            Err(Fault::new(format!("{name} is there already"))
                .help("choose another name, or add --force to write over it"))
        }
        _ => Ok(()),
    }
}

/// The identity that two names of one file share, whether the file exists yet or not.
#[derive(Debug, PartialEq, Eq)]
enum Identity {
    There(u64, u64),
    Path(PathBuf),
}

/// Returns what tells a file from every other: links, hard links and another spelling of its path lead to the same. Of
/// a file that is not there yet the folder is known, and its name is taken in small letters where systems take them so.
fn identity(path: &Path, disk: &dyn Disk) -> Identity {
    if let Some((device, file)) = disk.identity(path) {
        return Identity::There(device, file);
    }
    if let Ok(path) = disk.real(path) {
        return Identity::Path(path);
    }
    let name = path.file_name().unwrap_or_default();
    let small = name.to_string_lossy().to_lowercase();
    let folds = cfg!(any(windows, target_os = "macos"));
    Identity::Path(folder_of(path, disk).join(if folds { small.as_ref() } else { name }))
}
