//! The figures of a text: amounts of money, percentages, counts and rates, each as precise as its last digit.

use rust_decimal::Decimal;

use super::period::{self, Named, Time};
use super::structure;
use super::suffix::Suffix;
use super::tie::Measured;
use super::written::Number;
use crate::period::Period;
use crate::span::Span;

/// A figure as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexed {
    /// The bytes of it, its sign and its unit included.
    pub span: Span,
    /// Its value: pounds, percent, a number.
    pub value: Decimal,
    /// One unit of its last digit.
    pub step: Decimal,
    /// The number of its digits, without zeros at the front; of a whole number those that end it are left out too.
    pub digits: u32,
    /// The kind of number.
    pub unit: Measured,
    /// True where its own words say its scale, `£5.6m`, so that no header does.
    pub scaled: bool,
    /// True where the text says that it is so many for every so many.
    pub is_rate: bool,
}

/// A text with its figures and its periods.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub figures: Vec<Lexed>,
    pub periods: Vec<Named>,
}

/// Reads the figures and the periods of a text. `in_cell`: the text is a cell of a table, in which a small whole number is a
/// figure too.
pub(super) fn read(text: &str, in_cell: bool) -> Read {
    let masked = structure::masked(text);
    let text = masked.as_deref().unwrap_or(text);
    let periods = period::all(text);
    let alone = if in_cell { text.trim().len() } else { 0 };
    let mut figures = Vec::new();
    let bytes = text.as_bytes();
    let mut here = 0;
    let mut next = periods.iter().peekable();
    while here < bytes.len() {
        while next.next_if(|named| named.span.end as usize <= here).is_some() {}
        if let Some(named) = next.peek()
            && named.span.start as usize <= here
        {
            here = named.span.end as usize;
            continue;
        }
        if !bytes[here].is_ascii_digit() {
            here += 1;
            continue;
        }
        let number = Number::at(bytes, here);
        let end = number.end;
        if let Some(lexed) = structure::is_claim(text, &number, alone).then(|| lex(number, text)).flatten() {
            here = lexed.span.end as usize;
            figures.push(lexed);
        } else {
            here = end;
        }
    }
    mark_rates(text, &mut figures);
    figures.extend(periods.iter().filter_map(dated));
    figures.sort_by_key(|figure: &Lexed| figure.span);
    Read { figures, periods }
}

/// Returns a day or a month as a figure.
fn dated(named: &Named) -> Option<Lexed> {
    let (value, digits) = match named.time {
        Time::Day(day) => (period::day_number(day), 8),
        Time::Period(Period::Month(month)) => (period::month_number(month), 6),
        _ => return None,
    };
    let (step, unit) = (Decimal::ONE, Measured::Date);
    Some(Lexed { span: named.span, value, step, digits, unit, scaled: false, is_rate: false })
}

/// The most decimals of a figure.
const FINEST: u32 = 8;
/// The limit of every figure: nothing that a plan speaks of is as much.
pub(super) const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// Returns the figure a number is, with its sign and its unit.
fn lex(written: Number, text: &str) -> Option<Lexed> {
    let digits: String = text[written.start..written.end].chars().filter(|c| *c != ',').collect();
    let number: Decimal = digits.parse().ok().filter(|number: &Decimal| number.scale() <= FINEST)?;
    let before = &text[..written.start];
    let money = before.trim_end_matches(' ').ends_with('£');
    let mut start = if money { before.trim_end_matches(' ').len() - '£'.len_utf8() } else { written.start };
    let suffix = Suffix::behind(&text[written.end..]);
    let (power, percent, taken) = suffix.map_or((0, false, 0), |s| (s.power, s.percent, s.bytes));
    let negative = is_negative(&text[..start]);
    if let Some(sign) = negative {
        start -= sign;
    }
    let unit = match (money, percent) {
        (true, _) => Measured::Money,
        (_, true) => Measured::Percent,
        _ => Measured::Number,
    };
    let scale = Decimal::from(10_u64.checked_pow(power)?);
    let value = number.checked_mul(scale).filter(|value| *value < LARGEST)?;
    let step = Decimal::try_new(1, number.scale()).ok()?.checked_mul(scale)?;
    let value = if negative.is_some() { -value } else { value };
    let (digits, scaled) = (significant(&digits), power > 0);
    Some(Lexed { span: Span::new(start, written.end + taken), value, step, digits, unit, scaled, is_rate: false })
}

/// Returns how many digits of a number say something.
fn significant(digits: &str) -> u32 {
    let all = digits.trim_start_matches(['0', '.']);
    let all = if digits.contains('.') { all } else { all.trim_end_matches('0') };
    u32::try_from(all.bytes().filter(u8::is_ascii_digit).count()).unwrap_or(u32::MAX).max(1)
}

/// Returns the bytes of the sign before a figure that is below nothing.
fn is_negative(before: &str) -> Option<usize> {
    let sign = ["-", "−", "–"].into_iter().find(|sign| before.ends_with(sign))?;
    let ahead = before[..before.len() - sign.len()].trim_end_matches(' ');
    let free = ahead.is_empty() || ahead.ends_with('(');
    free.then_some(sign.len())
}

/// Marks figures behind which the text says "per 100,000".
fn mark_rates(text: &str, figures: &mut [Lexed]) {
    for at in 0..figures.len() {
        let end = figures[at].span.end as usize;
        let until = figures.get(at + 1).map_or(text.len(), |next| next.span.start as usize);
        let between = text.get(end..until).unwrap_or_default();
        let near: String = between.chars().take(60).collect();
        figures[at].is_rate = structure::says_rate(&near);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(text: &str) -> Vec<String> {
        read(text, false).figures.iter().map(|f| format!("{} {}", f.value.normalize(), f.unit.word())).collect()
    }

    #[test]
    fn a_figure_has_its_unit_and_its_scale() {
        assert_eq!(figures("£5.6m, £22 million and £3,349,869"), ["5600000 money", "22000000 money", "3349869 money"]);
        assert_eq!(
            figures("c.5% growth, 3.1 per cent, 12 percent, 7percent, 61,966 admissions"),
            ["5 percent", "3.1 percent", "12 percent", "7 percent", "61966 number"]
        );
        assert_eq!(read("£36,682k", false).figures[0].step, Decimal::from(1000));
    }

    #[test]
    fn structure_is_no_figure() {
        for text in [
            "in section 11.5 on pages 39-44",
            "the section 75 of 2017/18",
            "24/7",
            "people aged 65 and over",
            "over 65s",
            "18+",
            "appendix 10, risk 10",
            "SIMUL8",
            "per 100,000",
            "LE3 8RA",
            "Tel: 0116 305 7451",
            "twelve or 12 beds",
            "people of 18-64 and 65–74, those of 75 years",
            "sections 11.2 and 12.2",
            "http://ow.ly/1sqC309cJUu",
            "BCF 6",
        ] {
            assert_eq!(figures(text), [""; 0], "{text}");
        }
        assert_eq!(figures("on 11th September 2017"), ["20170911 date"], "a day is no number, and is tied as a day");
    }
}
