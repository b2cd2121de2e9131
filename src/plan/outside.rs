//! Nodes of a plan that are not in its text: figures that were published elsewhere.

use crate::money::Amount;

/// A node of a figure that is not in the text. It has a path but no bytes.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) path: String,
    /// The key it would have in the text.
    pub(super) name: String,
    pub(super) origin: Option<String>,
    pub(super) amount: Option<Amount>,
}
