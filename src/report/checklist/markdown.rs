//! The checklist as Markdown, with a box to tick for each requirement.

use std::io::{self, Write};

use super::{RequirementText, beside, last_line, title};
use crate::report::markdown::cell;
use crate::report::show::Show;
use crate::view::{Requirement, State};

/// Writes it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(show: &Show<'_>, out: &mut dyn Write) -> io::Result<()> {
    let checklist = &show.picture.checklist;
    writeln!(out, "## Checklist of {}\n", cell(&show.picture.path))?;
    for group in &checklist.groups {
        writeln!(out, "### {}\n", cell(&title(group)))?;
        group.requirements.iter().try_for_each(|requirement| write_requirement(requirement, out))?;
        writeln!(out)?;
    }
    let errors = beside(checklist);
    if !errors.is_empty() {
        writeln!(out, "### Beside the requirements\n")?;
        errors.iter().try_for_each(|text| writeln!(out, "- {}", cell(text)))?;
        writeln!(out)?;
    }
    writeln!(out, "{}", cell(&last_line(show)))
}

fn write_requirement(requirement: &Requirement, out: &mut dyn Write) -> io::Result<()> {
    let told = RequirementText::of(requirement);
    let tick = if requirement.state == State::Met { 'x' } else { ' ' };
    let reason = told.reason.map(|reason| format!(": {}", cell(&reason))).unwrap_or_default();
    writeln!(out, "- [{tick}] {} **{}**{reason}", cell(&told.says), requirement.state.prose())?;
    told.lines.iter().try_for_each(|text| writeln!(out, "  - {}", cell(text)))?;
    writeln!(out, "  - {}", cell(&told.clause))
}
