//! Hints at what somebody meant by a value that is no TOML, in the words of people who write plans.

use super::lex;
use crate::period::Month;
use crate::span::Span;

/// A place, the mistake there, and the next action.
type Told = (Span, String, String);

/// The most characters of a text that may be meant as a figure or a date; the correction of a longer one would fill the
/// screen.
const LONGEST_FIGURE: usize = 60;

/// Returns a control character as a message names it.
pub(super) fn control_name(byte: u8) -> String {
    match byte {
        b'\r' => "a carriage return (U+000D)".to_owned(),
        b'\n' => "a line end".to_owned(),
        byte => format!("a control character (U+{byte:04X})"),
    }
}

/// Returns the name of a character that looks like a blank or like nothing, and is no blank to TOML.
pub(super) fn invisible_name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' => "a non-breaking space (U+00A0)",
        '\u{202f}' => "a narrow non-breaking space (U+202F)",
        '\u{2007}' => "a figure space (U+2007)",
        '\u{2009}' => "a thin space (U+2009)",
        '\u{3000}' => "a wide space (U+3000)",
        '\u{200b}' => "a zero-width space (U+200B)",
        '\u{200c}' | '\u{200d}' => "a zero-width joiner (U+200C or U+200D)",
        '\u{2060}' => "a word joiner (U+2060)",
        '\u{feff}' => "a byte order mark (U+FEFF)",
        '\u{ad}' => "a soft hyphen (U+00AD)",
        '\u{b}' => "a vertical tab (U+000B)",
        '\u{c}' => "a form feed (U+000C)",
        _ => return None,
    })
}

/// Returns the first invisible character in `span`.
pub(super) fn invisible(source: &str, span: Span) -> Option<Told> {
    let text = span.of(source);
    let (at, c, name) = text.char_indices().find_map(|(at, c)| Some((at, c, invisible_name(c)?)))?;
    let start = span.start as usize + at;
    let help = if c == '\u{feff}' || c > '\u{200a}' && c < '\u{200e}' || c == '\u{2060}' || c == '\u{ad}' {
        "it cannot be seen: delete the text around it and type it again"
    } else {
        "replace it with a plain space"
    };
    Some((Span::new(start, start + c.len_utf8()), format!("{name} stands here"), help.to_owned()))
}

/// Returns at most forty characters of `text`, with each run of white space as one space.
pub(super) fn short(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if text.chars().count() <= 40 { text } else { text.chars().take(39).chain(['…']).collect() }
}

/// Returns how far a text in curly quotes reaches that begins `text`, when it does.
pub(super) fn smart_quoted(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let closers: &[char] = match first {
        '“' | '”' | '„' => &['“', '”', '"'],
        '‘' | '’' | '‚' => &['‘', '’', '\''],
        _ => return None,
    };
    let inner = first.len_utf8();
    let (at, close) = text[inner..].char_indices().find(|(_, c)| closers.contains(c))?;
    Some(inner + at + close.len_utf8())
}

/// Returns what is wrong with a character or an escape in a quoted text.
pub(super) fn text_fault(source: &str, span: Span, fault: Span) -> Told {
    let bytes = source.as_bytes();
    let mut start = (fault.start as usize).min(source.len());
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    let is_control = |byte: u8| (byte < 0x20 && byte != b'\t') || byte == 0x7f;
    let control = [start, start.saturating_sub(1)]
        .into_iter()
        .find(|&at| at > span.start as usize && bytes.get(at).is_some_and(|&byte| is_control(byte) && byte != b'\n'));
    if let Some(at) = control {
        let message = format!("{} stands in the text", control_name(bytes[at]));
        return (Span::new(at, at + 1), message, "delete it".to_owned());
    }
    let from = source[span.start as usize..start].rfind('\\').map_or(start, |at| span.start as usize + at);
    let mut end = (fault.end as usize).max(from + 1).min(span.end as usize);
    while !source.is_char_boundary(end) {
        end += 1;
    }
    if end <= from + 1 {
        end = from + 1 + source[from + 1..].chars().next().map_or(0, char::len_utf8);
    }
    let found = Span::new(from, end.min(span.end as usize));
    let message = format!("`{}` is no escape that a text in quotes may have", short(found.of(source)));
    (found, message, "write `\\\\` for a backslash, or put the text in single quotes: 'C:\\plans'".to_owned())
}

/// Returns what is wrong with the text before `=`.
pub(super) fn key(text: &str) -> (String, String) {
    let message = format!("`{}` is no key", short(text));
    let help = if text.contains(['“', '”', '‘', '’']) {
        "its quotes are curly: write straight ones".to_owned()
    } else if text.contains(['"', '\'']) {
        "a key is one word, or one text in quotes on one line".to_owned()
    } else if let Some((from, to)) = years(text) {
        format!("write the year as `{from}-{to}`")
    } else {
        format!("put it in quotes: `\"{}\" = …`", short(text).replace('\\', "\\\\"))
    };
    (message, help)
}

/// Returns the two years of a text such as `2017/18`.
fn years(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.trim().split_once(['/', '–', '—'])?;
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    if digits(from, 4) && digits(to, 2) {
        Some((from, to))
    } else if digits(from, 4) && digits(to, 4) {
        Some((from, &to[2..]))
    } else {
        None
    }
}

/// Returns what is wrong with a value that is no TOML.
pub(super) fn bare(source: &str, span: Span, line: bool) -> Told {
    let text = span.of(source);
    if let Some(told) = invisible(source, span) {
        return told;
    }
    let quoted = || format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let told = quotes(text).or_else(|| {
        let figure = text.len() <= LONGEST_FIGURE;
        [percent, date, money, footnote, symbol, number].into_iter().filter(|_| figure).find_map(|hint| hint(text))
    });
    if let Some((message, help)) = told {
        return (span, message, help);
    }
    let name = short(text);
    if text.ends_with(['"', '\'']) {
        return (span, format!("`{name}` lacks its first quote"), "put a quote before it too".to_owned());
    }
    if line && text.contains('=') {
        return (span, format!("`{name}` is no value"), "write one `key = value` a line".to_owned());
    }
    if text.contains('=') {
        let help = format!("write `{{ {name} }}` for a table in a list");
        return (span, format!("`{name}` is no value"), help);
    }
    let upper = text.to_ascii_lowercase();
    let pending = matches!(
        upper.as_str(),
        "tbc"
            | "tbd"
            | "tba"
            | "n/a"
            | "na"
            | "n.a."
            | "?"
            | "??"
            | "???"
            | "-"
            | "--"
            | "–"
            | "—"
            | "..."
            | "…"
            | "unknown"
            | "pending"
            | "null"
            | "nil"
            | "none"
            | "xxx"
            | "#n/a"
    );
    let message = format!("`{name}` stands without quotes and is no number, date, `true` or `false`");
    let help = if matches!(upper.as_str(), "nil" | "none" | "-" | "–" | "—") {
        "write 0 for nothing, or leave the key out until it is known".to_owned()
    } else if pending {
        "leave the key out until it is known".to_owned()
    } else {
        format!("put it in quotes: {}, or leave the key out until it is known", short(&quoted()))
    };
    (span, message, help)
}

fn quotes(text: &str) -> Option<(String, String)> {
    const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];
    if !text.starts_with(CURLY) && !text.starts_with('`') {
        return None;
    }
    let inner = text.trim_matches(|c| CURLY.contains(&c) || matches!(c, '"' | '\'' | '`'));
    let help = format!("write straight quotes: \"{}\"", short(inner).replace('"', "\\\""));
    let message = if text.starts_with('`') { "the quotes are backticks" } else { "the quotes are curly" };
    Some((message.to_owned(), help))
}

fn percent(text: &str) -> Option<(String, String)> {
    let number = text.strip_suffix('%').or_else(|| text.strip_suffix(" percent"))?.trim_end();
    let plain = number.replace(',', "_");
    matches!(lex::scalar(&plain), Some(super::Kind::Integer | super::Kind::Float))
        .then(|| (format!("`{}` has a percent sign", short(text)), format!("leave the % off: write {plain}")))
}

fn digits(part: &str) -> Option<u32> {
    (part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns a month by its English name or the first letters of it.
fn month(name: &str) -> Option<u32> {
    let letters = name.get(..3)?;
    let at = Month::NAMES.iter().position(|month| month[..3].eq_ignore_ascii_case(letters))?;
    u32::try_from(at + 1).ok()
}

fn iso(year: u32, month: u32, day: u32) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn date(text: &str) -> Option<(String, String)> {
    let name = short(text);
    if let Some((from, to)) = years(text).filter(|_| !text.contains('.')) {
        let message = format!("`{name}` is no value");
        return Some((message, format!("write a financial year in quotes: \"{from}-{to}\"")));
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return month_alone(text, &parts) };
    let middle = digits(second).or_else(|| month(second))?;
    if first.len() == 4 {
        let (year, day) = (digits(first)?, digits(third)?);
        return Some(ordered(&name, text, year, middle, day));
    }
    let day = digits(first.trim_end_matches(|c: char| c.is_ascii_alphabetic())).filter(|_| !first.is_empty())?;
    let year = digits(third).filter(|_| third.len() == 4 || third.len() == 2)?;
    let year = if third.len() == 2 { year + 2000 } else { year };
    let message = format!("`{name}` is not how a date is written here");
    let help = if (1..=12).contains(&middle) && (1..=days_in(year, middle)).contains(&day) {
        format!("write {}, year first", iso(year, middle, day))
    } else {
        format!("write the year, the month and the day: {}", iso(year, 6, 30))
    };
    Some((message, help))
}

/// Returns the message and the help for a year, month and day in the right order that are no date.
fn ordered(name: &str, text: &str, year: u32, month: u32, day: u32) -> (String, String) {
    if !(1..=12).contains(&month) {
        let help = format!("write the year, the month and the day: {}", iso(year, 6, 30));
        return (format!("`{name}` has no month {month}"), help);
    }
    let days = days_in(year, month);
    if !(1..=days).contains(&day) {
        let message = format!("`{name}` is no day: month {month} of {year} has {days} days");
        return (message, format!("the last day of that month is {}", iso(year, month, days)));
    }
    let right = iso(year, month, day);
    let help = if right == text { "write the date alone".to_owned() } else { format!("write {right}") };
    (format!("`{name}` is not how a date is written here"), help)
}

fn month_alone(text: &str, parts: &[&str]) -> Option<(String, String)> {
    let [first, second] = parts[..] else { return None };
    if text.contains([' ', '.']) || first.len() != 4 || digits(first).is_none() || digits(second).is_none() {
        return None;
    }
    let message = format!("`{}` is no whole date", short(text));
    Some((message, format!("put a month or a financial year in quotes: \"{first}-{second}\"")))
}

/// Returns a figure as people write it: a sign, a currency, digits with separators, a unit.
fn money(text: &str) -> Option<(String, String)> {
    let (bracketed, inner) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, text),
    };
    let unsigned = inner.strip_prefix(['-', '−', '–']).map(str::trim_start);
    let negative = bracketed || unsigned.is_some();
    let unsigned = unsigned.unwrap_or(inner.strip_prefix('+').unwrap_or(inner));
    let after_sign = unsigned.strip_prefix(['£', '$', '€']).map(str::trim_start);
    let currency = after_sign.is_some();
    let figure = after_sign.unwrap_or(unsigned);
    let of_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '_' | ' ' | '\'');
    let (number, unit) = figure.split_at(figure.find(|c| !of_figure(c)).unwrap_or(figure.len()));
    let number = number.trim_end();
    let decorated = unsigned != text || currency || !unit.is_empty() || number.contains([',', ' ', '\'']);
    if !decorated || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" => "",
        "k" | "thousand" => "k",
        "m" | "mn" | "million" => "m",
        "bn" | "b" | "billion" => "bn",
        _ => return None,
    };
    let sign = if negative { "-" } else { "" };
    let name = short(text);
    let (whole, pence) = number.split_once('.').unwrap_or((number, ""));
    let groups: Vec<&str> = whole.split([',', ' ', '_', '\'']).collect();
    let in_threes =
        groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    if !in_threes || !pence.bytes().all(|b| b.is_ascii_digit()) || number.ends_with('.') {
        let message = format!("`{name}` is no number: its digits are not grouped in threes");
        return Some((message, ungrouped(number)));
    }
    let digits = grouped(&groups.concat());
    let point = if pence.is_empty() { String::new() } else { format!(".{pence}") };
    let pounds = format!("\"{sign}£{}{point}{unit}\"", digits.replace('_', ","));
    let message = if !unit.is_empty() {
        format!("`{name}` has a unit and stands without quotes")
    } else if currency {
        format!("`{name}` has a currency sign and stands without quotes")
    } else if bracketed {
        format!("`{name}` is no number: brackets do not make it negative")
    } else if groups.len() > 1 {
        format!("`{name}` has separators between its thousands")
    } else {
        return None;
    };
    let help =
        if unit.is_empty() { format!("write {sign}{digits}{point} or {pounds}") } else { format!("write {pounds}") };
    Some((message, help))
}

/// Returns what to do about digits that are not grouped in threes: a comma may stand for the point, be too much, or have lost
/// a digit behind it.
fn ungrouped(number: &str) -> String {
    let groups: Vec<&str> = number.split(',').collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match groups[..] {
        [whole, rest] if digits(whole) && digits(rest) && (whole == "0" || rest.len() < 3) => {
            format!("write {whole}.{rest} if the comma is its point")
        }
        [.., last] if groups.iter().all(|part| digits(part)) && last.len() < 3 => {
            let all = groups.concat();
            let longer = grouped(&format!("{all}{}", "0".repeat(3 - last.len())));
            format!(
                "check the digits: {} if a comma is too much, about {longer} if some are missing at the end",
                grouped(&all)
            )
        }
        _ => "write the figure without separators, or with `_` between thousands, such as 1_200".to_owned(),
    }
}

/// The signs that lead from a figure to a footnote.
pub(in crate::plan) const FOOTNOTES: [char; 6] = ['*', '†', '‡', '¹', '²', '³'];

/// Returns the message and the help for a figure that has the mark of a footnote.
fn footnote(text: &str) -> Option<(String, String)> {
    let figure = text.trim_end_matches(FOOTNOTES).trim_end();
    if figure.len() == text.len() {
        return None;
    }
    let message = format!("`{}` has the mark of a footnote", short(text));
    if matches!(lex::scalar(figure), Some(super::Kind::Integer | super::Kind::Float)) {
        return Some((message, format!("leave it off: write {figure}")));
    }
    let (_, help) = money(figure)?;
    Some((message, format!("leave it off: {help}")))
}

/// Returns digits in groups without leading zeros, such as `1_200` for `01200`.
fn grouped(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

fn symbol(text: &str) -> Option<(String, String)> {
    let lower = text.to_ascii_lowercase();
    let right = match lower.as_str() {
        "true" | "yes" | "y" => "true",
        "false" | "no" | "n" => "false",
        "nan" | "inf" | "+nan" | "-nan" | "+inf" | "-inf" => {
            let message = format!("`{text}` is no number that a plan can hold");
            return Some((message, "write a figure, or leave the key out until it is known".to_owned()));
        }
        _ => return None,
    };
    let message = if lower == right {
        format!("`{text}` is not in lower case")
    } else {
        format!("`{text}` stands without quotes")
    };
    Some((message, format!("write {right}")))
}

/// Returns the message and the help for a text that is a number in all but its form.
fn number(text: &str) -> Option<(String, String)> {
    let (sign, figure) = match text.strip_prefix(['-', '+']) {
        Some(figure) => (&text[..1], figure),
        None => ("", text),
    };
    let name = short(text);
    if figure.len() > 1 && figure.starts_with('0') {
        let bare = figure.trim_start_matches(['0', '_']);
        let bare = if bare.is_empty() || bare.starts_with('.') { format!("0{bare}") } else { bare.to_owned() };
        if matches!(lex::scalar(&bare), Some(super::Kind::Integer | super::Kind::Float)) {
            let help = format!("write {sign}{bare}, or \"{text}\" in quotes if it is a reference and no amount");
            return Some((format!("`{name}` begins with a nought"), help));
        }
    }
    if figure.starts_with('.') && lex::scalar(&format!("0{figure}")).is_some() {
        return Some((format!("`{name}` has no digit before its point"), format!("write {sign}0{figure}")));
    }
    if figure.ends_with('.') && lex::scalar(&figure[..figure.len() - 1]).is_some() {
        let help = format!("write {sign}{}", &figure[..figure.len() - 1]);
        return Some((format!("`{name}` has no digit after its point"), help));
    }
    if figure.contains('_') && lex::scalar(&figure.replace('_', "")).is_some() {
        let help = format!("write {sign}{}", grouped(&figure.replace('_', "")));
        let help = if figure.contains('.') { "put `_` between two digits only".to_owned() } else { help };
        return Some((format!("`{name}` has a `_` that is not between two digits"), help));
    }
    None
}
