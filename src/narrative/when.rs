//! The period a figure is of: from its column or its row, from its sentence, or from what stands over it.

use super::document::Cell;
use super::lex::Lexed;
use super::period::Named;
use super::scene::Scene;
use super::sight::{Sight, When};
use crate::period::Period;

/// Returns the periods a figure may be of.
pub(super) fn when(scene: &Scene<'_>, piece: u32, figure: usize) -> When {
    let (Some(own), Some(sight)) = (scene.document.piece(piece), scene.sights.get(piece as usize)) else {
        return When::default();
    };
    let cell = scene.document.cell_of(own);
    let over = cell.map(|cell| over(scene, cell)).unwrap_or_default();
    let beside = bound(&own.text, sight, figure);
    if let Some(period) = beside {
        return When { periods: period, strong: true };
    }
    if let Some(nth) = nth(&own.text, sight, figure, &over) {
        return When { periods: vec![nth], strong: true };
    }
    if let [_] = over[..] {
        return When { periods: over, strong: true };
    }
    if let Some(periods) = in_sentence(&own.text, sight, figure) {
        return When { periods, strong: true };
    }
    if !over.is_empty() {
        return When { periods: over, strong: false };
    }
    When { periods: above(scene, piece, cell), strong: false }
}

/// Returns the periods of a cell's column, else those of its row.
fn over(scene: &Scene<'_>, cell: &Cell) -> Vec<Period> {
    let all = |pieces: &[u32]| -> Vec<Period> { pieces.iter().flat_map(|piece| scene.periods(*piece)).collect() };
    let mut periods = all(&cell.headers);
    if periods.is_empty() {
        periods = all(&cell.labels);
    }
    periods.dedup();
    periods
}

/// Returns the period that stands right before a figure or, with "in", right behind it.
fn bound(text: &str, sight: &Sight, figure: usize) -> Option<Vec<Period>> {
    let lexed = sight.read.figures.get(figure)?;
    let named = &sight.read.periods;
    let next = named.partition_point(|named| named.span.start < lexed.span.end);
    let between = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
    if let Some(found) = named.get(next).and_then(|_| bound_behind(text, sight, figure, next)) {
        return Some(found);
    }
    if let Some(before) = next.checked_sub(1).and_then(|n| named.get(n)) {
        let gap = between(before.span.end, lexed.span.start);
        let joined = !gap.is_empty()
            && gap.len() <= 8
            && gap.chars().all(|c| matches!(c, ' ' | '-' | '–' | '—' | ':' | '(' | '=' | '£'));
        let found = before.time.periods();
        if joined && !found.is_empty() {
            return Some(found);
        }
    }
    None
}

/// Returns the period right behind a figure, with "in" or nothing between.
fn bound_behind(text: &str, sight: &Sight, figure: usize, next: usize) -> Option<Vec<Period>> {
    let (lexed, named) = (sight.read.figures.get(figure)?, &sight.read.periods);
    let between = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
    let after = named.get(next)?;
    let gap = between(lexed.span.end, after.span.start);
    let another = sight.read.figures.get(figure + 1).is_some_and(|other| other.span.start < after.span.start);
    let last = gap.split_whitespace().next_back().unwrap_or_default().trim_start_matches('(');
    let joined = gap.len() <= 60
        && !another
        && !gap.contains(['.', ';', '•', '\n'])
        && ["in", "for", "during", "by", "at"].contains(&last);
    if joined || gap.trim().is_empty() || gap.trim() == "(" {
        let mut found = after.time.periods();
        found.extend(continued(text, named, next));
        return (!found.is_empty()).then_some(found);
    }
    None
}

/// Returns the periods that follow one with nothing but "and" or a dash between.
fn continued(text: &str, named: &[Named], first: usize) -> Vec<Period> {
    let mut found = Vec::new();
    for pair in named.get(first..).unwrap_or_default().windows(2) {
        let gap = text.get(pair[0].span.end as usize..pair[1].span.start as usize).unwrap_or_default().trim();
        if !matches!(gap, "and" | "-" | "–" | "to" | "," | "&" | "/") {
            break;
        }
        found.extend(pair[1].time.periods());
    }
    found
}

/// Returns the period of the n-th of n figures under n periods, or beside them in a sentence.
fn nth(text: &str, sight: &Sight, figure: usize, over: &[Period]) -> Option<Period> {
    let lexed = sight.read.figures.get(figure)?;
    let sentence = sight.sentence(lexed.span.start);
    let alike: Vec<&Lexed> =
        sight.read.figures[sight.figures_in(sentence)].iter().filter(|other| other.unit == lexed.unit).collect();
    let place = alike.iter().position(|other| other.span == lexed.span)?;
    if alike.len() > 1 && over.len() == alike.len() {
        return over.get(place).copied();
    }
    if let ([Period::Year(year)], 4) = (over, alike.len())
        && sight.says_quarters
    {
        return u8::try_from(place + 1).ok().map(|quarter| Period::Quarter(*year, quarter));
    }
    let mut own: Vec<Period> = Vec::new();
    for named in &sight.read.periods[sight.periods_in(sentence)] {
        if !is_compared(text, named) {
            own.extend(named.time.periods());
        }
    }
    own.dedup();
    (alike.len() > 1 && own.len() == alike.len()).then(|| own.get(place).copied()).flatten()
}

/// Returns the periods that a sentence binds a figure to: its only one, or the nearest before the figure.
fn in_sentence(text: &str, sight: &Sight, figure: usize) -> Option<Vec<Period>> {
    let lexed = sight.read.figures.get(figure)?;
    let sentence = sight.periods_in(sight.sentence(lexed.span.start));
    let named: Vec<usize> = sentence.filter(|n| !is_compared(text, &sight.read.periods[*n])).collect();
    let before = named.iter().rev().find(|n| {
        sight.read.periods[**n].span.end <= lexed.span.start && !sight.read.periods[**n].time.periods().is_empty()
    });
    let chosen = before.or_else(|| named.iter().find(|n| !sight.read.periods[**n].time.periods().is_empty()))?;
    // The first of several that belong together.
    let mut first = *chosen;
    while first > 0 && !continued(text, &sight.read.periods[..=first], first - 1).is_empty() {
        first -= 1;
    }
    let mut found = sight.read.periods[first].time.periods();
    found.extend(continued(text, &sight.read.periods, first));
    Some(found)
}

/// Returns whether a period is only what something is compared with: "on 2015/16 levels", "from 2015/16".
fn is_compared(text: &str, named: &Named) -> bool {
    let before = text.get(..named.span.start as usize).unwrap_or_default().trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let after = text.get(named.span.end as usize..).unwrap_or_default().trim_start();
    if before.ends_with("later than") {
        return false;
    }
    ["from", "than", "since", "until", "by"].contains(&word)
        || after.starts_with("level")
        || after.starts_with("baseline")
}

/// Returns the periods of what stands over a piece: the caption of its table, its headings.
fn above(scene: &Scene<'_>, piece: u32, cell: Option<&Cell>) -> Vec<Period> {
    let Some(own) = scene.document.piece(piece) else { return Vec::new() };
    let mut found: Vec<Period> = Vec::new();
    if let Some(cell) = cell {
        found.extend(cell.groups.iter().flat_map(|piece| scene.periods(*piece)));
    }
    if let (true, Some(heading)) = (found.is_empty(), scene.headings_of(own).next()) {
        found.extend(scene.periods(heading));
    }
    if let (true, Some(table)) = (found.is_empty(), scene.document.table_of(own)) {
        found.extend(table.caption.iter().flat_map(|piece| scene.periods(*piece)));
    }
    found.dedup();
    found
}
