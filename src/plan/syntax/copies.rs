//! Entries of a list that are written twice.

use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt};

use super::{Kind, Tree};
use crate::span::NodeId;

impl Tree {
    /// Returns every table of a list that is in all its keys and values, and in their order, the same as an earlier one of
    /// the list, each with the first of those.
    pub fn copies(&self) -> Vec<(NodeId, NodeId)> {
        let mut copies = Vec::new();
        let is_list = |node: &NodeId| self.kind(*node) == Kind::Array && self.children(*node).nth(1).is_some();
        for list in self.nodes().filter(is_list) {
            let (mut ends, mut whole) = (HashMap::new(), HashMap::new());
            for entry in self.children(list).filter(|entry| self.kind(*entry) == Kind::Table) {
                // Hardly any two entries begin and end alike, and only those are looked at whole.
                let alike = FixedState::default().hash_one(ends_of(self, entry));
                let Some(before) = first_of(&mut ends, alike, entry) else { continue };
                first_of(&mut whole, print(self, before), before);
                let Some(before) = first_of(&mut whole, print(self, entry), entry) else { continue };
                if same(self, before, entry) {
                    copies.push((entry, before));
                }
            }
        }
        copies
    }
}

/// Returns the first entry under a number, if there is one; else this is the first.
fn first_of(map: &mut HashMap<u64, NodeId>, number: u64, entry: NodeId) -> Option<NodeId> {
    match map.entry(number) {
        Entry::Vacant(free) => {
            free.insert(entry);
            None
        }
        Entry::Occupied(before) => Some(*before.get()),
    }
}

/// Returns the first and the last value of an entry as they are written.
fn ends_of(tree: &Tree, entry: NodeId) -> (&str, &str) {
    let first = std::iter::successors(Some(entry), |node| tree.children(*node).next()).last();
    let last = std::iter::successors(Some(entry), |node| tree.arena.last_child(*node)).last();
    (first.map_or("", |node| tree.raw(node)), last.map_or("", |node| tree.raw(node)))
}

/// Returns a number that entries with the same keys and values share.
fn print(tree: &Tree, entry: NodeId) -> u64 {
    let mut state = FixedState::default().build_hasher();
    add(tree, entry, &mut state);
    state.finish()
}

fn add(tree: &Tree, node: NodeId, state: &mut impl Hasher) {
    match tree.kind(node) {
        Kind::Table | Kind::Array => {
            for child in tree.children(node) {
                if let Some(key) = tree.key_span(child) {
                    key.of(tree.source()).hash(state);
                }
                add(tree, child, state);
            }
            state.write_u8(0);
        }
        _ => tree.raw(node).hash(state),
    }
}

/// Returns whether two values have the same keys and values, in the same order.
fn same(tree: &Tree, a: NodeId, b: NodeId) -> bool {
    if tree.kind(a) != tree.kind(b) {
        return false;
    }
    if !matches!(tree.kind(a), Kind::Table | Kind::Array) {
        return tree.raw(a) == tree.raw(b);
    }
    let (mut left, mut right) = (tree.children(a), tree.children(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if tree.key(a) == tree.key(b) && same(tree, a, b) => {}
            _ => return false,
        }
    }
}
