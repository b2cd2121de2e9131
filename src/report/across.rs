//! What one commissioner contributes across the plans of a run, as people and machines read it.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Run;
use super::table::Ruled;
use crate::compare::{Across, Standing};
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

/// Returns the same for machines.
pub(super) fn json(run: &Run<'_>) -> Vec<Value> {
    run.across.iter().map(|across| one(run, across)).collect()
}

fn one(run: &Run<'_>, across: &Across) -> Value {
    let pounds = |money: crate::money::Money| money.plain();
    let parts = across.parts.iter().filter_map(|part| {
        let plan = run.plans.get(part.plan)?;
        Some(json!({ "path": plan.path, "pounds": pounds(part.pounds) }))
    });
    let (status, reason) = match &across.standing {
        Standing::Agree => ("agrees", None),
        Standing::Short(_) => ("short", None),
        Standing::Over(_) => ("over", None),
        Standing::NotPublished => ("not-published", None),
        Standing::Unknown(reason) => ("not-evaluated", Some(reason)),
    };
    let difference = across.published.as_ref().map(|total| pounds(across.total - total.amount.pounds));
    json!({
        "partner": across.partner, "stream": across.stream, "year": across.year.to_string(),
        "parts": parts.collect::<Vec<_>>(), "total": pounds(across.total),
        "published": across.published.as_ref().map(|total| pounds(total.amount.pounds)),
        "difference": difference, "status": status, "reason": reason,
    })
}
