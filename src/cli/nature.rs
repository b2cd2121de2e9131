//! The kinds of thing a path can lead to, told apart before anything is opened: to open a pipe may wait for ever.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::repository;

/// The file that standard input is, where it is one.
const STDIN: &str = "/dev/stdin";
/// The names by which a system shows what whoever started the program has opened for it, and folders of such names.
#[cfg(unix)]
const OPENED: [&str; 5] = ["/dev/fd", "/proc/self/fd", STDIN, "/dev/stdout", "/dev/stderr"];

/// The kind of thing at the end of a path, links followed.
#[derive(Debug)]
#[cfg_attr(not(unix), allow(dead_code, reason = "elsewhere all that is no file is taken for a device"))]
pub(super) enum Nature {
    /// An ordinary file.
    File(Metadata),
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

impl Nature {
    /// Looks what a path leads to. Nothing is opened.
    ///
    /// # Errors
    /// When nothing is there, or it cannot be looked at.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(about) if about.is_file() => Ok(Self::File(about)),
            Ok(about) if about.is_dir() => Ok(Self::Folder),
            Ok(about) => Ok(Self::special(path, &about)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::read_link(path).map(Self::LinkToNothing).map_err(|_| error)
            }
            Err(error) => Err(error),
        }
    }

    #[cfg(unix)]
    fn special(path: &Path, about: &Metadata) -> Self {
        use std::os::unix::fs::FileTypeExt;
        let kind = about.file_type();
        if kind.is_fifo() {
            return if is_open(path) { Self::OpenPipe } else { Self::NamedPipe };
        }
        if kind.is_char_device() { Self::Device } else { Self::Other }
    }

    #[cfg(not(unix))]
    fn special(_: &Path, _: &Metadata) -> Self {
        Self::Device
    }

    /// Returns what it is in words.
    fn words(&self) -> String {
        match self {
            Self::File(_) => "an ordinary file".to_owned(),
            Self::Folder => "a folder and no file".to_owned(),
            Self::LinkToNothing(to) => format!("a link to {}, which is not there", repository::name(to)),
            Self::OpenPipe | Self::NamedPipe => "no ordinary file but a pipe".to_owned(),
            Self::Device => "no ordinary file but a device".to_owned(),
            Self::Other => "no ordinary file but a socket or a disk".to_owned(),
        }
    }

    /// Returns the fault of something that was taken for a file called `name`; of what is no file at all `advice` says
    /// what to give instead.
    pub(super) fn refused(&self, name: &str, advice: &str) -> Fault {
        let help = match self {
            Self::Folder => "name a file in it",
            Self::LinkToNothing(_) => "mend the link, or name the file itself",
            _ => advice,
        };
        Fault::new(format!("{name} is {}", self.words())).help(help)
    }
}

/// Returns whether a path by its very name is something that was opened for the program, and no pipe that somebody
/// named. A link that a stranger made is none.
#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    let open = |path: &Path| OPENED.iter().any(|opened| path.starts_with(opened));
    open(path) && fs::canonicalize(path).map_or(true, |real| open(&real))
}

/// Returns what a path stands for that may be `-`: standard input is a file too where somebody made it one.
pub(super) fn read_as(path: &Path) -> &Path {
    if path.as_os_str() == "-" { Path::new(STDIN) } else { path }
}

/// The way a result takes to where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// In the place of what is there, if anything is.
    InPlace,
    /// Straight into a pipe or a device, which keeps nothing.
    Through,
}

/// Looks which way a result takes.
///
/// # Errors
/// When nothing can be written there: a folder, a link that leads nowhere, a pipe nobody may read, a file that is
/// protected, a folder that is not there.
pub(super) fn way_into(path: &Path) -> Result<Way, Fault> {
    let name = repository::name(path);
    match Nature::of(path) {
        Ok(Nature::File(about)) if about.permissions().readonly() => {
            Err(Fault::new(format!("{name} is read-only: it is not written over"))
                .help("choose another name, or make it writable if it is to be replaced"))
        }
        Ok(Nature::File(_)) => Ok(Way::InPlace),
        Ok(Nature::OpenPipe | Nature::Device) => Ok(Way::Through),
        Ok(other) => Err(other.refused(&name, "name a file, or let the shell do it: `> pipe`")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
                Err(Fault::new(format!("{name} cannot be written: there is no folder {}", repository::name(folder)))
                    .help("make the folder first, or choose another"))
            }
            _ => Ok(Way::InPlace),
        },
        Err(error) => Err(Fault::unwritable_file(path, &error)),
    }
}

/// Checks that files can be written into a folder, which is there or can be made.
///
/// # Errors
/// When it is no folder.
pub(super) fn into_folder(path: &Path) -> Result<(), Fault> {
    match Nature::of(path) {
        Ok(Nature::Folder) | Err(_) => Ok(()),
        Ok(Nature::File(_)) => {
            Err(Fault::new(format!("{} is a file and no folder", repository::name(path))).help("name a folder"))
        }
        Ok(other) => Err(other.refused(&repository::name(path), "name a folder")),
    }
}
