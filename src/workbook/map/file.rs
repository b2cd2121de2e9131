//! The file that says what the columns and words of somebody's own table are in a plan.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A map of somebody's own tables to a plan.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct MapFile {
    /// The keys of sections that there are once in a plan, which the tables do not say.
    #[serde(default)]
    pub(super) set: BTreeMap<String, toml::Table>,
    /// The tables.
    #[serde(default)]
    pub(super) table: Vec<MapTable>,
}

/// A map of one table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct MapTable {
    /// The sheet it is on; none of a file that is one table.
    pub(super) sheet: Option<String>,
    /// The row of its headers, from 1.
    pub(super) header: usize,
    /// The sheet of the plan's own workbook that its rows belong to.
    pub(super) into: String,
    /// The key of each column, by its header.
    pub(super) columns: BTreeMap<String, String>,
    /// The word of the format for each of its own words, by key.
    #[serde(default)]
    pub(super) words: BTreeMap<String, BTreeMap<String, String>>,
}
