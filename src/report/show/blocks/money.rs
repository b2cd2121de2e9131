//! Money in and money spent, and every scheme.

use std::collections::HashMap;

use super::cells::{ITEMS, QUOTED, ROWS, cells, short, years};
use crate::check::Rule;
use crate::check::rules::money::{source_overspent, source_unallocated};
use crate::report::show::{Block, Show};
use crate::text::escape::shortened;
use crate::text::words::count;
use crate::view::{Cell, Picture, Scheme, SpendRow};

pub(super) fn money(show: &Show<'_>) -> Vec<Block> {
    let picture = show.picture;
    let money = &picture.money;
    if money.streams.is_empty() {
        return vec![Block::Says("the plan has neither sources nor spending".into())];
    }
    let head = |word: &str| years(picture).into_iter().map(move |year| format!("{word} {year}")).collect::<Vec<_>>();
    let header = [vec!["stream".to_owned()], head("in"), head("spent")].concat();
    let row = |name: &str, income: &[Cell], spend: &[Cell]| [vec![short(name)], cells(income), cells(spend)].concat();
    let mut rows: Vec<_> =
        money.streams.iter().map(|stream| row(&stream.name, &stream.income, &stream.spend)).collect();
    rows.push(row("total", &money.income, &money.spend));
    let texts = header.len();
    let title = "Money in and money spent, by stream".to_owned();
    let mut blocks = vec![Block::Table { title, header, rows, numbers: 1, texts, total: true }];
    let apart = unbalanced(show);
    if !apart.is_empty() {
        blocks.push(Block::Items(apart));
    }
    if money.spend.iter().all(|cell| cell.pounds.is_none() && !cell.unreadable) {
        return blocks;
    }
    let is_known = |row: &SpendRow| row.cells.iter().any(|cell| cell.pounds.is_some());
    let telling = money.tables.iter().filter(|table| table.tells() && table.rows.iter().any(is_known));
    let tables = telling.map(|table| by(picture, table.title, table.of, &table.rows, &money.spend));
    blocks.extend(tables);
    blocks
}

/// The rules that say what of a stream or source is left over, or spent beyond it.
const BALANCE: [&Rule; 2] = [&source_unallocated::RULE, &source_overspent::RULE];

/// Returns what the check found of the balance: what rounding can explain is not among it.
fn unbalanced(show: &Show<'_>) -> Vec<String> {
    let found = show.checked.findings.iter().filter(|finding| BALANCE.iter().any(|rule| rule.id == finding.rule));
    let items: Vec<String> = found.map(|finding| shortened(&finding.message, 2 * QUOTED, true).into_owned()).collect();
    match items.len() {
        0..=ITEMS => items,
        all => items.into_iter().take(ITEMS).chain([format!("and {} more", all - ITEMS)]).collect(),
    }
}

fn by(picture: &Picture, title: &str, of: &str, rows: &[SpendRow], total: &[Cell]) -> Block {
    let line = |name: &str, figures: &[Cell]| [vec![short(name)], cells(figures)].concat();
    let mut lines: Vec<_> = rows.iter().take(ROWS).map(|row| line(&row.name, &row.cells)).collect();
    if rows.len() > ROWS {
        let rest = rows[ROWS..].iter().fold(vec![Cell::default(); total.len()], |mut sum, row| {
            sum.iter_mut().zip(&row.cells).for_each(|(sum, figure)| *sum = sum.with(*figure));
            sum
        });
        lines.push(line(&format!("{} more", rows.len() - ROWS), &rest));
    }
    lines.push(line("total", total));
    let header = [vec![of.to_owned()], years(picture)].concat();
    let texts = header.len();
    Block::Table { title: title.to_owned(), header, rows: lines, numbers: 1, texts, total: true }
}

pub(super) fn schemes(picture: &Picture) -> Vec<Block> {
    let all = &picture.money.schemes;
    if all.is_empty() {
        return Vec::new();
    }
    // By priority in the order of the plan's first scheme of each, those without one last.
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (n, scheme) in all.iter().enumerate() {
        first.entry(&scheme.priority).or_insert(n);
    }
    let mut order: Vec<&Scheme> = all.iter().collect();
    order.sort_by_key(|scheme| (scheme.priority.is_empty(), first.get(scheme.priority.as_str())));
    // What no scheme has is no column.
    let by_priority = all.iter().any(|scheme| !scheme.priority.is_empty());
    let by_condition = all.iter().any(|scheme| !scheme.conditions.is_empty());
    let texts = |priority: &str, scheme: &str, conditions: &str| {
        let all = [(by_priority, priority), (true, scheme), (by_condition, conditions)];
        all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, text)| text.to_owned()).collect::<Vec<_>>()
    };
    let header = [texts("priority", "scheme", "conditions"), years(picture)].concat();
    let row = |scheme: &&Scheme| {
        let conditions =
            if scheme.conditions.is_empty() { "–".to_owned() } else { numbers(picture, &scheme.conditions) };
        let priority = if scheme.priority.is_empty() { "–" } else { &scheme.priority };
        [texts(&short(priority), &short(&scheme.name), &conditions), cells(&scheme.cells)].concat()
    };
    let firsts = usize::from(by_priority) + 1 + usize::from(by_condition);
    let mut rows: Vec<_> = order.iter().take(ROWS).map(row).collect();
    let left_out = all.len().saturating_sub(ROWS);
    let total = left_out == 0;
    if total {
        let names = ["total", "", ""].iter().take(firsts).map(ToString::to_string).collect();
        rows.push([names, cells(&picture.money.spend)].concat());
    }
    let texts = header.len();
    let title = match (by_priority, by_condition) {
        (true, true) => "Schemes, by priority and condition",
        (true, false) => "Schemes, by priority",
        (false, true) => "Schemes, with their conditions",
        (false, false) => "Schemes",
    };
    let mut blocks = vec![Block::Table { title: title.to_owned(), header, rows, numbers: firsts, texts, total }];
    if left_out > 0 {
        let more = count(left_out, "more scheme", "more schemes");
        blocks.push(Block::Says(format!("and {more}: `--format csv` has them all")));
    }
    blocks
}

/// Returns `1, 3`: the numbers of conditions, or their ids where the round does not number them.
fn numbers(picture: &Picture, ids: &[String]) -> String {
    let groups = &picture.checklist.groups;
    let number = |id: &String| {
        let group = groups.iter().find(|group| group.condition.as_ref() == Some(id));
        group.and_then(|group| group.number).map_or_else(|| short(id), |number| number.to_string())
    };
    ids.iter().map(number).collect::<Vec<_>>().join(", ")
}
