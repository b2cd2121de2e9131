//! The files a plan names, looked for beside it.
//!
//! Only the inside of the repository is looked at (of the plan's own folder where there is no repository), links
//! followed: an absolute path, or one that leads out, is not there, whatever the machine holds. So a plan that somebody
//! proposes cannot ask what other files there are, and evidence that only one machine has is no evidence.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::store::Store;
use crate::check::{Previous, Surroundings, files_named};
use crate::plan::{Plan, shortened};

/// Returns what is beside the plan at `path` of a store.
pub(super) fn around(store: &Store, path: &Path, plan: &Plan) -> Surroundings {
    let folder = store.folder_of(path);
    let missing = files_named(plan).into_iter().filter(|file| !store.is_beside(&folder, Path::new(file)));
    let missing = Some(missing.map(str::to_owned).collect::<BTreeSet<String>>());
    Surroundings { missing, previous: previous(store, &folder, plan) }
}

/// Reads last year's plan where this one names it. Nothing is looked at that does not lie beside the plan.
fn previous(store: &Store, folder: &Path, plan: &Plan) -> Previous {
    let Some(file) = plan.header.previous.str() else { return Previous::Unknown };
    if !store.is_beside(folder, Path::new(file)) {
        return Previous::Unread(format!("there is no file `{}` beside the plan", shortened(file)));
    }
    match store.plan_text(&folder.join(file)) {
        Ok(text) => Previous::Read(Arc::new(text.read())),
        Err(fault) => Previous::Unread(format!("last year's plan cannot be read: {fault}")),
    }
}
