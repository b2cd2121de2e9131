//! Sums that a sentence says: "£38.4m plus £16.9m makes £55.3m", "£55.3m (£38.4m + £16.9m)".

use rust_decimal::Decimal;

use super::figures::{Own, contradict, half};
use crate::narrative::lex::Lexed;
use crate::narrative::prose;
use crate::narrative::tie::{Figure, Kind};

/// The words between two figures, by what they say of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// They are parts of one sum.
    Adds,
    /// One is the sum of the others.
    Makes,
    /// The second begins what makes the first.
    Opens,
    None,
}

/// The words that add a figure to the one before, and those that say what figures make.
const ADDS: [&str; 2] = ["+", "plus"];
const MAKES: [&str; 8] = ["=", "equals", "gives", "giving", "makes", "making", "totals", "totalling"];
/// The most bytes between two figures of a sum.
const NEAR: u32 = 80;
/// The part of a sum by which its parts may be off and still be meant for it: a fifth.
const PART: i64 = 5;

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    for (piece, sight) in own.pieces() {
        let lexed = &sight.read.figures;
        let joints: Vec<Joint> = lexed.windows(2).map(|pair| joint(own.text(piece), &pair[0], &pair[1])).collect();
        let mut at = 0;
        while at < joints.len() {
            let parts = joints[at..].iter().take_while(|joint| **joint == Joint::Adds).count();
            if parts == 0 {
                at += 1;
                continue;
            }
            // The parts are the figures from this one on, and one more than there are joints.
            let (first, last) = (at, at + parts);
            let total = match (at.checked_sub(1).map(|before| joints[before]), joints.get(last)) {
                (_, Some(Joint::Makes)) => Some(last + 1),
                (Some(Joint::Makes | Joint::Opens), _) => Some(first - 1),
                _ => None,
            };
            if let Some(total) = total {
                judge(&lexed[first..=last], &lexed[total], &mut figures[own.place(piece, total)]);
            }
            at = last + 1;
        }
    }
}

fn joint(text: &str, a: &Lexed, b: &Lexed) -> Joint {
    let apart = b.span.start.saturating_sub(a.span.end);
    let between = text.get(a.span.end as usize..b.span.start as usize).unwrap_or_default();
    if a.unit != b.unit || !a.unit.adds_up() || apart > NEAR || between.contains([';', '.']) {
        return Joint::None;
    }
    let has = |words: &[&str]| between.split([' ', ',']).any(|word| words.contains(&word.trim_start_matches('(')));
    match between.trim_end().chars().next_back() {
        _ if has(&MAKES) => Joint::Makes,
        _ if has(&ADDS) => Joint::Adds,
        Some('(' | ':') => Joint::Opens,
        _ => Joint::None,
    }
}

/// Marks a sum that comes out, and contradicts one that nearly does.
fn judge(parts: &[Lexed], total: &Lexed, figure: &mut Figure) {
    let start = Some((Decimal::ZERO, half(total)));
    let made = parts.iter().fold(start, |made, part| {
        let (sum, room) = made?;
        Some((sum.checked_add(part.value)?, room.checked_add(half(part))?))
    });
    let Some((sum, room)) = made else { return };
    let off = (sum - total.value).abs();
    if off <= room {
        figure.foots = true;
    } else if off.checked_mul(Decimal::from(PART)).is_some_and(|off| off <= total.value.abs()) {
        let said: Vec<String> = parts.iter().map(|part| prose::value(part.value, part.unit)).collect();
        let why = format!("{} make {}", said.join(" and "), prose::value(sum, total.unit));
        contradict(figure, Kind::DoesNotAddUp, why);
    }
}
