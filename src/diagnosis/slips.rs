//! Slips of the hand: the figures that one slip turns into another.

use rust_decimal::Decimal;

use crate::money::{self, Amount, Money, Unit};
use crate::plan::syntax::{Kind, Tree};
use crate::span::NodeId;

/// A slip that turned one figure into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// It was made so many times as large.
    Larger(u16),
    /// It was made so many times as small.
    Smaller(u16),
    /// Two digits beside each other changed places.
    Swapped,
    /// The sign is another.
    Sign,
}

/// The factors that units, a digit too many and a second keystroke make.
const FACTORS: [u16; 4] = [10, 100, 1_000, 2];

impl Slip {
    /// Returns the words that follow the name of the figure.
    pub(super) fn words(self) -> String {
        let times = |factor: u16| match factor {
            2 => "twice as".to_owned(),
            10 => "ten times too".to_owned(),
            100 => "a hundred times too".to_owned(),
            factor => format!("{} times too", money::grouped(&factor.to_string(), ',')),
        };
        match self {
            Self::Larger(factor @ 2) => format!("seems to be {} large as it should be", times(factor)),
            Self::Larger(factor) => format!("seems to be {} large", times(factor)),
            Self::Smaller(2) => "seems to be half of what it should be".to_owned(),
            Self::Smaller(factor) => format!("seems to be {} small", times(factor)),
            Self::Swapped => "seems to have two digits swapped".to_owned(),
            Self::Sign => "seems to have the wrong sign".to_owned(),
        }
    }
}

/// A figure as it may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) slip: Slip,
    /// The text of the plan.
    pub(super) with: String,
    /// The amount, in pounds, of a figure that is money.
    pub(super) pounds: Option<Money>,
}

/// Reads an amount of money written as the one at `node` is.
pub(super) fn amount(tree: &Tree, node: NodeId, text: &str, unit: Unit) -> Option<Amount> {
    match tree.kind(node) {
        Kind::String => money::parse_text(text.trim_matches(['"', '\''])).ok(),
        _ => money::parse_number(text, unit).ok(),
    }
}

/// Returns the amounts that `pounds`, written at `node`, may have been before one slip.
pub(super) fn of_money(tree: &Tree, node: NodeId, pounds: Money, unit: Unit) -> Vec<Meant> {
    let raw = tree.raw(node);
    let swapped = swaps(raw).filter_map(|with| {
        let amount = amount(tree, node, &with, unit)?;
        Some(Meant { slip: Slip::Swapped, with, pounds: Some(amount.pounds) })
    });
    let as_meant = |slip, amount: Money| {
        let with = money::rewrite(amount, raw, unit);
        Meant { slip, with, pounds: Some(amount) }
    };
    let factors = FACTORS.into_iter().flat_map(|factor| {
        let times = i128::from(factor);
        let more = pounds.pence().checked_mul(times).map(Money::from_pence).filter(|more| more.abs() < Money::LIMIT);
        let less = (pounds.pence() % times == 0).then(|| Money::from_pence(pounds.pence() / times));
        let larger = less.map(|less| as_meant(Slip::Larger(factor), less));
        larger.into_iter().chain(more.map(|more| as_meant(Slip::Smaller(factor), more)))
    });
    let sign = as_meant(Slip::Sign, -pounds);
    let all = factors.chain(swapped).chain([sign]);
    all.filter(|meant| meant.pounds.is_some_and(|meant| meant != pounds && meant != Money::ZERO)).collect()
}

/// Returns the slip that made `pounds` of what is `wanted`, where it was made smaller and lost its last digits on the
/// way. `unit` is the precision of the plan's figures.
pub(super) fn rounded(wanted: Money, pounds: Money, unit: Money) -> Option<Slip> {
    let is_made = |factor: &u16| {
        let times = i128::from(*factor);
        let again = pounds.pence().checked_mul(times).map(Money::from_pence);
        again.is_some_and(|again| (again - wanted).abs().pence() < unit.pence().saturating_mul(times))
    };
    FACTORS.into_iter().find(is_made).map(Slip::Smaller).filter(|_| pounds != Money::ZERO)
}

/// Returns the slip that made one number of another in the same way. Both have so many decimal `places`.
pub(super) fn rounded_number(wanted: Decimal, number: Decimal, places: usize) -> Option<Slip> {
    let unit = Decimal::new(1, u32::try_from(places).ok()?);
    // Nothing is no part of anything.
    if number.is_zero() {
        return None;
    }
    let is_made = |factor: &u16| {
        let times = Decimal::from(*factor);
        let off = number.checked_mul(times).and_then(|again| again.checked_sub(wanted));
        off.zip(unit.checked_mul(times)).is_some_and(|(off, room)| off.abs() < room)
    };
    FACTORS.into_iter().find(is_made).map(Slip::Smaller)
}

/// Reads a number of a plan.
pub(super) fn number(raw: &str) -> Option<Decimal> {
    raw.replace('_', "").parse().ok()
}

/// Returns the numbers, or the dates, that the one written at `node` may have been before one slip; fractions of a whole
/// number where others like it have some.
pub(super) fn of_number(tree: &Tree, node: NodeId, has_fractions: bool) -> Vec<Meant> {
    let raw = tree.raw(node);
    let swapped = swaps(raw).map(|with| Meant { slip: Slip::Swapped, with, pounds: None });
    let own = match tree.kind(node) {
        Kind::DateTime => return swapped.collect(),
        _ => number(raw).filter(|number| !number.is_zero()),
    };
    let Some(own) = own else { return Vec::new() };
    let as_meant = |slip, meant: Option<Decimal>| {
        // A count does not become a fraction of one.
        let meant = meant.filter(|meant| has_fractions || tree.kind(node) == Kind::Float || meant.fract().is_zero())?;
        Some(Meant { slip, with: money::rewrite_number(meant.normalize(), raw), pounds: None })
    };
    let factors = FACTORS.into_iter().flat_map(|factor| {
        let times = Decimal::from(factor);
        [
            as_meant(Slip::Larger(factor), own.checked_div(times)),
            as_meant(Slip::Smaller(factor), own.checked_mul(times)),
        ]
    });
    let all = factors.flatten().chain(swapped).chain(as_meant(Slip::Sign, own.checked_mul(Decimal::NEGATIVE_ONE)));
    all.filter(|meant| number(&meant.with).is_some_and(|meant| meant != own)).collect()
}

/// Returns a figure's text with two digits beside each other changed over, for each two that differ. Separators between
/// them stay where they are.
pub(super) fn swaps(raw: &str) -> impl Iterator<Item = String> {
    let bytes = raw.as_bytes();
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    let pairs: Vec<(usize, usize)> = digits.iter().copied().zip(digits.iter().copied().skip(1)).collect();
    pairs.into_iter().filter(move |(a, b)| bytes[*a] != bytes[*b]).filter_map(move |(a, b)| {
        let mut swapped = bytes.to_vec();
        swapped.swap(a, b);
        let leads = digits.first() == Some(&a) && swapped[a] == b'0' && swapped.get(a + 1) != Some(&b'.');
        String::from_utf8(swapped).ok().filter(|_| !leads)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(tree: &Tree) -> NodeId {
        tree.get(Tree::ROOT, "a").expect("a figure")
    }

    fn texts(source: &str, unit: Unit) -> Vec<String> {
        let tree = Tree::parse(format!("a = {source}"));
        let amount = money::parse_number(source, unit).or_else(|_| money::parse_text(source.trim_matches('"')));
        of_money(&tree, node(&tree), amount.expect("an amount").pounds, unit).into_iter().map(|m| m.with).collect()
    }

    #[test]
    fn a_slip_keeps_the_spelling_of_the_figure() {
        let meant = texts("12_345", Unit::Pounds);
        for with in ["21_345", "13_245", "12_435", "12_354", "123_450", "1_234.50", "12_345_000", "24_690", "-12_345"] {
            assert!(meant.iter().any(|meant| meant == with), "{with}: {meant:?}");
        }
        let meant = texts("\"£36,682k\"", Unit::Pounds);
        assert!(meant.contains(&"\"£63,682k\"".to_owned()) && meant.contains(&"\"£366,820k\"".to_owned()), "{meant:?}");
    }

    #[test]
    fn every_slip_is_undone_by_another() {
        for source in ["12_345", "90_817", "1_200.5", "7"] {
            for unit in [Unit::Pounds, Unit::Thousands] {
                for slipped in texts(source, unit) {
                    let back = texts(&slipped, unit);
                    let value = |text: &str| money::parse_number(text, unit).map(|amount| amount.pounds);
                    assert!(back.iter().any(|back| value(back) == value(source)), "{source} {slipped} {back:?}");
                }
            }
        }
    }

    #[test]
    fn a_count_stays_whole() {
        let tree = Tree::parse("a = 125".to_owned());
        let meant: Vec<String> = of_number(&tree, node(&tree), false).into_iter().map(|meant| meant.with).collect();
        assert_eq!(meant, ["1250", "12500", "125000", "250", "215", "152", "-125"]);
    }
}
