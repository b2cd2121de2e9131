//! Text to a plan.

use std::sync::Arc;

use super::doubt::Doubts;
use super::field::{Complaint, ComplaintKind, Place};
use super::likeness;
use super::model::Plan;
use super::names::Names;
use super::outside::Published;
use super::path;
use super::reader::Reader;
use super::syntax::{SyntaxError, Tree};
use crate::cells::Cells;
use crate::span::NodeId;

impl Plan {
    /// Reads a plan. This never fails: what is wrong with the text is in [`Plan::complaints`].
    pub fn read(source: String) -> Self {
        Self::of(Tree::parse(source))
    }

    /// Reads the plan in a tree, as [`Self::read`] does.
    pub fn of(tree: Tree) -> Self {
        Self::read_with(tree, Doubts::default(), None)
    }

    /// Reads the plan in a text that was made from the cells of a workbook, of which no more is kept that cannot be read than
    /// there is room for.
    pub fn read_made(source: String, cells: &Arc<Cells>) -> Self {
        Self::read_with(Tree::parse(source), Doubts::default(), cells.room).made_from(cells)
    }

    /// Returns a plan of which nothing but the tree was read, so that its places have their paths.
    #[cfg(feature = "workbook")]
    pub(crate) fn unread(tree: Tree) -> Self {
        Self { tree, ..Self::default() }
    }

    /// Says from which cells of a workbook the text of the plan was made. What cannot be read is then said in the terms
    /// of the workbook.
    #[must_use]
    pub fn made_from(mut self, cells: &Arc<Cells>) -> Self {
        for n in 0..self.complaints.len() {
            let site = self.site(&self.complaints[n].at);
            if let Some((message, help)) = cells.said.get(&site.path) {
                let own = &mut self.complaints[n];
                (own.message, own.help, own.with, own.form) = (message.clone(), Some(help.clone()), None, None);
            }
        }
        self.cells = Some(cells.clone());
        self
    }

    /// Reads the plan once more, with what was published of its area, so that no doubtful value can be read.
    #[must_use]
    pub fn doubting(&self, doubts: Doubts) -> Self {
        Self::read_as_before(self.tree.clone(), doubts, self.cells.as_ref(), self.published.iter().cloned())
    }

    /// Gives up the plan for the same, read once more: there is one of the two at a time.
    #[must_use]
    pub(crate) fn again(mut self, doubts: Doubts) -> Self {
        let (tree, cells) = (std::mem::take(&mut self.tree), self.cells.take());
        let published = std::mem::take(&mut self.published);
        // All else of it is given up before the other is read.
        drop(self);
        Self::read_as_before(tree, doubts, cells.as_ref(), published)
    }

    fn read_as_before(
        tree: Tree,
        doubts: Doubts,
        cells: Option<&Arc<Cells>>,
        published: impl IntoIterator<Item = Published>,
    ) -> Self {
        let mut plan = Self::read_with(tree, doubts, cells.and_then(|cells| cells.room));
        if let Some(cells) = cells {
            plan = plan.made_from(cells);
        }
        plan.publish(published);
        plan
    }

    /// Reads a plan and leaves unread what is not to be relied on.
    fn read_with(tree: Tree, doubts: Doubts, room: Option<usize>) -> Self {
        let mut reader = Reader::new(&tree, syntax_complaints(&tree), doubts, room);
        if let Some((complaint, said)) = likeness::headless(&tree) {
            reader.complaints.push(complaint);
            (reader.headless, reader.said) = (true, said);
        }
        let plan = reader.table::<Self>(Tree::ROOT).unwrap_or_default();
        let (complaints, notes) = (std::mem::take(&mut reader.complaints), std::mem::take(&mut reader.notes));
        let (doubts, cut) = (std::mem::take(&mut reader.doubts), reader.is_cut());
        Self { tree, complaints, cut, notes, doubts, ..plan }
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
