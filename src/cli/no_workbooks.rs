//! `bcf export` and `bcf import` where the program was built without workbooks.

use std::path::Path;

use super::fault::Fault;
use super::gather::Gathered;
use super::input::Input;

/// Returns why a file is neither exported nor imported.
pub(super) fn refused(verb: &str) -> Fault {
    Fault::new(format!("this bcf was built without workbooks and cannot {verb} one"))
        .help("use a bcf that was built with its default features")
}

/// Returns that no copy is marked.
///
/// # Errors
/// Always.
pub(super) fn marked(_: &Path, _: &[Input], _: &Gathered) -> Result<Option<Vec<u8>>, Fault> {
    Err(refused("mark"))
}
