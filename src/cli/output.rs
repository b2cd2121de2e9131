//! Results into files: whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::{Io, input, print};

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

/// Write `bytes` to a file, or to standard output for `-`. What is there already is written over only by `force`.
///
/// # Errors
/// When something is there, or it cannot be written.
pub(super) fn write_new(path: &Path, bytes: &[u8], force: bool, io: &mut Io<'_>) -> Result<(), Fault> {
    if path.as_os_str() == "-" {
        return print(io, |out| out.write_all(bytes));
    }
    refuse_taken(path, force)?;
    write_file(path, |out| out.write_all(bytes))
}

/// Refuse to write over a file without `--force`, before there is any work to lose.
pub(super) fn refuse_taken(path: &Path, force: bool) -> Result<(), Fault> {
    let ordinary = path.metadata().is_ok_and(|about| about.is_file());
    if ordinary && !force {
        let message = format!("{} is there already", input::name(path));
        return Err(Fault::new(message).help("choose another name, or add --force to write over it"));
    }
    Ok(())
}

/// Refuse to write a result over what it is made from.
pub(super) fn refuse_over<'a>(output: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Fault> {
    let Ok(output) = fs::canonicalize(output) else { return Ok(()) };
    let mut inputs = inputs.into_iter();
    match inputs.find(|input| fs::canonicalize(input).is_ok_and(|input| input == output)) {
        Some(input) => Err(Fault::new(format!("{} is what is read: it would be lost", input::name(input)))
            .help("give the result a name of its own")),
        None => Ok(()),
    }
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
