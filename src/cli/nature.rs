//! The kinds of thing a path can lead to, told apart before anything is opened: to open a pipe may wait for ever.

use std::io;
use std::path::Path;

use super::disk::{Disk, Nature};
use super::fault::Fault;
use super::repository;

/// The file that standard input is, where it is one.
const STDIN: &str = "/dev/stdin";
impl Nature {
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
pub(super) fn way_into(path: &Path, disk: &dyn Disk) -> Result<Way, Fault> {
    let name = repository::name(path);
    match disk.nature(path) {
        Ok(Nature::File(about)) if about.is_read_only => {
            Err(Fault::new(format!("{name} is read-only: it is not written over"))
                .help("choose another name, or make it writable if it is to be replaced"))
        }
        Ok(Nature::File(_)) => Ok(Way::InPlace),
        Ok(Nature::OpenPipe | Nature::Device) => Ok(Way::Through),
        Ok(other) => Err(other.refused(&name, "name a file, or let the shell do it: `> pipe`")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !disk.exists(folder) => {
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
pub(super) fn into_folder(path: &Path, disk: &dyn Disk) -> Result<(), Fault> {
    match disk.nature(path) {
        Ok(Nature::Folder) | Err(_) => Ok(()),
        Ok(Nature::File(_)) => {
            Err(Fault::new(format!("{} is a file and no folder", repository::name(path))).help("name a folder"))
        }
        Ok(other) => Err(other.refused(&repository::name(path), "name a folder")),
    }
}
