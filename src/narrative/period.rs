//! Years, quarters, months and days in prose.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::period::{Date, Month, Period, Year};
use crate::span::Span;

/// A period or a day that prose names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The bytes that name it.
    pub span: Span,
    /// The time it names.
    pub time: Time,
}

/// A time that prose names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// A financial year, a quarter or a month.
    Period(Period),
    /// Several years from one to another: `2017-21`.
    Years(Year, Year),
    /// A calendar year: `2016`.
    Calendar(u16),
    /// A day.
    Day(Date),
}

impl Time {
    /// Returns the periods that it names.
    pub(super) fn periods(self) -> Vec<Period> {
        match self {
            Self::Period(period) => vec![period],
            Self::Years(first, last) => {
                (first.start()..=last.start()).map(|start| Period::Year(Year::starting(start))).collect()
            }
            Self::Calendar(_) | Self::Day(_) => Vec::new(),
        }
    }
}

/// Returns a day as a number, `20170911`.
pub(super) fn day_number(day: Date) -> Decimal {
    Decimal::from(u32::from(day.year) * 10_000 + u32::from(day.month) * 100 + u32::from(day.day))
}

/// Returns a month as a number, `201709`.
pub(super) fn month_number(month: Month) -> Decimal {
    Decimal::from(u32::from(month.year) * 100 + u32::from(month.month))
}

/// Returns the day or the month that a number is, as a plan writes it: `2017-09-11`, `2017-09`.
pub(super) fn of_number(number: Decimal) -> Option<String> {
    let number = number.to_u32()?;
    let month = |number: u32| format!("{:04}-{:02}", number / 100, number % 100);
    Some(if number > 999_999 { format!("{}-{:02}", month(number / 100), number % 100) } else { month(number) })
}

/// Returns whether a text begins with a period.
pub(super) fn leads(text: &str) -> bool {
    at(text.as_bytes(), 0).is_some()
}

/// Returns every period of a text, in order.
pub(super) fn all(text: &str) -> Vec<Named> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut here = 0;
    while here < bytes.len() {
        let begins = bytes[here].is_ascii_alphanumeric() && !(here > 0 && is_joined(bytes, here));
        match begins.then(|| at(bytes, here)).flatten() {
            Some((end, time)) if end > here => {
                found.push(Named { span: Span::new(here, end), time });
                here = end;
            }
            _ => here += 1,
        }
    }
    found
}

/// Returns whether a byte goes on with a word or a number that began before it.
fn is_joined(bytes: &[u8], here: usize) -> bool {
    let before = bytes[here - 1];
    let number = here > 1 && matches!(before, b'.' | b',' | b'/') && bytes[here - 2].is_ascii_digit();
    before.is_ascii_alphanumeric() || before >= 0x80 && is_pound(bytes, here) || number
}

fn is_pound(bytes: &[u8], here: usize) -> bool {
    bytes[..here].ends_with("£".as_bytes())
}

/// Returns the period that begins at a byte, and where it ends.
fn at(bytes: &[u8], here: usize) -> Option<(usize, Time)> {
    let first = *bytes.get(here)?;
    if first.is_ascii_digit() {
        return day(bytes, here).or_else(|| year(bytes, here));
    }
    quarter(bytes, here).or_else(|| months(bytes, here))
}

/// Reads `2017/18`, `2017-18`, `17/18`, `2017/2018`, `2017-21` or `2017`.
fn year(bytes: &[u8], here: usize) -> Option<(usize, Time)> {
    let (start, end) = digits(bytes, here)?;
    match end - here {
        4 if is_year(start) => {}
        2 => return short_year(bytes, here, start, end),
        _ => return None,
    }
    if let Some((second, after)) = second_year(bytes, end) {
        let century = start / 100 * 100;
        let until = if after.1 == 4 { second } else { century + second + if second < start % 100 { 100 } else { 0 } };
        if until == start + 1 {
            return Some((after.0, Time::Period(Year::starting(start).into())));
        }
        // Twenty years are the longest that plans look ahead.
        if (start + 2..=start + 20).contains(&until) {
            return Some((after.0, Time::Years(Year::starting(start), Year::starting(until - 1))));
        }
    }
    ends(bytes, end).then_some((end, Time::Calendar(start)))
}

/// Reads `17/18`, which is a year only where the second is the one after the first.
fn short_year(bytes: &[u8], _: usize, start: u16, end: usize) -> Option<(usize, Time)> {
    let (second, (after, length)) = second_year(bytes, end).filter(|_| bytes[end] == b'/')?;
    let follows = length == 2 && second == (start + 1) % 100 && start >= 10;
    follows.then(|| (after, Time::Period(Year::starting(2000 + start).into())))
}

/// Reads what joins a second year to a first, and that year; returns it with where it ends and how many digits it has.
fn second_year(bytes: &[u8], end: usize) -> Option<(u16, (usize, usize))> {
    let joined = after_joint(bytes, end)?;
    let (second, after) = digits(bytes, joined)?;
    let length = after - joined;
    let read = length == 2 || length == 4 && is_year(second);
    (read && ends(bytes, after)).then_some((second, (after, length)))
}

/// Returns the byte after `/`, `-` or a dash.
fn after_joint(bytes: &[u8], end: usize) -> Option<usize> {
    let rest = bytes.get(end..)?;
    match rest.first()? {
        b'/' | b'-' => Some(end + 1),
        _ if rest.starts_with("–".as_bytes()) || rest.starts_with("—".as_bytes()) => Some(end + "–".len()),
        _ => None,
    }
}

/// Reads `Q3 2017/18`, `Q3 of 2017-18`.
fn quarter(bytes: &[u8], here: usize) -> Option<(usize, Time)> {
    if !bytes[here].eq_ignore_ascii_case(&b'q') {
        return None;
    }
    let quarter = bytes.get(here + 1).filter(|b| (b'1'..=b'4').contains(b))? - b'0';
    let end = here + 2;
    if !ends(bytes, end) {
        return None;
    }
    let mut after = blanks(bytes, end);
    for joint in [&b"of "[..], b"in "] {
        if bytes[after..].starts_with(joint) {
            after = blanks(bytes, after + joint.len());
        }
    }
    match year(bytes, after) {
        Some((end, Time::Period(Period::Year(year)))) => Some((end, Time::Period(Period::Quarter(year, quarter)))),
        _ => None,
    }
}

/// Reads `March 2017`, `Mar-17`, `Jan-Mar 2017`, `April 2016 to March 2017`.
fn months(bytes: &[u8], here: usize) -> Option<(usize, Time)> {
    let (month, end) = month_name(bytes, here)?;
    if let Some((year, end)) = year_of_month(bytes, end) {
        let first = Month { year, month };
        if let Some((last, end)) = until(bytes, end).and_then(|at| named_month(bytes, at))
            && let Some(span) = spanned(first, last)
        {
            return Some((end, Time::Period(span)));
        }
        return Some((end, Time::Period(Period::Month(first))));
    }
    let (last, end) = named_month(bytes, until(bytes, end)?)?;
    let year = if month <= last.month { last.year } else { last.year.saturating_sub(1) };
    Some((end, Time::Period(spanned(Month { year, month }, last)?)))
}

/// Reads a month with its year.
fn named_month(bytes: &[u8], here: usize) -> Option<(Month, usize)> {
    let (month, end) = month_name(bytes, here)?;
    let (year, end) = year_of_month(bytes, end)?;
    Some((Month { year, month }, end))
}

/// Returns the year or the quarter that runs from one month to another.
fn spanned(first: Month, last: Month) -> Option<Period> {
    let year = first.financial_year();
    if year != last.financial_year() {
        return None;
    }
    let place = |month: Month| (month.month + 8) % 12;
    match (place(first), place(last)) {
        (0, 11) => Some(Period::Year(year)),
        (from, to) if from % 3 == 0 && to == from + 2 => Some(Period::Quarter(year, from / 3 + 1)),
        _ => None,
    }
}

/// Returns the byte after `to`, `and`, `-` or a dash.
fn until(bytes: &[u8], end: usize) -> Option<usize> {
    let after = blanks(bytes, end);
    if let Some(joined) = after_joint(bytes, after) {
        return Some(blanks(bytes, joined));
    }
    [&b"to "[..], b"and "].into_iter().find(|word| bytes[after..].starts_with(word)).map(|word| after + word.len())
}

/// Reads the name of a month, whole or its first three letters.
fn month_name(bytes: &[u8], here: usize) -> Option<(u8, usize)> {
    let length = bytes[here..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let word = std::str::from_utf8(&bytes[here..here + length]).ok()?;
    let is = |name: &str| {
        name.eq_ignore_ascii_case(word)
            || length == 3 && name[..3].eq_ignore_ascii_case(word)
            || length == 4 && name.starts_with("Sept") && word.eq_ignore_ascii_case("sept")
    };
    let month = Month::NAMES.iter().position(|name| is(name))?;
    Some((u8::try_from(month + 1).ok()?, here + length))
}

/// Reads the year behind a month: ` 2017`, `-17`, ` 17`.
fn year_of_month(bytes: &[u8], end: usize) -> Option<(u16, usize)> {
    let start = match bytes.get(end)? {
        b'-' | b'/' | b'\'' => end + 1,
        _ => blanks(bytes, end),
    };
    if start == end {
        return None;
    }
    let (year, after) = digits(bytes, start)?;
    let year = match after - start {
        4 if is_year(year) => year,
        2 if bytes[end] != b' ' || year >= 10 => 2000 + year,
        _ => return None,
    };
    ends(bytes, after).then_some((year, after))
}

/// Reads `11 September 2017`, `11th September 2017`, `08.09.17`, `2017-09-11`.
fn day(bytes: &[u8], here: usize) -> Option<(usize, Time)> {
    let (first, end) = digits(bytes, here)?;
    let numbers = |mark: u8| {
        let (second, end) = bytes.get(end).filter(|b| **b == mark).and_then(|_| digits(bytes, end + 1))?;
        let (third, end) = bytes.get(end).filter(|b| **b == mark).and_then(|_| digits(bytes, end + 1))?;
        Some((second, third, end))
    };
    if let Some((second, third, after)) = [b'.', b'/', b'-'].into_iter().find_map(numbers) {
        let (year, day) = if end - here == 4 { (first, third) } else { (third, first) };
        let date = to_date(if year < 100 { 2000 + year } else { year }, second, day)?;
        return Some((after, Time::Day(date)));
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|mark| bytes[end..].starts_with(mark.as_bytes()));
    let month = blanks(bytes, end + if ordinal { 2 } else { 0 });
    let (month, end) = named_month(bytes, month)?;
    Some((end, Time::Day(to_date(month.year, u16::from(month.month), first)?)))
}

fn to_date(year: u16, month: u16, day: u16) -> Option<Date> {
    if !is_year(year) {
        return None;
    }
    Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

/// Reads a number of at most four digits.
fn digits(bytes: &[u8], here: usize) -> Option<(u16, usize)> {
    let length = bytes.get(here..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(1..=4).contains(&length) {
        return None;
    }
    let number = bytes[here..here + length].iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    Some((number, here + length))
}

/// Returns whether a number can be the year of something a plan speaks of.
const fn is_year(year: u16) -> bool {
    matches!(year, 1990..=2060)
}

/// Returns whether a number ends here: neither digits nor letters nor decimals follow.
fn ends(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end) {
        None => true,
        Some(b'.' | b',') => !bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        Some(b'%') => false,
        Some(byte) => !byte.is_ascii_alphanumeric(),
    }
}

fn blanks(bytes: &[u8], from: usize) -> usize {
    let from = from.min(bytes.len());
    from + bytes[from..].iter().take_while(|b| b.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let word = |named: Named| match named.time {
            Time::Period(period) => period.to_string(),
            Time::Years(first, last) => format!("{first}..{last}"),
            Time::Calendar(year) => year.to_string(),
            Time::Day(day) => day.to_string(),
        };
        all(text).into_iter().map(word).collect()
    }

    #[test]
    fn years_are_read_in_every_form_that_prose_has() {
        assert_eq!(read("2017/18, 2017-18, 2017–18, 17/18 and 2017/2018"), ["2017-18"; 5]);
        assert_eq!(read("between 2017-21 in 2016 or 2019/20"), ["2017-18..2020-21", "2016", "2019-20"]);
        assert_eq!(read("£2017 and 24/7, 1,2017 and 2017.5 and 2017%"), [""; 0]);
    }

    #[test]
    fn months_quarters_and_days_are_read() {
        assert_eq!(read("Mar-17, March 2017, Sept 2017"), ["2017-03", "2017-03", "2017-09"]);
        assert_eq!(read("Jan-Mar 2017; Apr-16 to Mar-17; Q1 2017/18"), ["2016-17-Q4", "2016-17", "2017-18-Q1"]);
        assert_eq!(read("11th September 2017, 08.09.17"), ["2017-09-11", "2017-09-08"]);
    }
}
