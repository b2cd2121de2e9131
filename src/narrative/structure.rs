//! Numbers that claim nothing: references, ages, addresses, the numbers of things.

use std::borrow::Cow;

use super::suffix::Suffix;
use super::words;
use super::written::Number;

/// The words before a number that make it a reference to a part of a document or of a list, or an age.
const REFERENCES: [&str; 37] = [
    "act",
    "age",
    "aged",
    "annex",
    "appendix",
    "bullet",
    "chapter",
    "clause",
    "condition",
    "figure",
    "footnote",
    "goal",
    "item",
    "level",
    "line",
    "no",
    "note",
    "number",
    "option",
    "p",
    "page",
    "para",
    "paragraph",
    "part",
    "phase",
    "point",
    "priority",
    "ref",
    "risk",
    "s",
    "schedule",
    "section",
    "stage",
    "step",
    "table",
    "theme",
    "version",
];

/// Words that are written before a number in the same way, and are told from figures by what they are.
const NAMED: [&str; 8] = ["band", "bcf", "metric", "objective", "scheme", "tier", "wave", "workstream"];

/// The least whole number that prose claims something with.
const LEAST: u32 = 20;

/// Returns a text in which addresses are blank, of the same bytes; nothing where there are none.
pub(super) fn masked(text: &str) -> Option<Cow<'_, str>> {
    let is_address =
        |word: &str| word.contains("://") || word.contains("www.") || word.contains('@') && word.contains('.');
    if !text.contains("://") && !text.contains("www.") && !text.contains('@') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if is_address(word) {
            out.extend(std::iter::repeat_n(' ', word.len()));
        } else {
            out.push_str(word);
        }
    }
    Some(Cow::Owned(out))
}

/// Returns whether a number is a claim, and not structure. `alone`: the bytes of a number that fills its cell; nil for a
/// text that is no cell.
pub(super) fn is_claim(text: &str, number: &Number, alone: usize) -> bool {
    let (before, after) = (tail(&text[..number.start]), &text[number.end..]);
    let money = before.trim_end_matches(' ').ends_with('£');
    if money {
        // The header of a column of thousands.
        return !text[number.start..number.end].bytes().all(|b| b == b'0') || number.end - number.start == 1;
    }
    if is_joined(before, after, number) {
        return false;
    }
    if Suffix::behind(after).is_some_and(|suffix| suffix.percent) {
        return true;
    }
    if is_reference(before, number) || is_age(before, after, number, text) || is_base(before) {
        return false;
    }
    if is_head(before, after, number) || is_telephone(text, number) {
        return false;
    }
    let whole = number.small(text).filter(|_| !has_scale(after));
    alone == number.end - number.start || whole.is_none_or(|whole| whole >= LEAST)
}

/// The number of bytes before a number that are looked at.
const AHEAD: usize = 96;

/// Returns the end of a text.
fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(AHEAD);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Returns whether letters or other numbers are joined to a number, as in `SCR2`, `7th` and `24/7`.
fn is_joined(before: &str, after: &str, number: &Number) -> bool {
    let last = before.chars().next_back();
    let circa = before.ends_with('c')
        && !before[..before.len() - 1].ends_with(char::is_alphanumeric)
        && !before.ends_with("sc");
    if last.is_some_and(|c| c.is_alphabetic() || c == '_' || c == '#') && !circa {
        return true;
    }
    let mut chars = before.chars().rev();
    let joint = chars.next().filter(|c| matches!(c, '/' | '.' | ':' | ',' | '\\'));
    if joint.is_some() && chars.next().is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    let mut chars = after.chars();
    match chars.next() {
        Some('/' | ':' | '.') if chars.next().is_some_and(|c| c.is_ascii_digit()) => true,
        Some('+') => true,
        Some(c) if c.is_alphabetic() || c == '_' => Suffix::behind(after).is_none_or(|suffix| suffix.of_money),
        _ => !number.grouped && number.point.is_none() && is_hyphened(before),
    }
}

/// Returns whether a hyphen joins a number to a word, as in `E-10`.
fn is_hyphened(before: &str) -> bool {
    before.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic))
}

/// Returns whether a number has a scale: `5m`, `12k`, `3 million`.
fn has_scale(after: &str) -> bool {
    Suffix::behind(after).is_some_and(|suffix| suffix.power > 0 && !suffix.of_money)
}

/// Returns whether a number is the number of a part of something: `section 11.5`, `pages 39-44`, `appendix 10`.
fn is_reference(before: &str, number: &Number) -> bool {
    if number.grouped {
        return false;
    }
    // A list of references goes on through "and", commas and dashes.
    let mut ahead = before;
    loop {
        let trimmed = ahead.trim_end_matches([' ', '(', '[', '.', ':', '–', '-', ',', '&']);
        let word = trimmed.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or_default();
        if matches!(word, "and" | "to" | "or") || is_part_number(word) && !word.is_empty() {
            let Some(shorter) = trimmed.get(..trimmed.len() - word.len()).filter(|s| s.len() < ahead.len()) else {
                return false;
            };
            ahead = shorter;
            continue;
        }
        // Only a word that stands right before the number names it; a dash between sentences does not.
        let apart = ahead[trimmed.len()..].contains(['–', ',']) && std::ptr::eq(ahead, before);
        let folded = words::folded(word);
        let named = REFERENCES.binary_search(&folded.as_str()).is_ok();
        let thing = number.is_bare() && NAMED.contains(&folded.as_str());
        return !apart && (named || thing);
    }
}

/// Returns whether a word is the number of a part: `11`, `11.2`.
fn is_part_number(word: &str) -> bool {
    let plain = word.trim_end_matches('.');
    plain.len() <= 5
        && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && plain.bytes().any(|b| b.is_ascii_digit())
}

/// Returns whether a number is an age: `65 and over`, `aged 18`, `over 65s`, `18-64`.
fn is_age(before: &str, after: &str, number: &Number, text: &str) -> bool {
    if number.small(text).is_none_or(|age| age > 120) {
        return false;
    }
    let behind = after.trim_start();
    let spelt = ["and over", "or over", "and above", "plus ", "and older", "years"];
    if spelt.iter().any(|words| behind.starts_with(words)) || is_range(before, after) {
        return true;
    }
    let near = before.trim_end().to_lowercase();
    ["aged", "aged between", "ages", "age of", "over the age of", "people of"].iter().any(|words| near.ends_with(words))
}

/// Returns whether a small number is an end of a range, as those of ages are: `18-64`.
fn is_range(before: &str, after: &str) -> bool {
    const DASHES: [char; 2] = ['-', '–'];
    let ends = before.strip_suffix(DASHES).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
    ends || after.strip_prefix(DASHES).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns whether a number is what a rate is for: `per 100,000`.
fn is_base(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    before.ends_with("per") || before.ends_with("every")
}

/// Returns whether what follows a figure says that it is a rate.
pub(super) fn says_rate(after: &str) -> bool {
    let after = after.to_lowercase();
    ["per 100,000", "per 100 000", "per 1,000", "per 10,000", "for every 100,000", "per 100k"]
        .iter()
        .any(|words| after.contains(words))
}

/// Returns whether a number heads its text as the number of a paragraph or a section.
fn is_head(before: &str, after: &str, number: &Number) -> bool {
    let is_first = before.len() == number.start && before.trim_matches([' ', '[', '(', '-', '•', '–']).is_empty();
    if number.grouped || !is_first || number.end - number.start > 5 {
        return false;
    }
    let dotted = after.starts_with(['.', ')']) && after[1..].starts_with([' ', '\t']);
    let few = number.end - number.start <= 3 || number.point.is_some();
    let titled =
        after.trim_start_matches([' ', '\t']).starts_with(char::is_uppercase) && after.starts_with([' ', '\t']);
    few && (dotted || titled)
}

/// Returns whether a number is part of a telephone number: a group of digits that follows one that begins with nil.
fn is_telephone(text: &str, number: &Number) -> bool {
    if !number.is_bare() {
        return false;
    }
    let groups = tail(&text[..number.end]).rsplit(|c: char| !c.is_ascii_digit() && c != ' ').next().unwrap_or_default();
    let first = groups.split_whitespace().next().unwrap_or_default();
    first.len() >= 3 && first.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_before_references_are_in_order() {
        assert!(REFERENCES.is_sorted());
    }
}
