//! A plan as an editor asks about it: its text checked as `bcf check` would check its file.

use std::path::Path;
use std::sync::Arc;

use super::args::ProjectArgs;
use super::config::{Config, of_folder};
use super::disk::Disk;
use super::fault::Fault;
use super::gather::{Project, checked};
use super::repository::folder_of;
use crate::check::{Checked, Settings};
use crate::editor::Sheet;
use crate::period::Date;

/// Returns what a plan of a disk is for an editor, `text` being what its file holds or is about to: checked on a day under
/// the config that is in force for the file, with the files beside it.
///
/// # Errors
/// Why there is no verdict on it, a sentence each.
pub fn sheet(file: &Path, text: String, disk: &Arc<dyn Disk>, today: Date) -> Result<Sheet, Vec<String>> {
    let in_words = |faults: Vec<Fault>| faults.iter().map(Fault::in_words).collect::<Vec<_>>();
    let config = of_folder(&ProjectArgs::default(), &folder_of(file, &**disk), disk).map_err(in_words)?;
    let project = project_on(config, today, false);
    let (checked, _) = checked_text(Some(file), "", &project, text).map_err(|fault| in_words(vec![fault]))?;
    Ok(Sheet::of(checked, &project.settings.rounds))
}

/// Returns how plans under a config are checked on a day; `is_asked` where somebody named that day.
pub(super) fn project_on(config: Arc<Config>, day: Date, is_asked: bool) -> Project {
    let mut settings = Settings::on(day);
    settings.day_is_asked = is_asked;
    Project::new(config, &settings, None)
}

/// Checks a text as that of a file, or where it is in none by its address; what is to be said beside the result.
///
/// # Errors
/// When there is no verdict on it.
pub(super) fn checked_text(
    file: Option<&Path>,
    address: &str,
    project: &Project,
    text: String,
) -> Result<(Checked, Vec<String>), Fault> {
    let name = file.map_or_else(|| address.to_owned(), |file| project.config.store.called(file));
    checked(&name, file, project, text.into())
}
