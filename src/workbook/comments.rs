//! The comments of a plan's text, as notes at the cells they are about: of a section at the first header of its sheet, of an
//! entry at the first cell of its row, of a key at its own. A note is no part of the plan, and is not read back.

use super::grid::{CellPlace, Grid, Places};
use super::sheets::Shape;
use crate::plan::syntax::{Kind, Tree};
use crate::span::NodeId;

/// The beginning of a comment that only parts a text.
const RULE: &str = "--";

/// Takes the comments of a plan's text over into its sheets.
pub(super) fn carry(tree: &Tree, grids: &mut [Grid<'_>], places: &Places) {
    Carrier { tree, grids, places, way: Vec::new() }.below(Tree::ROOT);
}

/// A walk through a text, by the keys and numbers that lead to each part of it.
struct Carrier<'a, 'g, 'f> {
    tree: &'a Tree,
    grids: &'g mut [Grid<'f>],
    places: &'a Places,
    way: Vec<String>,
}

impl Carrier<'_, '_, '_> {
    fn below(&mut self, node: NodeId) {
        let tree = self.tree;
        let is_list = tree.kind(node) == Kind::Array;
        for (n, child) in tree.children(node).enumerate() {
            let key = tree.key_span(child);
            let start = key.unwrap_or_else(|| tree.span(child)).start as usize;
            // A list stands where its first entry does.
            if is_list || tree.kind(child) != Kind::Array || tree.children(child).next().is_none() {
                let above = Above::of(tree.source(), start);
                if is_list && n == 0 {
                    let list = above.before.or_else(|| above.right.clone());
                    let own = above.right.filter(|own| list.as_ref() != Some(own));
                    self.at_sheet(list);
                    self.at_cell(child, n.to_string(), own);
                } else if is_list {
                    self.at_cell(child, n.to_string(), above.right);
                } else {
                    let key = tree.key(child).map(std::borrow::Cow::into_owned).unwrap_or_default();
                    self.at_cell(child, key, above.right);
                }
            }
            self.way.push(tree.key(child).map_or_else(|| n.to_string(), std::borrow::Cow::into_owned));
            self.below(child);
            self.way.pop();
        }
    }

    /// Notes a comment at the sheet of the section or list that the way leads to.
    fn at_sheet(&mut self, comment: Option<String>) {
        let is_own =
            |grid: &&mut Grid<'_>| grid.sheet.path == self.way && !matches!(grid.sheet.shape, Shape::Series(_));
        if let (Some(comment), Some(grid)) = (comment, self.grids.iter_mut().find(is_own)) {
            grid.comment = Some(comment);
        }
    }

    /// Notes a comment at the cell of what is one step on, or of the first value in it; of a section at its sheet.
    fn at_cell(&mut self, node: NodeId, step: String, comment: Option<String>) {
        if comment.is_none() {
            return;
        }
        let depth = self.way.len();
        self.way.push(step);
        let is_sheet = self.grids.iter().any(|grid| grid.sheet.path == self.way);
        if is_sheet {
            self.at_sheet(comment);
        } else if let Some(CellPlace { sheet, row, column }) = self.first_place(node)
            && let Some(grid) = self.grids.get_mut(sheet)
        {
            // The key of a form stands in the first cell of its row.
            let column = if grid.sheet.shape == Shape::Form { 0 } else { column };
            if let Some(row) = row.checked_sub(1).and_then(|row| grid.rows.get_mut(row)) {
                row.comments.extend(comment.map(|comment| (column, comment)));
            }
        }
        self.way.truncate(depth);
    }

    /// Returns the place of a node at the end of the way, or else of the first in it that has one.
    fn first_place(&mut self, node: NodeId) -> Option<CellPlace> {
        let mut node = node;
        loop {
            if let Some(place) = self.places.get(&self.way) {
                return Some(*place);
            }
            node = self.tree.children(node).next()?;
            self.way.push(self.tree.key(node)?.into_owned());
        }
    }
}

/// The comments above a part of a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Above {
    /// The one right above it.
    right: Option<String>,
    /// The one before that, with a blank line between.
    before: Option<String>,
}

impl Above {
    /// Returns the comments above what begins at a byte, where nothing else begins its line.
    fn of(source: &str, start: usize) -> Self {
        // Most of a text stands behind something else on its line, and that line may be all there is.
        let above = source[..start].trim_end_matches(['[', ' ', '\t']);
        if !above.is_empty() && !above.ends_with('\n') {
            return Self::default();
        }
        let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
        for line in above.lines().rev() {
            let line = line.trim();
            match line.strip_prefix('#').map(str::trim) {
                Some(comment) if comment.starts_with(RULE) => break,
                Some(comment) => blocks.last_mut().into_iter().for_each(|block| block.push(comment)),
                None if line.is_empty() && blocks.len() < 3 => blocks.push(Vec::new()),
                None => {
                    // What stands right below something else, and apart from this, belongs to that.
                    if blocks.len() > 1 && !line.is_empty() {
                        blocks.pop();
                    }
                    break;
                }
            }
        }
        let mut blocks = blocks.into_iter();
        let mut next = || blocks.next().and_then(said);
        Self { right: next(), before: next() }
    }
}

/// Returns what a comment says, given its lines from the last; nothing where it says nothing. A line of a plan that is left
/// out by a sign is no comment on another.
fn said(lines: Vec<&str>) -> Option<String> {
    let is_key = |line: &str| {
        let key = line.split_once(" = ").map(|(key, _)| key);
        line.starts_with('[') || key.is_some_and(|key| !key.contains(' '))
    };
    let text: Vec<&str> = lines.into_iter().rev().filter(|line| !line.is_empty() && !is_key(line)).collect();
    (!text.is_empty()).then(|| text.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_belongs_to_what_is_right_below_it() {
        let text = "a = 1\n# of a\n\n# ---- Part ----\n# All of them,\n# each once.\n\n# The first.\n[[x]]\nid = 1 # beside\n# code = 5\nb = 2\n";
        let above = |of: &str| Above::of(text, text.find(of).expect("it is there"));
        let both = |right: &str, before: &str| Above {
            right: Some(right.to_owned()).filter(|text| !text.is_empty()),
            before: Some(before.to_owned()).filter(|text| !text.is_empty()),
        };
        assert_eq!(above("x]]"), both("The first.", "All of them, each once."));
        assert_eq!([above("a = 1"), above("id"), above("b = 2"), above("1 # b")], [(); 4].map(|()| Above::default()));
        let other = "a = 1\n# of a\n\n[b]\n";
        assert_eq!(Above::of(other, other.find("b]").expect("it is there")), Above::default());
    }
}
