//! `bcf check --mark` where the program was built without workbooks.

use std::path::Path;

use super::fault::Fault;
use super::gather::Gathered;
use super::input::Input;
use super::no_workbooks::refused;

/// Returns that no copy is marked.
///
/// # Errors
/// Always.
pub(super) fn marked(_: &Path, _: &[Input], _: &Gathered) -> Result<Option<Vec<u8>>, Fault> {
    Err(refused("mark"))
}
