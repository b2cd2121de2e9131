//! A section that a plan must have, for those who keep what was asked for.

use crate::finding::Level;

/// A section a plan must have.
pub(super) struct Needed {
    /// The dotted path.
    pub(super) section: &'static str,
    /// The subject of it.
    pub(super) what: &'static str,
    /// The clause that asks for it, where one does.
    pub(super) clause: Option<Box<str>>,
    /// The level of a finding that it is not there.
    pub(super) level: Level,
}
