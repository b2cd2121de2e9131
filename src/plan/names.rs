//! The names of list entries, kept once they were asked for.

use std::sync::{Arc, Mutex};

use foldhash::HashMap;

use crate::span::NodeId;

/// The segments of list entries, computed list by list when a path through one is asked for: a plan without findings
/// costs nothing, and one with few only the lists they are in.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) Mutex<HashMap<NodeId, Arc<Entries>>>);

/// The names of a list's entries, both ways.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) names: HashMap<NodeId, Box<str>>,
    /// The names of entries without an id, which do not depend on their number.
    pub(super) identities: HashMap<NodeId, Box<str>>,
    pub(super) nodes: HashMap<Box<str>, NodeId>,
}
