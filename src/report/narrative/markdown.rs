//! A narrative held against its plan as a comment: the counts, and what differs as a table.

use std::io::{self, Write};

use super::Told;
use crate::report::markdown::cell as text;
use crate::report::places::Places;

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(told.text);
    writeln!(out, "{}", text(&told.verdict()))?;
    if told.tie.findings.is_empty() && told.tie.unused.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| level | rule | where | narrative | plan | finding |\n|---|---|---|---|---|---|")?;
    for (figure, finding) in told.findings() {
        let line = told.line(&places, figure);
        let place = text(&format!("{}:{line}", told.name));
        let plan = figure.plan.as_ref().map_or("", |plan| plan.said.as_str());
        let (said, why) = (text(&figure.text), text(&finding.message));
        writeln!(out, "| {} | {} | {place} | {said} | {} | {why} |", finding.level, finding.rule, text(plan))?;
    }
    let of_plan = Places::of_plan(&told.plan.plan);
    for finding in &told.tie.unused {
        let place = text(&of_plan.spot(&finding.at).in_file(&told.plan.path));
        writeln!(out, "| {} | {} | {place} | | | {} |", finding.level, finding.rule, text(&finding.message))?;
    }
    Ok(())
}
