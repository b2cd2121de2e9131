//! Text from a plan made safe to show: what a terminal would act on, or an eye would miss, is spelt out.

use std::borrow::Cow;

/// Returns whether a character must not reach an output raw: controls (C0, DEL, C1), line and paragraph separators, and the
/// invisible ones that reorder, join or hide text.
pub fn is_hidden(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns whether a `#` between `before` and `rest` makes a command of them, such as `##[add-mask]…` or
/// `##vso[…]`: runners obey these anywhere in a line of a log.
pub(crate) fn makes_command(before: &str, rest: &str) -> bool {
    before.ends_with('#') && rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// Returns a character spelt out: `\u{1b}`.
pub(crate) fn spelt(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

/// Returns whether a byte is a character of ASCII that is seen as it is.
pub(crate) const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Returns `text` on one line with every hidden character as `\u{…}`, and no command of a runner.
pub fn shown(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(is_plain) || !text.chars().any(is_hidden);
    if plain && !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        push_shown(&mut out, c, &text[at + c.len_utf8()..]);
    }
    Cow::Owned(out)
}

/// Returns `text` on one line, cut to `columns` with `…` (`...` without unicode) where it is longer.
pub fn shortened(text: &str, columns: usize, unicode: bool) -> Cow<'_, str> {
    let text = shown(text);
    if columns_of(&text) <= columns {
        return text;
    }
    let dots = dots(unicode);
    let room = columns.saturating_sub(columns_of(dots));
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += columns_of_char(c);
        if used > room {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push_str(dots);
    Cow::Owned(out)
}

/// Returns what stands for what was left out.
pub const fn dots(unicode: bool) -> &'static str {
    if unicode { "…" } else { "..." }
}

/// Returns `text` on one line, cut in its middle where it is longer than `columns`: of a path the end says more than the start.
pub fn shortened_within(text: &str, columns: usize, unicode: bool) -> Cow<'_, str> {
    let text = shown(text);
    if columns_of(&text) <= columns {
        return text;
    }
    let dots = dots(unicode);
    let room = columns.saturating_sub(columns_of(dots));
    let mut left = room / 3;
    let start: String = text.chars().take_while(|c| take(&mut left, *c)).collect();
    let mut left = room - columns_of(&start);
    let mut end: Vec<char> = text.chars().rev().take_while(|c| take(&mut left, *c)).collect();
    end.reverse();
    Cow::Owned(start + dots + &end.into_iter().collect::<String>())
}

/// Takes the columns of a character from `room`. Returns whether there were enough.
fn take(room: &mut usize, c: char) -> bool {
    let left = room.checked_sub(columns_of_char(c));
    *room = left.unwrap_or(0);
    left.is_some()
}

/// Returns `text` over several lines (a message of a parser, an example): newlines are kept, tabs become spaces, the rest
/// is as in [`shown`].
pub fn shown_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| shown(&line.replace('\t', "    ")).into_owned()).collect();
    lines.join("\n")
}

/// Writes `c` as it may be shown with `rest` after it.
pub(crate) fn push_shown(out: &mut String, c: char, rest: &str) {
    if is_hidden(c) || (c == '#' && makes_command(out, rest)) {
        out.push_str(&spelt(c));
    } else {
        out.push(c);
    }
}

/// Returns how many columns a terminal needs for `text`.
pub fn columns_of(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else if text.chars().all(is_narrow) {
        text.chars().count()
    } else {
        textwrap::core::display_width(text)
    }
}

/// Returns whether a character is known to need one column without a look into the tables of Unicode: of those that a plan
/// in English has, and the report itself.
const fn is_narrow(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '–'..='—' | '‘'..='”' | '…')
}

/// Returns how many columns a terminal needs for `c`.
pub(crate) fn columns_of_char(c: char) -> usize {
    if c.is_ascii() || is_narrow(c) { 1 } else { textwrap::core::display_width(c.encode_utf8(&mut [0; 4])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_to_be_narrow_is() {
        for c in (' '..='\u{ffff}').filter(|c| is_narrow(*c)) {
            assert_eq!(textwrap::core::display_width(c.encode_utf8(&mut [0; 4])), 1, "{c:?}");
        }
    }

    #[test]
    fn what_a_terminal_would_act_on_is_spelt_out() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown("x\u{202e}y\u{200b}z\u{9b}\u{7f}\r\n"), "x\\u{202e}y\\u{200b}z\\u{9b}\\u{7f}\\u{d}\\u{a}");
        assert!(matches!(shown("Caffè £5 – 日本"), Cow::Borrowed(_)));
        assert_eq!(shown("a ###[add-mask]b ##VSO[c"), "a ##\\u{23}[add-mask]b #\\u{23}VSO[c");
        assert_eq!(shown("## Heading, #[1] and ## [2]"), "## Heading, #[1] and ## [2]");
    }

    #[test]
    fn a_long_text_is_cut_to_columns_not_bytes() {
        assert_eq!(shortened("££££££", 4, true), "£££…");
        assert_eq!(shortened("日本日本", 5, true), "日本…");
        assert_eq!(shortened("a short one", 11, false), "a short one");
        assert_eq!(shortened("a longer one", 11, false), "a longer...");
    }
}
