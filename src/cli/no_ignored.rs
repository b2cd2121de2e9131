//! The files that git ignores, where the program was built without git: none.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::Disk;

/// The facts found out about the folders of a run: none.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// The files that were passed over: none.
    pub(super) files_passed_over: BTreeSet<PathBuf>,
}

impl Ignored {
    /// Returns that a file is not passed over.
    #[expect(clippy::unused_self, reason = "it stands in for what finds out")]
    pub(super) const fn passes_over(&mut self, _: &Path, _: &Path, _: &dyn Disk) -> bool {
        false
    }
}
