//! The cells that the values of a plan came from, by the keys and numbers that lead to each value.
//!
//! A plan has a great many values with a few keys in common, so a way is one step from the way above it.

use foldhash::{HashMap, HashMapExt};

use crate::cells::CellAt;
use crate::workbook::grid::CellPlace;

/// The way to the plan itself.
pub(super) const WHOLE: WayId = WayId(0);
/// The first step that is a key; those below are numbers of entries.
const KEYS: u32 = 1 << 31;

/// A way, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct WayId(u32);

/// The ways to the values of a plan, each with the cell the value came from.
#[derive(Debug)]
pub(in crate::workbook) struct Ways {
    keys: HashMap<Box<str>, u32>,
    /// Each way by the one above it and the last step.
    steps: HashMap<(WayId, u32), WayId>,
    cells: Vec<Option<CellAt>>,
}

impl Default for Ways {
    fn default() -> Self {
        Self { keys: HashMap::new(), steps: HashMap::new(), cells: vec![None] }
    }
}

impl Ways {
    /// Notes the cell that the value at the end of a way came from.
    pub(in crate::workbook) fn insert<'k>(&mut self, way: impl IntoIterator<Item = &'k String>, at: CellPlace) {
        let own = self.way(way);
        self.cells[own.0 as usize] = Some(cell(at));
    }

    /// Notes the same where nothing is noted yet.
    pub(super) fn insert_new<'k>(&mut self, way: impl IntoIterator<Item = &'k String>, at: CellPlace) {
        let own = self.way(way);
        self.cells[own.0 as usize].get_or_insert(cell(at));
    }

    /// Returns the way one step on; nothing where none begins so.
    pub(super) fn below(&self, way: WayId, key: &str) -> Option<WayId> {
        let step = number(key).or_else(|| self.keys.get(key).copied())?;
        self.steps.get(&(way, step)).copied()
    }

    /// Returns the way to the `n`th entry of a list.
    pub(super) fn nth(&self, way: WayId, n: usize) -> Option<WayId> {
        self.steps.get(&(way, narrow(n))).copied()
    }

    /// Returns the cell that the value at the end of a way came from.
    pub(super) fn cell(&self, way: WayId) -> Option<CellAt> {
        self.cells.get(way.0 as usize).copied().flatten()
    }

    fn way<'k>(&mut self, way: impl IntoIterator<Item = &'k String>) -> WayId {
        way.into_iter().fold(WHOLE, |above, key| {
            let step = number(key).unwrap_or_else(|| {
                let next = KEYS + narrow(self.keys.len());
                *self.keys.entry(key.as_str().into()).or_insert(next)
            });
            let next = WayId(narrow(self.cells.len()));
            let own = *self.steps.entry((above, step)).or_insert(next);
            if own == next {
                self.cells.push(None);
            }
            own
        })
    }
}

/// Returns the number of an entry, as it is written in a way.
fn number(key: &str) -> Option<u32> {
    let is_plain = key == "0" || (!key.starts_with('0') && key.bytes().all(|byte| byte.is_ascii_digit()));
    key.parse().ok().filter(|n| is_plain && *n < KEYS)
}

/// Returns a number of a sheet, a row or a column, of which there are not so many.
pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn cell(place: CellPlace) -> CellAt {
    CellAt { sheet: narrow(place.sheet), row: narrow(place.row), column: narrow(place.column) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_its_own_cell() {
        let mut ways = Ways::default();
        let way = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        let at = |row| CellPlace { sheet: 0, row, column: 0 };
        let all = ["schemes.0.spend.1.amount", "schemes.1.spend.0.amount", "schemes.01", "schemes.1", "spend.0", "a.b"];
        for (n, text) in all.into_iter().enumerate() {
            ways.insert(&way(text), at(n));
        }
        ways.insert_new(&way("schemes.1"), at(90));
        ways.insert_new(&way("schemes"), at(91));
        let row = |text: &str| {
            let own = text.split('.').try_fold(WHOLE, |way, key| ways.below(way, key));
            own.and_then(|own| ways.cell(own)).map(|at| at.row)
        };
        assert_eq!(all.map(row), [0, 1, 2, 3, 4, 5].map(Some));
        assert_eq!(["schemes", "schemes.0", "schemes.2", "b"].map(row), [Some(91), None, None, None]);
        let list = ways.below(WHOLE, "schemes").expect("a list");
        assert_eq!(ways.nth(list, 1), ways.below(list, "1"));
    }
}
