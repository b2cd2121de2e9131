//! The files of a run and the steps in which they are read and written: a value, so that a test can let each step fail
//! and a page in a browser can have files of its own.

use std::fmt::Debug;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The files of a run. It is asked from many threads.
pub trait Disk: Debug + Send + Sync {
    /// Looks what a path leads to, links followed. Nothing is opened.
    ///
    /// # Errors
    /// When nothing is there, or it cannot be looked at.
    fn nature(&self, path: &Path) -> io::Result<Nature>;

    /// Returns whether something is at a path, be it a link that leads nowhere.
    fn has(&self, path: &Path) -> bool;

    /// Returns the one path that a file or a folder has without links and `..`.
    ///
    /// # Errors
    /// When nothing is there.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;

    /// Returns the folder that paths start from.
    ///
    /// # Errors
    /// When it is gone.
    fn here(&self) -> io::Result<PathBuf>;

    /// Opens a file to read it.
    ///
    /// # Errors
    /// When it cannot be opened so.
    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>>;

    /// Returns what is in a folder, in no order.
    ///
    /// # Errors
    /// When it is no folder or cannot be looked into.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// Returns what every name of one file shares, hard links among them; nothing where nothing is there, or the system
    /// cannot say.
    fn identity(&self, path: &Path) -> Option<(u64, u64)>;

    /// Makes a folder and those it is in, where they are not there.
    ///
    /// # Errors
    /// When one of them cannot be made.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Opens a file to write into it.
    ///
    /// # Errors
    /// When it cannot be opened so.
    fn open(&self, path: &Path, how: Opening) -> io::Result<Box<dyn Sink>>;

    /// Gives a file the owner and the permissions of another; the owner only where that is allowed.
    ///
    /// # Errors
    /// When the permissions cannot be given.
    fn keep_permissions(&self, of: &Path, on: &Path) -> io::Result<()>;

    /// Puts a file in the place of another, or where there was none, at one stroke.
    ///
    /// # Errors
    /// When it stays where it was.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the names in a folder outlast a loss of power, where the system can.
    ///
    /// # Errors
    /// When the system can, and failed.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Takes a file away.
    ///
    /// # Errors
    /// When it stays.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The ways to open a file for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// One that is not there yet, and is made.
    New,
    /// One that is there, as it is: a pipe, a device, or a file of which only is asked whether it may be written.
    There,
    /// At the end of one, which is made where there is none.
    End,
}

/// A file that is being written.
pub trait Sink: Write {
    /// Makes what was written outlast a loss of power, where the system can.
    ///
    /// # Errors
    /// When the system can, and failed.
    fn sync(&mut self) -> io::Result<()>;
}

/// The kind of thing at the end of a path, links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nature {
    /// An ordinary file.
    File(About),
    /// A folder.
    Folder,
    /// A link to what is not there.
    LinkToNothing(PathBuf),
    /// A pipe that whoever started the program opened for it, as a shell does for `<(command)`.
    OpenPipe,
    /// A pipe with a name of its own: nobody may ever be at its other end.
    NamedPipe,
    /// A device that keeps nothing, such as `/dev/null` or a terminal.
    Device,
    /// A socket or a disk.
    Other,
}

/// The facts of an ordinary file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its size.
    pub bytes: u64,
    /// True when nobody may write into it.
    pub is_read_only: bool,
    /// The time it was last written, where that is known.
    pub written: Option<SystemTime>,
}

/// A thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path to it, by the folder as it was asked for.
    pub path: PathBuf,
    /// True for a folder; a link to one is none.
    pub is_folder: bool,
}

/// The state of a file as far as a change can be seen from outside: its size in bytes, and when it was written.
pub(super) type FileState = (u64, SystemTime);

impl dyn Disk + '_ {
    /// Returns the state of an ordinary file, where it is there and its time is known.
    pub(super) fn state(&self, path: &Path) -> Option<FileState> {
        let Ok(Nature::File(about)) = self.nature(path) else { return None };
        Some((about.bytes, about.written?))
    }

    /// Returns whether a path leads to an ordinary file.
    pub(super) fn is_file(&self, path: &Path) -> bool {
        matches!(self.nature(path), Ok(Nature::File(_)))
    }

    /// Returns whether a path leads to a folder.
    pub(super) fn is_folder(&self, path: &Path) -> bool {
        matches!(self.nature(path), Ok(Nature::Folder))
    }

    /// Returns whether a path leads to something, links followed.
    pub(super) fn exists(&self, path: &Path) -> bool {
        self.nature(path).is_ok_and(|nature| !matches!(nature, Nature::LinkToNothing(_)))
    }

    /// Returns everything a file holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Returns the one path of what is there, and the path itself of what is not.
    pub(super) fn real_or_as_it_is(&self, path: &Path) -> PathBuf {
        self.real(path).unwrap_or_else(|_| path.to_owned())
    }
}
