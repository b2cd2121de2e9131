//! `bcf.toml`: what a project asks of every check of its plans.
//!
//! A plan's config is the nearest `bcf.toml` in its folder and above, up to the root of the repository (the folder with
//! `.git`; without one, to the root of the file system). Nothing in it is ever passed over with a warning: what cannot
//! be understood is no verdict, since a check with other rules than its author meant is worse than none.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::allocations::Allocations;
use super::args::{FailOn, ProjectArgs};
use super::exclude::{self, Excludes};
use super::fault::Fault;
use super::input;
use super::own_rounds::{Written, resolve};
use super::repository::tidied;
use super::settings::{refuse_statutory, selector};
use crate::check::Selector;
use crate::finding::Level;
use crate::plan::nearest;
use crate::plan::syntax::{Kind, NodeId, Tree};
use crate::policy::Rounds;
use crate::report::words::list;
use crate::span::LineIndex;

/// The name of the file.
pub(super) const NAME: &str = "bcf.toml";
const KEYS: [&str; 5] = ["fail-on", "levels", "allocations", "rounds", exclude::KEY];
const LEVELS: [(&str, Option<Level>); 4] =
    [("error", Some(Level::Error)), ("warning", Some(Level::Warning)), ("advice", Some(Level::Advice)), ("off", None)];
const FAIL_ON: [(&str, FailOn); 4] =
    [("error", FailOn::Error), ("warning", FailOn::Warning), ("advice", FailOn::Advice), ("never", FailOn::Never)];

/// What a config sets, with the line it stands in.
#[derive(Clone, Debug)]
pub(super) struct Set<T> {
    pub(super) value: T,
    pub(super) line: u32,
}

/// The level of a rule or a family.
#[derive(Clone, Debug)]
pub(super) struct LevelOf {
    pub(super) name: String,
    pub(super) selector: Selector,
    /// None is off.
    pub(super) level: Option<Level>,
}

/// A project's config. One without a file sets nothing.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// How the file is called in messages.
    pub(super) name: Option<String>,
    pub(super) fail_on: Option<Set<FailOn>>,
    pub(super) levels: Vec<Set<LevelOf>>,
    pub(super) allocations: Option<Set<Allocations>>,
    /// The plans that no check of a folder reads.
    pub(super) exclude: Excludes,
    /// The files of `[[rounds]]`, in the order of [`Rounds::ids`].
    pub(super) own_rounds: Vec<Set<String>>,
    /// The rounds of the program and of those files.
    pub(super) rounds: Rounds,
}

impl FailOn {
    /// The word the config and the command line use.
    pub(super) fn word(self) -> &'static str {
        FAIL_ON.iter().find(|(_, value)| *value == self).map_or("error", |(word, _)| word)
    }
}

/// The word for a level, or `off`.
pub(super) fn level_word(level: Option<Level>) -> &'static str {
    level.map_or("off", Level::word)
}

/// The configs of a run, each read once.
#[derive(Debug)]
pub(super) struct Configs {
    /// The one to use for every plan.
    fixed: Option<Arc<Config>>,
    /// By path; nothing for one that cannot be used, which has been complained of.
    read: HashMap<PathBuf, Option<Arc<Config>>>,
}

impl Configs {
    /// For `--config FILE`, `--isolated`, or neither.
    ///
    /// # Errors
    /// Everything that is wrong with the named file.
    pub(super) fn new(named: Option<&Path>, isolated: bool) -> Result<Self, Vec<Fault>> {
        let fixed = match named {
            Some(path) => Some(Arc::new(read(path, None)?)),
            None if isolated => Some(Arc::default()),
            None => None,
        };
        Ok(Self { fixed, read: HashMap::new() })
    }

    /// The config for plans of a folder. Nothing when it cannot be used: the first time, `faults` says why.
    pub(super) fn of(&mut self, folder: &Path, faults: &mut Vec<Fault>) -> Option<Arc<Config>> {
        if let Some(fixed) = &self.fixed {
            return Some(fixed.clone());
        }
        let (file, root) = find(folder);
        let Some(file) = file else { return Some(Arc::default()) };
        let config = self.read.entry(file).or_insert_with_key(|file| match read(file, root.as_deref()) {
            Ok(config) => Some(Arc::new(config)),
            Err(found) => {
                faults.extend(found);
                None
            }
        });
        config.clone()
    }
}

/// The config for a command that is about no plan: the named one, or that of the folder one is in.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn here(asked: &ProjectArgs) -> Result<Arc<Config>, Vec<Fault>> {
    of_folder(asked, &folder_of(&Path::new(".").join(NAME)))
}

/// The config for the plans of a folder.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn of_folder(asked: &ProjectArgs, folder: &Path) -> Result<Arc<Config>, Vec<Fault>> {
    let mut faults = Vec::new();
    let config = Configs::new(asked.config.as_deref(), asked.isolated)?.of(folder, &mut faults);
    config.ok_or(faults)
}

/// Returns the folder a file is in, as the file system knows it. One that does not exist yet is called by its parents
/// that do, so that what is in force there is known before it is made.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let real = |above: &Path| Some(fs::canonicalize(above).ok()?.join(whole.strip_prefix(above).ok()?));
    whole.ancestors().find_map(real).map_or_else(|| whole.clone(), |folder| tidied(&folder))
}

/// The root of the repository a folder is in.
pub(super) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok())
}

/// The nearest config from `folder` upwards, and the root of the repository.
pub(super) fn find(folder: &Path) -> (Option<PathBuf>, Option<PathBuf>) {
    let root = repository(folder);
    let within = folder.ancestors().take_while(|above| root.is_none_or(|root| above.starts_with(root)));
    let file = within.map(|above| above.join(NAME)).find(|file| file.symlink_metadata().is_ok());
    (file, root.map(Path::to_owned))
}

/// A path as messages say it: seen from here where it is below.
fn called(path: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    input::name(path.strip_prefix(&here).unwrap_or(path))
}

/// Read a config that was found rather than named only if it lies in the repository it was found in: what strangers
/// propose must not have other files of the machine quoted in a message.
fn read(path: &Path, root: Option<&Path>) -> Result<Config, Vec<Fault>> {
    let name = called(path);
    stays_inside(path, root, &name).map_err(|fault| vec![fault])?;
    let text = input::text(path).map_err(|fault| vec![fault])?;
    let tree = Tree::parse(text.clone());
    let mut reader =
        Reader { lines: LineIndex::new(&text), source: text.into(), tree: &tree, name: &name, faults: Vec::new() };
    let config = reader.config(&folder_of(path), root);
    if reader.faults.is_empty() { Ok(config) } else { Err(reader.faults) }
}

/// Refuse a path that leads out of the repository.
fn stays_inside(path: &Path, root: Option<&Path>, name: &str) -> Result<(), Fault> {
    let Some(root) = root else { return Ok(()) };
    match fs::canonicalize(path) {
        Ok(real) if !real.starts_with(root) => Err(Fault::new(format!("{name} leads out of the repository"))
            .help("keep it inside, or name the config with --config to say that you trust it")),
        // What is not there is missed by whoever reads it.
        _ => Ok(()),
    }
}

struct Reader<'a> {
    tree: &'a Tree,
    name: &'a str,
    source: Arc<str>,
    lines: LineIndex,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, fault: Fault, node: NodeId, key: bool) {
        let span = self.tree.key_span(node).filter(|_| key).unwrap_or_else(|| self.tree.span(node));
        self.faults.push(fault.at(self.name, &self.source, span));
    }

    fn set<T>(&self, value: T, node: NodeId) -> Set<T> {
        Set { value, line: self.lines.position(self.tree.span(node).start, &self.source).line }
    }

    fn config(&mut self, folder: &Path, root: Option<&Path>) -> Config {
        for error in self.tree.errors() {
            let fault = Fault::new(format!("{}: {}", self.name, error.message)).help_if(error.help.as_ref());
            self.faults.push(fault.at(self.name, &self.source, error.span));
        }
        let mut config = Config { name: Some(self.name.to_owned()), ..Config::default() };
        self.rounds(folder, root, &mut config);
        for node in self.tree.children(Tree::ROOT) {
            let key = self.tree.key(node).unwrap_or_default().into_owned();
            match key.as_str() {
                "fail-on" => config.fail_on = self.word(node, &FAIL_ON).map(|value| self.set(value, node)),
                "levels" => config.levels = self.levels(node),
                "allocations" => {
                    let rounds = config.rounds.clone();
                    config.allocations =
                        self.allocations(node, folder, root, &rounds).map(|value| self.set(value, node));
                }
                exclude::KEY => {
                    let (excludes, wrong) = Excludes::read(self.tree, node, folder);
                    config.exclude = excludes;
                    for (node, fault) in wrong {
                        self.fault(fault, node, false);
                    }
                }
                "rounds" => {}
                _ => self.unknown_key(&key, node),
            }
        }
        config
    }

    fn unknown_key(&mut self, key: &str, node: NodeId) {
        let known: Vec<String> = KEYS.iter().map(|key| format!("`{key}`")).collect();
        let fault = Fault::new(format!("{NAME} has no key `{key}`"));
        let fault = match nearest(key, KEYS) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!("its keys are {}", list(&known))),
        };
        self.fault(fault, node, true);
    }

    /// A word of a list.
    fn word<T: Copy>(&mut self, node: NodeId, known: &[(&str, T)]) -> Option<T> {
        let word = self.text(node, "one of a few words in quotes")?;
        let found = known.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
            let near =
                nearest(&word, known.iter().map(|(word, _)| *word)).map(|near| format!("did you mean `{near}`? "));
            let help = format!("{}it is one of {}", near.unwrap_or_default(), list(&words));
            self.fault(Fault::new(format!("`{word}` is none of the words here")).help(help), node, false);
        }
        found
    }

    fn text(&mut self, node: NodeId, wanted: &str) -> Option<String> {
        match self.tree.kind(node) {
            Kind::String => Some(self.tree.text(node).into_owned()),
            // The syntax error has been told.
            Kind::Broken => None,
            _ => {
                let key = self.tree.key(node).unwrap_or_default().into_owned();
                self.fault(Fault::new(format!("`{key}` is to be {wanted}")), node, false);
                None
            }
        }
    }

    fn levels(&mut self, table: NodeId) -> Vec<Set<LevelOf>> {
        if self.tree.kind(table) != Kind::Table {
            self.fault(
                Fault::new("`levels` is a table: [levels], then a line like metric-worsens = \"error\""),
                table,
                false,
            );
            return Vec::new();
        }
        let tree = self.tree;
        tree.children(table).filter_map(|node| self.level(node)).collect()
    }

    fn level(&mut self, node: NodeId) -> Option<Set<LevelOf>> {
        let name = self.tree.key(node)?.into_owned();
        let level = self.word(node, &LEVELS);
        let selector = match selector(&name) {
            Ok(selector) => selector,
            Err(fault) => {
                self.fault(fault, node, true);
                return None;
            }
        };
        let level = level?;
        let verb = level.map_or("switched off".to_owned(), |level| format!("lowered to {level}"));
        if let Err(fault) = refuse_statutory(&name, level, &verb) {
            self.fault(fault, node, true);
            return None;
        }
        Some(self.set(LevelOf { name, selector, level }, node))
    }

    /// Read the files of `[[rounds]]`; what else the config has may speak of them.
    fn rounds(&mut self, folder: &Path, root: Option<&Path>, config: &mut Config) {
        let tree = self.tree;
        let named = tree.children(Tree::ROOT).find(|node| tree.key(*node).as_deref() == Some("rounds"));
        let Some(list) = named.filter(|node| tree.kind(*node) != Kind::Broken) else { return };
        let entries: Vec<NodeId> = tree.children(list).collect();
        if tree.kind(list) != Kind::Array || entries.iter().any(|entry| tree.kind(*entry) != Kind::Table) {
            return self.fault(Fault::new("`rounds` is a list: [[rounds]], then file = \"local.toml\""), list, true);
        }
        let files: Vec<(NodeId, Written)> = entries.into_iter().filter_map(|e| self.round(e, folder, root)).collect();
        let (nodes, written): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        match resolve(&written) {
            Ok(own) => config.rounds = Rounds::with(own),
            Err(faults) => self.faults.extend(faults),
        }
        let files = nodes.into_iter().zip(written);
        config.own_rounds = files.map(|(node, written)| self.set(written.file, node)).collect();
    }

    fn round(&mut self, entry: NodeId, folder: &Path, root: Option<&Path>) -> Option<(NodeId, Written)> {
        let tree = self.tree;
        let key = |node: NodeId| tree.key(node).unwrap_or_default();
        for other in tree.children(entry).filter(|node| key(*node) != "file") {
            let fault = Fault::new(format!("an entry of `rounds` has no key `{}`", key(other)));
            self.fault(fault.help("its only key is `file`; what the round asks stands in that file"), other, true);
        }
        let Some(node) = tree.children(entry).find(|node| key(*node) == "file") else {
            self.fault(Fault::new("this round has no `file`").help("file = \"local.toml\""), entry, false);
            return None;
        };
        let file = self.text(node, "the name of a TOML file in quotes")?;
        let path = folder.join(&file);
        let name = called(&path);
        match stays_inside(&path, root, &name).and_then(|()| input::text(&path)) {
            Ok(text) => Some((node, Written { file, name, text })),
            Err(fault) => {
                self.fault(fault, node, false);
                None
            }
        }
    }

    fn allocations(
        &mut self,
        node: NodeId,
        folder: &Path,
        root: Option<&Path>,
        rounds: &Rounds,
    ) -> Option<Allocations> {
        let file = self.text(node, "the name of a CSV file in quotes")?;
        let path = folder.join(&file);
        let name = called(&path);
        let text = stays_inside(&path, root, &name).and_then(|()| input::text(&path));
        match text {
            Ok(text) => match Allocations::read(&text, &file, &name, rounds) {
                Ok(allocations) => return Some(allocations),
                Err(faults) => self.faults.extend(faults),
            },
            Err(fault) => self.fault(fault, node, false),
        }
        None
    }
}
