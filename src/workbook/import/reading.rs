//! The values read from a workbook so far, and what cannot be read.

use std::collections::HashMap;

use super::known::Known;
use super::told::Tally;
use super::ways::Ways;
use crate::money::Unit;
use crate::plan::{MoneyUnit, Word};
use crate::workbook::fault::CellFault;
use crate::workbook::format::{Leaf, Sheet};
use crate::workbook::grid::CellPlace;
use crate::workbook::labels::owner;
use crate::workbook::room::Room;
use crate::workbook::taken::{Taken, Told};
use crate::write::{Node, Value};

/// The value a plan's text has for a cell that cannot be read: a number that is none.
const NOTHING: &str = "nan";

/// The values read so far.
pub(in crate::workbook) struct Reading<'f> {
    pub(in crate::workbook) plan: Node,
    pub(in crate::workbook) sheets: &'f [Sheet],
    /// The cell each value came from.
    pub(in crate::workbook) places: Ways,
    /// The things that the columns of each sheet say, by its number: the dotted path from the entry, with the column.
    pub(in crate::workbook) columns: HashMap<usize, Vec<(String, usize)>>,
    /// The rows of headers of each sheet, by its number.
    pub(in crate::workbook) headers: HashMap<usize, Vec<usize>>,
    /// The unit of the plan's bare amounts.
    pub(super) unit: Unit,
    /// The cells of the sheet being read that are told.
    pub(super) tally: Tally,
    /// The names that the entries of the plan's lists go by, as far as the sheet being read asked for them.
    known: HashMap<&'static str, Known>,
    /// The cells of what there is once in a plan, blank or not, by its dotted path.
    pub(in crate::workbook) once: HashMap<String, CellPlace>,
    /// The cells that cannot be read, or that nothing is known of.
    pub(in crate::workbook) wrong: Vec<WrongCell>,
    /// The faults that keep the workbook, or a whole sheet of it, from being read.
    pub(in crate::workbook) faults: Vec<CellFault>,
    /// The notes on what was read in a way that somebody may want to know of.
    pub(in crate::workbook) notes: Vec<String>,
    /// The room that is left for what is read.
    pub(super) room: Room,
    /// The first sheet of which something had no room, and was not taken over.
    pub(super) full: Option<usize>,
}

/// A cell that cannot be taken over.
#[derive(Debug)]
pub(in crate::workbook) struct WrongCell {
    pub(in crate::workbook) at: CellPlace,
    /// The keys and numbers that lead to the value it should be, where that is known.
    pub(in crate::workbook) way: Option<Vec<String>>,
    pub(in crate::workbook) message: String,
    pub(in crate::workbook) help: String,
}

impl<'f> Reading<'f> {
    /// Returns a reading of nothing yet, with the room there is for it.
    pub(in crate::workbook) fn new(sheets: &'f [Sheet], room: Room) -> Self {
        Self {
            plan: Node::Table(Vec::new()),
            sheets,
            places: Ways::default(),
            columns: HashMap::new(),
            headers: HashMap::new(),
            unit: Unit::default(),
            tally: Tally::new(),
            known: HashMap::new(),
            once: HashMap::new(),
            wrong: Vec::new(),
            faults: Vec::new(),
            notes: Vec::new(),
            room,
            full: None,
        }
    }

    /// Takes room for something on a sheet; returns whether there is any. Where there was none once there is none again, so
    /// that nothing is taken over in part.
    pub(super) fn takes(&mut self, sheet: usize, room: impl FnOnce(&mut Room) -> Option<()>) -> bool {
        if self.full.is_none() && room(&mut self.room).is_none() {
            self.full = Some(sheet);
        }
        self.full.is_none()
    }

    /// Notes a cell that says nothing of the plan, and should not be where it is.
    pub(in crate::workbook) fn stray(&mut self, at: CellPlace, message: impl Into<String>, help: impl Into<String>) {
        let (message, help) = (message.into(), help.into());
        if self.takes(at.sheet, |room| room.wrong([&message, &help])) {
            self.wrong.push(WrongCell { at, way: None, message, help });
        }
    }

    /// Notes that the value at the end of `way` is there and cannot be read.
    pub(in crate::workbook) fn unreadable(
        &mut self,
        way: Vec<String>,
        at: CellPlace,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (message, help) = (message.into(), help.into());
        if !self.takes(at.sheet, |room| room.wrong([&message, &help])) {
            return;
        }
        // It is no value of any kind, so that whoever reads the text cannot read it either.
        *self.at(&way) = Node::Value(Value::Other(NOTHING.to_owned()));
        self.places.insert(&way, at);
        self.wrong.push(WrongCell { at, way: Some(way), message, help });
    }

    /// Notes a value at the end of `way`, and the cell it came from.
    pub(in crate::workbook) fn put(&mut self, way: &[String], at: CellPlace, value: Node) {
        if self.takes(at.sheet, |room| room.node(&value)) {
            *self.at(way) = value;
            self.places.insert(way, at);
        }
    }

    /// Adds a blank entry to a list; returns its number.
    pub(in crate::workbook) fn add(&mut self, list: &[String], at: CellPlace) -> usize {
        let entry = Node::Table(Vec::new());
        let is_inside = list.iter().any(|key| key.parse::<usize>().is_ok());
        let there = self.takes(at.sheet, |room| room.entry(is_inside, &entry));
        let items = self.list(list);
        if there {
            items.push(entry);
        }
        items.len().saturating_sub(1)
    }

    /// Returns the node at the end of `way`, put there where there is none.
    fn at(&mut self, way: &[String]) -> &mut Node {
        let mut place = &mut self.plan;
        for key in way {
            let number = key.parse::<usize>().ok();
            let listed = number.filter(|n| matches!(&*place, Node::List(items) if *n < items.len()));
            place = match (place, listed) {
                (Node::List(items), Some(n)) => &mut items[n],
                (node, _) => node.under(key),
            };
        }
        place
    }

    /// Returns what is at the end of `way`, where there is something.
    pub(in crate::workbook) fn get(&self, way: &[String]) -> Option<&Node> {
        way.iter().try_fold(&self.plan, |node, key| match node {
            Node::List(items) => items.get(key.parse::<usize>().ok()?),
            node => node.get(key),
        })
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
    pub(in crate::workbook) fn list(&mut self, path: &[String]) -> &mut Vec<Node> {
        let node = self.at(path);
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
    pub(in crate::workbook) fn owners(&self, sheet: &Sheet) -> &[Node] {
        let list = owner(sheet).and_then(|(path, _)| path.iter().try_fold(&self.plan, |node, key| node.get(key)));
        match list {
            Some(Node::List(items)) => items,
            _ => &[],
        }
    }
}
