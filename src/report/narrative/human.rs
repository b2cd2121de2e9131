//! The findings of a narrative for people: its words, the plan's line, and the counts at the end.

use std::io::{self, Write};

use super::{Told, accepted};
use crate::finding::Finding;
use crate::narrative::Figure;
use crate::report::View;
use crate::report::excerpt::{Excerpt, Mark};
use crate::report::human::{field, picture_of_two};
use crate::report::lines::Lines;
use crate::report::paint::Ink;
use crate::report::places::Places;
use crate::text::escape::shown;

/// Writes the findings, each with the narrative's words and the plan's line, and the counts.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut Lines::new(out);
    let (narrative, plan) = (Places::new(told.text), Places::of_plan(&told.plan.plan));
    for (figure, finding) in told.findings() {
        write!(out, "{}", block(told, figure, finding, &narrative, &plan))?;
        writeln!(out)?;
    }
    for finding in &told.tie.unused {
        write!(out, "{}", unused(told, finding, &plan))?;
        writeln!(out)?;
    }
    let line = told.verdict();
    let ink = if told.tie.counts.differs == 0 { Ink::Good } else { Ink::Bad };
    writeln!(out, "{}", told.view.paint().ink(ink, line))
}

/// Returns a finding whole.
fn block(told: &Told<'_>, figure: &Figure, finding: &Finding, narrative: &Places<'_>, plan: &Places<'_>) -> String {
    let view = told.view;
    let site = told.site(figure);
    let mark = Mark { at: Some(&site), span: site.span, text: None };
    let said = Excerpt::new(narrative, told.name, &[mark], view.width, view.unicode);
    let sites: Vec<_> = figure.of.iter().chain(&figure.also).collect();
    let marks: Vec<Mark<'_>> = sites.iter().map(|site| Mark { at: Some(site), span: site.span, text: None }).collect();
    let planned = (!marks.is_empty()).then(|| Excerpt::new(plan, &told.plan.path, &marks, view.width, view.unicode));
    let picture = picture_of_two(finding, &said, planned.as_ref(), view);
    with_fields(picture, &[("help", finding.help.as_deref()), ("accepted", accepted(finding))], view)
}

/// Returns a finding on an accepted difference that is not there: its place is in the plan alone.
fn unused(told: &Told<'_>, finding: &Finding, plan: &Places<'_>) -> String {
    let view = told.view;
    let mark = Mark { at: Some(&finding.at), span: finding.at.span, text: None };
    let entry = Excerpt::new(plan, &told.plan.path, &[mark], view.width, view.unicode);
    with_fields(picture_of_two(finding, &entry, None, view), &[("help", finding.help.as_deref())], view)
}

/// Returns a picture with what there is to say below it.
fn with_fields(mut out: String, fields: &[(&str, Option<&str>)], view: View) -> String {
    for (name, text) in fields.iter().filter_map(|(name, text)| Some((name, (*text)?))) {
        field(name, &shown(text), view, &mut out);
    }
    out
}

/// Writes the findings, one a line, and the counts.
///
/// # Errors
/// When `out` cannot be written.
pub fn concise(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut Lines::new(out);
    let places = Places::new(told.text);
    let name = shown(told.name);
    for (figure, finding) in told.findings() {
        let site = told.site(figure);
        let line = Finding { at: site, ..finding.clone() };
        writeln!(out, "{}", crate::report::concise::line(&line, &name, &places))?;
    }
    let (plan, path) = (Places::of_plan(&told.plan.plan), shown(&told.plan.path));
    for finding in &told.tie.unused {
        writeln!(out, "{}", crate::report::concise::line(finding, &path, &plan))?;
    }
    writeln!(out, "{}", told.verdict())
}
