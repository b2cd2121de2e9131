//! The cells that findings are about.

use super::grid::{CellPlace, Places};
use super::way::way;
use crate::finding::Finding;
use crate::plan::Plan;

/// Returns the cell a finding is about, or the nearest that holds it.
pub(super) fn cell_of(plan: &Plan, places: &Places, finding: &Finding) -> Option<CellPlace> {
    let mut path = finding.at.path.as_str();
    let node = loop {
        match plan.resolve(path) {
            Some(node) if !plan.is_outside(node) => break node,
            _ => path = path.rsplit_once('.')?.0,
        }
    };
    let mut way = way(&plan.tree, node);
    while !way.is_empty() {
        if let Some(at) = places.get(&way) {
            return Some(*at);
        }
        way.pop();
    }
    None
}
