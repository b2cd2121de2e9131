//! TOML text to a spanned tree that survives every mistake in it.
//!
//! The grammar is ours, because a plan that somebody typed by hand deserves more than the first error: each mistake
//! costs one error at the place where it was made, and everything else is still read. Numbers stay text, so money is
//! exact. Strings, numbers and dates are decoded by `toml_parser` and `toml`, which know the corners of the standard.
//!
//! - `lex`: how far a string, a word or a blank reaches.
//! - `arena`: the nodes, and finding one by its key.
//! - `parse`: documents, headers, keys and values.
//! - `place`: where a key or a header belongs, and the rules against defining a thing twice.
//! - `recover`: what to do with a line that is no TOML.
//! - `again`: the tree of the same text with other values.
//! - `copies`: entries that are written twice.
//! - `hints`: what somebody meant by a value that is no TOML.

mod again;
mod arena;
mod copies;
mod hints;
mod kind;
mod lex;
mod parse;
mod place;
mod recover;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use crate::span::{NodeId, Span};

pub(super) use arena::sign;
pub(super) use hints::FOOTNOTES;
pub use kind::{Kind, MAX_DEPTH, SyntaxError};
pub(super) use lex::scalar;

use arena::{Arena, DAMAGED, PLAIN};

/// A TOML document with the place of everything in it. It owns its source.
#[derive(Clone, Debug)]
pub struct Tree {
    source: String,
    arena: Arena,
    errors: Vec<SyntaxError>,
}

impl Default for Tree {
    fn default() -> Self {
        Self::parse(String::new())
    }
}

impl Tree {
    /// The table that holds everything.
    pub const ROOT: NodeId = kind::ROOT;

    /// Reads the whole of `source`. This never fails: what is wrong with the text is in [`Tree::errors`].
    pub fn parse(source: String) -> Self {
        let (arena, errors) = parse::parse(&source);
        Self { source, arena, errors }
    }

    /// Gives up the nodes and keeps the text.
    pub(crate) fn give_up_nodes(&mut self) {
        self.arena = Arena::new(0);
        self.errors = Vec::new();
    }

    /// Returns the text it was read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Gives up the tree for its source.
    pub(crate) fn into_source(self) -> String {
        self.source
    }

    /// Returns every mistake, in file order.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Returns the kind of a node.
    pub fn kind(&self, node: NodeId) -> Kind {
        self.arena[node].kind
    }

    /// Returns the entry of `table` under the decoded `key`; nothing when `table` is no table.
    pub fn get(&self, table: NodeId, key: &str) -> Option<NodeId> {
        self.arena.find(&self.source, table, key.as_bytes())
    }

    /// Returns the entries of a table or the elements of an array, in order of appearance.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.arena.children(node)
    }

    /// Returns the table or array that holds a node; nothing for the root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        (node != Self::ROOT).then(|| self.arena[node].parent)
    }

    /// Returns the decoded key of a table's entry; nothing for elements of arrays and for the root.
    pub fn key(&self, node: NodeId) -> Option<Cow<'_, str>> {
        self.key_span(node).map(|span| lex::decode_key(&self.source, span))
    }

    /// Returns the span of the key of a table's entry: of a dotted key its own segment, quotes included.
    pub fn key_span(&self, node: NodeId) -> Option<Span> {
        self.arena[node].key_span()
    }

    /// Returns the span of the value: strings with quotes, inline tables and arrays with brackets. Of a table made by a header
    /// it is the header, of an array of tables the first header, of a table made by a dotted key or passed over by a
    /// header the segment that made it first, and of the root the empty span at the first byte.
    pub fn span(&self, node: NodeId) -> Span {
        self.arena[node].span
    }

    /// Returns the source text of a node's span.
    pub fn raw(&self, node: NodeId) -> &str {
        self.span(node).of(&self.source)
    }

    /// Returns the decoded text of a string; the source text of anything else.
    pub fn text(&self, node: NodeId) -> Cow<'_, str> {
        if self.arena[node].has(PLAIN) {
            let Span { start, end } = self.span(node);
            Cow::Borrowed(Span { start: start + 1, end: end - 1 }.of(&self.source))
        } else if self.kind(node) == Kind::String {
            lex::decode_string(&self.source, self.span(node))
        } else {
            Cow::Borrowed(self.raw(node))
        }
    }

    /// Returns whether there is a mistake directly inside this table or array, so that some of its keys or elements may have been
    /// lost: what is missing from it must not be reported again.
    pub fn is_damaged(&self, node: NodeId) -> bool {
        self.arena[node].flags & DAMAGED != 0
    }

    /// Returns every node, in the order they were met.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// Returns how many nodes were made, including the root and those that were dropped because their key was there
    /// already.
    #[expect(clippy::len_without_is_empty, reason = "a tree always has its root")]
    pub fn len(&self) -> usize {
        self.arena.len()
    }
}
