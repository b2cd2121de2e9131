//! The small program, which a page in a browser has: what only a terminal, a repository or CI asks for is not in it.

use super::fault::Fault;

/// True in the small program. What stands behind it is left out by the compiler.
pub(super) const SMALL: bool = cfg!(not(feature = "terminal"));

/// Refuses something in the small program.
///
/// # Errors
/// In the small program, always.
#[expect(clippy::inline_always, reason = "only where it stands in its caller does the compiler see what is never done")]
#[inline(always)]
pub(super) fn refuse_if_small(verb: &str) -> Result<(), Fault> {
    if SMALL { Err(refused(verb)) } else { Ok(()) }
}

fn refused(verb: &str) -> Fault {
    Fault::new(format!("this bcf was built small, as for a page in a browser, and cannot {verb}"))
        .help("use a bcf that was built with its default features")
}
