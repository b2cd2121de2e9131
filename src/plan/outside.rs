//! Nodes of a plan that are not in its text: figures that were published elsewhere.

use std::sync::OnceLock;

use foldhash::HashMap;

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
