//! The files that a pattern or a folder means, by their names alone.

use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::repository::name;

/// Returns what is asked for by a pattern, for shells that leave it to the program: `plans/*.toml`, `**/plan.toml`.
pub(super) fn pattern(path: &Path) -> Option<String> {
    path.to_str().filter(|text| text.contains(['*', '?', '['])).map(|text| text.trim_start_matches("./").to_owned())
}

/// Returns a text as a pattern, where it is one.
pub(super) fn compiled(text: &str) -> Option<glob::Pattern> {
    pattern(Path::new(text)).and_then(|pattern| glob::Pattern::new(&pattern).ok())
}

/// Returns whether a pattern matches a path as reports show it.
pub(super) fn matches(pattern: &glob::Pattern, name: &str) -> bool {
    let options =
        glob::MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
    pattern.matches_with(name, options)
}

/// A pattern, taken apart.
#[derive(Debug)]
pub(super) struct Wanted {
    compiled: glob::Pattern,
    /// The folder below which everything it matches is.
    pub(super) root: PathBuf,
    /// The number of levels to look below it, when that is known.
    depth: Option<usize>,
}

impl Wanted {
    /// Takes a pattern apart.
    pub(super) fn new(pattern: &str) -> Result<Self, Fault> {
        let bad = |error: &glob::PatternError| {
            Fault::new(format!("`{pattern}` is no pattern: {}", error.msg)).help("quote `[` as `[[]`")
        };
        let compiled = glob::Pattern::new(pattern).map_err(|error| bad(&error))?;
        let fixed = pattern.split_inclusive('/').take_while(|part| !part.contains(['*', '?', '[']));
        let root: String = fixed.collect();
        let depth = (!pattern.contains("**")).then(|| pattern.matches('/').count() + 1 - root.matches('/').count());
        let root = PathBuf::from(if root.is_empty() { "." } else { &root });
        Ok(Self { compiled, root, depth })
    }
}

/// The files of a folder that are kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep<'a> {
    /// Every plan.
    Plans,
    /// Files that match, and the plans of folders that match.
    Matching(&'a Wanted),
}

impl Keep<'_> {
    fn matches(wanted: &Wanted, path: &Path) -> bool {
        matches(&wanted.compiled, &name(path))
    }

    /// Returns what is kept inside a folder so deep below the first; nothing when it is not to be entered.
    pub(super) fn inside(self, folder: &Path, depth: usize) -> Option<Self> {
        match self {
            Self::Plans => Some(Self::Plans),
            Self::Matching(wanted) if depth > 0 && Self::matches(wanted, folder) => Some(Self::Plans),
            Self::Matching(wanted) => wanted.depth.is_none_or(|most| depth < most).then_some(self),
        }
    }

    /// Returns whether a file is kept. `*.toml` means `PLAN.TOML` too, which is as much of a plan.
    pub(super) fn keeps(self, file: &Path) -> bool {
        match self {
            Self::Plans => may_be_plan(file),
            Self::Matching(wanted) => {
                Self::matches(wanted, file) || is_toml(file) && Self::matches(wanted, &file.with_extension(EXTENSION))
            }
        }
    }
}

/// The ending of a plan's file.
pub(super) const EXTENSION: &str = "toml";

/// Returns whether a file is TOML by its name, in whatever letters.
pub(super) fn is_toml(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

/// The ending of a workbook's file.
const WORKBOOK: &str = "xlsx";

/// Returns whether a file is a workbook by its name, in whatever letters: what a spreadsheet program keeps beside an open
/// one is none.
pub(super) fn is_workbook_by_name(file: &Path) -> bool {
    let is_lock = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    cfg!(feature = "workbook")
        && !is_lock
        && file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(WORKBOOK))
}

/// Returns whether a file may be a plan by its name.
pub(super) fn may_be_plan(file: &Path) -> bool {
    is_toml(file) || is_workbook_by_name(file)
}

/// Returns whether a folder of this name is hidden, so that none is entered that was not asked for.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}
