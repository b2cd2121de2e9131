//! The answer to whatever only a terminal, a repository or CI asks for, where the program was built for none of them.

use super::fault::Fault;

/// Returns why something is not done.
pub(super) fn refused(verb: &str) -> Fault {
    Fault::new(format!("this bcf was built small, as for a page in a browser, and cannot {verb}"))
        .help("use a bcf that was built with its default features")
}
