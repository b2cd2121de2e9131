//! Columns of tables whose figures add up.

use rust_decimal::Decimal;

use super::figures::{Own, contradict, half};
use crate::narrative::builder::index;
use crate::narrative::lex::Lexed;
use crate::narrative::prose;
use crate::narrative::slips;
use crate::narrative::thing::Place;
use crate::narrative::tie::{Figure, Kind, Measured, Status};

/// A figure of a column.
#[derive(Clone, Copy)]
struct Item<'a> {
    row: u32,
    place: usize,
    lexed: &'a Lexed,
}

/// Rows of a table of which one is the sum or the difference of others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    total: u32,
    /// In the order of the table.
    parts: Vec<u32>,
    is_difference: bool,
    /// The rows that have a figure in the column it was found in.
    seen: Vec<u32>,
}

impl Pattern {
    /// Returns whether its parts stand one under the other, without rows between that are parts of something else.
    fn is_of_neighbours(&self) -> bool {
        self.seen.windows(self.parts.len().max(1)).any(|rows| *rows == *self.parts)
    }
}

/// The longest column that is looked at.
const LONGEST: usize = 400;

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    for table in 0..own.scene.document.tables.len() {
        let columns = columns(own, table);
        let mut proven: Vec<Pattern> = Vec::new();
        for column in &columns {
            for pattern in patterns(column) {
                if let Some(total) = column.iter().find(|item| item.row == pattern.total) {
                    figures[total.place].foots = true;
                }
                if !proven.contains(&pattern) {
                    proven.push(pattern);
                }
            }
        }
        for column in &columns {
            for pattern in &proven {
                test(own, column, pattern, figures);
            }
            test_named_total(own, table, column, figures);
        }
    }
}

/// Returns the columns of a table that have figures alone in their cells.
fn columns<'a>(own: &'a Own<'_>, table: usize) -> Vec<Vec<Item<'a>>> {
    let mut columns: Vec<Vec<Item<'a>>> = Vec::new();
    let rows = own.scene.document.tables.get(table).map(|table| table.rows.as_slice()).unwrap_or_default();
    for (n, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let Some(piece) = cell.piece.map(|piece| piece as usize) else { continue };
            let Some(lexed) = own.lexed(piece, 0).filter(|lexed| lexed.unit.adds_up()) else { continue };
            let place = own.place(piece, 0);
            if !own.verdicts.get(place).is_some_and(|verdict| verdict.said.alone) || cell.column > 200 {
                continue;
            }
            let column = cell.column as usize;
            if columns.len() <= column {
                columns.resize(column + 1, Vec::new());
            }
            columns[column].push(Item { row: index(n), place, lexed });
        }
    }
    columns.retain(|column| (3..=LONGEST).contains(&column.len()));
    columns
}

/// Returns the rows of a column that are the sum of rows before them, or the first one that is the sum of all behind it,
/// or the difference of the two before.
fn patterns(column: &[Item<'_>]) -> Vec<Pattern> {
    let seen: Vec<u32> = column.iter().map(|item| item.row).collect();
    let mut found = Vec::new();
    let mut open: Vec<Item<'_>> = Vec::new();
    for item in column {
        if let Some(parts) = sum_of(&open, item) {
            let rows = open[open.len() - parts..].iter().map(|part| part.row).collect();
            found.push(Pattern { total: item.row, parts: rows, is_difference: false, seen: seen.clone() });
            open.truncate(open.len() - parts);
        } else if let [.., a, b] = open[..]
            && is_difference(&a, &b, item)
        {
            found.push(Pattern { total: item.row, parts: vec![a.row, b.row], is_difference: true, seen: seen.clone() });
        }
        open.push(*item);
    }
    if let [first, rest @ ..] = column
        && found.is_empty()
        && rest.len() >= 3
        && fits(rest, first)
    {
        let parts = rest.iter().map(|part| part.row).collect();
        found.push(Pattern { total: first.row, parts, is_difference: false, seen });
    }
    found
}

/// Returns how many of the last open figures add up to a figure: as many as do.
fn sum_of(open: &[Item<'_>], total: &Item<'_>) -> Option<usize> {
    let (mut sum, mut room) = (Decimal::ZERO, half(total.lexed));
    let mut best = None;
    for (n, part) in open.iter().rev().enumerate() {
        sum = sum.checked_add(part.lexed.value)?;
        room = room.checked_add(half(part.lexed))?;
        let parts = n + 1;
        // Two small numbers add up to a third by chance.
        let telling = parts >= 3 || parts == 2 && total.lexed.digits >= 4;
        if telling && (sum - total.lexed.value).abs() <= room {
            best = Some(parts);
        }
    }
    best
}

fn fits(parts: &[Item<'_>], total: &Item<'_>) -> bool {
    off(parts, total, false).is_some_and(|(_, fits)| fits)
}

/// Returns what parts make, and whether that is a figure within rounding.
fn off(parts: &[Item<'_>], total: &Item<'_>, is_difference: bool) -> Option<(Decimal, bool)> {
    let (mut sum, mut room) = (Decimal::ZERO, half(total.lexed));
    for (n, part) in parts.iter().enumerate() {
        let value = if is_difference && n > 0 { -part.lexed.value } else { part.lexed.value };
        sum = sum.checked_add(value)?;
        room = room.checked_add(half(part.lexed))?;
    }
    let (made, is) = if is_difference { (sum.abs(), total.lexed.value.abs()) } else { (sum, total.lexed.value) };
    Some((made, (made - is).abs() <= room))
}

fn is_difference(a: &Item<'_>, b: &Item<'_>, item: &Item<'_>) -> bool {
    item.lexed.digits >= 4 && off(&[*a, *b], item, true).is_some_and(|(_, fits)| fits)
}

/// Tests a column against rows that add up in another column of the table.
fn test(own: &Own<'_>, column: &[Item<'_>], pattern: &Pattern, figures: &mut [Figure]) {
    let find = |row: &u32| column.iter().find(|item| item.row == *row).copied();
    let Some(total) = find(&pattern.total) else { return };
    let mut parts: Vec<Item<'_>> = pattern.parts.iter().filter_map(find).collect();
    let is_whole = parts.len() == pattern.parts.len();
    // A row that is empty in the other column is a part here.
    let (Some(first), Some(last)) = (pattern.parts.first(), pattern.parts.last().max(Some(&pattern.total))) else {
        return;
    };
    let inside = |item: &&Item<'_>| (first..=last).contains(&&item.row);
    if pattern.is_of_neighbours() {
        parts.extend(column.iter().filter(inside).filter(|item| !pattern.seen.contains(&item.row)));
    }
    if let Some((made, false)) = off(&parts, &total, pattern.is_difference).filter(|_| is_whole)
        && let Some(culprit) = culprit(&parts, &total, made, pattern.is_difference, figures)
    {
        blame(own, &culprit, total.lexed.unit, figures);
    }
}

/// Tests a row that calls itself a total and is the sum of nothing: told where a slip explains what is missing.
fn test_named_total(own: &Own<'_>, table: usize, column: &[Item<'_>], figures: &mut [Figure]) {
    let Some((total, parts)) = column.split_last().filter(|(_, parts)| parts.len() >= 3) else { return };
    if figures[total.place].foots
        || parts.iter().any(|part| figures[part.place].foots)
        || !is_named_total(own, table, total.row)
    {
        return;
    }
    let Some((made, false)) = off(parts, total, false) else { return };
    let place = Place { value: made, slack: Decimal::ZERO, node: None };
    let Some(culprit) = culprit(parts, total, made, false, figures) else { return };
    // All but one are the plan's, or what is missing has a reason.
    let agrees = |item: &&Item<'_>| figures[item.place].status == Status::Agrees;
    let all_but_one = parts.iter().chain([total]).filter(agrees).count() == parts.len();
    if all_but_one || slips::slip(total.lexed, &place).is_some() {
        blame(own, &culprit, total.lexed.unit, figures);
    }
}

fn is_named_total(own: &Own<'_>, table: usize, row: u32) -> bool {
    let row = own.scene.document.tables.get(table).and_then(|table| table.rows.get(row as usize));
    let first = row.and_then(|row| row.cells.first()).and_then(|cell| cell.piece);
    first.is_some_and(|piece| own.text(piece as usize).to_lowercase().contains("total"))
}

/// The figure that is wrong in a column that does not add up, and its right value.
struct Culprit {
    place: usize,
    wanted: Decimal,
    /// One unit of its last digit.
    step: Decimal,
}

/// Returns what is wrong: the only part that the plan does not have, where it has all others and the total; the total,
/// where the plan does not have that or has every part. Nothing where several may be, or one is known already.
fn culprit(
    parts: &[Item<'_>],
    total: &Item<'_>,
    made: Decimal,
    is_difference: bool,
    figures: &[Figure],
) -> Option<Culprit> {
    let status = |item: &Item<'_>| figures[item.place].status;
    let all = || parts.iter().chain([total]);
    // A slip that the plan's figure is close to says less than the column does.
    let is_known = |item: &Item<'_>| status(item) == Status::Differs && figures[item.place].kind != Kind::WithinFive;
    if all().any(is_known) {
        return None;
    }
    let mut odd = parts.iter().filter(|item| status(item) != Status::Agrees);
    if status(total) == Status::Agrees
        && let Some(part) = odd.next()
    {
        let only = odd.next().is_none() && !is_difference;
        let wanted = total.lexed.value - (made - part.lexed.value);
        return only.then_some(Culprit { place: part.place, wanted, step: part.lexed.step });
    }
    Some(Culprit { place: total.place, wanted: made, step: total.lexed.step })
}

/// Says that a column does not add up, of the figure that is wrong.
fn blame(own: &Own<'_>, culprit: &Culprit, unit: Measured, figures: &mut [Figure]) {
    let figure = &mut figures[culprit.place];
    let why = format!("the other figures of its column make it {}", prose::value(culprit.wanted, unit));
    if let Some((site, value)) = own.planned(culprit.place, unit, culprit.wanted, culprit.step) {
        (figure.of, figure.plan, figure.also) = (Some(site), Some(value), Vec::new());
    }
    contradict(figure, Kind::DoesNotFoot, why);
}
