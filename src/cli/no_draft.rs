//! `bcf init --from-narrative` where the program was built for no terminal.

use std::path::Path;

use super::args::InitArgs;
use super::fault::Fault;
use super::io::Io;
use super::no_terminal::refused;
use crate::policy::Round;

/// Returns that no plan is drafted.
///
/// # Errors
/// Always.
pub(super) fn text(_: &Path, _: &InitArgs, _: &[String], _: &Round, _: &mut Io<'_>) -> Result<String, Fault> {
    Err(refused("draft a plan from a narrative"))
}
