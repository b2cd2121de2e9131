//! `bcf export` and `bcf import` where the program was built without workbooks.

use super::fault::Fault;

/// Returns why a file is neither exported nor imported.
pub(super) fn refused(verb: &str) -> Fault {
    Fault::new(format!("this bcf was built without workbooks and cannot {verb} one"))
        .help("use a bcf that was built with its default features")
}
