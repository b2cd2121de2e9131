//! `bcf.toml`: what a project asks of every check of its plans.
//!
//! A plan's config is the nearest `bcf.toml` in its folder and above, up to the root of the repository (the folder with
//! `.git`; without one, to the root of the file system). Nothing in it is ever passed over with a warning: what cannot
//! be understood is no verdict, since a check with other rules than its author meant is worse than none.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::allocations::Allocations;
use super::args::{FailOn, ProjectArgs};
use super::config_file::LEVELS;
pub(super) use super::config_file::NAME;
use super::disk::Disk;
use super::exclude::{self, Excludes};
use super::fault::Fault;
use super::own_rounds::{Written, resolve};
use super::repository::folder_of;
use super::selectors::{refuse_statutory, selector};
use super::set::Set;
use super::store::Store;
use crate::check::Selector;
use crate::check::rules::metrics::metric_worsens;
use crate::finding::Level;
use crate::plan::nearest;
use crate::plan::syntax::{Kind, NodeId, Tree};
use crate::policy::Rounds;
use crate::policy::own::MOST_ENTRIES;
use crate::span::LineIndex;
use crate::text::words::list;

/// Its keys.
pub(super) const KEYS: [&str; 5] = ["fail-on", "levels", "allocations", "rounds", exclude::KEY];

/// The level of a rule or a family.
#[derive(Clone, Debug)]
pub(super) struct LevelOf {
    pub(super) name: String,
    pub(super) selector: Selector,
    /// None is off.
    pub(super) level: Option<Level>,
}

/// A project's config. One without a file sets nothing.
#[derive(Debug)]
pub(super) struct Config {
    /// The name of the file in messages.
    pub(super) name: Option<String>,
    /// The store it is read from, or would be read from if there were a file.
    pub(super) store: Store,
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

impl Config {
    /// Returns the config of a store where it has no file.
    fn without_file(store: Store) -> Self {
        Self {
            name: None,
            store,
            fail_on: None,
            levels: Vec::new(),
            allocations: None,
            exclude: Excludes::default(),
            own_rounds: Vec::new(),
            rounds: Rounds::default(),
        }
    }
}

impl FailOn {
    /// Every word the config and the command line use.
    pub(super) const WORDS: [(&str, Self); 4] =
        [("error", Self::Error), ("warning", Self::Warning), ("advice", Self::Advice), ("never", Self::Never)];

    /// Returns the word the config and the command line use.
    pub(super) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("error", |(word, _)| word)
    }
}

/// Returns the word for a level, or `off`.
pub(super) fn level_word(level: Option<Level>) -> &'static str {
    level.map_or("off", Level::word)
}

/// The configs of a run, each read once.
#[derive(Debug)]
pub(super) struct Configs {
    store: Store,
    /// The one to use for every plan.
    fixed: Option<Arc<Config>>,
    /// The one to use where there is no file.
    none: Arc<Config>,
    /// By path; nothing for one that cannot be used, which has been complained of.
    read: HashMap<PathBuf, Option<Arc<Config>>>,
}

impl Configs {
    /// Finds the configs for `--config FILE`, `--isolated`, or neither.
    ///
    /// # Errors
    /// Everything that is wrong with the named file.
    pub(super) fn new(asked: &ProjectArgs, disk: &Arc<dyn Disk>) -> Result<Self, Vec<Fault>> {
        Self::in_store(Store::Folders(disk.clone()), asked.config.as_deref(), asked.isolated)
    }

    /// Returns the same of a store.
    ///
    /// # Errors
    /// Everything that is wrong with the named file.
    pub(super) fn in_store(store: Store, named: Option<&Path>, isolated: bool) -> Result<Self, Vec<Fault>> {
        let none = Arc::new(Config::without_file(store.clone()));
        let fixed = match named {
            Some(path) => Some(Arc::new(read(&store, &store.place_of(path), None)?)),
            None => isolated.then(|| none.clone()),
        };
        Ok(Self { store, fixed, none, read: HashMap::new() })
    }

    /// Returns the configs a revision has. One that is named and that it does not have sets nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the named file.
    pub(super) fn of_past(store: &Store, asked: &ProjectArgs) -> Result<Self, Vec<Fault>> {
        let absent = |path: &Path| store.knows(path) && !store.has(path);
        let named = asked.config.as_deref().filter(|path| !absent(&store.place_of(path)));
        let isolated = asked.isolated || asked.config.is_some();
        Self::in_store(store.clone(), named, isolated)
    }

    /// Returns the folder a file is in.
    pub(super) fn folder_of(&self, path: &Path) -> PathBuf {
        self.store.folder_of(path)
    }

    /// Returns the config for plans of a folder. Nothing when it cannot be used: the first time, `faults` says why.
    pub(super) fn of(&mut self, folder: &Path, faults: &mut Vec<Fault>) -> Option<Arc<Config>> {
        if let Some(fixed) = &self.fixed {
            return Some(fixed.clone());
        }
        let store = &self.store;
        let (file, root) = find(store, folder);
        let Some(file) = file else { return Some(self.none.clone()) };
        let config = self.read.entry(file).or_insert_with_key(|file| match read(store, file, root.as_deref()) {
            Ok(config) => Some(Arc::new(config)),
            Err(found) => {
                faults.extend(found);
                None
            }
        });
        config.clone()
    }
}

/// Returns the config for a command that is about no plan: the named one, or that of the folder one is in.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn here(asked: &ProjectArgs, disk: &Arc<dyn Disk>) -> Result<Arc<Config>, Vec<Fault>> {
    of_folder(asked, &folder_of(&Path::new(".").join(NAME), &**disk), disk)
}

/// Returns the config for the plans of a folder.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn of_folder(asked: &ProjectArgs, folder: &Path, disk: &Arc<dyn Disk>) -> Result<Arc<Config>, Vec<Fault>> {
    let mut faults = Vec::new();
    let config = Configs::new(asked, disk)?.of(folder, &mut faults);
    config.ok_or(faults)
}

/// Returns the nearest config from `folder` upwards, and the root of the repository.
pub(super) fn find(store: &Store, folder: &Path) -> (Option<PathBuf>, Option<PathBuf>) {
    let root = store.root(folder);
    let within = folder.ancestors().take_while(|above| root.is_none_or(|root| above.starts_with(root)));
    let file = within.map(|above| above.join(NAME)).find(|file| store.has(file));
    (file, root.map(Path::to_owned))
}

/// Reads a config that was found rather than named only if it lies in the repository it was found in: what strangers
/// propose must not have other files of the machine quoted in a message.
fn read(store: &Store, path: &Path, root: Option<&Path>) -> Result<Config, Vec<Fault>> {
    let name = store.called(path);
    let text = store.stays_inside(path, root).and_then(|()| store.text(path)).map_err(|fault| vec![fault])?;
    let tree = Tree::parse(text.clone());
    if let Some(list) = tree.nodes().find(|node| tree.children(*node).nth(MOST_ENTRIES).is_some()) {
        let kind = tree.key(list).map_or_else(|| "the file".to_owned(), |key| format!("`{key}`"));
        let message = format!("{name} has too many entries of {kind}: more than {MOST_ENTRIES}");
        return Err(vec![Fault::new(message).help("check that it is the file you meant")]);
    }
    let at = ConfigPlace { store, folder: &store.folder_of(path), root };
    let lines = LineIndex::new(&text);
    let mut reader = Reader { at, lines, source: text.into(), tree: &tree, name: &name, faults: Vec::new() };
    let config = reader.config();
    if reader.faults.is_empty() { Ok(config) } else { Err(reader.faults) }
}

/// The place of a config.
#[derive(Clone, Copy)]
struct ConfigPlace<'a> {
    store: &'a Store,
    folder: &'a Path,
    /// The root of the repository which what the config names must not leave.
    root: Option<&'a Path>,
}

impl ConfigPlace<'_> {
    /// Returns how a file the config names is called, and its text.
    fn read(&self, file: &str) -> (String, Result<String, Fault>) {
        let path = self.folder.join(file);
        let text = self.store.stays_inside(&path, self.root).and_then(|()| self.store.text(&path));
        (self.store.called(&path), text)
    }

    /// Returns how a file the config names is called, and everything it holds.
    fn bytes(&self, file: &str) -> (String, Result<Vec<u8>, Fault>) {
        let path = self.folder.join(file);
        let bytes = self.store.stays_inside(&path, self.root).and_then(|()| self.store.bytes(&path));
        (self.store.called(&path), bytes)
    }
}

struct Reader<'a> {
    at: ConfigPlace<'a>,
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

    fn config(&mut self) -> Config {
        for error in self.tree.errors() {
            let fault = Fault::new(format!("{}: {}", self.name, error.message)).help_if(error.help.as_ref());
            self.faults.push(fault.at(self.name, &self.source, error.span));
        }
        let (name, store) = (Some(self.name.to_owned()), self.at.store.clone());
        let mut config = Config { name, ..Config::without_file(store) };
        self.rounds(&mut config);
        for node in self.tree.children(Tree::ROOT) {
            let key = self.tree.key(node).unwrap_or_default().into_owned();
            match key.as_str() {
                "fail-on" => config.fail_on = self.word(node, &FailOn::WORDS).map(|value| self.set(value, node)),
                "levels" => config.levels = self.levels(node),
                "allocations" => {
                    let rounds = config.rounds.clone();
                    config.allocations = self.allocations(node, &rounds).map(|value| self.set(value, node));
                }
                exclude::KEY => {
                    let (excludes, wrong) = Excludes::read(self.tree, node, self.at.folder);
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

    /// Returns a word of a list.
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
            // The syntax error has been reported.
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
                Fault::new(format!(
                    "`levels` is a table: [levels], then a line like {} = \"error\"",
                    metric_worsens::RULE.id
                )),
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

    /// Reads the files of `[[rounds]]`; what else the config has may speak of them.
    fn rounds(&mut self, config: &mut Config) {
        let tree = self.tree;
        let named = tree.children(Tree::ROOT).find(|node| tree.key(*node).as_deref() == Some("rounds"));
        let Some(list) = named.filter(|node| tree.kind(*node) != Kind::Broken) else { return };
        let entries: Vec<NodeId> = tree.children(list).collect();
        if tree.kind(list) != Kind::Array || entries.iter().any(|entry| tree.kind(*entry) != Kind::Table) {
            return self.fault(Fault::new("`rounds` is a list: [[rounds]], then file = \"local.toml\""), list, true);
        }
        let files: Vec<(NodeId, Written)> = entries.into_iter().filter_map(|entry| self.round(entry)).collect();
        let (nodes, written): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        match resolve(&written) {
            Ok(own) => config.rounds = Rounds::with(own),
            Err(faults) => self.faults.extend(faults),
        }
        let files = nodes.into_iter().zip(written);
        config.own_rounds = files.map(|(node, written)| self.set(written.file, node)).collect();
    }

    fn round(&mut self, entry: NodeId) -> Option<(NodeId, Written)> {
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
        let (name, text) = self.at.read(&file);
        match text {
            Ok(text) => Some((node, Written { file, name, text })),
            Err(fault) => {
                self.fault(fault, node, false);
                None
            }
        }
    }

    fn allocations(&mut self, node: NodeId, rounds: &Rounds) -> Option<Allocations> {
        let file = self.text(node, "the name of a CSV file or a workbook in quotes")?;
        let (name, bytes) = self.at.bytes(&file);
        match bytes {
            Ok(bytes) => match Allocations::read(&bytes, &file, &name, rounds) {
                Ok(allocations) => return Some(allocations),
                Err(faults) => self.faults.extend(faults),
            },
            Err(fault) => self.fault(fault, node, false),
        }
        None
    }
}
