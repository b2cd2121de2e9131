//! The checklist for a terminal.

use std::io::{self, Write};

use super::{RequirementText, beside, last_line, title};
use crate::report::View;
use crate::report::paint::Ink;
use crate::report::show::Show;
use crate::report::words;
use crate::text::escape::{columns_of, shown};
use crate::text::wrap::wrapped;
use crate::view::{Requirement, State};

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let checklist = &show.picture.checklist;
    for group in &checklist.groups {
        heading(&title(group), view, out)?;
        group.requirements.iter().try_for_each(|requirement| write_requirement(requirement, view, out))?;
        writeln!(out)?;
    }
    if checklist.groups.is_empty() {
        let text = "the plan's round is not known, so that nobody can say what it asks";
        lines(text, "", "", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out)?;
    }
    let errors = beside(checklist);
    if !errors.is_empty() {
        heading("Beside the requirements", view, out)?;
        for text in &errors {
            lines(text, "  ", "    ", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        writeln!(out)?;
    }
    let ink = words::ink(&show.checked.verdict());
    lines(&last_line(show), "", "  ", view).iter().try_for_each(|line| writeln!(out, "{}", view.paint().ink(ink, line)))
}

fn heading(text: &str, view: View, out: &mut dyn Write) -> io::Result<()> {
    lines(text, "", "  ", view).iter().try_for_each(|line| writeln!(out, "{}", view.paint().ink(Ink::Strong, line)))
}

/// Returns the sign of a state, and its colour.
const fn sign(state: State, unicode: bool) -> (&'static str, Ink) {
    match (state, unicode) {
        (State::Met, true) => ("✓", Ink::Good),
        (State::Met, false) => ("+", Ink::Good),
        (State::NotMet, true) => ("✗", Ink::Bad),
        (State::NotMet, false) => ("x", Ink::Bad),
        (State::Waived, _) => ("~", Ink::Doubtful),
        (State::NotEvaluated, _) => ("?", Ink::Doubtful),
        (State::Judged, true) => ("●", Ink::Good),
        (State::Judged, false) => ("*", Ink::Good),
        (State::ForAPerson, true) => ("○", Ink::Notable),
        (State::ForAPerson, false) => ("o", Ink::Notable),
        (State::NotApplicable, true) => ("·", Ink::Faint),
        (State::NotApplicable, false) => (".", Ink::Faint),
    }
}

fn write_requirement(requirement: &Requirement, view: View, out: &mut dyn Write) -> io::Result<()> {
    let told = RequirementText::of(requirement);
    let (sign, ink) = sign(requirement.state, view.unicode);
    let paint = view.paint();
    let room = View { width: view.width.saturating_sub(4), ..view };
    for (n, line) in lines(&told.says, "", "", room).iter().enumerate() {
        match n {
            0 => writeln!(out, "  {} {line}", paint.ink(ink, sign))?,
            _ => writeln!(out, "    {line}")?,
        }
    }
    let reason = told.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    let state = format!("{}{reason}", requirement.state.prose());
    for line in lines(&state, "    ", "      ", view) {
        writeln!(out, "{}", paint.ink(ink, line))?;
    }
    for text in &told.lines {
        lines(text, "      ", "        ", view).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    for line in lines(&told.clause, "    ", "      ", view) {
        writeln!(out, "{}", paint.ink(Ink::Faint, line))?;
    }
    Ok(())
}

/// Returns a text in lines no wider than the view, the first after `first`, the others after `rest`.
pub(super) fn lines(text: &str, first: &str, rest: &str, view: View) -> Vec<String> {
    let text = shown(text);
    let text = if view.unicode { text.into_owned() } else { text.replace('…', "...").replace('–', "-") };
    let room = view.width.saturating_sub(rest.len().max(columns_of(first))).max(30);
    let lines = wrapped(&text, room).into_iter().enumerate();
    lines.map(|(n, line)| format!("{}{line}", if n == 0 { first } else { rest })).collect()
}
