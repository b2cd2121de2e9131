//! `exclude` of a `bcf.toml`: patterns of plans that no check of a folder reads, relative to the folder of the config.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::fault::Fault;
use super::repository::folder_of;
use super::set::Set;
use crate::plan::syntax::{Kind, NodeId, Tree};
use crate::span::LineIndex;

/// The key of the config.
pub(super) const KEY: &str = "exclude";

/// The paths a config leaves out.
#[derive(Debug, Default)]
pub(super) struct Excludes {
    /// The folder the patterns start from.
    folder: PathBuf,
    patterns: Vec<Set<glob::Pattern>>,
    /// The patterns that begin alike, by what they begin with up to the folder of the first wildcard: a file is held
    /// against those alone that begin as it does.
    beginnings: HashMap<String, Vec<usize>>,
}

impl Excludes {
    /// Reads the value of the key; what cannot be understood is reported with its place.
    pub(super) fn read(tree: &Tree, list: NodeId, folder: &Path) -> (Self, Vec<(NodeId, Fault)>) {
        let lines = LineIndex::new(tree.source());
        let (mut patterns, mut wrong) = (Vec::new(), Vec::new());
        // A syntax error has been reported.
        if !matches!(tree.kind(list), Kind::Array | Kind::Broken) {
            wrong.push((list, Fault::new(format!("`{KEY}` is a list of patterns: {KEY} = [\"archive/**\"]"))));
        }
        for node in tree.children(list) {
            match pattern(tree, node) {
                Ok(value) => {
                    let line = lines.position(tree.span(node).start, tree.source()).line;
                    patterns.push(Set { value, line });
                }
                Err(fault) => wrong.push((node, fault)),
            }
        }
        let mut beginnings: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, set) in patterns.iter().enumerate() {
            beginnings.entry(beginning(set.value.as_str()).to_owned()).or_default().push(n);
        }
        (Self { folder: folder.to_owned(), patterns, beginnings }, wrong)
    }

    /// Reads the text of a config of a folder for this key alone; what cannot be understood excludes nothing.
    pub(super) fn of_text(text: String, folder: &Path) -> Self {
        let tree = Tree::parse(text);
        let list = tree.get(Tree::ROOT, KEY);
        list.map(|list| Self::read(&tree, list, folder).0).unwrap_or_default()
    }

    /// Returns the line of the pattern that leaves a file out, or a folder it is in.
    pub(super) fn line_for(&self, file: &Path, disk: &dyn Disk) -> Option<u32> {
        if self.patterns.is_empty() {
            return None;
        }
        let file = folder_of(file, disk).join(file.file_name()?);
        let below = file.strip_prefix(&self.folder).ok()?;
        let below = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let first = parts(&below).filter_map(|path| self.first(path)).min()?;
        Some(self.patterns[first].line)
    }

    /// Finds the first pattern that is one of a path.
    fn first(&self, path: &str) -> Option<usize> {
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: false,
        };
        let folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
        let same = ["", path].into_iter().chain(folders).filter_map(|beginning| self.beginnings.get(beginning));
        same.flatten().copied().filter(|n| self.patterns[*n].value.matches_with(path, options)).min()
    }

    /// Returns the patterns as they are written, each with its line.
    pub(super) fn written(&self) -> impl Iterator<Item = (&str, u32)> {
        self.patterns.iter().map(|set| (set.value.as_str(), set.line))
    }
}

/// Returns a path with `/` between its names, and each folder it is in.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain((!path.is_empty()).then_some(path))
}

/// Returns the beginning that every path of a pattern has: all of it where it has no wildcard, else the folder of the
/// first, with its `/`.
fn beginning(pattern: &str) -> &str {
    match pattern.find(['*', '?', '[']) {
        Some(wildcard) => &pattern[..pattern[..wildcard].rfind('/').map_or(0, |at| at + 1)],
        None => pattern,
    }
}

fn pattern(tree: &Tree, node: NodeId) -> Result<glob::Pattern, Fault> {
    if tree.kind(node) != Kind::String {
        return Err(Fault::new(format!("a pattern of `{KEY}` is text in quotes, such as \"archive/**\"")));
    }
    let written = tree.text(node);
    let text = written.trim_start_matches("./").trim_end_matches('/');
    let leads_out = text.is_empty() || text.starts_with('/') || text.split('/').any(|part| part == "..");
    if leads_out {
        return Err(Fault::new(format!("`{written}` names nothing below the folder of this file"))
            .help("patterns start from that folder: \"archive/**\", \"**/old-*.toml\""));
    }
    glob::Pattern::new(text).map_err(|error| {
        Fault::new(format!("`{written}` is no pattern: {}", error.msg))
            .help("`*` stands for any name, `**` for any folders; quote `[` as `[[]`")
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::Excludes;
    use crate::cli::folders::Folders;

    proptest! {
        /// A file is left out by the first pattern that is one of it or of a folder it is in, whatever both begin with.
        #[test]
        fn the_first_pattern_of_a_file_or_its_folders_leaves_it_out(
            patterns in prop::collection::vec("(a|b|ab|\\*|\\?|\\[ab\\]|b\\?|a\\*)(/(a|bb|\\*|\\*\\*|b\\?)){0,3}", 1..6),
            file in "(a|b|ab)(/a|/b|/bb){0,3}",
        ) {
            let config = format!("exclude = [\n\"{}\"]", patterns.join("\",\n\""));
            let options = glob::MatchOptions {
                case_sensitive: true,
                require_literal_separator: true,
                require_literal_leading_dot: false,
            };
            let leaves_out = |pattern: &String| {
                let pattern = glob::Pattern::new(pattern).expect("a pattern");
                Path::new(&file).ancestors().any(|path| path != Path::new("") && pattern.matches_path_with(path, options))
            };
            let first = patterns.iter().position(leaves_out).map(|n| u32::try_from(n).expect("few") + 2);
            let folder = std::env::current_dir().expect("a folder");
            prop_assert_eq!(Excludes::of_text(config, &folder).line_for(&folder.join(&file), &Folders), first);
        }
    }
}
