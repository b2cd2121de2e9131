//! A round that a project writes itself: a file in the shape of those under `rounds/`, whole or with only what differs
//! from a round it extends.
//!
//! What extends a round follows four rules. A word or a list of words takes the place of the inherited one. Tables are laid
//! over each other key by key, and so are the entries of a list that go by an `id` (a `body`, among those who sign). A
//! clause or a document takes the inherited one's place whole, as its words, its source and its basis belong together.
//! `without` names what is left out. Two things are refused: a figure of the file under a clause that is not in it, and,
//! where the years are other ones, dates that are still the old ones.

mod base;
mod carry;
mod cite;
mod complaint;
mod file;
mod merge;
mod older;
mod read;
mod sense;
mod tree;
mod whole;

pub use base::Base;
pub use complaint::Complaint;
pub use file::{FileKeys, OwnRound, Resolved, RoundFile};
pub use tree::MOST_ENTRIES;
pub use whole::read;
#[cfg(test)]
pub(super) use whole::unproven;
