//! Figures and days that people type as text: `£1,234`, `(1,234)`, `11/09/2017`.

use crate::money;
use crate::period::{Date, Month, Period, Year};
use crate::write::is_plain;

/// Returns a figure typed as text in digits: perhaps in groups of three, in brackets where it is below nothing.
pub(super) fn figure(text: &str) -> Option<String> {
    let text = tidy(text);
    let (negative, text) = below_nothing(&text);
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    let mut groups = whole.split(',');
    let first = groups.next().map_or(0, str::len);
    let grouped = !whole.contains(',') || ((1..=3).contains(&first) && groups.all(|group| group.len() == 3));
    let digits = text.replace(',', "");
    let decimals = text.split_once('.').is_some_and(|(_, decimals)| decimals.contains(','));
    let digits = if negative { format!("-{digits}") } else { digits };
    (grouped && !decimals && is_plain(&digits)).then_some(digits)
}

/// Returns money typed as text with its own unit, as a plan writes it.
pub(super) fn amount(text: &str) -> Option<String> {
    let text = text.trim();
    if money::parse_text(text).is_ok() {
        return Some(text.to_owned());
    }
    let tidied = tidy(text);
    let (negative, tidied) = below_nothing(&tidied);
    let closed = tidied.replace("£ ", "£");
    let closed = if negative { format!("-{closed}") } else { closed };
    money::parse_text(&closed).is_ok().then_some(closed)
}

/// Returns whether a text is two figures or more, and nothing besides.
pub(super) fn is_several(text: &str) -> bool {
    let between = |c: char| c.is_whitespace() || matches!(c, '/' | ';' | '&' | '+' | '|');
    let figures: Vec<&str> = text.split(between).filter(|part| !part.is_empty() && *part != "and").collect();
    figures.len() > 1 && figures.iter().all(|part| figure(part).is_some() || amount(part).is_some())
}

/// Returns a day typed as people of this country do: `11/09/2017`, `11.9.2017`, `11 September 2017`.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = tidy(text);
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    let month = month.parse::<u8>().ok().or_else(|| month_called(month))?;
    (year.len() == 4).then(|| Date::parse(&format!("{year}-{month:02}-{:02}", day.parse::<u8>().ok()?)))?
}

/// Returns a period however it is typed: `2025/26`, `2025-2026`, `Q1 2025/26`, `April 2025`.
pub(super) fn period(text: &str) -> Option<Period> {
    let text = text.trim();
    if let Some(period) = Period::parse(text) {
        return Some(period);
    }
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [word] => year(word).map(Period::Year),
        [one, other] => {
            let quarter = |q: &str, y: &str| Period::parse(&format!("{}-{}", year(y)?, q.to_uppercase()));
            let month = |m: &str, y: &str| Month::parse(&format!("{y}-{:02}", month_called(m)?)).map(Period::Month);
            quarter(one, other).or_else(|| quarter(other, one)).or_else(|| month(one, other))
        }
        _ => None,
    }
}

/// Returns a financial year however it is typed: `2025-26`, `2025/26`, `2025/2026`.
pub(super) fn year(text: &str) -> Option<Year> {
    let text = text.trim().replace(['/', '\u{2013}'], "-");
    let (start, end) = text.split_once('-')?;
    let short = if end.len() == 4 { end.get(2..)? } else { end };
    let year = Year::parse(&format!("{start}-{short}"))?;
    let is_next = end.len() == 2 || end.parse() == Ok(year.start() + 1);
    is_next.then_some(year)
}

/// Returns the number of a month by its name, or the first letters of it.
fn month_called(name: &str) -> Option<u8> {
    Month::called(name.trim_end_matches('.'))
}

/// Returns a text without what a spreadsheet or a copy puts around a figure: spaces of any kind, and the mark of a text.
fn tidy(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text).trim();
    let between_groups = |c: char| matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}');
    text.replace(between_groups, " ").replace(['\u{2212}', '\u{2013}'], "-")
}

/// Returns whether a figure stands in the brackets of one below nothing, and the figure.
fn below_nothing(text: &str) -> (bool, &str) {
    match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if inner.starts_with(|c: char| c.is_ascii_digit() || c == '£') => (true, inner),
        _ => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_type_them() {
        let read = |text| figure(text).unwrap_or_default();
        let cases = [
            ("36,682", "36682"),
            (" 1,234.50 ", "1234.50"),
            ("\u{a0}12\u{a0}", "12"),
            ("'42", "42"),
            ("(1,234)", "-1234"),
            ("\u{2212}5", "-5"),
            ("1,2,3", ""),
            ("1.234,5", ""),
            ("-(5)", ""),
            ("(-5)", ""),
            ("8.6 million", ""),
            ("", ""),
        ];
        assert_eq!(cases.map(|(text, _)| read(text)), cases.map(|(_, digits)| digits));
    }

    #[test]
    fn money_keeps_the_unit_it_is_typed_with() {
        let cases = [
            ("£1,234", "£1,234"),
            ("about £8.6m", "about £8.6m"),
            ("£ 1,234", "£1,234"),
            ("(£1,234)", "-£1,234"),
            ("'£12k", "£12k"),
            ("£1.2m\u{a0}", "£1.2m"),
            ("TBC", ""),
            ("1.2m", ""),
        ];
        assert_eq!(cases.map(|(text, _)| amount(text).unwrap_or_default()), cases.map(|(_, text)| text));
    }

    #[test]
    fn two_figures_are_not_one() {
        for text in ["100 / 200", "£1m; £2m", "1,200 and 1,300", "5\n6"] {
            assert!(is_several(text), "{text}");
        }
        for text in ["1,200", "about £8.6m", "TBC", "", "£ 12", "2 of 3"] {
            assert!(!is_several(text), "{text}");
        }
    }

    #[test]
    fn days_and_years_are_read_as_people_type_them() {
        let read = |text| day(text).map(|day| day.to_string()).unwrap_or_default();
        let days =
            ["11/09/2017", "1.9.2017", "11 September 2017", "11-Sep-2017", "09/13/2017", "11/09/17", "31/06/2017"];
        assert_eq!(days.map(read), ["2017-09-11", "2017-09-01", "2017-09-11", "2017-09-11", "", "", ""]);
        let read = |text| period(text).map(|period| period.to_string()).unwrap_or_default();
        let typed = [
            "2025/26",
            "2025-2026",
            "Q1 2025/26",
            "2025-26 q1",
            "April 2025",
            "Apr 2025",
            "2025/27",
            "2099/2100",
            "2025",
        ];
        assert_eq!(
            typed.map(read),
            ["2025-26", "2025-26", "2025-26-Q1", "2025-26-Q1", "2025-04", "2025-04", "", "2099-00", ""]
        );
    }
}
