//! The part of a plan that is at a place of its text.

use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::span::{NodeId, Span};

/// The parts of a node that a place may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Its key.
    Key,
    /// Its value; of a table its header.
    Value,
}

/// A node, and the part of it that a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Under {
    pub(super) node: NodeId,
    pub(super) part: Part,
    pub(super) span: Span,
}

/// Returns the innermost key or value at a byte; a place right behind one counts as in it.
pub(super) fn under(plan: &Plan, offset: u32) -> Option<Under> {
    let tree = &plan.tree;
    let parts = tree.nodes().filter(|node| *node != Tree::ROOT).flat_map(|node| {
        let key = tree.key_span(node).map(|span| Under { node, part: Part::Key, span });
        key.into_iter().chain([Under { node, part: Part::Value, span: tree.span(node) }])
    });
    let here = parts.filter(|under| under.span.touches(offset));
    // Of two that touch at the place, the one that begins there is meant.
    here.min_by_key(|under| (under.span.end - under.span.start, std::cmp::Reverse(under.span.start), under.part))
}

/// Returns a node and the tables and lists it is in, the innermost first.
pub(super) fn upwards(plan: &Plan, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(Some(node), |node| plan.tree.parent(*node))
}
