//! The picture of a plan, part by part.

mod capacity;
mod cells;
mod floors;
mod grant;
mod metrics;
mod money;
mod outturn;
mod risk;

use super::{Block, Show};
use crate::text::escape::{shortened, shown};
use crate::text::words::count;
use crate::view::{Picture, Unreadable};
use cells::QUOTED;

/// Returns every block.
pub(super) fn all(show: &Show<'_>) -> Vec<Block> {
    let picture = show.picture;
    let mut blocks = unreadable(picture);
    blocks.extend(money::money(show));
    blocks.extend(money::schemes(picture));
    blocks.extend(picture.outturn.as_ref().map(|own| outturn::outturn(picture, own)).unwrap_or_default());
    blocks.extend(floors::floors(picture));
    blocks.extend(picture.dfg.as_ref().map(|dfg| grant::grant(picture, dfg)).unwrap_or_default());
    blocks.extend(metrics::metrics(picture));
    blocks.extend(capacity::capacity(picture));
    blocks.extend(risk::risk(picture));
    blocks.retain(says_something);
    if has_unreadable_cells(picture) {
        blocks
            .push(Block::Says("? stands for a figure that cannot be read; a sum with it is not known in full".into()));
    }
    blocks
}

/// Returns whether a block is no table of which every figure is nothing.
fn says_something(block: &Block) -> bool {
    let Block::Table { rows, numbers, texts, .. } = block else { return true };
    let figures = rows.iter().filter_map(|row| row.get(*numbers..*texts)).flatten();
    figures.into_iter().any(|figure| !matches!(figure.as_str(), "" | "–" | "0" | "£0"))
}

fn unreadable(picture: &Picture) -> Vec<Block> {
    let mut blocks = Vec::new();
    if picture.round_name.is_empty() {
        blocks.push(Block::Says("the plan's round is not known: its money is shown, and nothing is judged".into()));
    }
    let found = &picture.unreadable;
    if found.is_empty() {
        return blocks;
    }
    let (stands, are) = if found.len() == 1 { ("it stands", "is") } else { ("they stand", "are") };
    let things = count(found.len(), "thing", "things");
    blocks.push(Block::Says(format!(
        "{things} in the plan cannot be read as {stands} and {are} not, or not wholly, in what follows:"
    )));
    let item = |entry: &Unreadable| {
        let cell = entry.at.cell.as_ref().map(|name| format!("{}: ", shown(&name.to_string())));
        let at = entry.at.line.map(|line| format!("line {line}: ")).or(cell).unwrap_or_default();
        format!("{at}{}", shortened(&entry.message, QUOTED, true))
    };
    let mut items: Vec<String> = found.iter().take(20).map(item).collect();
    if found.len() > items.len() {
        items.push(format!("and {} more", found.len() - items.len()));
    }
    blocks.push(Block::Items(items));
    blocks
}

fn has_unreadable_cells(picture: &Picture) -> bool {
    let money = &picture.money;
    let grant = picture.dfg.iter().flat_map(|dfg| [&dfg.allocated, &dfg.passed, &dfg.kept]);
    let pools = picture.risk_pools.iter().map(|pool| &pool.cells);
    [&money.income, &money.spend].into_iter().chain(grant).chain(pools).flatten().any(|cell| cell.unreadable)
}
