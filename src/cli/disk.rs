//! The steps in which a file is written: a value, so that a test can let each of them fail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The steps in which files are written.
pub trait Disk {
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

/// The file systems of this machine.
#[derive(Clone, Copy, Debug)]
pub struct Folders;

impl Disk for Folders {
    fn open(&self, path: &Path, how: Opening) -> io::Result<Box<dyn Sink>> {
        let mut options = OpenOptions::new();
        match how {
            Opening::New => options.write(true).create_new(true),
            Opening::There => options.write(true),
            Opening::End => options.append(true).create(true),
        };
        Ok(Box::new(options.open(path)?))
    }

    fn keep_permissions(&self, of: &Path, on: &Path) -> io::Result<()> {
        let about = fs::metadata(of)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, chown};
            // Who may not give a file away keeps it.
            let _ = chown(on, Some(about.uid()), Some(about.gid()));
        }
        fs::set_permissions(on, about.permissions())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder) {
            Ok(folder) => where_possible(folder.sync_all()),
            // A folder may be written into by who may not look into it.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            Err(error) => Err(error),
        }
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

impl Sink for File {
    fn sync(&mut self) -> io::Result<()> {
        where_possible(self.sync_all())
    }
}

/// Takes it for done where a file system has no such thing.
fn where_possible(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}
