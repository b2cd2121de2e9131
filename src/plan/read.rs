//! Text to a plan.

use super::field::{Complaint, ComplaintKind, Place};
use super::likeness;
use super::model::Plan;
use super::names::Names;
use super::path;
use super::reader::Reader;
use super::syntax::{SyntaxError, Tree};
use crate::span::NodeId;

impl Plan {
    /// Reads a plan. This never fails: what is wrong with the text is in [`Plan::complaints`].
    pub fn read(source: String) -> Self {
        let tree = Tree::parse(source);
        let mut reader = Reader::new(&tree, syntax_complaints(&tree));
        if let Some((complaint, said)) = likeness::headless(&tree) {
            reader.complaints.push(complaint);
            (reader.headless, reader.said) = (true, said);
        }
        let plan = reader.table::<Self>(Tree::ROOT).unwrap_or_default();
        let (complaints, notes) = (std::mem::take(&mut reader.complaints), std::mem::take(&mut reader.notes));
        Self { tree, complaints, notes, ..plan }
    }
}

/// Returns the syntax errors as complaints.
fn syntax_complaints(tree: &Tree) -> Vec<Complaint> {
    let names = Names::default();
    let path = |node: Option<NodeId>| node.map_or_else(String::new, |node| path::path(&names, tree, node));
    let complaint = |error: &SyntaxError| Complaint {
        kind: ComplaintKind::InvalidToml,
        at: Place::Bytes(error.span, path(error.node)),
        message: error.message.clone(),
        help: error.help.clone(),
        label: error.label.clone().map(|(span, text)| (Place::Bytes(span, path(error.node)), text)),
        with: None,
        form: None,
    };
    tree.errors().iter().map(complaint).collect()
}
