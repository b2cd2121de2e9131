//! Nodes of a plan that are not in its text: figures that were published elsewhere.

use std::sync::OnceLock;

use foldhash::HashMap;

use crate::money::Amount;
use crate::period::Year;

/// A published figure from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The id of the partner whose share it is; none for the area's.
    pub partner: Option<String>,
    /// The stream or floor.
    pub stream: String,
    /// The financial year.
    pub year: Year,
    /// The figure.
    pub amount: Amount,
    /// The place of the figure, as findings say it: `allocations.csv line 7`.
    pub origin: String,
}

/// A node of a figure that is not in the text. It has a path but no bytes.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) path: String,
    /// The key it would have in the text.
    pub(super) name: String,
    pub(super) origin: Option<String>,
    pub(super) amount: Option<Amount>,
}

/// The nodes that are not in the text, in the order they were added.
#[derive(Debug, Default)]
pub(super) struct Outsiders {
    all: Vec<Outside>,
    /// The place of the first of each path, made when one is asked for.
    by_path: OnceLock<HashMap<String, usize>>,
}

impl Outsiders {
    pub(super) fn push(&mut self, outside: Outside) {
        self.by_path.take();
        self.all.push(outside);
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Outside> {
        self.all.get(index)
    }

    /// Returns the place of the first node of this path.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        let of_all = || self.all.iter().enumerate().rev().map(|(n, outside)| (outside.path.clone(), n)).collect();
        self.by_path.get_or_init(of_all).get(path).copied()
    }
}
