//! The memory that a workbook may take: eight times what its parts are unpacked, above a base that any workbook may take.
//!
//! One text can stand in any number of cells, and a cell of a few bytes can be an entry with all that is wrong with it. So
//! what is kept is counted as it is taken over, at no less than it takes, and a workbook whose size does not explain it is
//! refused.

use crate::write::{Node, Value};

/// The bytes that any workbook may take.
const BASE: u64 = 8 << 20;
/// The bytes it may take beyond those, for each byte that it has unpacked.
const TIMES: u64 = 8;
/// The times that the text of a value is kept at once.
const TEXTS: u64 = 3;

/// The bytes that something takes while a workbook is read, and when the plan in it is checked: then its cells are given up,
/// and each entry has its place in the plan.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    read: u64,
    checked: u64,
}

/// A cell, beside its text.
const CELL: Cost = Cost { read: 72, checked: 16 };
/// A value, beside its text.
const VALUE: Cost = Cost { read: 160, checked: 220 };
/// A table that is no entry of a list.
const TABLE: Cost = Cost { read: 250, checked: 200 };
/// An entry of a list of the plan.
const ENTRY: Cost = Cost { read: 500, checked: 2400 };
/// An entry of a list inside an entry, such as a line of spending: there may be thousands, and each is small.
const LINE: Cost = Cost { read: 500, checked: 600 };
/// The place of something that is there once, beside its path.
const PLACE: Cost = Cost { read: 160, checked: 100 };
/// A cell that cannot be read, beside what is said of it.
const WRONG: Cost = Cost { read: 400, checked: 400 };

/// The room that is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    left: Cost,
}

impl Room {
    /// Returns the room of a workbook whose parts have so many bytes unpacked.
    pub(super) const fn of(size: u64) -> Self {
        let all = BASE + TIMES.saturating_mul(size);
        Self { left: Cost { read: all, checked: all } }
    }

    /// Adds the room of a text that belongs to the workbook.
    pub(super) const fn and(self, size: u64) -> Self {
        let more = TIMES.saturating_mul(size);
        let Cost { read, checked } = self.left;
        Self { left: Cost { read: read.saturating_add(more), checked: checked.saturating_add(more) } }
    }

    /// Takes the room of a cell with a text of so many bytes; nothing where there is none left.
    pub(super) fn cell(&mut self, text: usize) -> Option<()> {
        self.take(CELL, bytes(text))
    }

    /// Takes the room of the place of something that is there once, given the length of its path.
    pub(super) fn place(&mut self, path: usize) -> Option<()> {
        self.take(PLACE, TEXTS * bytes(path))
    }

    /// Takes the room of a cell that cannot be read, of which this is said.
    pub(super) fn wrong(&mut self, said: [&str; 2]) -> Option<()> {
        self.take(WRONG, TEXTS * said.map(|text| bytes(text.len())).iter().sum::<u64>())
    }

    /// Takes the room of an entry of a list, or of one inside an entry.
    pub(super) fn entry(&mut self, is_inside: bool, entry: &Node) -> Option<()> {
        self.take(if is_inside { LINE } else { ENTRY }, 0)?;
        entry.entries().iter().try_for_each(|(_, node)| self.node(node))
    }

    /// Takes the room of a part of the plan.
    pub(super) fn node(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Value(value) => self.take(VALUE, TEXTS * value_bytes(value)),
            Node::Table(entries) => {
                self.take(TABLE, 0)?;
                entries.iter().try_for_each(|(_, node)| self.node(node))
            }
            Node::List(items) => items.iter().try_for_each(|item| {
                self.take(ENTRY, 0)?;
                self.node(item)
            }),
        }
    }

    /// Returns the bytes that are left once the plan is read.
    pub(super) fn after(self) -> usize {
        usize::try_from(self.left.checked).unwrap_or(usize::MAX)
    }

    fn take(&mut self, cost: Cost, more: u64) -> Option<()> {
        let Cost { read, checked } = self.left;
        self.left.read = read.checked_sub(cost.read + more)?;
        self.left.checked = checked.checked_sub(cost.checked + more)?;
        Some(())
    }
}

fn value_bytes(value: &Value) -> u64 {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Day(text) | Value::Other(text) => bytes(text.len()),
        Value::Truth(_) => 0,
        Value::List(items) => items.iter().map(|item| VALUE.checked / TEXTS + value_bytes(item)).sum(),
    }
}

fn bytes(len: usize) -> u64 {
    len as u64
}
