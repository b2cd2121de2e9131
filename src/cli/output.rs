//! Results into files: whole or not at all, and safe once the program says that they are written.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::disk::{Disk, Nature, Opening, Sink};
use super::fault::Fault;
use super::io::Io;
use super::nature::{Way, way_into};
use super::print::{print, print_as_it_is};
use super::repository::folder_of;
use super::wrote::{Said, tell_written};
use crate::text::kind::is_workbook;

/// The most names that are tried for the file beside the one that is written.
const NAMES: usize = 1_000;

/// The files that are being written beside those whose place they will take.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Writes `path` so that nobody ever sees half of it, whatever fails or ends on the way: into a new file beside it, which
/// is on the disk before it takes its place. What is no ordinary file (a pipe, a device) is written straight into. Returns
/// which way was taken.
///
/// # Errors
/// When it cannot be written; then what was there is there still.
pub(super) fn write_file(
    path: &Path,
    disk: &dyn Disk,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Way, Fault> {
    // A link stays a link: what it points to is replaced.
    let real = &disk.real_or_as_it_is(path);
    let way = way_into(path, disk)?;
    let done = match way {
        Way::Through => through(path, disk, write),
        Way::InPlace => replace(real, disk, write),
    };
    done.map(|()| way).map_err(|error| Fault::unwritable_file(path, &error))
}

/// Writes `bytes` to a file, and says so with what `said` has to say of it; or to standard output for `-`.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write_result(path: &Path, bytes: &[u8], said: &Said, io: &mut Io<'_>) -> Result<(), Fault> {
    if path.as_os_str() != "-" {
        let way = write_file(path, &*io.disk, |out| out.write_all(bytes))?;
        tell_written(path, way, said, io);
        return Ok(());
    }
    if is_workbook(bytes) {
        return print_as_it_is(io, |out| out.write_all(bytes));
    }
    print(io, |out| out.write_all(bytes))
}

/// Writes at the end of `path`, given how many bytes it holds already. What it holds stays whatever fails.
///
/// # Errors
/// When it cannot be written to its end.
pub(super) fn append_file(path: &Path, disk: &dyn Disk, text: impl FnOnce(u64) -> String) -> Result<(), Fault> {
    let taken = || match disk.nature(path) {
        Ok(Nature::File(about)) => about.bytes,
        _ => 0,
    };
    let done = match way_into(path, disk)? {
        Way::Through => through(path, disk, |out| out.write_all(text(0).as_bytes())),
        Way::InPlace => {
            let text = text(taken());
            disk.open(path, Opening::End).and_then(|mut out| out.write_all(text.as_bytes()).and_then(|()| out.sync()))
        }
    };
    done.map_err(|error| Fault::unwritable_file(path, &error))
}

/// Takes away what was being written beside its place, for whoever ends the program in the middle of it.
pub(super) fn leave_nothing_unfinished() {
    for path in unfinished().drain(..) {
        // There is nothing else to be done about it.
        let _ = std::fs::remove_file(path);
    }
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes into a pipe or a device. A reader that has gone away is no fault.
fn through(path: &Path, disk: &dyn Disk, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match buffered(&mut *disk.open(path, Opening::There)?, write) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

fn buffered(out: &mut dyn Sink, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let done = write(&mut out).and_then(|()| out.flush());
    // What could not be written is not tried again.
    let _ = out.into_parts();
    done
}

fn replace(path: &Path, disk: &dyn Disk, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let there = disk.exists(path);
    if there {
        // Who may not write into it may not put another in its place either.
        disk.open(path, Opening::There)?;
    }
    let (mut beside, mut out) = Beside::create(path, disk)?;
    buffered(&mut *out, write)?;
    if there {
        disk.keep_permissions(path, &beside.path)?;
    }
    // A name must not outlive what it stands for: the bytes are on the disk before the old ones are given up.
    out.sync()?;
    drop(out);
    disk.rename(&beside.path, path)?;
    beside.in_place = true;
    disk.sync_folder(&folder_of(path, disk))
}

/// The new file beside the one whose place it will take; it goes when it does not.
struct Beside<'d> {
    path: PathBuf,
    disk: &'d dyn Disk,
    in_place: bool,
}

impl<'d> Beside<'d> {
    /// Creates it under a name that nothing else has: no other run, on whatever machine, nor one that was cut off.
    fn create(path: &Path, disk: &'d dyn Disk) -> io::Result<(Self, Box<dyn Sink>)> {
        if path.file_name().is_none() {
            return Err(io::Error::new(ErrorKind::InvalidInput, "it names no file"));
        }
        let mut taken = io::Error::from(ErrorKind::AlreadyExists);
        for n in 0..NAMES {
            // The name says nothing of the file's own, which may be as long as names can be.
            let path = path.with_file_name(format!(".bcf-{n}.tmp"));
            match disk.open(&path, Opening::New) {
                Ok(out) => {
                    unfinished().push(path.clone());
                    return Ok((Self { path, disk, in_place: false }, out));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => taken = error,
                Err(error) => return Err(error),
            }
        }
        Err(taken)
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if !self.in_place {
            // The first error is the one to tell.
            let _ = self.disk.remove(&self.path);
        }
        unfinished().retain(|path| *path != self.path);
    }
}
