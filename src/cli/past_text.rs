//! The text of a plan as a revision has it: that of a workbook with the companion it had there.

use std::path::Path;

use super::companion;
use super::fault::Fault;
use super::git::Files;
use super::plan_text::PlanText;
use super::utf8::utf8;

/// Returns the text of the plan at `was`, called `name`, in these bytes of a revision. The companion of a workbook is that
/// of the revision: the one that was named, at this path of the repository, else the one beside it.
///
/// # Errors
/// When the plan or its companion cannot be read.
pub(super) fn past_text(
    files: &Files,
    was: &str,
    name: &str,
    bytes: Vec<u8>,
    named: Option<&str>,
) -> Result<PlanText, Fault> {
    let Some(named) = named else {
        let read = |near: &Path| near.to_str().map_or(Ok(None), |near| files.read(near));
        return PlanText::with_near(bytes, name, Path::new(was), read);
    };
    let text = files.read(named)?.map(|bytes| utf8(bytes, named)).transpose()?;
    let own = text.and_then(|text| companion::named(Path::new(named), text, Path::new(was)).ok());
    PlanText::with(bytes, name, Ok(own))
}
