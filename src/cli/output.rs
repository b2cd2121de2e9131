//! Results into files: whole or not at all, and where nothing is lost that somebody keeps.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::config::folder_of;
use super::fault::Fault;
use super::kept::Kept;
use super::{Io, input, print, print_as_it_is};
use crate::workbook::is_workbook;

/// A file that a run is going to write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output<'a> {
    path: &'a Path,
    /// What it will be, if it is something that people keep.
    kind: Option<Kept>,
    /// Whether it may take the place of an older one.
    over: bool,
}

impl<'a> Output<'a> {
    /// A report, which takes the place of an older one.
    pub(super) const fn report(path: &'a Path) -> Self {
        Self { path, kind: None, over: true }
    }

    /// Something people keep; only `force` lets it take the place of another of its kind.
    pub(super) const fn kept(path: &'a Path, kind: Kept, force: bool) -> Self {
        Self { path, kind: Some(kind), over: force }
    }
}

/// Refuses results that would go over each other, over what the run reads, over what people keep unless they are of its
/// kind, or over anything where that was not asked for. It is asked before anything is written; what the run reads it
/// asks only where there is a file to write.
///
/// # Errors
/// The first result of which one of these is so.
pub(super) fn refuse_loss(outputs: &[Output<'_>], read: impl FnOnce() -> Vec<PathBuf>) -> Result<(), Fault> {
    let outputs: Vec<&Output<'_>> = outputs.iter().filter(|output| output.path.as_os_str() != "-").collect();
    if outputs.is_empty() {
        return Ok(());
    }
    let read: Vec<Identity> = read().iter().filter(|path| path.exists()).map(|path| identity(path)).collect();
    for (n, output) in outputs.iter().enumerate() {
        let there = fs::metadata(output.path).ok();
        if there.as_ref().is_some_and(|about| !about.is_file() && !about.is_dir()) {
            // A pipe or a device holds nothing.
            continue;
        }
        let (id, name) = (identity(output.path), input::name(output.path));
        if let Some(other) = outputs[..n].iter().find(|other| identity(other.path) == id) {
            let names = (input::name(other.path), &name);
            let same = if names.0 == *names.1 { String::new() } else { format!(", which is {} too", names.0) };
            return Err(Fault::new(format!("two results cannot both go to {name}{same}")).help(RENAME));
        }
        if read.contains(&id) {
            return Err(Fault::new(format!("{name} is what is read: it would be lost")).help(RENAME));
        }
        if there.is_some_and(|about| about.is_file()) {
            refuse_over(output, &name)?;
        }
    }
    Ok(())
}

const RENAME: &str = "give the result a name of its own";

/// Refuses a result in the place of a file that is there, where that may not be.
fn refuse_over(output: &Output<'_>, name: &str) -> Result<(), Fault> {
    match Kept::of(output.path)? {
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

/// What two names of one file have in common, whether it is there yet or not.
#[derive(Debug, PartialEq, Eq)]
enum Identity {
    #[cfg(unix)]
    There(u64, u64),
    Path(PathBuf),
}

/// Returns what tells a file from every other: links, hard links and another spelling of its path lead to the same. Of
/// a file that is not there yet the folder is known, and its name is taken in small letters where systems take them so.
fn identity(path: &Path) -> Identity {
    #[cfg(unix)]
    if let Ok(about) = fs::metadata(path) {
        use std::os::unix::fs::MetadataExt;
        return Identity::There(about.dev(), about.ino());
    }
    if let Ok(path) = fs::canonicalize(path) {
        return Identity::Path(path);
    }
    let name = path.file_name().unwrap_or_default();
    let small = name.to_string_lossy().to_lowercase();
    let folds = cfg!(any(windows, target_os = "macos"));
    Identity::Path(folder_of(path).join(if folds { small.as_ref() } else { name }))
}

/// Write `path` so that nobody ever sees half of it: into a new file beside it, which then takes its place. What is no
/// ordinary file (a pipe, a device) is written straight into.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Fault> {
    // A link stays a link: what it points to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let special = fs::metadata(path).is_ok_and(|about| !about.is_file());
    let done =
        if special { write_through(OpenOptions::new().write(true).open(path), write) } else { replace(path, write) };
    done.map_err(|error| Fault::unwritable_file(path, &error))
}

/// Write `bytes` to a file, or to standard output for `-`.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write_result(path: &Path, bytes: &[u8], io: &mut Io<'_>) -> Result<(), Fault> {
    if path.as_os_str() != "-" {
        return write_file(path, |out| out.write_all(bytes));
    }
    if is_workbook(bytes) {
        return print_as_it_is(io, |out| out.write_all(bytes));
    }
    print(io, |out| out.write_all(bytes))
}

/// Write at the end of `path`, given how many bytes it holds already.
pub(super) fn append_file(path: &Path, text: impl FnOnce(u64) -> String) -> Result<(), Fault> {
    let append = || {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        let taken = file.metadata()?.len();
        file.write_all(text(taken).as_bytes())
    };
    append().map_err(|error| Fault::unwritable_file(path, &error))
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let beside = temporary(path)?;
    let done = write_through(OpenOptions::new().write(true).create_new(true).open(&beside), write)
        .and_then(|()| keep_permissions(path, &beside))
        .and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    done
}

fn write_through(file: io::Result<File>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file?);
    write(&mut out)?;
    out.flush()
}

/// A name beside `path` that no other run uses.
fn temporary(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(hidden))
}

fn keep_permissions(path: &Path, beside: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(about) => fs::set_permissions(beside, about.permissions()),
        Err(_) => Ok(()),
    }
}
