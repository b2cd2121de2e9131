//! Text in lines.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter};

use super::escape::is_plain;

/// Returns `text` in lines of at most `width` columns, broken at spaces only (long addresses stay whole).
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    if let Some(lines) = plain(text, width, width) {
        return lines.into_iter().map(str::to_owned).collect();
    }
    let options = at_spaces(width).break_words(false);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// Writes `text` in lines of at most `width` columns, each behind its indent, broken at spaces and inside a word only where
/// that is wider than a line. `columns` are those of the two indents.
pub(crate) fn indented(
    text: &str,
    width: usize,
    indents: [&str; 2],
    columns: [usize; 2],
    mut line: impl FnMut(&str, &str),
) {
    let [first, rest] = columns.map(|columns| width.saturating_sub(columns));
    if let Some(lines) = plain(text, first, rest) {
        let indents = std::iter::once(indents[0]).chain(std::iter::repeat(indents[1]));
        return lines.into_iter().zip(indents).for_each(|(text, indent)| line(indent, text));
    }
    let options = at_spaces(width).initial_indent(indents[0]).subsequent_indent(indents[1]);
    for text in textwrap::wrap(text, options) {
        line("", &text);
    }
}

fn at_spaces<'a>(width: usize) -> Options<'a> {
    Options::new(width).word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation)
}

/// Wraps plain ASCII, as most lines are, in a fraction of the time that any text takes. Returns nothing for other text, and
/// where a word is wider than a line.
fn plain(text: &str, first: usize, rest: usize) -> Option<Vec<&str>> {
    if !text.bytes().all(is_plain) {
        return None;
    }
    let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
    for word in text.split(' ') {
        let end = at + word.len();
        let width = if lines.is_empty() { first } else { rest };
        if end - start > width && !word.is_empty() {
            if word.len() > rest || text[start..at].trim_end().is_empty() {
                return None;
            }
            lines.push(text[start..at].trim_end_matches(' '));
            start = at;
        }
        at = end + 1;
    }
    lines.push(text[start..].trim_end_matches(' '));
    Some(lines)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Plain text is wrapped as any text is.
        #[test]
        fn plain_text_is_wrapped_as_any(text in "( |a|bb|-|ccccc){0,60}", width in 1_usize..40, columns in 0_usize..9) {
            let whole = textwrap::wrap(&text, at_spaces(width).break_words(false));
            prop_assert_eq!(wrapped(&text, width), whole.iter().map(ToString::to_string).collect::<Vec<_>>());
            let indents = ["-".repeat(columns), "+".repeat(columns / 2)];
            let options = at_spaces(width + columns).initial_indent(&indents[0]).subsequent_indent(&indents[1]);
            let whole: Vec<String> = textwrap::wrap(&text, options).iter().map(ToString::to_string).collect();
            let mut lines = Vec::new();
            let [a, b] = &indents;
            indented(&text, width + columns, [a, b], [a.len(), b.len()], |indent, line| lines.push(format!("{indent}{line}")));
            prop_assert_eq!(lines, whole);
        }
    }
}
