//! Parts that a sentence says to be so much of a whole: "a total of £66m, of which £10m …, only 12% of".

use rust_decimal::Decimal;

use super::figures::{Own, contradict};
use crate::narrative::lex::Lexed;
use crate::narrative::tie::{Figure, Kind, Measured};
use crate::narrative::{prose, words};

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    for (piece, sight) in own.pieces() {
        let text = own.text(piece);
        let Some((whole, part)) = whole_and_part(text, &sight.read.figures) else { continue };
        let Some(of_whole) = head(text.get(whole.span.end as usize..).unwrap_or_default()) else { continue };
        for (n, percent) in sight.read.figures.iter().enumerate() {
            let behind = text.get(percent.span.end as usize..).unwrap_or_default();
            let Some(of) = behind.trim_start().strip_prefix("of ") else { continue };
            let same = percent.unit == Measured::Percent && head(of).is_some_and(|head| head == of_whole);
            if same && let Some(share) = share(part, whole) {
                let figure = &mut figures[own.place(piece, n)];
                if (share - percent.value).abs() <= percent.step {
                    figure.foots = true;
                    continue;
                }
                let (a, b) = (prose::value(part.value, part.unit), prose::value(whole.value, whole.unit));
                let made = prose::value(share.round_dp(percent.value.scale().max(1)), Measured::Percent);
                contradict(figure, Kind::DoesNotAddUp, format!("{a} of {b} is {made}"));
            }
        }
    }
}

/// Returns the figures of "so much, of which so much", where a text has them once.
fn whole_and_part<'a>(text: &str, figures: &'a [Lexed]) -> Option<(&'a Lexed, &'a Lexed)> {
    let mut found = figures.windows(2).filter(|pair| {
        let between = text.get(pair[0].span.end as usize..pair[1].span.start as usize).unwrap_or_default();
        pair[0].unit == pair[1].unit
            && between.contains("of which")
            && pair[1].value < pair[0].value
            && pair[0].unit != Measured::Percent
    });
    let pair = found.next().filter(|_| found.next().is_none())?;
    Some((&pair[0], &pair[1]))
}

/// Returns the last word of what a text begins with, before the words that join: the thing itself.
fn head(text: &str) -> Option<String> {
    let text = text.char_indices().nth(200).map_or(text, |(end, _)| &text[..end]);
    let end = text.find([',', '.', ';', '(', ')', ':']).unwrap_or(text.len());
    let spoken = words::spoken(&text[..end]);
    let thing = spoken
        .iter()
        .skip_while(|spoken| words::is_empty(&spoken.word))
        .take_while(|spoken| !words::is_empty(&spoken.word));
    thing.last().map(|spoken| spoken.word.clone())
}

fn share(part: &Lexed, whole: &Lexed) -> Option<Decimal> {
    part.value.checked_mul(Decimal::from(100))?.checked_div(whole.value)
}
