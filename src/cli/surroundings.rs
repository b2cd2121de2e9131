//! The files a plan names, looked for beside it.
//!
//! Only the inside of the repository is looked at (of the plan's own folder where there is no repository), links
//! followed: an absolute path, or one that leads out, is not there, whatever the machine holds. So a plan that somebody
//! proposes cannot ask what other files there are, and evidence that only one machine has is no evidence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::config::{folder_of, repository};
use crate::check::{Surroundings, files_named};
use crate::plan::Plan;

/// What is beside the plan at `path`.
pub(super) fn around(path: &Path, plan: &Plan) -> Surroundings {
    let folder = folder_of(path);
    let root = repository(&folder).unwrap_or(&folder);
    let missing = files_named(plan).into_iter().filter(|file| !is_there(&folder, root, file));
    Surroundings::Missing(missing.map(str::to_owned).collect::<BTreeSet<String>>())
}

/// Whether an ordinary file of that name is inside `root`. Nothing is opened.
fn is_there(folder: &Path, root: &Path, file: &str) -> bool {
    let file = Path::new(file);
    // Each step is taken inside the root, so that not even the way there can tell anything of what is outside.
    let mut at = folder.to_owned();
    for part in file.components() {
        at = match fs::canonicalize(at.join(part)) {
            Ok(next) if next.starts_with(root) && file.is_relative() => next,
            _ => return false,
        };
    }
    at.is_file()
}
