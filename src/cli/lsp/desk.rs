//! Checks what stands in an editor as its file would be checked: with the config of its project, which is read again
//! when it changed, and with the files beside it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::args::ProjectArgs;
use super::super::causes::recheck_in;
use super::super::companion::is_companion;
use super::super::config::{Config, NAME, of_folder};
use super::super::config_files::{config_of, with_named};
use super::super::defect::last_defect;
use super::super::disk::{Disk, FileState};
use super::super::fault::{Fault, LIMIT};
use super::super::gather::Project;
use super::super::input::{passed_over, what_is};
use super::super::repository::folder_of;
use super::super::sheet::{checked_text, project_on};
use super::super::wanted::is_workbook_by_name;
use crate::check::Checked;
use crate::diagnosis::Recheck;
use crate::finding::Level;
use crate::period::Date;
use crate::plan::Likeness;
use crate::server::{Look, Subject, Trouble, World};

/// A config as it was last read, or why it cannot be used.
type Read = Result<Arc<Config>, Vec<String>>;

/// A config that was read, and what it was read from.
struct Known {
    /// Its file.
    file: Option<PathBuf>,
    /// The state of that file and of those it names, as far as a change can be seen from outside.
    stamp: Vec<(PathBuf, Option<FileState>)>,
    read: Read,
}

/// Checks the texts of an editor.
pub struct Desk<'a> {
    asked: ProjectArgs,
    /// The day that was asked for.
    day: Option<Date>,
    today: &'a (dyn Fn() -> Date + Sync),
    disk: Arc<dyn Disk>,
    /// The config for the plans of each folder.
    known: Mutex<HashMap<PathBuf, Known>>,
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("asked", &self.asked).field("day", &self.day).finish_non_exhaustive()
    }
}

impl<'a> Desk<'a> {
    /// Returns what checks under the configs that `asked` names, on `day`, or where that is none on what `today` says.
    pub(in crate::cli) fn new(
        asked: ProjectArgs,
        day: Option<Date>,
        today: &'a (dyn Fn() -> Date + Sync),
        disk: Arc<dyn Disk>,
    ) -> Self {
        Self { asked, day, today, disk, known: Mutex::default() }
    }

    /// Returns what checks each plan of a disk under its own config, on the day that `today` says.
    pub fn on(disk: Arc<dyn Disk>, today: &'a (dyn Fn() -> Date + Sync)) -> Self {
        Self::new(ProjectArgs::default(), None, today, disk)
    }

    /// Returns how the plans of a folder are checked.
    fn project(&self, folder: &Path, day: Option<Date>) -> Result<Project, Vec<String>> {
        let config = self.config(folder)?;
        let asked = day.or(self.day);
        Ok(project_on(config, asked.unwrap_or_else(self.today), asked.is_some()))
    }

    /// Returns the config for the plans of a folder, read again where a file of it changed: files are looked at with each
    /// check, and opened only then.
    fn config(&self, folder: &Path) -> Read {
        let file = config_of(&self.asked, folder, &self.disk);
        // Of a file of which the time is not known nobody can say that it is as it was.
        let is_as_it_was = |(path, state): &(PathBuf, Option<FileState>)| {
            self.disk.state(path) == *state && (state.is_some() || !self.disk.has(path))
        };
        let as_it_is = |known: &&Known| known.file == file && known.stamp.iter().all(is_as_it_was);
        // Nothing is left half done by whoever held it and failed.
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(folder).filter(as_it_is) {
            return known.read.clone();
        }
        let files = file.iter().flat_map(|file| with_named(file.clone(), &self.disk));
        let stamp = files.map(|path| (path.clone(), self.disk.state(&path))).collect();
        let read: Read =
            of_folder(&self.asked, folder, &self.disk).map_err(|faults| faults.iter().map(Fault::in_words).collect());
        all.insert(folder.to_owned(), Known { file, stamp, read: read.clone() });
        read
    }

    /// Returns how the plan of a document is checked.
    fn project_of(&self, subject: &Subject, day: Option<Date>) -> Result<Project, Vec<String>> {
        self.project(&folder_of(subject.path.as_deref().unwrap_or(Path::new("plan")), &*self.disk), day)
    }
}

impl World for Desk<'_> {
    fn look(&self, subject: &Subject, text: &str, day: Option<Date>) -> Look {
        let file = Path::new(subject.path.as_deref().unwrap_or(Path::new(&subject.address)));
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_workbook_by_name(file) {
            let help = format!("`bcf check {name}` checks it, and `bcf import {name}` makes a text of it");
            return told(Level::Advice, &Fault::new(format!("{name} is a workbook")).help(help));
        }
        if text.len() as u64 > LIMIT {
            return told(Level::Error, &Fault::too_large(&name));
        }
        // A config has lists that a plan has too, and a companion is read with its workbook.
        if name == NAME || is_companion(text.as_bytes()) {
            return Look::Other;
        }
        match what_is(text.as_bytes()) {
            Likeness::Other => return Look::Other,
            Likeness::Perhaps(list) => return told(Level::Warning, &Fault::new(passed_over(&name, list))),
            Likeness::Plan | Likeness::Headless => {}
        }
        let looked = self.project_of(subject, day).and_then(|project| {
            let checked = checked_text(subject.path.as_deref(), &subject.address, &project, text.to_owned());
            let (checked, notes) = checked.map_err(|fault| vec![fault.in_words()])?;
            Ok(Look::Plan { checked: Box::new(checked), rounds: project.settings.rounds, notes })
        });
        looked.unwrap_or_else(|messages| Look::Told(messages.iter().map(|message| no_verdict(message)).collect()))
    }

    fn recheck<'a>(&'a self, subject: &'a Subject, checked: &Checked, day: Option<Date>) -> Box<Recheck<'a>> {
        match self.project_of(subject, day) {
            Ok(project) => recheck_in(checked, subject.path.as_deref(), Arc::new(project)),
            Err(_) => Box::new(|_, _| None),
        }
    }

    fn defect(&self) -> String {
        last_defect()
    }
}

fn told(level: Level, fault: &Fault) -> Look {
    Look::Told(vec![Trouble { level, message: fault.in_words() }])
}

/// Returns why there is no verdict on a document.
fn no_verdict(message: &str) -> Trouble {
    Trouble { level: Level::Error, message: format!("there is no verdict: {message}") }
}
