//! Which published lists have which condition, where the lists of a round differ.

use super::{Condition, Round, RoundError};

impl Round {
    /// Whether every published list has the condition. Where the round has no lists there is one, and it has it.
    pub fn is_listed_by_all(&self, condition: &Condition) -> bool {
        self.lists_without(condition).next().is_none()
    }

    /// The published lists that do not have the condition.
    pub fn lists_without<'a>(&'a self, condition: &'a Condition) -> impl Iterator<Item = &'a str> {
        self.condition_lists.iter().map(String::as_str).filter(|list| !condition.listed_by.iter().any(|by| by == list))
    }

    /// Refuse a list that is no document, and a condition of a list the round does not have.
    pub(super) fn lists_consistent(&self) -> Result<(), RoundError> {
        let unread = self.condition_lists.iter().find(|list| self.document(list).is_none());
        let named = self.conditions.iter().flat_map(|condition| &condition.listed_by);
        let unknown = named.into_iter().find(|by| !self.condition_lists.contains(by));
        match unread.map(|list| format!("the document `{list}`")).or(unknown.map(|by| format!("the list `{by}`"))) {
            Some(what) => Err(RoundError::Dangling(what)),
            None => Ok(()),
        }
    }
}
