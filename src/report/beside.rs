//! The files of a run beside the plans it checked: those that could not be read, that are gone and that were left out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::text::escape::shown;
use crate::text::words::count;

/// The three lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The files that could not be read; each has a message elsewhere too.
    pub unread: &'a [Unread],
    /// The plans of an earlier revision that are checked no longer.
    pub gone: &'a [Gone],
    /// The plans a setting of the project leaves out.
    pub excluded: &'a [Excluded],
}

/// A file or folder that could not be read, or a plan that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unread {
    /// Its path, with /.
    pub path: String,
    /// The path of the file from the root of its repository.
    #[serde(skip)]
    pub file: String,
    /// The reason it could not be read.
    pub why: String,
}

/// A plan that was there at an earlier revision and is checked no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gone {
    /// The path it had, with /.
    pub path: String,
    /// The path of that plan from the root of its repository.
    #[serde(skip)]
    pub file: String,
    /// The fate of the plan: deleted, hidden, or no plan any longer.
    pub why: String,
    /// True when it makes the exit status 1: it was not just deleted, but is there still, hidden or made no plan.
    pub fails: bool,
}

/// A plan that a setting leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Excluded {
    /// Its path, with /.
    pub path: String,
    /// The config that says so.
    pub by: String,
    /// The line of that config.
    #[schemars(range(min = 1))]
    pub line: u32,
}

impl Unread {
    /// Returns a file that could not be read, with its path from the root as its name until a caller sets another.
    pub fn new(path: String, why: String) -> Self {
        Self { file: path.clone(), path, why }
    }
}

impl Gone {
    /// Returns what is said of it on a line: `plans/x.toml: deleted since main`.
    pub fn line(&self) -> String {
        format!("{}: {}", shown(&self.path), shown(&self.why))
    }
}

impl Beside<'_> {
    /// Returns whether there is anything but the plans that were checked.
    pub const fn is_empty(&self) -> bool {
        self.unread.is_empty() && self.gone.is_empty() && self.excluded.is_empty()
    }

    /// Returns whether a plan is gone in a way that fails the check.
    pub fn fails(&self) -> bool {
        self.gone.iter().any(|gone| gone.fails)
    }

    /// Returns what a reader of the verdict must know of it: plans that are gone, plans that were left out.
    pub(super) fn prose(&self) -> Vec<String> {
        let hidden = self.gone.iter().filter(|gone| gone.fails).count();
        let plans = |n: usize| count(n, "plan", "plans");
        let mut parts = Vec::new();
        parts.extend((hidden > 0).then(|| format!("{} hidden or no plan any longer", plans(hidden))));
        let deleted = self.gone.len() - hidden;
        parts.extend((deleted > 0).then(|| format!("{} deleted", plans(deleted))));
        parts.extend(excluded(self.excluded));
        parts
    }
}

/// Returns how many plans which line leaves out: `3 plans excluded by bcf.toml:4`.
pub fn excluded(excluded: &[Excluded]) -> Vec<String> {
    let mut by: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    for one in excluded {
        *by.entry((&one.by, one.line)).or_default() += 1;
    }
    let said = |((file, line), n)| format!("{} excluded by {}:{line}", count(n, "plan", "plans"), shown(file));
    by.into_iter().map(said).collect()
}
