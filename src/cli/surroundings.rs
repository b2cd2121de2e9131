//! The files a plan names, looked for beside it.
//!
//! Only the inside of the repository is looked at (of the plan's own folder where there is no repository), links
//! followed: an absolute path, or one that leads out, is not there, whatever the machine holds. So a plan that somebody
//! proposes cannot ask what other files there are, and evidence that only one machine has is no evidence.

use std::collections::BTreeSet;
use std::path::Path;

use super::store::Store;
use crate::check::{Surroundings, files_named};
use crate::plan::Plan;

/// Returns what is beside the plan at `path` of a store.
pub(super) fn around(store: &Store, path: &Path, plan: &Plan) -> Surroundings {
    let folder = store.folder_of(path);
    let missing = files_named(plan).into_iter().filter(|file| !store.is_beside(&folder, Path::new(file)));
    Surroundings::Missing(missing.map(str::to_owned).collect::<BTreeSet<String>>())
}
