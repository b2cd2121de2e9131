//! Values that can be read and are known to be wrong. A plan that is read again with doubts has them as values that
//! cannot be read: nothing is concluded from them, and no rule need ask.

use std::collections::BTreeMap;

use crate::money::Money;
use crate::period::Period;
use crate::span::NodeId;

/// The reason why a value is not to be relied on. A finding says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// No area can have this amount. It is of this period, where it is under one.
    Implausible(Option<Period>, Money),
    /// The unit of bare amounts is another: none of them can be read.
    Unit,
    /// The entry is a copy of the one at this node: its amounts are counted there.
    Copy(NodeId),
}

impl Doubt {
    /// Returns what is wrong, as the end of a sentence about the value.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Implausible(..) => "is more than any area can have",
            Self::Unit => "cannot be the unit of the figures",
            Self::Copy(_) => "is a copy of another entry",
        }
    }
}

/// The doubts about the values of a plan, by their nodes.
#[derive(Clone, Debug, Default)]
pub struct Doubts(BTreeMap<NodeId, Doubt>);

impl Doubts {
    /// Adds a doubt. The first about a value stays.
    pub fn add(&mut self, node: NodeId, doubt: Doubt) {
        self.0.entry(node).or_insert(doubt);
    }

    /// Returns whether there are none, as in nearly every plan.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the doubt about a value.
    pub fn about(&self, node: NodeId) -> Option<Doubt> {
        self.0.get(&node).copied()
    }

    /// Returns every doubt with the node of its value, in the order of the nodes.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, Doubt)> + '_ {
        self.0.iter().map(|(node, doubt)| (*node, *doubt))
    }

    /// Returns the entry that an entry is a copy of.
    pub fn original_of(&self, entry: NodeId) -> Option<NodeId> {
        match self.about(entry) {
            Some(Doubt::Copy(original)) => Some(original),
            _ => None,
        }
    }
}

impl FromIterator<(NodeId, Doubt)> for Doubts {
    fn from_iter<I: IntoIterator<Item = (NodeId, Doubt)>>(doubts: I) -> Self {
        Self(doubts.into_iter().collect())
    }
}
