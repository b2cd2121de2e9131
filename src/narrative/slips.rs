//! Slips of the hand: the ways in which one figure can have become another.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::lex::Lexed;
use super::thing::Place;
use super::tie::Kind;
use crate::text::digits::exchanged;

/// Returns the slip that explains why a figure is not a value of the plan, the likeliest first; nothing where none does.
pub(super) fn slip(figure: &Lexed, place: &Place) -> Option<Kind> {
    let (own, value) = (figure.value.abs(), place.value.abs());
    if value.is_zero() || own.is_zero() {
        return None;
    }
    let off = (own - value).abs();
    if let Some(times) = power(own, value, figure.step, place.slack) {
        return Some(if times.is_multiple_of(3) { Kind::AnotherUnit } else { Kind::PowerOfTen });
    }
    if figure.digits >= 2 && off < figure.step && off > figure.step / Decimal::TWO {
        return Some(Kind::RoundedWrongly);
    }
    let digits = |number: Decimal| units(number, figure.step).map(|units| units.to_string());
    if let (Some(own), Some(value)) = (digits(own), digits(value))
        && let Some(kind) = of_digits(&own, &value)
    {
        return Some(kind);
    }
    let within =
        |percent: i64| off.checked_mul(Decimal::from(100)).is_some_and(|off| off <= value * Decimal::from(percent));
    if within(1) {
        return Some(Kind::WithinOne);
    }
    within(5).then_some(Kind::WithinFive)
}

/// Returns whether one slip of the hand lies between two values of a plan.
pub(super) fn is_between(a: Decimal, b: Decimal) -> bool {
    let digits = |number: Decimal| number.normalize().to_string().replace('.', "");
    let (a_digits, b_digits) = (digits(a), digits(b));
    let plain = |digits: &str| digits.trim_end_matches('0').to_owned();
    a != b && (of_digits(&a_digits, &b_digits).is_some() || plain(&a_digits) == plain(&b_digits))
}

/// Returns how many whole steps a number is.
fn units(number: Decimal, step: Decimal) -> Option<i128> {
    let steps = number.checked_div(step)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    steps.to_i128()
}

fn of_digits(own: &str, value: &str) -> Option<Kind> {
    if own == value {
        return None;
    }
    if exchanged(own, value).is_some() {
        return Some(Kind::DigitsSwapped);
    }
    let differ = own.bytes().zip(value.bytes()).filter(|(a, b)| a != b).count();
    if own.len() == value.len() && own.len() > 1 && differ == 1 {
        return Some(Kind::OneDigit);
    }
    let (longer, shorter) = if own.len() > value.len() { (own, value) } else { (value, own) };
    (longer.len() == shorter.len() + 1 && shorter.len() > 1 && loses_one(longer, shorter)).then_some(Kind::DigitLost)
}

/// Returns whether leaving one digit out of a text gives the other.
fn loses_one(longer: &str, shorter: &str) -> bool {
    let same = longer.bytes().zip(shorter.bytes()).take_while(|(a, b)| a == b).count();
    longer.get(same + 1..) == shorter.get(same..)
}

/// Returns by which power of ten one number is the other, within rounding, if it is.
fn power(own: Decimal, value: Decimal, step: Decimal, slack: Decimal) -> Option<u32> {
    let same = |times: &u32| {
        let times = Decimal::from(10_u64.pow(*times));
        let near = |large: Decimal, small: Decimal, room: Decimal| {
            let times = small.checked_mul(times).zip(room.checked_mul(times));
            times.is_some_and(|(times, room)| (large - times).abs() <= room / Decimal::TWO)
        };
        near(own, value, slack * Decimal::TWO) || near(value, own, step)
    };
    [1, 2, 3, 6].into_iter().find(same)
}

/// Returns the least score at which a slip is told, by how many digits the figure has: the likelier a coincidence, the
/// higher.
pub(super) fn threshold(kind: Kind, digits: u32) -> i32 {
    let by = |few: [i32; 4]| few[(digits.clamp(2, 5) - 2) as usize];
    match kind {
        Kind::DigitsSwapped => by([105, 80, 60, 45]),
        Kind::OneDigit => by([115, 100, 75, 55]),
        Kind::DigitLost => by([115, 95, 70, 55]),
        Kind::PowerOfTen => by([95, 75, 60, 50]),
        Kind::AnotherUnit => by([70, 65, 55, 45]),
        Kind::RoundedWrongly => by([75, 75, 70, 65]),
        Kind::WithinOne => by([110, 100, 95, 90]),
        _ => by([120, 115, 110, 105]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrative::tie::Measured;
    use crate::span::Span;

    fn kind(own: &str, value: &str) -> Option<Kind> {
        let value: Decimal = value.parse().expect("a number");
        let own: Decimal = own.parse().expect("a number");
        let step = Decimal::new(1, own.scale());
        let digits = u32::try_from(own.to_string().bytes().filter(u8::is_ascii_digit).count()).expect("few");
        let figure = Lexed {
            span: Span::at(0),
            value: own,
            step,
            digits,
            unit: Measured::Number,
            scaled: false,
            is_rate: false,
        };
        slip(&figure, &Place { value, slack: Decimal::ZERO, node: None })
    }

    #[test]
    fn each_slip_is_known_by_its_name() {
        assert_eq!(kind("61996", "61966"), Some(Kind::OneDigit));
        assert_eq!(kind("16839", "16389"), Some(Kind::DigitsSwapped));
        assert_eq!(kind("1619", "16139"), Some(Kind::DigitLost));
        assert_eq!(kind("155820", "15582"), Some(Kind::PowerOfTen));
        assert_eq!(kind("2.5", "2.563"), Some(Kind::RoundedWrongly));
        assert_eq!((kind("10050", "10000"), kind("96.0", "99.3")), (Some(Kind::OneDigit), Some(Kind::WithinFive)));
        assert_eq!(kind("4711", "15582"), None);
    }
}
