//! The names of list entries, kept once they were asked for.

use std::sync::{Arc, Mutex};

use foldhash::HashMap;

use crate::span::NodeId;

/// The segments of list entries, computed list by list when paths through them are asked for: a plan without findings
/// costs nothing, one with few only the entries they are in, and one with many only the lists they are in.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) Mutex<HashMap<NodeId, Listed>>);

/// The known names of a list's entries.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The names of the entries that were asked for one by one.
    pub(super) few: Vec<(NodeId, Arc<str>)>,
    /// All of them, once several were asked for.
    pub(super) all: Option<Arc<Entries>>,
}

/// The names of a list's entries, both ways.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) names: HashMap<NodeId, Arc<str>>,
    /// The names of entries without an id, which do not depend on their number.
    pub(super) identities: HashMap<NodeId, Box<str>>,
    pub(super) nodes: HashMap<Arc<str>, NodeId>,
}
