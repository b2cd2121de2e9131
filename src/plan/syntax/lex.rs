//! Finds the ends of blanks, words and strings, and decodes strings and keys.
//!
//! The lexer of `toml_parser` is not used: it does not say whether a string was closed, and it cannot resume in the
//! middle of a text. Its decoders are.

use std::borrow::Cow;

use memchr::memchr3;
use toml_parser::decoder::Encoding;
use toml_parser::{ErrorSink, ParseError, Raw};

use super::kind::Kind;
use crate::span::Span;

const BARE: u8 = 1;
const PLAIN_BASIC: u8 = 1 << 1;
const PLAIN_LITERAL: u8 = 1 << 2;
const PLAIN_COMMENT: u8 = 1 << 3;
const WORD: u8 = 1 << 4;

/// The classes of bytes.
const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0_u8;
    loop {
        let text = b == b'\t' || (b >= 0x20 && b != 0x7f);
        let bare = b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let ends_word = matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'=');
        table[b as usize] = if bare { BARE } else { 0 }
            | if text && b != b'"' && b != b'\\' { PLAIN_BASIC } else { 0 }
            | if text && b != b'\'' { PLAIN_LITERAL } else { 0 }
            | if text { PLAIN_COMMENT } else { 0 }
            | if ends_word { 0 } else { WORD };
        if b == u8::MAX {
            break table;
        }
        b += 1;
    }
};

fn run(bytes: &[u8], from: usize, class: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|&byte| CLASS[byte as usize] & class == 0).unwrap_or(rest.len())
}

/// Returns the end of as many bytes as are surely plain in a string, found eight at once: the next is the quote, a
/// backslash, a control character or a tab, or one of the last seven.
fn plain_eights(bytes: &[u8], from: usize, quote: u8) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // The high bit of each byte that is nil, and maybe of some behind the first of those.
    let nil = |word: u64| word.wrapping_sub(ONES) & !word;
    let (quotes, slashes) = (ONES * u64::from(quote), ONES * u64::from(b'\\'));
    let mut at = from;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*eight);
        // Below a blank the one goes below nil, and behind the last letter the other into the high bit.
        let controls = (word.wrapping_sub(ONES * 0x20) | word.wrapping_add(ONES)) & !word;
        let stops = (controls | nil(word ^ quotes) | nil(word ^ slashes)) & HIGH;
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at
}

/// Returns the end of the letters, digits, `-` and `_` at `from`.
pub(super) fn bare_end(bytes: &[u8], from: usize) -> usize {
    run(bytes, from, BARE)
}

/// Returns the end of what may be a comment's text at `from`.
pub(super) fn comment_end(bytes: &[u8], from: usize) -> usize {
    run(bytes, from, PLAIN_COMMENT)
}

/// Returns the end of the word at `from`: up to a blank, a comma, a bracket, `=` or `#`.
pub(super) fn word_end(bytes: &[u8], from: usize) -> usize {
    run(bytes, from, WORD)
}

/// Returns the end of the spaces and tabs at `from`.
pub(super) fn space_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(b' ' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Returns the end of the line that holds `from`, before its `\n` or `\r\n`. A lone `\r` ends no line here.
pub(super) fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let end = from + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
    if end > from && end < bytes.len() && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

/// The text from an opening quote on.
pub(super) struct Quoted {
    /// One past the closing quotes, or where the text ends without them.
    pub(super) end: usize,
    pub(super) closed: bool,
    /// An escape or a control character is in it, so its text must be validated.
    pub(super) odd: bool,
    pub(super) multiline: bool,
}

/// Returns the string whose opening quote is at `from`.
pub(super) fn quoted(bytes: &[u8], from: usize) -> Quoted {
    let quote = bytes[from];
    if bytes.get(from + 1) == Some(&quote) && bytes.get(from + 2) == Some(&quote) {
        multiline(bytes, from + 3, quote)
    } else {
        one_line(bytes, from + 1, quote)
    }
}

fn one_line(bytes: &[u8], from: usize, quote: u8) -> Quoted {
    let class = if quote == b'"' { PLAIN_BASIC } else { PLAIN_LITERAL };
    let (mut at, mut odd) = (from, false);
    loop {
        at = plain_eights(bytes, at, quote);
        match bytes.get(at) {
            Some(&byte) if byte == quote => return Quoted { end: at + 1, closed: true, odd, multiline: false },
            None | Some(b'\n') => return Quoted { end: at, closed: false, odd, multiline: false },
            Some(&byte) if CLASS[byte as usize] & class != 0 => at += 1,
            Some(b'\\') if matches!(bytes.get(at + 1), Some(b'"' | b'\\')) => (at, odd) = (at + 2, true),
            Some(_) => (at, odd) = (at + 1, true),
        }
    }
}

fn multiline(bytes: &[u8], from: usize, quote: u8) -> Quoted {
    let class = if quote == b'"' { PLAIN_BASIC } else { PLAIN_LITERAL };
    let (mut at, mut odd) = (from, false);
    loop {
        at = run(bytes, at, class);
        match bytes.get(at) {
            None => return Quoted { end: at, closed: false, odd, multiline: true },
            Some(&byte) if byte == quote => {
                if bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote) {
                    let extra = bytes[at + 3..].iter().take(2).take_while(|&&byte| byte == quote).count();
                    return Quoted { end: at + 3 + extra, closed: true, odd, multiline: true };
                }
                at += 1;
            }
            Some(b'\n') => at += 1,
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Some(b'\\') => (at, odd) = ((at + 2).min(bytes.len()), true),
            Some(_) => (at, odd) = (at + 1, true),
        }
    }
}

fn raw(source: &str, span: Span) -> Raw<'_> {
    let text = span.of(source);
    let encoding = if text.starts_with("'''") && text.len() > 5 {
        Some(Encoding::MlLiteralString)
    } else if text.starts_with("\"\"\"") && text.len() > 5 {
        Some(Encoding::MlBasicString)
    } else if text.starts_with('\'') {
        Some(Encoding::LiteralString)
    } else if text.starts_with('"') {
        Some(Encoding::BasicString)
    } else {
        None
    };
    Raw::new_unchecked(text, encoding, toml_parser::Span::new_unchecked(span.start as usize, span.end as usize))
}

/// Returns the text of the string at `span`.
pub(super) fn decode_string(source: &str, span: Span) -> Cow<'_, str> {
    let text = span.of(source);
    if let Some(plain) = plain(text) {
        return Cow::Borrowed(plain);
    }
    let mut text = Cow::Borrowed("");
    let _ = raw(source, span).decode_scalar(&mut text, &mut ());
    text
}

/// Returns the key at `span` where it has no quotes.
pub(super) fn bare_key(source: &str, span: Span) -> Option<&[u8]> {
    let text = source.as_bytes().get(span.range()).unwrap_or_default();
    (!matches!(text.first(), Some(b'"' | b'\''))).then_some(text)
}

/// Returns the key at `span`, bare or quoted.
pub(super) fn decode_key(source: &str, span: Span) -> Cow<'_, str> {
    let text = span.of(source);
    if !matches!(text.as_bytes().first(), Some(b'"' | b'\'')) {
        return Cow::Borrowed(text);
    }
    if let Some(plain) = plain(text) {
        return Cow::Borrowed(plain);
    }
    let mut text = Cow::Borrowed("");
    raw(source, span).decode_key(&mut text, &mut ());
    text
}

/// Returns the inside of a one-line string that means what it says.
fn plain(text: &str) -> Option<&str> {
    let inner = match text.as_bytes() {
        [quote @ (b'"' | b'\''), _inner @ .., last] if quote == last => &text[1..text.len() - 1],
        _ => return None,
    };
    memchr3(b'"', b'\'', b'\\', inner.as_bytes()).is_none().then_some(inner)
}

/// Returns the first place where the text of a quoted string or key breaks the standard.
pub(super) fn fault(source: &str, span: Span) -> Option<Span> {
    let mut first: Option<ParseError> = None;
    let _ = raw(source, span).decode_scalar(&mut (), &mut first as &mut dyn ErrorSink);
    first.map(|error| {
        let found = error.unexpected().map_or(span, |found| Span::new(found.start(), found.end()));
        Span { start: found.start.clamp(span.start, span.end), end: found.end.clamp(span.start, span.end) }
    })
}

/// Returns the kind of a value that is written without quotes or brackets; nothing when it is no value.
pub(in crate::plan) fn scalar(text: &str) -> Option<Kind> {
    match text {
        "true" | "false" => return Some(Kind::Boolean),
        "inf" | "+inf" | "-inf" | "nan" | "+nan" | "-nan" => return Some(Kind::Float),
        _ => {}
    }
    let bytes = text.as_bytes();
    if bytes.get(4) == Some(&b'-') || bytes.get(2) == Some(&b':') {
        let date = bytes[0].is_ascii_digit() && text.parse::<toml::value::Datetime>().is_ok();
        if date {
            return Some(Kind::DateTime);
        }
    }
    if !matches!(bytes.first(), Some(b'0'..=b'9' | b'+' | b'-')) || text.contains([' ', '\t']) {
        return None;
    }
    // The decoder lets these pass and leaves them to whoever makes a number of the digits.
    if !text.is_ascii() || matches!(text, "0x" | "0o" | "0b") {
        return None;
    }
    let mut first: Option<ParseError> = None;
    let kind = raw(text, Span::new(0, text.len())).decode_scalar(&mut (), &mut first as &mut dyn ErrorSink);
    match kind {
        _ if first.is_some() => None,
        toml_parser::decoder::ScalarKind::Integer(_) => Some(Kind::Integer),
        toml_parser::decoder::ScalarKind::Float => Some(Kind::Float),
        _ => None,
    }
}

/// Returns the end of a plain decimal number at `from` and its kind: digits with single `_` between them, at most one point.
/// Anything else, right or wrong, is left to [`scalar`].
pub(super) fn plain_number(bytes: &[u8], from: usize) -> Option<(usize, Kind)> {
    let start = from + usize::from(matches!(bytes.get(from), Some(b'-' | b'+')));
    let whole = digits_end(bytes, start)?;
    if bytes[start] == b'0' && whole - start > 1 {
        return None;
    }
    let (end, kind) = if bytes.get(whole) == Some(&b'.') {
        (digits_end(bytes, whole + 1)?, Kind::Float)
    } else {
        (whole, Kind::Integer)
    };
    let ends = bytes.get(end).is_none_or(|&byte| CLASS[byte as usize] & WORD == 0 && byte != b'=');
    ends.then_some((end, kind))
}

fn digits_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let group = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at == group {
            return None;
        }
        if bytes.get(at) != Some(&b'_') {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_at_once_end_where_one_by_one_does() {
        for c in (0..=0x7f_u8).map(char::from).chain(['£', 'ÿ', '–', '日', '\u{10ffff}']) {
            for (quote, before) in [b'"', b'\''].into_iter().flat_map(|quote| (0..20).map(move |n| (quote, n))) {
                let text = format!("{}{c}{}", "~ ".repeat(before).split_at(before).0, "a".repeat(20));
                let stops = c < ' ' || c == '\u{7f}' || c == '\\' || c == char::from(quote);
                let end = if stops { before } else { text.len() - text.len() % 8 };
                assert_eq!(plain_eights(text.as_bytes(), 0, quote), end, "{text:?}");
            }
        }
    }
}
