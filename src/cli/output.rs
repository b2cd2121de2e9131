//! Results into files: whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::io::Io;
use super::print::{print, print_as_it_is};
use crate::text::kind::is_workbook;

/// Writes `path` so that nobody ever sees half of it: into a new file beside it, which then takes its place. What is no
/// ordinary file (a pipe, a device) is written straight into.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Fault> {
    // A link stays a link: what it points to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let special = fs::metadata(path).is_ok_and(|about| !about.is_file());
    let done =
        if special { write_through(OpenOptions::new().write(true).open(path), write) } else { replace(path, write) };
    done.map_err(|error| Fault::unwritable_file(path, &error))
}

/// Writes `bytes` to a file, or to standard output for `-`.
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

/// Writes at the end of `path`, given how many bytes it holds already.
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

/// Returns a name beside `path` that no other run uses.
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
