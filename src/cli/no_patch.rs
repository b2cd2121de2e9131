//! `bcf check --patch` where the program was built for no terminal.

use super::fault::Fault;
use super::gather::Gathered;
use super::io::Io;
use super::no_terminal::refused;

/// Returns that no patch is written.
///
/// # Errors
/// Always.
pub(super) fn write(_: &Gathered, _: &[String], _: &mut Io<'_>) -> Result<(), Fault> {
    Err(refused("write a patch"))
}
