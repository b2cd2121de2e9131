//! The names of list entries, kept once they were asked for.

use std::cell::OnceCell;
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
    /// The key that entries of the list are known by where they have no id, once it was asked for.
    pub(super) known_by: OnceCell<Option<&'static str>>,
    /// The names of the entries that were asked for one by one.
    pub(super) few: HashMap<NodeId, Box<str>>,
    /// The number of entries that were walked through for those.
    pub(super) walked: usize,
    /// The number of all entries, once it was asked for.
    pub(super) size: OnceCell<usize>,
    /// The numbers of the entries that are told apart by one, once as many were walked through as there are.
    pub(super) numbers: Option<Numbers>,
    /// All names, once an entry was asked for by its name.
    pub(super) all: Option<Arc<Entries>>,
}

/// The numbers of entries, from 1: of one without a name its place in the list, of one whose name an earlier entry has its
/// place among those of the name. An entry that goes by its name alone has none.
pub(super) type Numbers = HashMap<NodeId, usize>;

/// The names of a list's entries, both ways.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) names: HashMap<NodeId, Arc<str>>,
    /// The names of entries without an id, which do not depend on their number.
    pub(super) identities: HashMap<NodeId, Box<str>>,
    pub(super) nodes: HashMap<Arc<str>, NodeId>,
}
