//! `exclude` of a `bcf.toml`: patterns of plans that no check of a folder reads, relative to the folder of the config.

use std::path::{Path, PathBuf};

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
        (Self { folder: folder.to_owned(), patterns }, wrong)
    }

    /// Reads the text of a config of a folder for this key alone; what cannot be understood excludes nothing.
    pub(super) fn of_text(text: String, folder: &Path) -> Self {
        let tree = Tree::parse(text);
        let list = tree.get(Tree::ROOT, KEY);
        list.map(|list| Self::read(&tree, list, folder).0).unwrap_or_default()
    }

    /// Returns the line of the pattern that leaves a file out, or a folder it is in.
    pub(super) fn line_for(&self, file: &Path) -> Option<u32> {
        if self.patterns.is_empty() {
            return None;
        }
        let file = folder_of(file).join(file.file_name()?);
        let below = file.strip_prefix(&self.folder).ok()?;
        self.patterns.iter().find(|set| below.ancestors().any(|path| matches(&set.value, path))).map(|set| set.line)
    }

    /// Returns the patterns as they are written, each with its line.
    pub(super) fn written(&self) -> impl Iterator<Item = (&str, u32)> {
        self.patterns.iter().map(|set| (set.value.as_str(), set.line))
    }
}

fn matches(pattern: &glob::Pattern, path: &Path) -> bool {
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: false,
    };
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    !path.is_empty() && pattern.matches_with(&path, options)
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
