//! Changes from one year to another that a sentence says in percent.

use rust_decimal::Decimal;

use super::figures::{Own, contradict, half};
use crate::narrative::lex::Lexed;
use crate::narrative::tie::{Figure, Kind, Measured};
use crate::narrative::{prose, words};
use crate::period::Period;

/// The number of pieces before a sentence that are looked at for the year before.
const BEFORE: usize = 3;

/// The most figures before a change that are looked at.
const MOST: usize = 40;

/// A figure that may have changed.
struct Stated<'a> {
    lexed: &'a Lexed,
    year: Option<Period>,
    piece: usize,
    place: usize,
}

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    for (piece, sight) in own.pieces() {
        for (n, lexed) in sight.read.figures.iter().enumerate() {
            let place = own.place(piece, n);
            if lexed.unit == Measured::Percent && own.verdicts[place].said.change {
                judge(own, piece, n, lexed, figures);
            }
        }
    }
}

fn judge(own: &Own<'_>, piece: usize, figure: usize, percent: &Lexed, figures: &mut [Figure]) {
    let sentence = own.scene.sights[piece].sentence(percent.span.start);
    let stated = |piece: usize, n: usize| -> Option<Stated<'_>> {
        let lexed = own.lexed(piece, n).filter(|lexed| lexed.unit != Measured::Percent && lexed.digits >= 3)?;
        let place = own.place(piece, n);
        Some(Stated { lexed, year: own.verdicts[place].said.when.periods.first().copied(), piece, place })
    };
    let begins = own.scene.sights[piece].figures_in(sentence).start.max(figure.saturating_sub(MOST));
    let now: Vec<Stated<'_>> = (begins..figure).filter_map(|n| stated(piece, n)).collect();
    let first = piece.saturating_sub(BEFORE);
    let earlier = (first..=piece).rev().flat_map(|at| {
        let end = if at == piece { figure } else { own.scene.sights[at].read.figures.len() };
        (end.saturating_sub(MOST)..end).rev().filter_map(move |n| stated(at, n))
    });
    let earlier: Vec<Stated<'_>> =
        earlier.filter(|other| now.first().is_some_and(|now| other.place < now.place)).collect();
    let Some(now_first) = now.first() else { return };
    let mut only = None;
    for after in &now {
        for before in earlier.iter().filter(|before| follows(before, after)) {
            let Some(change) = change(before.lexed, after.lexed) else { continue };
            let room = half(percent) + Decimal::new(1, 6);
            if (change.abs() - percent.value.abs()).abs() <= room {
                figures[own.place(piece, figure)].foots = true;
                return;
            }
            if after.place == now_first.place && alike(own, before, after) {
                only = Some((before, after, change));
            }
        }
    }
    let Some((before, after, change)) = only else { return };
    // What differs by very much is a change of something else.
    if (change.abs() - percent.value.abs()).abs() > Decimal::from(15) {
        return;
    }
    let made = prose::value(change.abs().round_dp(percent.value.scale().max(1)), Measured::Percent);
    let (from, to) =
        (prose::value(before.lexed.value, before.lexed.unit), prose::value(after.lexed.value, after.lexed.unit));
    contradict(&mut figures[own.place(piece, figure)], Kind::DoesNotAddUp, format!("from {from} to {to} is {made}"));
}

/// Returns whether one figure is of the year before another.
fn follows(before: &Stated<'_>, after: &Stated<'_>) -> bool {
    let (Some(Period::Year(was)), Some(Period::Year(is))) = (before.year, after.year) else { return false };
    before.lexed.unit == after.lexed.unit && was == is.previous()
}

/// Returns whether two sentences speak of the same thing: they share at least two words.
fn alike(own: &Own<'_>, before: &Stated<'_>, after: &Stated<'_>) -> bool {
    let said = |stated: &Stated<'_>| -> Vec<String> {
        let (from, to) = own.scene.sights[stated.piece].sentence(stated.lexed.span.start);
        let text = own.text(stated.piece);
        let text = text.get(from as usize..text.len().min(to as usize)).unwrap_or_default();
        words::spoken(text).into_iter().map(|spoken| spoken.word).filter(|word| !words::is_empty(word)).collect()
    };
    let (before, after) = (said(before), said(after));
    before.iter().filter(|word| after.contains(word)).count() >= 2
}

fn change(before: &Lexed, after: &Lexed) -> Option<Decimal> {
    let change = after.value.checked_sub(before.value)?.checked_mul(Decimal::from(100))?;
    change.checked_div(before.value)
}
