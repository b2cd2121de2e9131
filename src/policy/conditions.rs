//! The published lists that have a condition, where the lists of a round differ.

use super::clauses::Condition;
use super::held::Text;
use super::round::Round;

impl Round {
    /// Returns true when every published list has the condition, as it does where the round has no lists.
    pub fn is_listed_by_all(&self, condition: &Condition) -> bool {
        self.lists_without(condition).next().is_none()
    }

    /// Returns the published lists that do not have the condition.
    pub fn lists_without<'a>(&'a self, condition: &'a Condition) -> impl Iterator<Item = &'a str> {
        self.condition_lists.iter().map(Text::as_str).filter(|list| !condition.listed_by.iter().any(|by| by == list))
    }
}
