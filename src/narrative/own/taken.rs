//! Figures that are said to differ from a value which another figure of their sentence has: they are of something else.

use super::figures::Own;
use crate::narrative::tie::{Figure, Kind, Status};

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    for (piece, sight) in own.pieces() {
        for n in 0..sight.read.figures.len() {
            let at = own.place(piece, n);
            let Some(of) = own.verdicts[at].of.filter(|_| is_slip(&figures[at])) else { continue };
            let sentence = sight.sentence(sight.read.figures[n].span.start);
            let taken = sight.figures_in(sentence).any(|other| {
                let place = own.place(piece, other);
                figures[place].status == Status::Agrees && own.verdicts[place].of == Some(of)
            });
            if taken {
                let figure = &mut figures[at];
                (figure.status, figure.kind) = (Status::NotInPlan, Kind::None);
                (figure.of, figure.plan, figure.also) = (None, None, Vec::new());
                "another figure of the sentence is the plan's".clone_into(&mut figure.why);
            }
        }
    }
}

/// Returns whether a figure differs by a slip.
fn is_slip(figure: &Figure) -> bool {
    let another = matches!(figure.kind, Kind::OtherYear | Kind::OtherMeasure | Kind::OtherThing | Kind::PlanDisagrees);
    figure.status == Status::Differs && !another
}
