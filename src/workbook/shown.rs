//! The sheets that are shown: those of every plan, those the round has a use for, and those where the plan has something or
//! the check found something. The others are there too, and hidden.

use std::collections::BTreeSet;

use super::found::cell_of;
use super::grid::{Grid, Layout, Places};
use super::sheets::Shape;
use crate::check::{Checked, Facts};

/// The most findings that are looked at.
const MOST: usize = 5_000;

/// Returns of each sheet whether it is shown. `facts` are those of the plan and its round.
pub(super) fn shown(
    checked: &Checked,
    facts: &Facts<'_>,
    layout: &Layout<'_>,
    grids: &[Grid<'_>],
    places: &Places,
) -> Vec<bool> {
    let found = checked.findings.iter().take(MOST).filter_map(|finding| cell_of(&checked.plan, places, finding));
    let found: BTreeSet<usize> = found.map(|at| at.sheet).collect();
    let has_some = |grid: &Grid<'_>| match grid.sheet.shape {
        Shape::Form => grid.sheet.path.iter().try_fold(layout.plan, |node, key| node.get(key)).is_some(),
        Shape::Table | Shape::Nested(_) | Shape::Series(_) => !grid.rows.is_empty(),
    };
    let is_asked_for = |grid: &Grid<'_>| facts.asks_for_section(&grid.sheet.path.join("."));
    let is_shown = |(n, grid): (usize, &Grid<'_>)| {
        grid.sheet.step.is_always_shown() || found.contains(&n) || has_some(grid) || is_asked_for(grid)
    };
    grids.iter().enumerate().map(is_shown).collect()
}
