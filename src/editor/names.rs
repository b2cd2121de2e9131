//! The names of a plan: the entry an id stands for, every place it is used in, and the changes that give it another.

use serde::Serialize;

use super::actions::Change;
use super::sheet::Sheet;
use super::under::{Part, under, upwards};
use crate::check::Lists;
use crate::plan::shape::{Shape, Target, Value};
use crate::plan::syntax::{Kind, Tree};
use crate::plan::{Known, Plan, Reference, keys, path_segments, segment};
use crate::policy::Round;
use crate::span::{NodeId, Span};
use crate::write::quoted;

/// The lists whose entries are referred to by their ids, with what refers to them.
const LISTS: [(&str, Target); 4] = [
    ("partners", Target::Partner),
    ("sources", Target::Source),
    ("schemes", Target::Scheme),
    ("metrics", Target::Metric),
];

/// The key of an entry's own name.
const ID: &str = "id";

/// The reasons why an entry cannot be given a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NoRename {
    /// There is nothing at the place that has a name.
    #[error("there is no id here")]
    NoName,
    /// The name is blank, or has characters that cannot be seen.
    #[error("an id is a word on one line")]
    Unfit,
    /// Another entry of the list has it already, or it means something of the round.
    #[error("`{0}` is the name of something else")]
    Taken(String),
}

/// A name, its entry, and what refers to it.
struct Name {
    target: Target,
    id: String,
    /// The text of the id, where its entry has it.
    own: NodeId,
    /// True when references of the name mean this entry: it is the first of the name.
    is_first: bool,
}

impl Sheet {
    /// Returns the place of the id at a byte, with the id, where it can be renamed.
    pub fn name_at(&self, offset: u32) -> Option<(Span, String)> {
        let (name, at) = name_at(self.plan(), offset)?;
        Some((at, name.id))
    }

    /// Returns the place of the id that the word at a byte stands for.
    pub fn definition(&self, offset: u32) -> Option<Span> {
        let plan = self.plan();
        name_at(plan, offset).map(|(name, _)| plan.tree.span(name.own))
    }

    /// Returns every place the name at a byte is used in, in references, waivers and statements, that of its entry first
    /// and the others in the order of the text.
    pub fn references(&self, offset: u32) -> Vec<Span> {
        let Some((name, _)) = name_at(self.plan(), offset) else { return Vec::new() };
        let mut all = vec![self.plan().tree.span(name.own)];
        all.extend(uses(self.plan(), &name, &name.id).into_iter().map(|change| change.at));
        all
    }

    /// Returns the changes that give the entry at a byte another id, wherever it is used, in the order of the text.
    ///
    /// # Errors
    /// When there is no id, or the new one would mean something else.
    pub fn renamed(&self, offset: u32, to: &str) -> Result<Vec<Change>, NoRename> {
        let plan = self.plan();
        let (name, _) = name_at(plan, offset).ok_or(NoRename::NoName)?;
        if to.trim().is_empty() || to.chars().any(crate::text::escape::is_hidden) {
            return Err(NoRename::Unfit);
        }
        if name.id != to && self.is_taken(name.target, to) {
            return Err(NoRename::Taken(to.to_owned()));
        }
        let mut changes = uses(plan, &name, to);
        changes.push(Change { at: plan.tree.span(name.own), with: quoted(to) });
        changes.sort_unstable();
        Ok(changes)
    }

    /// Returns whether a reference to such an entry would mean something else by this name.
    fn is_taken(&self, target: Target, name: &str) -> bool {
        let rounds: Vec<&Round> = self.round().into_iter().collect();
        let words = target.words().map(|list| Lists::of(&rounds).words(list).words).unwrap_or_default();
        let or = |value: &Value| match value {
            Value::Reference { to, or } if *to == target => *or,
            _ => None,
        };
        let is_word = || {
            keys().iter().any(|(_, key)| match &key.shape {
                Shape::Value(value) | Shape::List(value) => or(value) == Some(name),
                _ => false,
            })
        };
        self.plan().ids_of(target).contains(&name) || words.contains(&name) || is_word()
    }

    /// Returns the name of what an id stands for, where its entry says it.
    pub(super) fn called(&self, target: Target, id: &str) -> Option<&str> {
        let plan = self.plan();
        let name = match target {
            Target::Partner => plan.partners.iter().find(|one| one.id.str() == Some(id)).map(|one| &one.name),
            Target::Source => plan.sources.iter().find(|one| one.id.str() == Some(id)).map(|one| &one.name),
            Target::Scheme => plan.schemes.iter().find(|one| one.id.str() == Some(id)).map(|one| &one.name),
            Target::Metric => plan.metrics.iter().find(|one| one.id.str() == Some(id)).map(|one| &one.name),
            Target::Clause | Target::Rule | Target::Place | Target::Scope => None,
        };
        name?.str()
    }
}

/// Returns the name at a byte, and where it stands there: of an entry, by its id, or of what a reference stands for.
fn name_at(plan: &Plan, offset: u32) -> Option<(Name, Span)> {
    let at = under(plan, offset)?;
    if let Some(name) = own_name(plan, at.node).filter(|_| at.part == Part::Value) {
        return Some((name, at.span));
    }
    let is_here = |reference: &&Reference| {
        reference.node == at.node && (reference.is_key == (at.part == Part::Key)) && !plan.is_outside(at.node)
    };
    let reference = plan.notes.references().iter().find(is_here)?;
    let Known::There(target) = reference.to else { return None };
    let text = plan.word_of(reference);
    if matches!(target, Target::Place | Target::Scope) {
        // The part of the path that the cursor is in; where the path has quotes the first part that has a name.
        let named = named_in(plan, &text);
        let inside = offset.saturating_sub(at.span.start + 1) as usize;
        let here = named.iter().find(|(part, _)| (part.start..=part.end).contains(&inside)).or(named.first());
        return here.map(|(_, node)| *node).and_then(|own| own_name(plan, own)).map(|name| (name, at.span));
    }
    let own = id_of(plan, target, &text)?;
    Some((own_name(plan, own)?, at.span))
}

/// Returns the name that a node is the text of.
fn own_name(plan: &Plan, node: NodeId) -> Option<Name> {
    let tree = &plan.tree;
    if plan.is_outside(node) || tree.key(node).as_deref() != Some(ID) || tree.kind(node) != Kind::String {
        return None;
    }
    let list = tree.parent(tree.parent(node)?)?;
    let key = tree.key(list).filter(|_| tree.parent(list) == Some(Tree::ROOT))?;
    let (_, target) = LISTS.iter().find(|(known, _)| *known == key)?;
    let id = tree.text(node).into_owned();
    Some(Name { target: *target, is_first: id_of(plan, *target, &id) == Some(node), id, own: node })
}

/// Returns the text of the id of the first entry of a name.
fn id_of(plan: &Plan, target: Target, id: &str) -> Option<NodeId> {
    let tree = &plan.tree;
    let (list, _) = LISTS.iter().find(|(_, known)| *known == target)?;
    let ids = tree.children(tree.get(Tree::ROOT, list)?).filter_map(|entry| tree.get(entry, ID));
    ids.filter(|node| tree.kind(*node) == Kind::String).find(|node| tree.text(*node) == id)
}

/// Returns the changes, in the order of the text, of the places that use a name beside its entry.
fn uses(plan: &Plan, name: &Name, to: &str) -> Vec<Change> {
    if !name.is_first {
        return Vec::new();
    }
    let change = |reference: &Reference| {
        let Known::There(target) = reference.to else { return None };
        if plan.is_outside(reference.node) || reference.node == name.own {
            return None;
        }
        let text = plan.word_of(reference);
        let at = if reference.is_key { plan.tree.key_span(reference.node)? } else { plan.tree.span(reference.node) };
        let with = if matches!(target, Target::Place | Target::Scope) {
            quoted(&in_path(plan, &text, name, to)?)
        } else if target != name.target || text != name.id {
            return None;
        } else if reference.is_key {
            segment(to).into_owned()
        } else {
            quoted(to)
        };
        Some(Change { at, with })
    };
    let mut all: Vec<Change> = plan.notes.references().iter().filter_map(change).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Returns a dotted path with another name for an entry; nothing where the path does not name it.
fn in_path(plan: &Plan, path: &str, name: &Name, to: &str) -> Option<String> {
    let mut out = path.to_owned();
    let named: Vec<_> = named_in(plan, path).into_iter().filter(|(_, own)| *own == name.own).collect();
    for (part, _) in named.iter().rev() {
        out.replace_range(part.clone(), &segment(to));
    }
    (!named.is_empty()).then_some(out)
}

/// Returns the parts of a dotted path that are names of entries of the plan, each with the text of the id it means: the
/// entry's own name, a key that names one, or what an entry without an id is known by.
fn named_in(plan: &Plan, path: &str) -> Vec<(std::ops::Range<usize>, NodeId)> {
    let tree = &plan.tree;
    let mut all = Vec::new();
    for (key, part) in path_segments(path) {
        let Some(node) = plan.resolve(&path[..part.end]).filter(|node| !plan.is_outside(*node)) else { continue };
        let reference = |is_key: bool, at: NodeId| {
            let mut all = plan.notes.references().iter();
            let own = all.find(|one| one.node == at && one.is_key == is_key && plan.word_of(one) == key.as_str())?;
            let Known::There(target) = own.to else { return None };
            id_of(plan, target, &key)
        };
        let own = tree.get(node, ID).filter(|id| tree.text(*id) == key.as_str() && own_name(plan, *id).is_some());
        let known_by = || {
            let list = upwards(plan, node).nth(1)?;
            reference(false, tree.get(node, plan.known_by(list)?)?)
        };
        all.extend(own.or_else(|| reference(true, node)).or_else(known_by).map(|own| (part, own)));
    }
    all
}
