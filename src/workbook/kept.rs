//! The values that cannot be read and are in a cell all the same, as they were written.

use std::collections::HashSet;

use super::grid::{Grid, Layout, Places};
use crate::plan::syntax::Tree;
use crate::plan::{Complaint, ComplaintKind, Place, Plan};
use crate::span::NodeId;
use crate::write::Node;

/// Returns the complaints, by number, about what no cell holds: a mistake of syntax, a key that the format does not have, a
/// value where a section belongs.
pub(super) fn lost(plan: &Plan, layout: &Layout<'_>, grids: &[Grid<'_>], places: &Places) -> Vec<usize> {
    let values = plan.complaints.iter().filter_map(value);
    let mut walk =
        Walk { plan, layout, grids, places, wanted: values.collect(), way: Vec::new(), held: HashSet::new() };
    if !walk.wanted.is_empty() {
        walk.down(Tree::ROOT, layout.plan);
    }
    let keeps = |complaint: &Complaint| match complaint.kind {
        ComplaintKind::InvalidToml | ComplaintKind::UnknownKey | ComplaintKind::UnknownFormat => false,
        ComplaintKind::MissingKey | ComplaintKind::WrongType | ComplaintKind::UnreadableMoney => {
            matches!(complaint.at, Place::Absent(..)) || value(complaint).is_some_and(|node| walk.held.contains(&node))
        }
    };
    plan.complaints.iter().enumerate().filter(|(_, complaint)| !keeps(complaint)).map(|(n, _)| n).collect()
}

/// Returns the value a complaint is about.
fn value(complaint: &Complaint) -> Option<NodeId> {
    match complaint.at {
        Place::Value(node) => Some(node),
        Place::Key(_) | Place::Absent(..) | Place::Bytes(..) => None,
    }
}

/// A walk through a plan, once, by the keys and numbers that lead to each part of it.
struct Walk<'a> {
    plan: &'a Plan,
    layout: &'a Layout<'a>,
    grids: &'a [Grid<'a>],
    places: &'a Places,
    wanted: HashSet<NodeId>,
    way: Vec<String>,
    /// Those of the wanted that are in a cell.
    held: HashSet<NodeId>,
}

impl Walk<'_> {
    fn down(&mut self, node: NodeId, value: &Node) {
        if self.wanted.contains(&node)
            && let Some(place) = self.places.get(&self.way)
            && self.grids[place.sheet].holds(*place, value, self.layout.unit)
        {
            self.held.insert(node);
        }
        let tree = &self.plan.tree;
        for (n, child) in tree.children(node).enumerate() {
            let key = tree.key(child).map(std::borrow::Cow::into_owned);
            let below = match (value, &key) {
                (Node::List(items), _) => items.get(n),
                (table, _) => {
                    table.entries().get(n).filter(|(own, _)| Some(own) == key.as_ref()).map(|(_, below)| below)
                }
            };
            if let Some(below) = below {
                self.way.push(key.unwrap_or_else(|| n.to_string()));
                self.down(child, below);
                self.way.pop();
            }
        }
    }
}
