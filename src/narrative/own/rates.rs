//! Counts with their rates: two that stand together are of one population.

use rust_decimal::Decimal;

use super::figures::{Own, contradict, half};
use crate::narrative::lex::Lexed;
use crate::narrative::tie::{Figure, Kind, Measured, Status};

/// A count with its rate.
struct Pair<'a> {
    count: &'a Lexed,
    rate: &'a Lexed,
    place: usize,
}

/// The most pairs that one is compared with.
const MOST: usize = 20;
/// The most bytes between a count and its rate.
const NEAR: u32 = 60;

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    for (piece, sight) in own.pieces() {
        let pairs: Vec<Pair<'_>> = sight
            .read
            .figures
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| is_pair(own.text(piece), &pair[0], &pair[1]))
            .map(|(n, pair)| Pair { count: &pair[0], rate: &pair[1], place: own.place(piece, n + 1) })
            .collect();
        for (n, pair) in pairs.iter().enumerate() {
            for other in pairs.iter().skip(n + 1).take(MOST) {
                compare(pair, other, figures);
            }
        }
    }
}

fn is_pair(text: &str, count: &Lexed, rate: &Lexed) -> bool {
    let near = rate.span.start.saturating_sub(count.span.end) <= NEAR;
    let between = text.get(count.span.end as usize..rate.span.start as usize).unwrap_or_default();
    let said = rate.is_rate || between.contains("rate");
    let numbers = count.unit == Measured::Number && rate.unit == Measured::Number;
    numbers
        && near
        && said
        && !count.is_rate
        && count.value.fract().is_zero()
        && count.digits >= 2
        && !between.contains(". ")
}

/// Compares the populations that two pairs make, and blames the rate that the plan does not have.
fn compare(a: &Pair<'_>, b: &Pair<'_>, figures: &mut [Figure]) {
    let (Some(first), Some(second)) = (population(a), population(b)) else { return };
    if first.1 >= second.0 && second.1 >= first.0 {
        return;
    }
    // Rates of quite different sizes are of different people.
    let near = (first.0 - second.0).abs().checked_mul(Decimal::from(20)).is_some_and(|off| off <= first.0);
    let agrees = |pair: &Pair<'_>| figures[pair.place].status == Status::Agrees;
    let (wrong, right) = if agrees(b) { (a, b) } else { (b, a) };
    if !near || agrees(wrong) {
        return;
    }
    let made = right.rate.value.checked_mul(wrong.count.value).and_then(|made| made.checked_div(right.count.value));
    let Some(made) = made else { return };
    let why = format!(
        "{} at {} makes {} of {}",
        right.count.value,
        right.rate.value,
        made.round_dp(wrong.rate.value.scale()),
        wrong.count.value
    );
    contradict(&mut figures[wrong.place], Kind::DoesNotAddUp, why);
}

/// Returns the least and the most that a population can be.
fn population(pair: &Pair<'_>) -> Option<(Decimal, Decimal)> {
    let all = pair.count.value.checked_mul(Decimal::from(100_000))?;
    let room = half(pair.rate);
    Some((all.checked_div(pair.rate.value.checked_add(room)?)?, all.checked_div(pair.rate.value.checked_sub(room)?)?))
}
