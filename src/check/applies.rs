//! The rounds in which a rule has something to test, and the most a finding of it can matter there.

use super::rule::{Ground, Rule};
use crate::finding::Level;
use crate::policy::Round;

impl Rule {
    /// Returns the greatest level of its findings in a round: a clause that is only recalled is never the sole ground
    /// of an error. Nothing where the round gives it nothing to test.
    pub fn level_in(&self, round: &Round) -> Option<Level> {
        let Some(clauses) = self.clauses.in_round(round) else { return Some(self.level) };
        let level = |clause: &str| {
            let is_weak = round.clause(clause)?.is_weak() && self.ground == Ground::Clause;
            Some(if is_weak { self.level.min(Level::Warning) } else { self.level })
        };
        clauses.into_iter().filter_map(level).max()
    }
}
