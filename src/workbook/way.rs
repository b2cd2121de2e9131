//! The way to a value in a plan.

use crate::plan::syntax::Tree;
use crate::span::NodeId;

/// Returns the keys and numbers that lead to a node.
pub(super) fn way(tree: &Tree, node: NodeId) -> Vec<String> {
    let mut way = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        way.push(match tree.key(at) {
            Some(key) => key.into_owned(),
            None => tree.children(parent).position(|child| child == at).unwrap_or_default().to_string(),
        });
        at = parent;
    }
    way.reverse();
    way
}
