//! The contributions of one commissioner across the plans of a run, as people and machines read it.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use super::Run;
use super::table::Ruled;
use crate::compare::{Across, PlanPart, Standing};
use crate::money::Money;
use crate::period::Year;
use crate::text::escape::{shortened_within, shown};
use crate::text::wrap::wrapped;

/// Returns the table of the human report, with what it rests on below; empty where no commissioner is in several
/// plans.
pub(super) fn text(run: &Run<'_>) -> String {
    if run.across.is_empty() {
        return String::new();
    }
    let view = run.view;
    let mut table = Ruled::new(view, &["across the plans", "year", "plans", "contributed", "published", ""]);
    table = table.numbers_from(2);
    for across in run.across {
        let what = format!("{}: {}", shown(&across.partner), across.stream_name);
        table.row([
            shortened_within(&what, (view.width / 2).max(20), view.unicode).into_owned(),
            across.year.prose(),
            across.parts.len().to_string(),
            across.total.to_string(),
            across.published.as_ref().map_or_else(|| "-".to_owned(), |total| total.amount.pounds.to_string()),
            standing(&across.standing),
        ]);
    }
    let mut text = table.text();
    for note in notes(run) {
        for line in wrapped(&shown(&note), view.width.saturating_sub(2).max(30)) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Agree => "agrees".to_owned(),
        Standing::Short(by) => format!("{by} short"),
        Standing::Over(by) => format!("{by} over"),
        Standing::NotPublished => "-".to_owned(),
        Standing::Unknown(_) => "not evaluated".to_owned(),
    }
}

/// Returns which plans were read for each commissioner, and why a comparison was not made, each thing once.
fn notes(run: &Run<'_>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for across in run.across {
        let paths: Vec<&str> =
            across.parts.iter().filter_map(|part| run.plans.get(part.plan)).map(|plan| plan.path.as_str()).collect();
        let read = format!("{}: added up from {}", across.partner, paths.join(", "));
        let doubt = match &across.standing {
            Standing::Unknown(reason) => Some(format!("{}: {reason}", across.partner)),
            Standing::Short(_) => {
                Some(format!("{}: a shortfall may be the part of an area whose plan was not read", across.partner))
            }
            Standing::Agree | Standing::Over(_) | Standing::NotPublished => None,
        };
        for note in std::iter::once(read).chain(doubt) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}

/// A commissioner's contributions to a stream in a year.
#[derive(Serialize, JsonSchema)]
pub(super) struct AcrossOut<'a> {
    /// The total less what was published.
    difference: Option<Money>,
    /// The contributions in each plan that was read.
    parts: Vec<PartOut<'a>>,
    /// The commissioner's name.
    partner: &'a str,
    /// The total published for the commissioner as a whole.
    published: Option<Money>,
    /// The reason they were not compared.
    reason: Option<&'a str>,
    /// The result of the comparison.
    status: StandingOut,
    /// The id of the stream.
    stream: &'a str,
    /// The sum of the parts, in pounds.
    total: Money,
    /// The financial year.
    year: Year,
}

/// One plan's part.
#[derive(Serialize, JsonSchema)]
struct PartOut<'a> {
    /// The plan.
    path: &'a str,
    /// The amount, in pounds.
    pounds: Money,
}

/// The result of comparing contributions with the published total.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum StandingOut {
    Agrees,
    Short,
    Over,
    NotPublished,
    NotEvaluated,
}

impl<'a> AcrossOut<'a> {
    pub(super) fn new(run: &Run<'a>, across: &'a Across) -> Self {
        let part = |part: &PlanPart| Some(PartOut { path: &run.plans.get(part.plan)?.path, pounds: part.pounds });
        let (status, reason) = match &across.standing {
            Standing::Agree => (StandingOut::Agrees, None),
            Standing::Short(_) => (StandingOut::Short, None),
            Standing::Over(_) => (StandingOut::Over, None),
            Standing::NotPublished => (StandingOut::NotPublished, None),
            Standing::Unknown(reason) => (StandingOut::NotEvaluated, Some(reason.as_str())),
        };
        let published = across.published.as_ref().map(|total| total.amount.pounds);
        Self {
            difference: published.map(|published| across.total - published),
            parts: across.parts.iter().filter_map(part).collect(),
            partner: &across.partner,
            published,
            reason,
            status,
            stream: &across.stream,
            total: across.total,
            year: across.year,
        }
    }
}
