//! The words of a round's list, by the name that the plan format has for the list.

use super::vocabulary::Vocabulary;
use crate::plan::shape::WordList;

impl<'r> Vocabulary<'r> {
    /// Returns the words of a list. Where it is empty the round takes any word.
    pub fn list(&self, list: WordList) -> &[&'r str] {
        match list {
            WordList::Streams => &self.streams,
            WordList::Changes => &self.changes,
            WordList::Conditions => &self.conditions,
            WordList::Topics => &self.topics,
            WordList::Metrics => &self.metrics,
            WordList::SchemeTypes => &self.scheme_types,
            WordList::Purposes => &self.purposes,
            WordList::Earmarks => &self.earmarks,
            WordList::Published => &self.published,
            WordList::Totals => &self.totals,
            WordList::Commissioners => &self.commissioners,
            WordList::Rounds => &[],
        }
    }
}
