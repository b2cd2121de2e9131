//! The lines over the figures of a table that name its columns.

use super::line::Stretch;
use super::part::Part;
use super::source::Line;

/// The most lines of a header, and of blank ones between two of them.
const LINES: usize = 10;
const BLANKS: usize = 2;

/// Returns the lines that name the columns of a part, from the highest to the lowest, with what stands between them. None
/// is above the line at which it may begin.
pub(super) fn find(part: &Part, begins: usize, lines: &[Line<'_>], stretches: &[Vec<Stretch<'_>>]) -> Vec<usize> {
    let Some(first) = part.rows.first().copied() else { return Vec::new() };
    if lines[first].begins_page {
        return Vec::new();
    }
    let (mut over, mut blanks) = (Vec::new(), 0);
    for at in (begins..first).rev() {
        let line = &lines[at];
        if line.is_blank() {
            blanks += 1;
        } else if line.stops() || line.lists() || part.is_prose(&stretches[at]) || stretches[at].is_empty() {
            break;
        } else {
            blanks = 0;
            over.push(at);
        }
        if blanks > BLANKS || over.len() > LINES || line.begins_page {
            break;
        }
    }
    let names = |at: &usize| part.is_named_by(&stretches[*at]);
    let lowest = over.iter().position(names);
    let highest = over.iter().rposition(names);
    let mut header: Vec<usize> = match (lowest, highest) {
        (Some(lowest), Some(highest)) => over[lowest..=highest].to_vec(),
        _ => Vec::new(),
    };
    header.reverse();
    header
}

/// Tells the names of columns on the lines of a header apart.
pub(super) fn split(header: &[usize], stretches: &mut [Vec<Stretch<'_>>]) {
    for line in header {
        stretches[*line] = stretches[*line].iter().flat_map(Stretch::names).collect();
    }
}

/// Returns whether a stretch of a header names a column that is none of words before the figures.
fn is_name(part: &Part, stretch: &Stretch<'_>) -> bool {
    let first = part.figures.first().map_or(0, |band| band.from);
    stretch.to > first || stretch.from >= part.label
}

/// Returns the columns of the page that names on lines are in, names over each other in one.
fn columns(part: &Part, lines: &[usize], stretches: &[Vec<Stretch<'_>>]) -> Vec<(usize, usize)> {
    let names = lines.iter().flat_map(|line| &stretches[*line]).filter(|stretch| is_name(part, stretch));
    let mut names: Vec<(usize, usize)> = names.map(|name| (name.from, name.to)).collect();
    names.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (from, to) in names {
        match columns.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => columns.push((from, to)),
        }
    }
    columns
}

/// Returns how many columns a line of a header names at most.
pub(super) fn count(part: &Part, header: &[usize], stretches: &[Vec<Stretch<'_>>]) -> usize {
    let names = |line: &usize| stretches[*line].iter().filter(|stretch| is_name(part, stretch)).count();
    header.iter().map(names).max().unwrap_or(0)
}

/// Puts each name over its figures where there is one for each column.
pub(super) fn align(part: &Part, header: &[usize], stretches: &mut [Vec<Stretch<'_>>]) {
    // The lines over several columns at a time stand above those over one.
    for begins in 0..header.len() {
        let lines = &header[begins..];
        let columns = columns(part, lines, stretches);
        if columns.len() != part.figures.len() {
            continue;
        }
        for line in lines {
            for name in stretches[*line].iter_mut().filter(|stretch| is_name(part, stretch)) {
                let column = columns.partition_point(|(from, _)| *from <= name.from);
                if let Some(band) = column.checked_sub(1).and_then(|column| part.figures.get(column)) {
                    *name = name.ending_at(band.to);
                }
            }
        }
        return;
    }
}
