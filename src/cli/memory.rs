//! Files that are kept in memory, for a program that has no folders, such as a page in a browser.

use std::collections::BTreeMap;
use std::io::{self, Cursor, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::{About, Disk, Entry, Nature, Opening, Sink};
use super::repository::tidied;

/// The folder that all of them are in.
const ROOT: &str = "/";

/// The bytes of each file, by its path from the root.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A disk in memory. A folder is there when a file is in it; there are no links.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: Arc<Mutex<Files>>,
}

impl Memory {
    /// Creates a disk with these files, each by its name.
    pub fn new(files: impl IntoIterator<Item = (impl AsRef<Path>, Vec<u8>)>) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (placed(name.as_ref()), bytes)).collect();
        Self { files: Arc::new(Mutex::new(files)) }
    }

    /// Returns its files as they are by now, each by the path from the root without the root itself.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let name = |path: &PathBuf| path.strip_prefix(ROOT).unwrap_or(path).to_owned();
        self.all().iter().map(|(path, bytes)| (name(path), bytes.clone())).collect()
    }

    fn all(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns a path from the root, without `.` and `..`.
fn placed(path: &Path) -> PathBuf {
    tidied(&Path::new(ROOT).join(path))
}

fn absent() -> io::Error {
    ErrorKind::NotFound.into()
}

impl Disk for Memory {
    fn nature(&self, path: &Path) -> io::Result<Nature> {
        let (path, files) = (placed(path), self.all());
        if let Some(bytes) = files.get(&path) {
            return Ok(Nature::File(About { bytes: bytes.len() as u64, is_read_only: false, written: None }));
        }
        let is_folder = path == Path::new(ROOT) || files.keys().any(|file| file.starts_with(&path));
        if is_folder { Ok(Nature::Folder) } else { Err(absent()) }
    }

    fn has(&self, path: &Path) -> bool {
        self.nature(path).is_ok()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.nature(path).map(|_| placed(path))
    }

    fn here(&self) -> io::Result<PathBuf> {
        Ok(ROOT.into())
    }

    fn identity(&self, _: &Path) -> Option<(u64, u64)> {
        None
    }

    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        let bytes = self.all().get(&placed(path)).cloned().ok_or_else(absent)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let (place, mut entries) = (placed(folder), BTreeMap::new());
        for file in self.all().keys() {
            let Ok(below) = file.strip_prefix(&place) else { continue };
            let mut parts = below.components();
            if let Some(name) = parts.next() {
                entries.insert(folder.join(name), parts.next().is_some());
            }
        }
        if entries.is_empty() && place != Path::new(ROOT) {
            return Err(absent());
        }
        Ok(entries.into_iter().map(|(path, is_folder)| Entry { path, is_folder }).collect())
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open(&self, path: &Path, how: Opening) -> io::Result<Box<dyn Sink>> {
        let (path, mut files) = (placed(path), self.all());
        match (how, files.contains_key(&path)) {
            (Opening::New, true) => return Err(ErrorKind::AlreadyExists.into()),
            (Opening::There, false) => return Err(absent()),
            _ => {}
        }
        files.entry(path.clone()).or_default();
        let at = if how == Opening::There { Some(0) } else { None };
        Ok(Box::new(Writing { path, at, files: self.files.clone() }))
    }

    fn keep_permissions(&self, _: &Path, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.all();
        let bytes = files.remove(&placed(from)).ok_or_else(absent)?;
        files.insert(placed(to), bytes);
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.all().remove(&placed(path)).map(|_| ()).ok_or_else(absent)
    }
}

/// A file that is being written.
struct Writing {
    path: PathBuf,
    /// The byte that is written next; none for the end.
    at: Option<usize>,
    files: Arc<Mutex<Files>>,
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.get_mut(&self.path).ok_or_else(absent)?;
        let at = self.at.unwrap_or(file.len());
        let end = file.len().min(at + bytes.len());
        file.splice(at.min(end)..end, bytes.iter().copied());
        self.at = self.at.map(|at| at + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Writing {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
