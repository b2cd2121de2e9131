//! The use made of a waiver, for the facts of a plan and for the rules about waivers.

use std::collections::BTreeSet;
use std::sync::Arc;

/// The use made of a waiver.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// The number of findings it is about: of its rule, and within its scope.
    pub about: usize,
    /// The number of those that it covers.
    pub covers: usize,
    /// True when something it needs is missing or cannot be read, which another finding reports. It covers nothing
    /// then.
    pub unreadable: bool,
    /// True when it has ended.
    pub expired: bool,
    /// The bodies that could have given it, where the one that did could not.
    pub unauthorised: Option<String>,
    /// The districts that must waive the same before it covers anything: for each lot of findings a set, none of them
    /// empty.
    pub waits_for: Vec<Arc<BTreeSet<String>>>,
}
