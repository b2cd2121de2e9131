//! The folders of this machine.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::disk::{About, Disk, Entry, Nature, Opening, Sink};

/// The names by which a system shows what whoever started the program has opened for it, and folders of such names.
#[cfg(unix)]
const OPENED: [&str; 5] = ["/dev/fd", "/proc/self/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr"];

/// The file systems of this machine.
#[derive(Clone, Copy, Debug)]
pub struct Folders;

impl Disk for Folders {
    fn nature(&self, path: &Path) -> io::Result<Nature> {
        match fs::metadata(path) {
            Ok(about) if about.is_file() => Ok(Nature::File(About {
                bytes: about.len(),
                is_read_only: about.permissions().readonly(),
                written: about.modified().ok(),
            })),
            Ok(about) if about.is_dir() => Ok(Nature::Folder),
            Ok(about) => Ok(special(path, &about)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::read_link(path).map(Nature::LinkToNothing).map_err(|_| error)
            }
            Err(error) => Err(error),
        }
    }

    fn has(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn here(&self) -> io::Result<PathBuf> {
        std::env::current_dir()
    }

    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(path)?))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let entries = fs::read_dir(folder)?;
        let entry = |entry: fs::DirEntry| Entry {
            is_folder: entry.file_type().is_ok_and(|kind| kind.is_dir()),
            path: entry.path(),
        };
        entries.map(|one| one.map(entry)).collect()
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        identity(path)
    }

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

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|about| (about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Returns what is no file and no folder.
#[cfg(unix)]
fn special(path: &Path, about: &Metadata) -> Nature {
    use std::os::unix::fs::FileTypeExt;
    let kind = about.file_type();
    if kind.is_fifo() {
        return if is_open(path) { Nature::OpenPipe } else { Nature::NamedPipe };
    }
    if kind.is_char_device() { Nature::Device } else { Nature::Other }
}

/// Takes all that is no file and no folder for a device.
#[cfg(not(unix))]
fn special(_: &Path, _: &Metadata) -> Nature {
    Nature::Device
}

/// Returns whether a path by its very name is something that was opened for the program, and no pipe that somebody
/// named. A link that a stranger made is none.
#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    let open = |path: &Path| OPENED.iter().any(|opened| path.starts_with(opened));
    open(path) && fs::canonicalize(path).map_or(true, |real| open(&real))
}
