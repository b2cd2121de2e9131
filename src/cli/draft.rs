//! `bcf init --from-narrative`: a plan drafted from what its narrative says.

use std::path::Path;

use super::args::{AreaTiers, InitArgs};
use super::fault::Fault;
use super::io::Io;
use super::paper::Paper as NarrativeFile;
use super::small::SMALL;
use crate::check::{Settings, check_text};
use crate::narrative::hold;
use crate::plan::Tiers;
use crate::policy::Round;
use crate::template::{Paper, from_narrative};
use crate::write::quoted;

/// Returns the text of a plan drafted from a narrative.
///
/// # Errors
/// When the narrative cannot be read, or has no figure.
pub(super) fn text(
    narrative: &Path,
    args: &InitArgs,
    districts: &[String],
    round: &Round,
    io: &mut Io<'_>,
) -> Result<String, Fault> {
    if SMALL {
        return Err(Fault::not_in_small("draft a plan from a narrative"));
    }
    let paper = NarrativeFile::read(narrative, io)?;
    // Held against a plan that says nothing, every figure keeps what the narrative itself says of it.
    let blank = format!("[plan]\nformat = 1\nround = {}\n", quoted(&round.id));
    let tie = hold(paper.document, &check_text(paper.name.clone(), blank, &Settings::on(io.today)), round);
    if tie.figures.is_empty() {
        return Err(
            Fault::new(format!("{} has no figure", paper.name)).help("check that it is the narrative you meant")
        );
    }
    let named = args.area.trim();
    Ok(from_narrative(&Paper {
        round,
        area: (!named.is_empty()).then_some(named),
        code: args.code.as_deref(),
        tiers: args.tiers.map(|tiers| if tiers == AreaTiers::Two { Tiers::Two } else { Tiers::Single }),
        districts,
        name: &narrative.file_name().unwrap_or(narrative.as_os_str()).to_string_lossy(),
        document: &tie.document,
        figures: &tie.figures,
    }))
}
