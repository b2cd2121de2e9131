//! The values read from a workbook so far, and what cannot be read.

use std::collections::HashMap;

use super::known::Known;
use super::told::Tally;
use crate::money::Unit;
use crate::plan::{MoneyUnit, Word};
use crate::workbook::cell::{Taken, Told};
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Leaf, Sheet};
use crate::workbook::grid::CellPlace;
use crate::workbook::labels::owner;
use crate::write::{Node, Value};

/// The values read so far.
pub(super) struct Reading<'f> {
    pub(super) plan: Node,
    pub(super) sheets: &'f [Sheet],
    /// The cell each value came from.
    pub(super) places: HashMap<Vec<String>, CellPlace>,
    /// The things that the columns of each sheet say, by its number: the dotted path from the entry, with the column.
    pub(super) columns: HashMap<usize, Vec<(String, usize)>>,
    /// The rows of headers of each sheet, by its number.
    pub(super) headers: HashMap<usize, Vec<usize>>,
    /// The unit of the plan's bare amounts.
    pub(super) unit: Unit,
    /// The cells of the sheet being read that are told.
    pub(super) tally: Tally,
    /// The names that the entries of the plan's lists go by, as far as the sheet being read asked for them.
    known: HashMap<&'static str, Known>,
    /// The cells of what there is once in a plan, blank or not, by its dotted path.
    pub(super) once: HashMap<String, CellPlace>,
    /// The cells that cannot be read, or that nothing is known of.
    pub(super) wrong: Vec<WrongCell>,
    /// The faults that keep the workbook, or a whole sheet of it, from being read.
    pub(super) faults: Vec<CellFault>,
    /// The notes on what was read in a way that somebody may want to know of.
    pub(super) notes: Vec<String>,
}

/// A cell that cannot be taken over.
#[derive(Debug)]
pub(super) struct WrongCell {
    pub(super) at: CellPlace,
    /// The keys and numbers that lead to the value it should be, where that is known.
    pub(super) way: Option<Vec<String>>,
    pub(super) message: String,
    pub(super) help: String,
}

impl<'f> Reading<'f> {
    /// Returns a reading of nothing yet.
    pub(super) fn new(sheets: &'f [Sheet]) -> Self {
        Self {
            plan: Node::Table(Vec::new()),
            sheets,
            places: HashMap::new(),
            columns: HashMap::new(),
            headers: HashMap::new(),
            unit: Unit::default(),
            tally: Tally::new(),
            known: HashMap::new(),
            once: HashMap::new(),
            wrong: Vec::new(),
            faults: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Notes a cell that says nothing of the plan, and should not be where it is.
    pub(super) fn stray(&mut self, at: CellPlace, message: impl Into<String>, help: impl Into<String>) {
        self.wrong.push(WrongCell { at, way: None, message: message.into(), help: help.into() });
    }

    /// Notes that the value at the end of `way` is there and cannot be read.
    pub(super) fn unreadable(
        &mut self,
        way: Vec<String>,
        at: CellPlace,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let mut place = &mut self.plan;
        for key in &way {
            let number = key.parse::<usize>().ok();
            let listed = number.filter(|n| matches!(&*place, Node::List(items) if *n < items.len()));
            place = match (place, listed) {
                (Node::List(items), Some(n)) => &mut items[n],
                (node, _) => node.under(key),
            };
        }
        // A table is no value of any kind that a cell can hold, so that whoever reads the text cannot read it either.
        *place = Node::Value(Value::Other("{}".to_owned()));
        self.places.insert(way.clone(), at);
        self.wrong.push(WrongCell { at, way: Some(way), message: message.into(), help: help.into() });
    }

    /// Begins a sheet.
    pub(super) fn begin(&mut self) {
        self.tally.clear();
        self.known.clear();
        let money = self.plan.get(crate::plan::HEADER).and_then(|plan| plan.get("money")?.text());
        self.unit = money.and_then(MoneyUnit::from_word).map(MoneyUnit::unit).unwrap_or_default();
    }

    /// Returns the node of what was read in a cell: of what names an entry of the plan the id of it. A way of reading that is
    /// told is noted.
    pub(super) fn node(&mut self, leaf: &Leaf, taken: Taken, at: CellPlace) -> Node {
        let (node, told) = match (leaf.to, taken.node) {
            (Some(list), Node::Value(value)) => {
                let plan = &self.plan;
                let known = self.known.entry(list).or_insert_with(|| Known::of(plan.get(list)));
                let (value, told) = known.named(leaf, value);
                (Node::Value(value), told.or(taken.told))
            }
            (_, node) => (node, taken.told),
        };
        self.told(told, at);
        node
    }

    /// Notes that a cell was read in a way that is told.
    pub(super) fn told(&mut self, told: Option<Told>, at: CellPlace) {
        if let Some(told) = told {
            self.tally.entry(told).or_insert((0, at)).0 += 1;
        }
    }

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
