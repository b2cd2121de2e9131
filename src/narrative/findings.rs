//! The findings of a tie, in the house's form.

use super::builder;
use super::tie::{Figure, Found, Kind, Status};
use crate::finding::{Finding, Label, Level, Site};
use crate::plan::Plan;
use crate::span::Span;

/// A figure of the narrative that is not the plan's.
pub const DIFFERS: &str = "narrative-figure-differs";
/// Figures of the narrative that do not make what it says of them.
pub const DOES_NOT_ADD_UP: &str = "narrative-does-not-add-up";
/// A figure of the narrative that is close to the plan's.
pub const CLOSE: &str = "narrative-figure-close";
/// The family of the findings.
const FAMILY: &str = "narrative";

/// Returns a finding for each figure that differs.
pub(super) fn findings(plan: &Plan, figures: &[Figure]) -> Vec<Found> {
    let differing = figures.iter().enumerate().filter(|(_, figure)| figure.status == Status::Differs);
    differing.map(|(at, figure)| Found { figure: builder::index(at), finding: finding(plan, figure) }).collect()
}

fn finding(plan: &Plan, figure: &Figure) -> Finding {
    let (rule, level) = match figure.kind {
        Kind::DoesNotFoot | Kind::DoesNotAddUp | Kind::TwoValues => (DOES_NOT_ADD_UP, Level::Warning),
        Kind::WithinFive | Kind::WithinOne => (CLOSE, Level::Advice),
        _ => (DIFFERS, Level::Warning),
    };
    let section = &figure.at.section;
    let place = if section.is_empty() { String::new() } else { format!(" in section {section}") };
    let at = figure
        .of
        .clone()
        .unwrap_or_else(|| Site { path: String::new(), span: Span::at(plan.plan_span().start as usize) });
    let message = format!("the narrative says {}{place}: {}", figure.text, figure.why);
    let also = figure.also.iter().map(|site| Label { text: "and here".to_owned(), at: site.clone() });
    Finding {
        help: Some("put the right figure in both, or state in [[accepted]] why they differ".to_owned()),
        year: figure.year,
        subject: Some(figure.text.clone()),
        labels: also.collect(),
        ..Finding::new(rule, FAMILY, level, message, at)
    }
}
