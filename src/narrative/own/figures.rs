//! The figures of a narrative with what became of them, for those that look at several together.

use rust_decimal::Decimal;

use crate::finding::Site;
use crate::narrative::lex::Lexed;
use crate::narrative::prose;
use crate::narrative::scene::Scene;
use crate::narrative::sight::Sight;
use crate::narrative::thing::Thing;
use crate::narrative::tie::{Figure, Kind, Measured, Planned, Status};
use crate::narrative::tying::Verdict;
use crate::plan::Plan;

/// The figures of a narrative with what became of them, piece by piece.
pub(super) struct Own<'a> {
    pub scene: &'a Scene<'a>,
    pub things: &'a [Thing],
    pub verdicts: &'a [Verdict],
    pub plan: &'a Plan,
    /// The first figure of each piece among all.
    first: Vec<usize>,
}

impl<'a> Own<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, plan: &'a Plan, things: &'a [Thing], verdicts: &'a [Verdict]) -> Self {
        let mut first = Vec::with_capacity(scene.sights.len());
        let mut all = 0;
        for sight in scene.sights {
            first.push(all);
            all += sight.read.figures.len();
        }
        Self { scene, things, verdicts, plan, first }
    }

    /// Returns the place of a figure of a piece among all.
    pub(super) fn place(&self, piece: usize, figure: usize) -> usize {
        self.first[piece] + figure
    }

    /// Returns the figure at a place among those of its piece.
    pub(super) fn lexed(&self, piece: usize, figure: usize) -> Option<&Lexed> {
        self.scene.sights.get(piece)?.read.figures.get(figure)
    }

    /// Returns the plan's figure of a value, of the kind and the period of a figure: its place and the value in words.
    pub(super) fn planned(
        &self,
        place: usize,
        unit: Measured,
        value: Decimal,
        room: Decimal,
    ) -> Option<(Site, Planned)> {
        let periods = &self.verdicts.get(place)?.said.when.periods;
        let room = room.max(self.scene.index.slack(unit).min(value.abs() / Decimal::from(1000)));
        let near = self.scene.index.between(unit, value.abs() - room, value.abs() + room).take(MOST);
        let mut found = near.filter_map(|at| {
            let thing = self.things.get(at.thing as usize)?;
            let entry = thing.entries.get(at.entry as usize)?;
            let fits = entry.period.is_none_or(|period| periods.is_empty() || periods.contains(&period));
            let (place, node) = entry.places.iter().find_map(|place| Some((place, place.node?)))?;
            fits.then(|| (at, self.plan.site(&node.into()), prose::planned(place.value, unit)))
        });
        let first = found.next()?;
        let (_, site, value) = found.fold(first, |best, next| if next.0 < best.0 { next } else { best });
        Some((site, value))
    }

    /// Returns the text of a piece.
    pub(super) fn text(&self, piece: usize) -> &str {
        self.scene.document.pieces.get(piece).map_or("", |piece| piece.text.as_str())
    }

    /// Returns the pieces with what was seen in them.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (usize, &Sight)> {
        self.scene.sights.iter().enumerate().filter(|(_, sight)| !sight.read.figures.is_empty())
    }
}

/// The most values of the plan that are looked at.
const MOST: usize = 64;

/// Says that a figure is not what the narrative's own figures make, unless something was said of it before.
pub(super) fn contradict(figure: &mut Figure, kind: Kind, why: String) {
    // That a figure is nearly the plan's says less than what the narrative itself makes of it.
    let is_vague = matches!(figure.kind, Kind::WithinOne | Kind::WithinFive);
    if figure.status != Status::Differs || is_vague {
        (figure.status, figure.kind, figure.why) = (Status::Differs, kind, why);
    }
}

/// Returns the half of a figure's last digit: the most by which rounding can have moved it. What is counted is not
/// rounded.
pub(super) fn half(lexed: &Lexed) -> Decimal {
    let is_count = lexed.unit == Measured::Number && lexed.step == Decimal::ONE;
    if is_count { Decimal::ZERO } else { lexed.step / Decimal::TWO }
}
