//! Nodes of a plan that are none of its text.

use crate::money::Amount;

/// A node of what is not in the text: it has a path and no bytes.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) path: String,
    /// The key it would stand under.
    pub(super) name: String,
    pub(super) origin: Option<String>,
    pub(super) amount: Option<Amount>,
}
