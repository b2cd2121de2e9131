//! Paths: as reports show them, as the file system knows them, and from the root of a repository, which is how a forge
//! finds the line to write on.

use std::path::{Component, Path, PathBuf};

use super::disk::Disk;

/// Returns the path of `name` from the root of the repository this folder is in; else from the root of the one the plan
/// is in; else from this folder. With `/`, and never absolute where there is a way from here to there.
pub(super) fn from_root(name: &str, here: &Path, disk: &dyn Disk) -> String {
    let path = tidied(&here.join(name));
    let root = [root_of(here, disk), path.parent().and_then(|folder| root_of(folder, disk))]
        .into_iter()
        .flatten()
        .find(|root| path.starts_with(root));
    let way = match root.and_then(|root| path.strip_prefix(root).ok().map(Path::to_owned)) {
        Some(below) => below,
        None => way(&tidied(here), &path),
    };
    way.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Returns the nearest folder upwards that has a `.git`.
fn root_of(folder: &Path, disk: &dyn Disk) -> Option<PathBuf> {
    repository(folder, disk).map(tidied)
}

/// Returns a path without `.` and `..`, links left as they are.
pub(super) fn tidied(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            _ => out.push(part),
        }
    }
    out
}

/// Returns the way from one folder to a path: `..` as often as it takes.
pub(super) fn way(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// Returns a path as reports show it: with `/`, and no `./` before it.
pub(super) fn name(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    text.trim_start_matches("./").to_owned()
}

/// Returns the folder a file is in, as the file system knows it. One that does not exist yet is called by its parents
/// that do, so that what is in force there is known before it is made.
pub(super) fn folder_of(path: &Path, disk: &dyn Disk) -> PathBuf {
    real(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")), disk)
}

/// Returns a folder as the file system knows it, by its parents where it does not exist yet.
pub(super) fn real(folder: &Path, disk: &dyn Disk) -> PathBuf {
    let whole = disk.here().map_or_else(|_| folder.to_owned(), |here| here.join(folder).components().collect());
    let known = |above: &Path| Some(disk.real(above).ok()?.join(whole.strip_prefix(above).ok()?));
    whole.ancestors().find_map(known).map_or_else(|| whole.clone(), |folder| tidied(&folder))
}

/// Returns the root of the repository a folder is in.
pub(super) fn repository<'f>(folder: &'f Path, disk: &dyn Disk) -> Option<&'f Path> {
    folder.ancestors().find(|above| disk.has(&above.join(".git")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::folders::Folders;

    #[test]
    fn a_plan_is_called_by_its_path_from_the_root() {
        let kept = tempfile::tempdir().unwrap();
        let outer = kept.path();
        let repository = outer.join("a repository");
        for folder in [repository.join(".git"), repository.join("plans/2017"), outer.join("elsewhere")] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let plans = repository.join("plans");
        assert_eq!(from_root("x.toml", &plans, &Folders), "plans/x.toml");
        assert_eq!(from_root("../plans/./2017/x.toml", &plans, &Folders), "plans/2017/x.toml");
        assert_eq!(from_root(plans.join("x.toml").to_str().unwrap(), &plans, &Folders), "plans/x.toml");
        assert_eq!(
            from_root("a repository/plans/x.toml", outer, &Folders),
            "plans/x.toml",
            "a checkout below this folder"
        );
        assert_eq!(from_root("x.toml", &outer.join("elsewhere"), &Folders), "x.toml", "no repository at all");
        assert_eq!(from_root("../y.toml", &outer.join("elsewhere"), &Folders), "../y.toml");
        assert_eq!(from_root("<stdin>", &plans, &Folders), "plans/<stdin>");
    }
}
