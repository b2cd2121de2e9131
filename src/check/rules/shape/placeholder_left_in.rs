//! `placeholder-left-in`: a text still holds a template's placeholder.

use std::collections::HashSet;

use crate::check::prelude::*;
use crate::plan::syntax::Kind;
use crate::span::Span;
use crate::text::words::words_alone;

pub(crate) static RULE: Rule = Rule {
    id: "placeholder-left-in",
    level: Level::Error,
    lenient_in_drafts: true,
    ground: Ground::Itself,
    summary: "a text still holds a template's placeholder",
    why: "Templates come with `<name of area>` and `TBC`, and plans have been submitted with them.",
    fix: "Write what belongs there, or leave the key out.",
    example: r#"
[[risks]]
description = "vacancies in home care"
owner = "TBC"
#       ^^^^^ not filled in: `TBC`
#       mend: "Director of adult social care"
mitigation = "joint recruitment"
"#,
    cases: &[r#"
# Where a name belongs, the word for one is none.
[[sign_offs]]
partner = "ccg"
name = "Name of signatory"
#      ^^^^^^^^^^^^^^^^^^^ not filled in: `Name of signatory`
#      mend: "A. Fairweather"
on = 2017-09-06

[[sign_offs]]
partner = "council"
name = "[chief executive]"
#      ^^^^^^^^^^^^^^^^^^^ not filled in: `[chief executive]`
#      mend: "B. Ledger"
on = 2017-09-06

[[sign_offs]]
partner = "trust"
name = "C. Quill [acting]"
on = 2017-09-06
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let tree = &facts.plan.tree;
    let signs = signs(tree.source().as_bytes());
    let mut passed = 0;
    let mut count = 0;
    let mut failed = false;
    let mut said = HashSet::new();
    for node in tree.nodes().filter(|node| tree.kind(*node) == Kind::String) {
        count += 1;
        let near = within(&signs, &mut passed, tree.span(node));
        if near.is_empty() {
            continue;
        }
        if let Some(found) = first_at(tree.raw(node), near, tree.span(node)) {
            // A key given twice is one place, and a finding of its own.
            if !said.insert(facts.plan.path_of(node)) {
                continue;
            }
            failed = true;
            tests.fail(if found.len() + 2 == tree.raw(node).len() {
                not_filled_in(node, found)
            } else {
                let message = format!("this still holds the placeholder `{}`", shortened(found));
                Failure::new(Case::of("text"), node, message).help(HELP)
            });
        }
    }
    for (name, node) in signatories(facts).filter(|(name, _)| placeholder(name).is_none() && stands_for_a_name(name)) {
        failed = true;
        tests.fail(not_filled_in(node, name));
    }
    tests.pass_lot(failed, count, "texts");
}

const HELP: &str = "write what belongs here, or leave the key out";

fn not_filled_in(node: NodeId, text: &str) -> Failure {
    Failure::new(Case::of("text"), node, format!("not filled in: `{}`", shortened(text))).help(HELP)
}

/// Returns the names of those who signed or certified something.
fn signatories<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a str, NodeId)> + use<'a> {
    let plan = facts.plan;
    let certified = plan.sources.iter().map(|source| &source.certified_by);
    plan.sign_offs.iter().map(|sign_off| &sign_off.name).chain(certified).filter_map(Facts::reference)
}

/// The words that stand in templates where a name belongs, in lower case and without signs.
const FOR_A_NAME: [&str; 24] = [
    "enter name",
    "first name",
    "first name surname",
    "firstname surname",
    "full name",
    "insert name",
    "insert name here",
    "name",
    "name and position",
    "name and role",
    "name and title",
    "name here",
    "name of signatory",
    "name surname",
    "name to be confirmed",
    "please select",
    "position",
    "signatory",
    "signatory name",
    "surname",
    "tba",
    "to be advised",
    "to be confirmed",
    "your name",
];

/// Returns whether a text is what a template has in the place of a name, and nobody's name.
fn stands_for_a_name(text: &str) -> bool {
    let plain = words_alone(text, " ");
    let text = text.trim();
    let is_bracketed = text.starts_with('[') && text.ends_with(']');
    !text.is_empty() && (plain.is_empty() || is_bracketed || FOR_A_NAME.contains(&plain.as_str()))
}

/// The words that are a placeholder each, and are no part of another word.
const WORDS: [&str; 2] = ["TBC", "TBD"];
/// The letters that are one where they are capitals.
const CAPITALS: &str = "XXX";
/// The placeholder of a day.
const DAY: &str = "dd/mm/yyyy";
/// The beginnings of the placeholders of a table's cells.
const BRACKETED: [&str; 2] = ["[insert ", "[enter "];
const NIL: &str = "£0.00 (enter";

/// Returns the texts of which every placeholder holds one, in any letters, beside words between angle brackets.
#[cfg(feature = "workbook")]
pub(crate) fn placeholder_signs() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter().chain([CAPITALS, DAY]).chain(BRACKETED).chain([NIL])
}

/// Returns where in a plan there are two bytes that every placeholder has and prose has seldom, in order: one that opens
/// a bracket, the middle of a word, or the pound sign before a nil. The whole text is looked through at once and for
/// rare bytes alone, since nearly no plan has any.
fn signs(source: &[u8]) -> Vec<usize> {
    let is = |at: usize, letters: &[u8]| source.get(at).is_some_and(|byte| letters.contains(byte));
    let openings = memchr::memchr3_iter(b'<', b'[', b'X', source).filter(|at| match source[*at] {
        b'[' => is(at + 1, b"iIeE"),
        b'X' => is(at + 1, b"X"),
        _ => true,
    });
    let seconds = memchr::memchr2_iter(b'b', b'B', source).filter_map(|at| at.checked_sub(1));
    let words = seconds.filter(|at| is(*at, b"tT"));
    let days = memchr::memchr_iter(b'/', source).filter(|at| is(at + 1, b"mM"));
    let pounds = memchr::memchr_iter("£".as_bytes()[1], source).filter(|at| is(at + 1, b"0"));
    let mut signs: Vec<usize> = openings.chain(words).chain(days).chain(pounds).collect();
    signs.sort_unstable();
    signs
}

/// Returns those of the signs that are within a span. They are found from the number of those that were passed for the last
/// one, which is hardly ever far: the texts of a plan are gone through in its order.
fn within<'s>(signs: &'s [usize], passed: &mut usize, span: Span) -> &'s [usize] {
    let (start, end) = (span.start as usize, span.end as usize);
    *passed -= signs[..*passed].iter().rev().take_while(|at| **at >= start).count();
    *passed += signs[*passed..].iter().take_while(|at| **at < start).count();
    let here = signs[*passed..].iter().take_while(|at| **at < end).count();
    &signs[*passed..*passed + here]
}

/// Returns whether a text holds a placeholder, so that it is no wrong word but none at all.
pub(crate) fn is_placeholder(text: &str) -> bool {
    placeholder(text).is_some()
}

/// Returns the placeholder in a text, if there is one.
fn placeholder(text: &str) -> Option<&str> {
    first_at(text, &signs(text.as_bytes()), Span::new(0, text.len()))
}

/// Returns the first placeholder of a text that begins at one of the signs, given where the text is among them.
fn first_at<'t>(text: &'t str, signs: &[usize], span: Span) -> Option<&'t str> {
    signs.iter().find_map(|at| placeholder_at(text, *at - span.start as usize))
}

/// Returns the placeholder that has its sign at `at`.
fn placeholder_at(text: &str, at: usize) -> Option<&str> {
    let from = |before: usize| text.get(at.checked_sub(before)?..);
    match text.as_bytes().get(at)? {
        b'<' => angle(from(0)?),
        b'T' | b't' => word(text, at, &WORDS),
        b'X' => word(text, at, &[CAPITALS]).filter(|word| *word == CAPITALS),
        b'/' => starts(from(2)?, DAY),
        b'[' => BRACKETED.into_iter().find_map(|opening| starts(from(0)?, opening)),
        // The second byte of a pound sign.
        _ => starts(from(1)?, NIL),
    }
}

fn starts<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix))
}

/// Returns a whole word of the list at `at`.
fn word<'t>(text: &'t str, at: usize, words: &[&str]) -> Option<&'t str> {
    let found = words.iter().find_map(|word| starts(&text[at..], word))?;
    let joins =
        |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_' || *b >= 0x80);
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).and_then(|n| bytes.get(n));
    (!joins(before) && !joins(bytes.get(at + found.len()))).then_some(found)
}

/// The longest text between angle brackets that is a placeholder, in bytes.
const LONGEST: usize = 80;

/// Returns words between angle brackets at the start of a text, as `<name of area>`. Comparisons and addresses are
/// none.
fn angle(text: &str) -> Option<&str> {
    let end = closing(text.bytes())?;
    let inner = text.get(1..end)?;
    let words = inner.starts_with(|c: char| c.is_alphabetic() || c == '…' || c == '.');
    (words && !inner.contains(['@', '=']) && !inner.starts_with("http")).then(|| &text[..=end])
}

/// Returns where the bracket that the first byte opens is closed: before another is opened, and no further on than the
/// longest placeholder reaches. Both keep a text full of open brackets from being looked through once for each.
fn closing(text: impl Iterator<Item = u8>) -> Option<usize> {
    let mut brackets = text.take(LONGEST + 2).enumerate().skip(1).filter(|(_, byte)| matches!(byte, b'<' | b'>'));
    brackets.next().filter(|(at, byte)| *at > 1 && *byte == b'>').map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{closing, placeholder, signs, within};
    use crate::span::Span;

    #[test]
    fn placeholders_are_told_from_prose() {
        for text in [
            "<name of area>",
            "to be signed TBC",
            "dd/mm/yyyy",
            "£0.00 (enter amount)",
            "[insert name]",
            "XXX",
            "tbc",
            "<…>",
            "<n>",
        ] {
            assert!(placeholder(text).is_some(), "{text}");
        }
        for text in [
            "stays < 5 days > 3",
            "from <ten <twenty",
            "<a@b.uk>",
            "<https://x.uk>",
            "outbcome",
            "fabric",
            "TBCD",
            "exxxtra",
            "Xxx",
            "£0.00",
            "a-tbc",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }

    #[test]
    fn every_placeholder_has_a_sign_wherever_it_stands() {
        let texts = [
            "<name>",
            "tbc",
            "TBC",
            "Tbd",
            "dd/mm/yyyy",
            "DD/MM/YYYY",
            "£0.00 (Enter amount)",
            "[insert x]",
            "[Enter x]",
            "XXX",
        ];
        for text in texts {
            assert!(placeholder(text).is_some(), "{text}");
            #[cfg(feature = "workbook")]
            {
                let has = |sign: &str| text.to_lowercase().contains(&sign.to_lowercase());
                assert!(has("<") || super::placeholder_signs().any(has), "{text}");
            }
            for before in 0..64 {
                let source = format!("{}{text}", " ".repeat(before));
                let span = Span::new(before, source.len());
                let (signs, mut passed) = (signs(source.as_bytes()), 0);
                for _ in 0..2 {
                    assert!(!within(&signs, &mut passed, span).is_empty(), "{text} at {before}");
                    let after = Span::new(source.len(), source.len());
                    for other in [Span::new(0, before), after] {
                        assert!(within(&signs, &mut passed, other).is_empty(), "{text} at {before}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_stands_between_brackets_is_short_and_its_end_is_no_part_of_a_letter() {
        // Eighty bytes: one more, or a bracket inside, and it is prose.
        let longest = format!("<{}>", "é".repeat(40));
        assert_eq!(placeholder(&longest), Some(longest.as_str()));
        for text in [format!("<a{}>", "é".repeat(40)), "<".repeat(200), format!("<{}", "é".repeat(200)), "<>".into()]
        {
            assert_eq!(placeholder(&text), None, "{text}");
        }
        assert_eq!(placeholder("<5 <name>"), Some("<name>"));
    }

    /// Returns how many bytes are looked at for the ends of all brackets of a text.
    fn looked_at(text: &str) -> usize {
        let mut looked = 0;
        for (at, _) in text.match_indices('<') {
            closing(text[at..].bytes().inspect(|_| looked += 1));
        }
        looked
    }

    #[test]
    fn brackets_that_nothing_closes_are_not_looked_through_once_for_each() {
        for unit in ["<", "<a", "< \u{a3}5 ", "<name of area, which nobody wrote"] {
            let text = unit.repeat(1000);
            assert!(looked_at(&text) <= 2 * text.len(), "{unit}");
        }
        assert!(looked_at(&format!("<{}", "a".repeat(100_000))) <= 82);
    }
}
