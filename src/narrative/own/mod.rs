//! The narrative's own arithmetic: columns that foot, changes, shares, rates on one population, and one thing that is
//! given two values.

mod changes;
mod columns;
mod rates;
mod shares;
mod taken;
mod twice;

use rust_decimal::Decimal;

use super::lex::Lexed;
use super::scene::Scene;
use super::sight::Sight;
use super::thing::Thing;
use super::tie::{Figure, Kind, Measured, Status};
use super::tying::Verdict;

/// The figures of a narrative with what became of them, piece by piece.
pub(super) struct Own<'a> {
    pub scene: &'a Scene<'a>,
    pub things: &'a [Thing],
    pub verdicts: &'a [Verdict],
    /// The first figure of each piece among all.
    first: Vec<usize>,
}

/// Marks figures that foot, and those that other figures of the narrative contradict.
pub(super) fn check(scene: &Scene<'_>, things: &[Thing], verdicts: &[Verdict], figures: &mut [Figure]) {
    let mut first = Vec::with_capacity(scene.sights.len());
    let mut all = 0;
    for sight in scene.sights {
        first.push(all);
        all += sight.read.figures.len();
    }
    let own = Own { scene, things, verdicts, first };
    taken::check(&own, figures);
    columns::check(&own, figures);
    changes::check(&own, figures);
    shares::check(&own, figures);
    rates::check(&own, figures);
    twice::check(&own, figures);
}

impl Own<'_> {
    /// Returns the place of a figure of a piece among all.
    fn place(&self, piece: usize, figure: usize) -> usize {
        self.first[piece] + figure
    }

    /// Returns the figure at a place among those of its piece.
    fn lexed(&self, piece: usize, figure: usize) -> Option<&Lexed> {
        self.scene.sights.get(piece)?.read.figures.get(figure)
    }

    /// Returns the text of a piece.
    fn text(&self, piece: usize) -> &str {
        self.scene.document.pieces.get(piece).map_or("", |piece| piece.text.as_str())
    }

    /// Returns the pieces with what was seen in them.
    fn pieces(&self) -> impl Iterator<Item = (usize, &Sight)> {
        self.scene.sights.iter().enumerate().filter(|(_, sight)| !sight.read.figures.is_empty())
    }
}

/// Says that a figure is not what the narrative's own figures make, unless something was said of it before.
fn contradict(figure: &mut Figure, kind: Kind, why: String) {
    // That a figure is nearly the plan's says less than what the narrative itself makes of it.
    let is_vague = matches!(figure.kind, Kind::WithinOne | Kind::WithinFive);
    if figure.status != Status::Differs || is_vague {
        (figure.status, figure.kind, figure.why) = (Status::Differs, kind, why);
    }
}

/// Returns the half of a figure's last digit: the most by which rounding can have moved it. What is counted is not
/// rounded.
fn half(lexed: &Lexed) -> Decimal {
    let is_count = lexed.unit == Measured::Number && lexed.step == Decimal::ONE;
    if is_count { Decimal::ZERO } else { lexed.step / Decimal::TWO }
}
