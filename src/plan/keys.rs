//! The keys of a table that is being read: those it has, and those that were asked for.

use std::borrow::Cow;

use super::syntax::{Tree, sign};
use crate::span::NodeId;

/// The keys of a table that is being read.
#[derive(Default)]
pub(crate) struct Lists<'t> {
    /// The keys it has, each decoded once: many more are asked for than there are.
    pub(super) entries: Vec<KeyThere<'t>>,
    /// A bit for each of them by its [`sign`], so that most keys that are not there are not looked for.
    signs: u64,
    /// The keys that were asked for.
    pub(super) known: Vec<&'static str>,
}

/// A key of a table that is being read.
pub(crate) struct KeyThere<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) node: NodeId,
    /// True once it was asked for.
    pub(super) asked: bool,
}

impl<'t> Lists<'t> {
    /// Takes in the keys of a table.
    pub(super) fn fill(&mut self, tree: &'t Tree, table: NodeId) {
        for node in tree.children(table) {
            let Some(key) = tree.key(node) else { continue };
            self.signs |= bit(&key);
            self.entries.push(KeyThere { key, node, asked: false });
        }
    }

    /// Forgets all, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.signs = 0;
        self.known.clear();
    }

    /// Returns the place of a key among those that are there.
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        if self.signs & bit(key) == 0 {
            return None;
        }
        self.entries.iter().position(|entry| entry.key == key)
    }
}

/// Returns the bit of a key among those of its table.
fn bit(key: &str) -> u64 {
    1 << (sign(key.as_bytes()) % 64)
}
