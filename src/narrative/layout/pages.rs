//! The heads and feet of pages: lines that stand on every page, and are no part of the text.

use std::collections::BTreeMap;

use super::line::stretches;
use super::source::{Line, Standing};

/// The lines at the head of a page, and at its foot, that can be there on every page.
const EDGE: usize = 3;
/// The least part of the pages that has a line for it to be on every page: a third, since the sides of a sheet differ and
/// a chapter begins without.
const PART: usize = 3;

/// A line at the edge of a page.
struct Edge {
    page: usize,
    line: usize,
    numbers: Vec<u64>,
}

/// Marks the lines that stand at the edge of many pages, the same but for the number of the page.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let pages: Vec<Vec<usize>> = pages(lines);
    let count = pages.iter().filter(|page| !page.is_empty()).count();
    if count < 2 {
        return;
    }
    let mut alike: BTreeMap<(bool, String), Vec<Edge>> = BTreeMap::new();
    for (page, own) in pages.iter().enumerate() {
        let foot = own.len().saturating_sub(EDGE);
        let head = own[..own.len().min(EDGE)].iter().map(|line| (true, *line));
        for (is_head, line) in head.chain(own[foot..].iter().map(|line| (false, *line))) {
            if is_head && heads_columns(&lines[line]) {
                continue;
            }
            let (words, numbers) = without_numbers(lines[line].text);
            alike.entry((is_head, words)).or_default().push(Edge { page, line, numbers });
        }
    }
    let least = count.div_ceil(PART).max(2);
    for edges in alike.values().filter(|edges| edges.len() >= least && is_one(edges)) {
        for edge in edges {
            lines[edge.line].standing = Standing::Skipped;
        }
    }
}

/// Returns the lines of each page that are not blank.
fn pages(lines: &[Line<'_>]) -> Vec<Vec<usize>> {
    let mut pages = vec![Vec::new()];
    for (at, line) in lines.iter().enumerate() {
        if line.begins_page {
            pages.push(Vec::new());
        }
        if let (false, Some(page)) = (line.is_blank(), pages.last_mut()) {
            page.push(at);
        }
    }
    pages
}

/// Returns whether a line can head the columns of a table that begins on the page: it names periods or units behind its
/// first words.
fn heads_columns(line: &Line<'_>) -> bool {
    stretches(line.start, line.text).iter().skip(1).any(|stretch| stretch.names_figures() || stretch.is_value())
}

/// Returns a line with a sign for each of its numbers and one blank for several, and the numbers.
fn without_numbers(line: &str) -> (String, Vec<u64>) {
    let (mut words, mut numbers) = (String::new(), Vec::new());
    let mut rest = line.trim();
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            numbers.push(rest[..digits].parse().unwrap_or(u64::MAX));
            words.push('#');
            rest = &rest[digits..];
        } else {
            if !c.is_whitespace() {
                words.push(c);
            } else if !words.ends_with(' ') {
                words.push(' ');
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    (words, numbers)
}

/// Returns whether lines are one line: none of their numbers changes, or one of them counts the pages.
fn is_one(edges: &[Edge]) -> bool {
    let Some(first) = edges.first() else { return false };
    let counts = |n: usize| {
        edges.iter().all(|edge| {
            let pages = u64::try_from(edge.page - first.page).unwrap_or(u64::MAX);
            edge.numbers.get(n).copied() == first.numbers.get(n).and_then(|number| number.checked_add(pages))
        })
    };
    edges.iter().all(|edge| edge.numbers == first.numbers) || (0..first.numbers.len()).any(counts)
}
