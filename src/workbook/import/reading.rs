//! The values read from a workbook so far.

use std::collections::HashMap;

use crate::workbook::fault::CellFault;
use crate::workbook::format::Sheet;
use crate::workbook::grid::CellPlace;
use crate::workbook::labels::owner;
use crate::write::Node;

/// The values read so far.
pub(super) struct Reading<'f> {
    pub(super) plan: Node,
    pub(super) sheets: &'f [Sheet],
    /// The cell each value came from.
    pub(super) places: HashMap<Vec<String>, CellPlace>,
    pub(super) faults: Vec<CellFault>,
}

impl Reading<'_> {
    /// Returns the entries of a list, to add to.
    pub(super) fn list(&mut self, path: &[String]) -> &mut Vec<Node> {
        let node = path.iter().fold(&mut self.plan, |node, key| node.under(key));
        if !matches!(node, Node::List(_)) {
            *node = Node::List(Vec::new());
        }
        match node {
            Node::List(items) => items,
            // It was made one just now.
            _ => unreachable!("a list"),
        }
    }

    /// Returns the entries of the list a sheet's rows belong to.
    pub(super) fn owners(&self, sheet: &Sheet) -> &[Node] {
        let list = owner(sheet).and_then(|(path, _)| path.iter().try_fold(&self.plan, |node, key| node.get(key)));
        match list {
            Some(Node::List(items)) => items,
            _ => &[],
        }
    }
}
