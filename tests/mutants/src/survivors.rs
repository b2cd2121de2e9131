//! The list of changes that no test notices, each with its reason.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::mutant::Key;

/// Why a change may survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// The changed program does the same.
    Equivalent,
    /// It does something else, and no test of that is worth having.
    NotWorthATest,
}

/// An entry of the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Excused {
    file: String,
    function: String,
    change: String,
    #[serde(default = "one")]
    nth: usize,
    pub(crate) kind: Kind,
    pub(crate) reason: String,
}

fn one() -> usize {
    1
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    survivor: Vec<Excused>,
}

/// Reads the list; no file is an empty one.
///
/// # Errors
/// When the file is no such list, an entry has no reason, or two are of the same change.
pub(crate) fn read(path: &Path) -> Result<BTreeMap<Key, Excused>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let list: List = toml::from_str(&text).with_context(|| format!("{} is read", path.display()))?;
    let mut excused = BTreeMap::new();
    for entry in list.survivor {
        ensure!(!entry.reason.trim().is_empty(), "{}: {} has no reason", entry.file, entry.change);
        let (file, function, change) = (entry.file.clone(), entry.function.clone(), entry.change.clone());
        let key = Key { file, function, change, nth: entry.nth };
        ensure!(!excused.contains_key(&key), "{key:?} is listed twice");
        excused.insert(key, entry);
    }
    Ok(excused)
}

/// Returns the entry of a change as the list would have it, its reason still to be written.
pub(crate) fn template(key: &Key) -> String {
    let quoted = |text: &str| if text.contains('\'') { format!("{text:?}") } else { format!("'{text}'") };
    let nth = if key.nth == 1 { String::new() } else { format!("nth = {}\n", key.nth) };
    format!(
        "[[survivor]]\nfile = {}\nfunction = {}\nchange = {}\n{nth}kind = \"equivalent\"\nreason = \"\"\n",
        quoted(&key.file),
        quoted(&key.function),
        quoted(&key.change)
    )
}
