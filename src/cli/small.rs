//! The small program, which a page in a browser has: what only a terminal, a repository or CI asks for is not in it.

/// True in the small program. What stands behind it is left out by the compiler.
pub(super) const SMALL: bool = cfg!(not(feature = "terminal"));
