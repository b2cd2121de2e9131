//! Numbers that are structure: those of headings, and a first look at whether a cell holds a figure.

use super::period;

/// Returns the number a heading begins with, `12.1`, and its title; an empty number where it has none.
pub(super) fn of_heading(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches('.');
    let spaced = rest.starts_with(|c: char| c.is_whitespace() || c == ':');
    // A year is no number of a section, and neither is an amount.
    let few = number.split('.').all(|part| (1..=3).contains(&part.len()));
    if number.is_empty() || !few || !spaced {
        return ("", text);
    }
    (number.strip_suffix(".0").unwrap_or(number), rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
}

/// Returns whether a cell's text begins with a figure, and not with words, a year or another period.
pub(super) fn leads(text: &str) -> bool {
    let text = text.trim_start();
    if period::leads(text) {
        return false;
    }
    let text = text.trim_start_matches(['(', '-', '+', '~', '−', '–', '£', ' ']);
    let text = text.strip_prefix("c.").or_else(|| text.strip_prefix('c')).unwrap_or(text);
    let text = text.trim_start_matches(['£', ' ']);
    // `£000` over a column says in what its figures are.
    text.starts_with(|c: char| c.is_ascii_digit()) && !text.starts_with("000")
}
