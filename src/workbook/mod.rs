//! A plan as a workbook and back: a sheet a section, real numbers, drop-downs of the round's words.
//!
//! One table, read off the schema of plans, says which sheets and columns there are; the way out and the way back both go
//! by it. What a cell cannot hold exactly is written out behind `toml:`, so that the way there and back loses no row, no
//! penny and no digit of precision. Comments are no part of a plan: they become notes, which are not read back.

mod book;
mod cell;
mod comments;
mod fault;
mod figure;
mod format;
mod found;
mod given;
mod glance;
mod grid;
mod import;
mod kept;
mod kind;
mod labels;
mod map;
mod mark;
mod national;
mod open;
mod room;
mod rounds;
mod sheets;
mod shown;
mod tables;
mod taken;
mod typed;
mod way;
mod words;

use crate::cells::letters;
use crate::check::{Checked, Facts, Surroundings};
use crate::period::Date;
use crate::plan::syntax::Tree;
use crate::policy::Round;
use crate::write::Node;
use grid::{Layout, Places};
use rounds::every_round;

pub use fault::CellFault;
pub use import::{Book, Companion, import, import_with, read, read_with};
pub use kind::{is_plan, is_workbook};
pub use map::{Mapped, OwnTables, guess, import_mapped};
pub use mark::{Mark, Marks, mark};
pub use tables::{SheetTable, tables};

/// As many characters as a cell takes, counted as Excel counts them.
const LONGEST: usize = 32_767;

/// The reason a plan cannot be written as a workbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Part of the plan cannot be read and has no cell that could hold it: these of its complaints, by number.
    #[error("part of the plan cannot be read")]
    Unreadable(Vec<usize>),
    /// A text is longer than a cell can be: its sheet and cell.
    #[error("a text for the cell {0} is longer than the 32,767 characters a cell can hold")]
    TooLong(String),
    /// There is more than a workbook holds.
    #[error("the plan does not fit in a workbook: {0}")]
    TooLarge(String),
}

/// Returns the bytes of a workbook with everything a checked plan says, and what the check says of it: `sentence` follows
/// the word of its verdict. `round` is the plan's, if the program knows it; the same plan, round and day give the same
/// bytes.
///
/// # Errors
/// When part of the plan would be lost, or it does not fit.
pub fn export(checked: &Checked, sentence: &str, round: Option<&Round>, today: Date) -> Result<Vec<u8>, ExportError> {
    let every: Vec<&Round>;
    let rounds: &[&Round] = if let Some(round) = &round {
        std::slice::from_ref(round)
    } else {
        every = every_round();
        &every
    };
    let plan = Node::read(&checked.plan.tree, Tree::ROOT);
    let layout = Layout { plan: &plan, unit: checked.plan.unit(), round };
    let mut sheets = format::sheets(rounds);
    sheets.retain(|sheet| !sheet.seldom || sheet.path.iter().try_fold(&plan, |node, key| node.get(key)).is_some());
    let mut places = Places::new();
    let mut grids: Vec<_> = sheets.iter().enumerate().map(|(n, sheet)| layout.fill(sheet, n, &mut places)).collect();
    let lost = kept::lost(&checked.plan, &layout, &grids, &places);
    if !lost.is_empty() {
        return Err(ExportError::Unreadable(lost));
    }
    fits(&grids)?;
    comments::carry(&checked.plan.tree, &mut grids, &places);
    let (around, unknown) = (Surroundings::default(), Round::default());
    let facts = Facts::at_rest(&checked.plan, round.unwrap_or(&unknown), &around);
    let glance = glance::glance(checked, &facts, &layout, &grids);
    let is_shown = shown::shown(checked, &facts, &layout, &grids, &places);
    let book = book::Book {
        checked,
        sentence,
        unit: layout.unit,
        round,
        grids: &grids,
        is_shown: &is_shown,
        glance: &glance,
        places: &places,
        today,
    };
    book::write(&book).map_err(|error| ExportError::TooLarge(error.to_string()))
}

/// Returns whether a text is longer than a cell can be.
fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST && text.encode_utf16().count() > LONGEST
}

fn fits(grids: &[grid::Grid<'_>]) -> Result<(), ExportError> {
    for grid in grids {
        for (n, row) in grid.rows.iter().enumerate() {
            let long = |cell: &cell::Cell| matches!(cell, cell::Cell::Text(text) if is_too_long(text));
            if let Some((column, _)) = row.cells.iter().find(|(_, cell)| long(cell)) {
                return Err(ExportError::TooLong(format!("{}!{}{}", grid.sheet.name, letters(*column), n + 2)));
            }
        }
    }
    Ok(())
}
