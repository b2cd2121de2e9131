//! The rounds a project wrote itself, where the program was built for no terminal: it knows only its own.

use super::fault::Fault;
use super::no_terminal::refused;
use crate::policy::OwnRound;

/// A file of a round.
#[derive(Debug)]
pub(super) struct Written {
    /// As the config writes it.
    pub(super) file: String,
    /// As messages say it.
    pub(super) name: String,
    pub(super) text: String,
}

/// Returns that no round is read.
///
/// # Errors
/// Where a project has any.
pub(super) fn resolve(written: &[Written]) -> Result<Vec<OwnRound>, Vec<Fault>> {
    if written.is_empty() { Ok(Vec::new()) } else { Err(vec![refused("read rounds of your own")]) }
}
