//! Words and figures as a page for people who read few pages of this kind says them.

use crate::money::{Money, grouped};
pub(super) use crate::text::words::capital;
use crate::text::words::count;

/// Returns `1 error`, `2,000 errors`.
pub(super) fn plural(n: usize, one: &str, many: &str) -> String {
    if n < 1_000 {
        return count(n, one, many);
    }
    format!("{} {many}", grouped(&n.to_string(), ','))
}

/// Returns an amount as a chart says it: `£52.1m`, `£846k`, `£9,500`. The tables have it to the penny.
pub(super) fn brief(money: Money) -> String {
    let sign = if money < Money::ZERO { "−" } else { "" };
    let size = money.abs();
    let (million, thousand) = (Money::from_pounds(1_000_000), Money::from_pounds(1_000));
    if size.rounded_to(thousand) >= million {
        let tenths = size.rounded_to(Money::from_pounds(100_000)).pence() / 10_000_000;
        let whole = grouped(&(tenths / 10).to_string(), ',');
        return if tenths % 10 == 0 && size.pence() % 100_000_000 == 0 {
            format!("{sign}£{whole}m")
        } else {
            format!("{sign}£{whole}.{}m", tenths % 10)
        };
    }
    if size >= Money::from_pounds(10_000) {
        return format!("{sign}£{}k", size.rounded_to(thousand).pence() / 100_000);
    }
    format!("{sign}{size}")
}

/// Returns `part` of `whole` in hundredths of a percent, between nothing and all of it; nothing where there is no
/// whole.
pub(super) fn share(part: Money, whole: Money) -> i128 {
    if whole <= Money::ZERO || part <= Money::ZERO {
        return 0;
    }
    part.pence().saturating_mul(10_000) / whole.pence()
}

/// Hundredths of a percent as style sheets write a length: `43.21%`.
pub(super) fn percent(hundredths: i128) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths.rem_euclid(100))
}

/// Returns what is left out of a list, in words.
pub(super) fn left_out(all: usize, shown: usize, one: &str, many: &str) -> Option<String> {
    let rest = all.checked_sub(shown).filter(|rest| *rest > 0)?;
    let is = if rest == 1 { "is" } else { "are" };
    Some(format!("{} {is} left out here; the total counts all of them.", capital(&plural(rest, one, many))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_amounts_briefly_and_a_small_one_exactly() {
        for (pounds, says) in [
            (0, "£0"),
            (9_500, "£9,500"),
            (10_000, "£10k"),
            (846_293, "£846k"),
            (999_499, "£999k"),
            (999_501, "£1.0m"),
            (3_349_869, "£3.3m"),
            (22_000_000, "£22m"),
            (1_234_567_890, "£1,234.6m"),
            (-200_000, "−£200k"),
        ] {
            assert_eq!(brief(Money::from_pounds(pounds)), says);
        }
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        let share_of = |part, whole| percent(share(Money::from_pounds(part), Money::from_pounds(whole)));
        assert_eq!(share_of(1, 3), "33.33%");
        assert_eq!(share_of(5, 0), "0.00%");
        assert_eq!(share_of(-5, 10), "0.00%");
    }
}
