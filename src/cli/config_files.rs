//! The files a project's settings are in, for who waits for them to change: `bcf.toml`, and what it names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::ProjectArgs;
use super::config::find;
use super::disk::Disk;
use super::input;
use super::repository::folder_of;
use super::store::Store;
use crate::plan::syntax::{Kind, NodeId, Tree};

/// Returns the files that set how plans of these folders are checked. Nothing is said of files that are not there or
/// broken.
pub(super) fn watched<'a>(
    asked: &ProjectArgs,
    folders: impl Iterator<Item = &'a Path>,
    disk: &Arc<dyn Disk>,
) -> Vec<PathBuf> {
    let folders: BTreeSet<&Path> = folders.collect();
    let configs: BTreeSet<PathBuf> = match &asked.config {
        Some(named) => BTreeSet::from([named.clone()]),
        None => folders.into_iter().filter_map(|folder| config_of(asked, folder, disk)).collect(),
    };
    configs.into_iter().flat_map(|config| with_named(config, disk)).collect()
}

/// Returns the file of the config that is in force for plans of a folder.
pub(super) fn config_of(asked: &ProjectArgs, folder: &Path, disk: &Arc<dyn Disk>) -> Option<PathBuf> {
    let found = || find(&Store::Folders(disk.clone()), &folder_of(&folder.join("plan"), &**disk)).0;
    asked.config.clone().or_else(|| if asked.isolated { None } else { found() })
}

/// Returns the file of a config with the files it names.
pub(super) fn with_named(config: PathBuf, disk: &Arc<dyn Disk>) -> Vec<PathBuf> {
    let folder = folder_of(&config, &**disk);
    let named = input::text(&config, &**disk).map(|text| named(&Tree::parse(text))).unwrap_or_default();
    std::iter::once(config).chain(named.into_iter().map(|file| folder.join(file))).collect()
}

/// Returns the files a config names, as it writes them.
fn named(tree: &Tree) -> Vec<String> {
    let is = |node: NodeId, key: &str| tree.key(node).as_deref() == Some(key);
    let text = |node: NodeId| (tree.kind(node) == Kind::String).then(|| tree.text(node).into_owned());
    let mut files = Vec::new();
    for node in tree.children(Tree::ROOT) {
        if is(node, "allocations") {
            files.extend(text(node));
        } else if is(node, "rounds") {
            let entries = tree.children(node).flat_map(|entry| tree.children(entry).collect::<Vec<_>>());
            files.extend(entries.filter(|node| is(*node, "file")).filter_map(text));
        }
    }
    files
}
