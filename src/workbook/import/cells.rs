//! The text of a plan, with the cell each part of it was made from.

use super::reading::Reading;
use super::ways::{WHOLE, WayId, Ways, narrow};
use crate::cells::{CellAt, CellSheet, Cells, ShownCells};
use crate::plan::Plan;
use crate::plan::syntax::Tree;
use crate::span::NodeId;
use crate::workbook::cell::shown;
use crate::workbook::format::Sheet;
use crate::workbook::grid::CellPlace;
use crate::workbook::open::Raw;
use crate::workbook::sheets::Shape;
use crate::write::{Node, Value, document};

/// Returns the text of what was read, which is given up for it, and its cells.
pub(super) fn told(reading: &mut Reading<'_>, sheets: Vec<CellSheet>) -> (String, Cells) {
    let mut cells = Cells::with_sheets(sheets);
    cells.once = reading.once.iter().map(|(path, place)| (path.clone(), at(*place))).collect();
    let mut strays = Vec::new();
    for wrong in &mut reading.wrong {
        if wrong.way.is_none() {
            // A key that the format does not have is told as one, by the cell it was in.
            let name = cells.name(at(wrong.at)).to_string();
            reading.places.insert([&name], wrong.at);
            strays.push((name.clone(), Node::Value(Value::Truth(true))));
            wrong.way = Some(vec![name]);
        }
    }
    if let Node::Table(entries) = &mut reading.plan {
        entries.splice(0..0, strays);
    }
    let text = document(&std::mem::replace(&mut reading.plan, Node::Table(Vec::new())));
    let plan = Plan::unread(Tree::parse(text));
    let mut starts = Vec::new();
    let mut walk = Walk { tree: &plan.tree, ways: &reading.places, starts: &mut starts };
    walk.down(Tree::ROOT, Some(WHOLE), None);
    cells.made(starts);
    for wrong in &reading.wrong {
        let node = wrong.way.iter().flatten().try_fold(Tree::ROOT, |node, key| below(&plan.tree, node, key));
        if let Some(node) = node {
            cells.said.insert(plan.path_of(node), (wrong.message.clone(), wrong.help.clone()));
        }
    }
    (plan.tree.into_source(), cells)
}

/// Returns the node under a key, or the one of that number in a list.
fn below(tree: &Tree, node: NodeId, key: &str) -> Option<NodeId> {
    tree.get(node, key).or_else(|| tree.children(node).nth(key.parse().ok()?))
}

/// A walk through a text, by the keys and numbers that lead to each part of it.
struct Walk<'a> {
    tree: &'a Tree,
    ways: &'a Ways,
    starts: &'a mut Vec<(u32, CellAt)>,
}

impl Walk<'_> {
    /// Notes where a node and everything in it came from: what has no cell came from that of what holds it.
    fn down(&mut self, node: NodeId, way: Option<WayId>, above: Option<CellAt>) {
        let own = way.and_then(|way| self.ways.cell(way)).or(above);
        if let Some(at) = own {
            let key = self.tree.key_span(node).map(|span| span.start);
            self.starts.extend(key.into_iter().chain([self.tree.span(node).start]).map(|start| (start, at)));
        }
        for (n, child) in self.tree.children(node).enumerate() {
            let below = way.and_then(|way| match self.tree.key(child) {
                Some(key) => self.ways.below(way, &key),
                None => self.ways.nth(way, n),
            });
            self.down(child, below, own);
        }
    }
}

fn at(place: CellPlace) -> CellAt {
    CellAt { sheet: narrow(place.sheet), row: narrow(place.row), column: narrow(place.column) }
}

/// Returns what is shown on the sheets of the plan format.
pub(super) fn of_format(reading: &Reading<'_>, raws: &[Raw]) -> Vec<CellSheet> {
    let sheet = |(n, own): (usize, &Sheet)| {
        let sheet = match raws.iter().find(|raw| raw.is_called(&own.name)) {
            Some(raw) => sheet(reading, n, raw),
            None => CellSheet { name: own.name.clone(), ..CellSheet::default() },
        };
        // Figures by period stand on a sheet of their own, and are no list.
        let is_list = !matches!(own.shape, Shape::Series(_));
        CellSheet { section: if is_list { own.path.join(".") } else { String::new() }, ..sheet }
    };
    reading.sheets.iter().enumerate().map(sheet).collect()
}

/// Returns what is shown on the sheets of a workbook.
pub(super) fn of_book(reading: &Reading<'_>, raws: &[Raw]) -> Vec<CellSheet> {
    raws.iter().enumerate().map(|(n, raw)| sheet(reading, n, raw)).collect()
}

/// Returns what is shown on a sheet.
fn sheet(reading: &Reading<'_>, n: usize, raw: &Raw) -> CellSheet {
    let mut all = ShownCells::with_room(raw.rows.len(), raw.rows.iter().map(|(_, cells)| cells.len()).sum());
    for (row, cells) in &raw.rows {
        all.begin(narrow(*row));
        for (column, cell) in cells {
            all.push(narrow(*column), &shown(cell));
        }
    }
    CellSheet {
        name: raw.name.clone(),
        headers: reading.headers.get(&n).into_iter().flatten().map(|row| narrow(*row)).collect(),
        shown: all,
        columns: reading.columns.get(&n).into_iter().flatten().map(|(path, at)| (path.clone(), narrow(*at))).collect(),
        ..CellSheet::default()
    }
}
