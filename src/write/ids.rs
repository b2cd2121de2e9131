//! Ids that are given out, each once.

use std::collections::{HashMap, HashSet};

/// The ids that are taken.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    taken: HashSet<String>,
    /// The last number given to an id that was taken.
    numbered: HashMap<String, usize>,
}

impl Ids {
    /// Takes an id that is there already.
    pub(crate) fn take(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// Returns whether an id is taken.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// Takes an id that nothing has yet, and returns it: the base, or the base and a number.
    pub(crate) fn free(&mut self, base: &str) -> String {
        let mut id = base.to_owned();
        while !self.taken.insert(id.clone()) {
            let number = self.numbered.entry(base.to_owned()).or_insert(1);
            *number += 1;
            id = format!("{base}-{number}");
        }
        id
    }
}
