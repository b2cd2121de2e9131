//! The figures of a text: amounts of money, percentages, counts and rates, each as precise as its last digit.

use rust_decimal::Decimal;

use super::period::{self, Named};
use super::structure;
use super::tie::Measured;
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

/// Reads the figures and the periods of a text. `alone`: the text is a cell of a table, in which a small whole number is a
/// figure too.
pub(super) fn read(text: &str, in_cell: bool) -> Read {
    let masked = structure::masked(text);
    let text = masked.as_deref().unwrap_or(text);
    let periods = period::all(text);
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
        if let Some(lexed) = structure::is_claim(text, &number, in_cell).then(|| number.lex(text)).flatten() {
            here = lexed.span.end as usize;
            figures.push(lexed);
        } else {
            here = end;
        }
    }
    mark_rates(text, &mut figures);
    Read { figures, periods }
}

/// A number as it is written: digits with commas between groups, and decimals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// Its first digit.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Where its decimal point is.
    pub point: Option<usize>,
    /// True where it has a comma between groups.
    pub grouped: bool,
}

impl Number {
    /// Reads the number that begins at a digit.
    fn at(bytes: &[u8], start: usize) -> Self {
        let run = |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut end = run(start);
        let mut grouped = false;
        if end - start <= 3 {
            while bytes.get(end) == Some(&b',') && run(end + 1) - (end + 1) == 3 {
                end = run(end + 1);
                grouped = true;
            }
        }
        let point =
            (bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)).then_some(end);
        if let Some(point) = point {
            end = run(point + 1);
        }
        Self { start, end, point, grouped }
    }

    /// Returns whether it is a whole number without groups.
    pub(super) const fn is_bare(&self) -> bool {
        self.point.is_none() && !self.grouped
    }

    /// Returns it where it is whole and small.
    pub(super) fn small(&self, text: &str) -> Option<u32> {
        if self.is_bare() { text[self.start..self.end].parse().ok() } else { None }
    }

    /// Returns the figure it is, with its sign and its unit.
    fn lex(self, text: &str) -> Option<Lexed> {
        let digits: String = text[self.start..self.end].chars().filter(|c| *c != ',').collect();
        let number: Decimal = digits.parse().ok()?;
        let before = &text[..self.start];
        let money = before.trim_end_matches(' ').ends_with('£');
        let mut start = if money { before.trim_end_matches(' ').len() - '£'.len_utf8() } else { self.start };
        let suffix = suffix(&text[self.end..]);
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
        let value = number.checked_mul(scale)?;
        let step = Decimal::try_new(1, number.scale()).ok()?.checked_mul(scale)?;
        let value = if negative.is_some() { -value } else { value };
        let (written, scaled) = (significant(&digits), power > 0);
        Some(Lexed {
            span: Span::new(start, self.end + taken),
            value,
            step,
            digits: written,
            unit,
            scaled,
            is_rate: false,
        })
    }
}

/// Returns how many digits of a number say something.
fn significant(digits: &str) -> u32 {
    let all = digits.trim_start_matches(['0', '.']);
    let all = if digits.contains('.') { all } else { all.trim_end_matches('0') };
    u32::try_from(all.bytes().filter(u8::is_ascii_digit).count()).unwrap_or(u32::MAX).max(1)
}

/// A scale or a unit behind a number.
struct Suffix {
    power: u32,
    percent: bool,
    bytes: usize,
}

/// The words behind a number that are part of it, with the power of ten; the longer of two that begin alike first.
const SUFFIXES: [(&str, u32, bool); 13] = [
    ("%", 0, true),
    ("per cent", 0, true),
    ("percent", 0, true),
    ("thousand", 3, false),
    ("million", 6, false),
    ("billion", 9, false),
    ("bn", 9, false),
    ("mn", 6, false),
    ("ml", 6, false),
    ("m", 6, false),
    ("b", 9, false),
    ("000s", 3, false),
    ("k", 3, false),
];

fn suffix(rest: &str) -> Option<Suffix> {
    let trimmed = rest.trim_start_matches(' ');
    let blanks = rest.len() - trimmed.len();
    // A single letter belongs to the number only where it stands against it.
    let is = |word: &str| {
        let Some((head, rest)) = trimmed.split_at_checked(word.len()) else { return false };
        let ends = word == "%" || !rest.starts_with(char::is_alphanumeric);
        head.eq_ignore_ascii_case(word)
            && ends
            && (blanks == 0 || word == "%" && blanks == 1 || word.len() > 2 && blanks <= 1)
    };
    let (word, power, percent) = SUFFIXES.iter().find(|(word, ..)| is(word))?;
    Some(Suffix { power: *power, percent: *percent, bytes: blanks + word.len() })
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
            figures("c.5% growth, 3.1 per cent, 61,966 admissions"),
            ["5 percent", "3.1 percent", "61966 number"]
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
            "sections 11.2 and 12.2",
            "http://ow.ly/1sqC309cJUu",
            "11th September 2017",
            "BCF 6",
        ] {
            assert_eq!(figures(text), [""; 0], "{text}");
        }
    }
}
