//! The figures of a narrative in the places they were put to.

use std::collections::BTreeMap;

use super::place::{Placed, Slot};
use super::reader::Reader;
use crate::narrative::Figure;
use crate::period::{Period, Year};

/// The figures that were found in a narrative.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    /// The slots in the order in which they were met.
    order: Vec<Slot>,
    placed: BTreeMap<Slot, Vec<Placed>>,
    /// Those that could not be placed, a line each, with the piece of the narrative each stands in.
    rest: Vec<(u32, String)>,
    /// The name of the area, where a table says it.
    pub(super) area: Option<String>,
}

impl Harvest {
    /// Begins with the name of the area.
    pub(super) fn new(area: Option<String>) -> Self {
        Self { area, ..Self::default() }
    }

    /// Returns the slots in the order of the narrative.
    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.order.iter()
    }

    /// Returns what was placed in a slot, by period.
    pub(super) fn at(&self, slot: &Slot) -> &[Placed] {
        self.placed.get(slot).map_or(&[], Vec::as_slice)
    }

    /// Puts a figure to the first of these places that has nothing else of its period; one that has none stays over.
    pub(super) fn put(&mut self, reader: &Reader<'_>, slots: impl IntoIterator<Item = Slot>, figure: &Figure) {
        let Some(placed) = reader.placed(figure) else { return self.leave(reader, figure) };
        let slots: Vec<Slot> = slots.into_iter().collect();
        let is_there =
            |slot: &Slot| self.at(slot).iter().any(|one| (one.period, &one.value) == (placed.period, &placed.value));
        if slots.len() > 1 && slots.iter().any(is_there) {
            return;
        }
        for slot in slots {
            let period = reader.period_in(&slot, placed.period);
            if self.add(slot.clone(), Placed { period, ..placed.clone() }) {
                for also in figure.also_of.iter().filter(|also| reader.year_of_round(Some(**also)).is_some()) {
                    self.add(slot.clone(), Placed { period: *also, ..placed.clone() });
                }
                return;
            }
        }
        self.leave(reader, figure);
    }

    /// Adds a figure to a place, unless another is there already. Returns whether it is there.
    pub(super) fn add(&mut self, slot: Slot, placed: Placed) -> bool {
        if !self.placed.contains_key(&slot) {
            self.order.push(slot.clone());
        }
        let there = self.placed.entry(slot).or_default();
        if let Some(other) = there.iter().find(|other| other.period == placed.period) {
            return other.value == placed.value;
        }
        there.push(placed);
        true
    }

    /// Leaves a figure over.
    pub(super) fn leave(&mut self, reader: &Reader<'_>, figure: &Figure) {
        let year = figure.year.map(|year| format!(" of {}", year.prose())).unwrap_or_default();
        let line = format!("{}{year}: {}", figure.text.trim(), reader.where_read(figure));
        self.rest.push((figure.at.piece, line));
    }

    /// Returns the lines of the figures that could not be placed, in the order of the narrative.
    pub(super) fn rest(&self) -> Vec<&str> {
        let mut rest: Vec<&(u32, String)> = self.rest.iter().collect();
        rest.sort_by_key(|(piece, _)| *piece);
        rest.into_iter().map(|(_, line)| line.as_str()).collect()
    }

    /// Leaves over what was put to places of which this is not so.
    pub(super) fn keep(&mut self, is_kept: impl Fn(&Slot) -> bool) {
        let placed = &mut self.placed;
        let rest = &mut self.rest;
        self.order.retain(|slot| {
            let kept = is_kept(slot);
            if !kept {
                rest.extend(placed.remove(slot).unwrap_or_default().iter().map(Placed::left));
            }
            kept
        });
    }

    /// Keeps of a metric's values in a year those of the kind of period that most of all are of: a year's value is no
    /// month's.
    pub(super) fn keep_one_kind_of_period(&mut self) {
        for (slot, placed) in &mut self.placed {
            if !matches!(slot, Slot::Metric { .. }) {
                continue;
            }
            let mut counts = [0_usize; 3];
            for one in placed.iter() {
                counts[kind(one.period)] += 1;
            }
            let most =
                (0..counts.len()).max_by_key(|kind| (counts[*kind], std::cmp::Reverse(*kind))).unwrap_or_default();
            let years: Vec<Year> =
                placed.iter().filter(|one| kind(one.period) == most).map(|one| one.period.financial_year()).collect();
            let keeps = |one: &Placed| kind(one.period) == most || !years.contains(&one.period.financial_year());
            let (kept, left): (Vec<Placed>, Vec<Placed>) = placed.drain(..).partition(keeps);
            *placed = kept;
            self.rest.extend(left.iter().map(Placed::left));
        }
    }
}

/// Returns the kind of a period, as a place among the kinds.
const fn kind(period: Period) -> usize {
    match period {
        Period::Year(_) => 0,
        Period::Quarter(..) => 1,
        Period::Month(_) => 2,
    }
}
