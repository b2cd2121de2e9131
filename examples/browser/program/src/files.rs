//! Files in memory, in one folder that nothing is above.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bcf::cli::{About, Disk, Entry, Nature, Opening, Sink};

use crate::frame::Files;

/// The files of a run.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    files: Arc<Mutex<Kept>>,
}

/// Files by the one path each has.
#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// Those that the run wrote.
    written: BTreeSet<PathBuf>,
}

impl Memory {
    /// Returns the folder with these files in it.
    pub(crate) fn of(files: Files) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (whole(Path::new(&name)), bytes)).collect();
        Self { files: Arc::new(Mutex::new(Kept { files, written: BTreeSet::new() })) }
    }

    /// Returns the files that the run wrote, in the order of their names.
    pub(crate) fn written(&self) -> Files {
        let kept = self.kept();
        let there = kept.written.iter().filter_map(|path| Some((path, kept.files.get(path)?)));
        let name = |path: &Path| path.to_string_lossy().trim_start_matches('/').to_owned();
        there.map(|(path, bytes)| (name(path), bytes.clone())).collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.files)
    }
}

fn lock(files: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    files.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the path of what is called so in the folder.
fn whole(path: &Path) -> PathBuf {
    let mut all = PathBuf::from("/");
    for part in path.components() {
        match part {
            Component::Normal(name) => all.push(name),
            Component::ParentDir => drop(all.pop()),
            _ => {}
        }
    }
    all
}

fn absent() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Kept {
    fn is_folder(&self, path: &Path) -> bool {
        path == Path::new("/") || self.files.keys().any(|file| file != path && file.starts_with(path))
    }
}

impl Disk for Memory {
    fn nature(&self, path: &Path) -> io::Result<Nature> {
        let (kept, path) = (self.kept(), whole(path));
        match kept.files.get(&path) {
            Some(bytes) => {
                Ok(Nature::File(About { bytes: bytes.len() as u64, is_read_only: false, written: None }))
            }
            None if kept.is_folder(&path) => Ok(Nature::Folder),
            None => Err(absent()),
        }
    }

    fn has(&self, path: &Path) -> bool {
        self.nature(path).is_ok()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.nature(path).map(|_| whole(path))
    }

    fn here(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from("/"))
    }

    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        let bytes = self.kept().files.get(&whole(path)).cloned().ok_or_else(absent)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let (kept, inside) = (self.kept(), whole(folder));
        if !kept.is_folder(&inside) {
            return Err(absent());
        }
        let mut entries = BTreeMap::new();
        for file in kept.files.keys().filter_map(|file| file.strip_prefix(&inside).ok()) {
            let mut parts = file.components();
            if let Some(name) = parts.next() {
                entries.insert(folder.join(name), parts.next().is_some());
            }
        }
        Ok(entries.into_iter().map(|(path, is_folder)| Entry { path, is_folder }).collect())
    }

    fn identity(&self, _: &Path) -> Option<(u64, u64)> {
        None
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open(&self, path: &Path, how: Opening) -> io::Result<Box<dyn Sink>> {
        let (mut kept, path) = (self.kept(), whole(path));
        match (how, kept.files.contains_key(&path)) {
            (Opening::New, true) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Opening::There, false) => return Err(absent()),
            _ => {}
        }
        kept.files.entry(path.clone()).or_default();
        kept.written.insert(path.clone());
        Ok(Box::new(Open { files: Arc::clone(&self.files), path }))
    }

    fn keep_permissions(&self, _: &Path, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (mut kept, from, to) = (self.kept(), whole(from), whole(to));
        let bytes = kept.files.remove(&from).ok_or_else(absent)?;
        kept.written.remove(&from);
        kept.written.insert(to.clone());
        kept.files.insert(to, bytes);
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let (mut kept, path) = (self.kept(), whole(path));
        kept.written.remove(&path);
        kept.files.remove(&path).map(drop).ok_or_else(absent)
    }
}

/// A file that is written at its end.
struct Open {
    files: Arc<Mutex<Kept>>,
    path: PathBuf,
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.files).files.entry(self.path.clone()).or_default().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Open {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
