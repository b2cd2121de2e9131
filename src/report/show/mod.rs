//! A plan as tables: said once, as blocks, and drawn for a terminal or as Markdown; as data; and as one tidy table.

mod blocks;
mod csv;
mod human;
mod json;
mod markdown;

pub(super) use csv::text as safe_for_sheets;
pub use csv::write as csv;
pub use human::write as human;
pub(super) use human::write_blocks;
pub use json::write as json;
pub(super) use json::{At, ShowOut};
pub use markdown::write as markdown;
pub(super) use markdown::write_blocks as write_blocks_as_markdown;

use super::words;
use crate::check::Checked;
use crate::period::Date;
use crate::view::{Cell, Picture};

/// The subject of the report.
#[derive(Debug)]
pub struct Show<'a> {
    /// The picture.
    pub picture: &'a Picture,
    /// The checked plan that is shown.
    pub checked: &'a Checked,
    /// The day of the check.
    pub today: Date,
}

/// A part of what is shown. Texts are as the plan has them: whoever draws them escapes them.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Says(String),
    /// A table. Its columns from `numbers` on are numbers, as far as `texts`, from where on they are text again; the last
    /// row is a total where there is one.
    Table { title: String, header: Vec<String>, rows: Vec<Vec<String>>, numbers: usize, texts: usize, total: bool },
    /// A list.
    Items(Vec<String>),
}

/// Returns a figure of a table: what is not stated is `–`, what cannot be read `?`.
fn cell(cell: Cell) -> String {
    match (cell.pounds, cell.unreadable) {
        (None, false) => "–".to_owned(),
        (None, true) => "?".to_owned(),
        (Some(pounds), false) => pounds.to_string(),
        (Some(pounds), true) => format!("{pounds} + ?"),
    }
}

/// Returns what a plan is called above everything: its area, its title, its round.
fn heading(show: &Show<'_>) -> String {
    let picture = show.picture;
    let round = if picture.round_name.is_empty() { String::new() } else { format!("; {}", picture.round_name) };
    let said: Vec<&str> = [&picture.area, &picture.title].into_iter().flatten().map(String::as_str).collect();
    let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) };
    format!("{}{said}{round}", picture.path)
}

/// Returns what a check says of the plan, and where to read it.
fn verdict(show: &Show<'_>) -> String {
    let verdict = show.checked.verdict();
    format!("{} {}; `bcf check` tells them", verdict.capitals(), words::sentence_as(show.checked, &verdict))
}
