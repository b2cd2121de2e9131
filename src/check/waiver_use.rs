//! What became of a waiver, for the facts of a plan and for the rules about waivers.

use std::collections::BTreeSet;

/// What became of a waiver.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// How many findings it is about: of its rule, and within its scope.
    pub about: usize,
    /// How many of them it covers.
    pub covers: usize,
    /// Whether something it needs is missing or cannot be read, which is a finding of its own. It covers nothing.
    pub unreadable: bool,
    /// Whether it has ended.
    pub expired: bool,
    /// Who could have given it, where the body that did could not.
    pub unauthorised: Option<String>,
    /// The districts that must waive the same before it covers anything.
    pub waits_for: BTreeSet<String>,
}
