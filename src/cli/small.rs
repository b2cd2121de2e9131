//! The small program, which a page in a browser has: what only a terminal, a repository or CI asks for is not in it.

use super::fault::Fault;

/// True in the small program. What stands behind it is left out by the compiler.
pub(super) const SMALL: bool = cfg!(not(feature = "terminal"));

/// Returns why something is not done in the small program.
pub(super) fn refused(verb: &str) -> Fault {
    Fault::new(format!("this bcf was built small, as for a page in a browser, and cannot {verb}"))
        .help("use a bcf that was built with its default features")
}
