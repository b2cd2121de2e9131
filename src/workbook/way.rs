//! The place of a value: the way to it in a plan, the letters of its column in a sheet.

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

/// Returns the letters of a column: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default());
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
