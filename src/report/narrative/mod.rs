//! A narrative held against its plan, one file a format.

mod csv;
mod human;
mod json;
mod markdown;

pub use self::csv::write as csv;
pub use self::human::{concise, write as human};
pub use self::json::write as json;
pub use self::markdown::write as markdown;

pub(in crate::report) use self::json::NarrativeOut;

use super::View;
use super::places::Places;
use crate::check::Checked;
use crate::finding::{Finding, Level, Site, Status as Standing};
use crate::narrative::{Counts, Figure, Flat, Found, Tie};
use crate::period::Date;
use crate::span::Span;

/// A narrative held against its plan, and the way that is told.
#[derive(Debug)]
pub struct Told<'a> {
    /// The outcome.
    pub tie: &'a Tie,
    /// The plan.
    pub plan: &'a Checked,
    /// The name of the narrative.
    pub name: &'a str,
    /// Its text, for a file that is text; for any other the text of its pieces, one after the other.
    pub text: &'a str,
    /// The places of the pieces in that text; none where it is the file itself.
    pub flat: Option<&'a Flat>,
    /// The day of the check.
    pub today: Date,
    /// The way it looks.
    pub view: View,
    /// The least level that fails.
    pub fail_on: Option<Level>,
}

impl Told<'_> {
    /// Returns the bytes of a figure in the text.
    pub(crate) fn span(&self, figure: &Figure) -> Span {
        match self.flat {
            Some(flat) => flat.span(figure.at.piece, figure.at.within),
            None => figure.at.span.unwrap_or_default(),
        }
    }

    /// Returns the place of a figure in the text, as findings carry places.
    pub(crate) fn site(&self, figure: &Figure) -> Site {
        let path = figure.of.as_ref().map(|site| site.path.clone()).unwrap_or_default();
        Site { path, span: self.span(figure) }
    }

    /// Returns the findings with their figures.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Figure, &Finding)> {
        let figure = |found: &Found| self.tie.figures.get(found.figure as usize);
        self.tie.findings.iter().filter_map(move |found| Some((figure(found)?, &found.finding)))
    }

    /// Returns whether something counts at or above the level that fails.
    pub fn fails(&self) -> bool {
        let counts = |finding: &Finding| {
            finding.status == Standing::Failed && self.fail_on.is_some_and(|least| finding.level >= least)
        };
        self.tie.findings.iter().any(|found| counts(&found.finding))
    }

    /// Returns the last line: how many figures agree, and the verdict.
    pub(crate) fn verdict(&self) -> String {
        let Counts { agrees, differs, same_value, not_in_plan } = self.tie.counts;
        let all = self.tie.counts.all();
        // What was accepted is told and is a difference no more.
        let is_open = |found: &Found| found.finding.status == Standing::Failed;
        let word = if self.tie.findings.iter().any(is_open) { "DIFFERS" } else { "AGREES" };
        let verb = |n: usize, one: &'static str, many: &'static str| if n == 1 { one } else { many };
        format!(
            "{agrees} of {all} figures {}, {differs} {}, {same_value} {} the same value only, {not_in_plan} {} not in the plan: {word} {} ({})",
            verb(agrees, "agrees", "agree"),
            verb(differs, "differs", "differ"),
            verb(same_value, "has", "have"),
            verb(not_in_plan, "is", "are"),
            crate::text::escape::shown(self.name),
            crate::text::escape::shown(&self.plan.path),
        )
    }

    /// Returns the line of a figure in the text, from 1; the paragraph of the file, for a file that is no text.
    pub(crate) fn line(&self, places: &Places<'_>, figure: &Figure) -> u32 {
        if self.flat.is_none() {
            return places.position(self.span(figure).start).line;
        }
        self.tie.document.piece(figure.at.piece).map_or(0, |piece| piece.origin.paragraph)
    }
}

/// Returns why a difference is accepted, where it is.
fn accepted(finding: &Finding) -> Option<&str> {
    match &finding.status {
        Standing::Waived(waiver) => Some(&waiver.reason),
        Standing::Failed | Standing::Baselined => None,
    }
}
