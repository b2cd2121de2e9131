//! Plan against outturn.

use super::cells::{QUOTED, ROWS, cells, short, signed, years};
use crate::report::show::{Block, cell};
use crate::text::escape::shortened;
use crate::text::words::list;
use crate::view::{Cell, Outturn, OutturnRow, Picture};

pub(super) fn outturn(picture: &Picture, outturn: &Outturn) -> Vec<Block> {
    let head = |word: &str| years(picture).into_iter().map(move |year| format!("{word} {year}")).collect::<Vec<_>>();
    let header = [vec![String::new()], head("planned"), head("spent"), head("difference")].concat();
    let row = |row: &OutturnRow| {
        let differences = row.differences.iter().map(|off| off.map_or_else(String::new, signed)).collect();
        [vec![short(&row.name)], cells(&row.planned), cells(&row.spent), differences].concat()
    };
    let mut rows: Vec<_> = outturn.rows.iter().take(ROWS).map(row).collect();
    rows.push(row(&outturn.whole));
    let texts = header.len();
    let title = "Plan against outturn".to_owned();
    let mut blocks = vec![Block::Table { title, header, rows, numbers: 1, texts, total: true }];
    if outturn.rows.len() > ROWS {
        blocks.push(Block::Says(format!("and {} more", outturn.rows.len() - ROWS)));
    }
    let mut items = Vec::new();
    items.extend(said(picture, "difference as the plan gives it", &outturn.stated));
    items.extend(said(picture, "held back", &outturn.withheld));
    if !outturn.borne_by.is_empty() {
        let names: Vec<String> = outturn.borne_by.iter().map(|name| short(name)).collect();
        items.push(format!("borne by {}", list(&names)));
    }
    items.extend(outturn.note.as_ref().map(|note| shortened(note, QUOTED, true).into_owned()));
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    blocks
}

/// Returns what is stated in each year; nothing where nothing is.
fn said(picture: &Picture, what: &str, figures: &[Cell]) -> Option<String> {
    let stated = picture.years.iter().zip(figures).filter(|(_, figure)| figure.pounds.is_some() || figure.unreadable);
    let stated: Vec<String> = stated.map(|(year, figure)| format!("{} in {}", cell(*figure), year.prose())).collect();
    (!stated.is_empty()).then(|| format!("{what}: {}", list(&stated)))
}
