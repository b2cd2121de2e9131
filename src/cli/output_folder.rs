//! Results of many files into a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::extension::refuse_named_as_file;
use super::fault::Fault;
use super::io::Io;
use super::loss::{Output, refuse_loss};
use super::nature::into_folder;
use super::output::write_file;
use super::wrote::{Said, tell_written_into};

/// Writes files into a folder, each by its path below it, each whole or not at all, and says so. None is written where
/// one would be written over what must not be, such as what the run `read`s.
///
/// # Errors
/// When a file or its folder cannot or must not be written.
pub(super) fn write_folder(
    folder: &Path,
    files: &[(PathBuf, Vec<u8>)],
    read: impl FnOnce() -> Vec<PathBuf>,
    said: &Said,
    io: &mut Io<'_>,
) -> Result<(), Fault> {
    let disk = &*io.disk;
    refuse_named_as_file(folder)?;
    into_folder(folder, disk)?;
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| folder.join(path)).collect();
    for within in paths.iter().filter_map(|path| path.parent()).collect::<BTreeSet<_>>() {
        disk.make_folder(within).map_err(|error| Fault::unwritable_file(within, &error))?;
    }
    let outputs: Vec<Output<'_>> = paths.iter().map(|path| Output::report(path, &[])).collect();
    refuse_loss(&outputs, disk, read)?;
    for (path, (_, bytes)) in paths.iter().zip(files) {
        write_file(path, disk, |out| out.write_all(bytes))?;
    }
    tell_written_into(folder, files.len(), said, io);
    Ok(())
}
