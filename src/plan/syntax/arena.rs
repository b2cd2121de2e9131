//! The nodes in one flat list, linked by number, and the way from a key to its node.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::ops::{Index, IndexMut};

use super::kind::Kind;
use super::lex::{bare_key, decode_key};
use crate::span::{NodeId, Span};

/// There is a mistake directly inside.
pub(super) const DAMAGED: u16 = 1;
/// A header names this table.
pub(super) const HEADER: u16 = 1 << 1;
/// A dotted key made or extended this table, so no header may name it.
pub(super) const DOTTED: u16 = 1 << 2;
/// Written in one piece with brackets, so nothing may be added to it.
pub(super) const INLINE: u16 = 1 << 3;
/// An array made of `[[x]]` headers.
pub(super) const TABLES: u16 = 1 << 4;
/// Its entries are in the index.
const INDEXED: u16 = 1 << 5;
/// No child of its parent, such as the second of two nodes with one key.
const DETACHED: u16 = 1 << 6;
/// Its key has quotes.
const QUOTED: u16 = 1 << 7;
/// A string of one line that means what stands between its quotes.
pub(super) const PLAIN: u16 = 1 << 8;

/// No node.
const NONE: u32 = u32::MAX;
/// No key: a key's span never starts after the last byte.
const NO_KEY: Span = Span { start: u32::MAX, end: u32::MAX };
/// A table with more entries than this is found through the index.
const SMALL: usize = 24;

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) parent: NodeId,
    key: Span,
    pub(super) span: Span,
    first: u32,
    last: u32,
    next: u32,
    pub(super) kind: Kind,
    /// A bit for each key it has by its [`sign`], so that most that are not there are compared with none.
    signs: u8,
    pub(super) flags: u16,
}

/// The node of what is not in the text.
static NOWHERE: Node = Node {
    parent: NodeId(0),
    key: NO_KEY,
    span: Span { start: 0, end: 0 },
    first: NONE,
    last: NONE,
    next: NONE,
    kind: Kind::Broken,
    signs: 0,
    flags: DETACHED,
};

impl Node {
    pub(super) fn key_span(&self) -> Option<Span> {
        (self.key != NO_KEY).then_some(self.key)
    }

    /// Moves the key to that of the header which names the table, from the header that only passed over it first.
    pub(super) fn move_key(&mut self, source: &str, key: Span) {
        self.key = key;
        self.flags = self.flags & !QUOTED | marks(source, key).0;
    }

    pub(super) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Returns whether it is a table that may have a key, by the key's bit.
    fn may_have(&self, key: &[u8]) -> bool {
        self.kind == Kind::Table && self.signs & bit(key) != 0
    }
}

/// Returns a number, by the length of a key and its ends, that few keys of one table share.
pub(in crate::plan) fn sign(key: &[u8]) -> usize {
    match key {
        [first, .., last] => key.len() * 3 + usize::from(*first) + usize::from(*last),
        _ => key.len(),
    }
}

/// Returns the bit of a key among those of its table.
fn bit(key: &[u8]) -> u8 {
    1 << (sign(key) % 8)
}

/// Returns the flag of a key with quotes, if it has them, and its bit.
fn marks(source: &str, key: Span) -> (u16, u8) {
    match bare_key(source, key) {
        Some(bare) => (0, bit(bare)),
        None => (QUOTED, bit(decode_key(source, key).as_bytes())),
    }
}

/// Keys of the index are hashes already.
#[derive(Clone, Default, Debug)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[derive(Clone, Debug)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    /// From the hash of a parent and a key to the node; of two with one hash the second is kept under the next number.
    index: HashMap<u64, u32, BuildHasherDefault<Ready>>,
    hasher: Option<RandomState>,
}

impl Index<NodeId> for Arena {
    type Output = Node;
    fn index(&self, id: NodeId) -> &Node {
        // What is not in the text has no node here: it has no parent, no key and no bytes.
        self.nodes.get(id.0 as usize).unwrap_or(&NOWHERE)
    }
}

impl IndexMut<NodeId> for Arena {
    fn index_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }
}

impl Arena {
    /// Returns an arena that holds the root, with room for what a source of `bytes` bytes usually makes.
    pub(super) fn new(bytes: usize) -> Self {
        let mut nodes = Vec::with_capacity(bytes / 40 + 1);
        let (key, span, parent) = (NO_KEY, Span::default(), NodeId(0));
        let (kind, signs, flags) = (Kind::Table, 0, HEADER);
        nodes.push(Node { parent, key, span, first: NONE, last: NONE, next: NONE, kind, signs, flags });
        Self { nodes, index: HashMap::default(), hasher: None }
    }

    /// Returns the same nodes of a text whose bytes moved.
    pub(super) fn moved(&self, to: impl Fn(u32) -> u32) -> Self {
        let span = |span: Span| Span { start: to(span.start), end: to(span.end) };
        let node = |node: &Node| {
            let key = if node.key == NO_KEY { NO_KEY } else { span(node.key) };
            Node { key, span: span(node.span), ..node.clone() }
        };
        Self { nodes: self.nodes.iter().map(node).collect(), index: self.index.clone(), hasher: self.hasher.clone() }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn make(&mut self, parent: NodeId, key: Option<Span>, kind: Kind, span: Span, flags: u16) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(NONE));
        let key = key.unwrap_or(NO_KEY);
        self.nodes.push(Node { parent, key, span, first: NONE, last: NONE, next: NONE, kind, signs: 0, flags });
        id
    }

    /// Adds a node that knows its parent but is none of its children.
    pub(super) fn detached(&mut self, parent: NodeId, key: Option<Span>, kind: Kind, span: Span) -> NodeId {
        self.make(parent, key, kind, span, DETACHED)
    }

    /// Adds a node at the end of its parent's children. The caller has made sure that the key is new.
    pub(super) fn push(
        &mut self,
        source: &str,
        parent: NodeId,
        key: Option<Span>,
        kind: Kind,
        span: Span,
        flags: u16,
    ) -> NodeId {
        let (quoted, bit) = key.map_or((0, 0), |key| marks(source, key));
        let id = self.make(parent, key, kind, span, flags | quoted);
        let above = &mut self[parent];
        above.signs |= bit;
        let (last, is_indexed) = (std::mem::replace(&mut above.last, id.0), above.has(INDEXED));
        if last == NONE {
            above.first = id.0;
        } else {
            self[NodeId(last)].next = id.0;
        }
        if is_indexed {
            self.enter(source, id);
        }
        id
    }

    pub(super) fn children(&self, parent: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = self[parent].first;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at as usize)?;
            Some(NodeId(std::mem::replace(&mut at, node.next)))
        })
    }

    pub(super) fn last_child(&self, parent: NodeId) -> Option<NodeId> {
        let last = self[parent].last;
        (last != NONE).then_some(NodeId(last))
    }

    /// Turns a table into an array that holds it as its one element.
    pub(super) fn wrap(&mut self, table: NodeId) {
        let Node { first, last, span, signs, flags, .. } = self[table].clone();
        let element = self.make(table, None, Kind::Table, span, flags & !(INDEXED | QUOTED));
        let mut at = first;
        while let Some(child) = self.nodes.get_mut(at as usize) {
            child.parent = element;
            at = child.next;
        }
        (self[element].first, self[element].last, self[element].signs) = (first, last, signs);
        let node = &mut self[table];
        (node.first, node.last, node.kind, node.flags) =
            (element.0, element.0, Kind::Array, flags & (DAMAGED | QUOTED) | TABLES);
    }

    /// Returns the entry of `table` under `key`.
    pub(super) fn find(&self, source: &str, table: NodeId, key: &[u8]) -> Option<NodeId> {
        let node = self.nodes.get(table.0 as usize)?;
        if !node.may_have(key) {
            return None;
        }
        if node.has(INDEXED) {
            return self.look_up(source, table, key);
        }
        self.children(table).find(|&child| self.is_keyed(source, child, key))
    }

    /// Returns the same while the tree grows: a table that has become large gets an index.
    pub(super) fn find_growing(&mut self, source: &str, table: NodeId, key: &[u8]) -> Option<NodeId> {
        let node = &self[table];
        if !node.may_have(key) {
            return None;
        }
        if node.has(INDEXED) {
            return self.look_up(source, table, key);
        }
        let mut at = node.first;
        let mut passed = 0;
        while let Some(node) = self.nodes.get(at as usize) {
            if self.is_keyed(source, NodeId(at), key) {
                return Some(NodeId(at));
            }
            (at, passed) = (node.next, passed + 1);
        }
        if passed > SMALL {
            self[table].flags |= INDEXED;
            let mut at = self[table].first;
            while let Some(node) = self.nodes.get(at as usize) {
                let next = node.next;
                self.enter(source, NodeId(at));
                at = next;
            }
        }
        None
    }

    fn is_keyed(&self, source: &str, node: NodeId, key: &[u8]) -> bool {
        let node = &self[node];
        if node.has(QUOTED) {
            return decode_key(source, node.key).as_bytes() == key;
        }
        // Most keys differ in length from the one that is looked for.
        let same_length = (node.key.end.wrapping_sub(node.key.start)) as usize == key.len();
        same_length && source.as_bytes().get(node.key.range()) == Some(key)
    }

    fn hash(&self, parent: NodeId, key: &[u8]) -> u64 {
        self.hasher.as_ref().map_or(0, |state| state.hash_one((parent, key)))
    }

    fn look_up(&self, source: &str, parent: NodeId, key: &[u8]) -> Option<NodeId> {
        let mut hash = self.hash(parent, key);
        loop {
            let id = NodeId(*self.index.get(&hash)?);
            if self[id].parent == parent && self.is_keyed(source, id, key) {
                return Some(id);
            }
            hash = hash.wrapping_add(1);
        }
    }

    fn enter(&mut self, source: &str, node: NodeId) {
        let Some(span) = self[node].key_span() else { return };
        self.hasher.get_or_insert_default();
        let mut hash = self.hash(self[node].parent, decode_key(source, span).as_bytes());
        while self.index.contains_key(&hash) {
            hash = hash.wrapping_add(1);
        }
        self.index.insert(hash, node.0);
    }
}
