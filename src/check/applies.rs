//! In which rounds a rule has something to test, and how much a finding of it can matter there.

use super::floors::of_no_other_rule;
use super::rule::{Ground, Rule};
use crate::finding::{Basis, Level};
use crate::policy::Round;

impl Rule {
    /// Returns its level in a round, as far as its clauses are known there: what is recalled is never the sole ground of
    /// an error. Nothing where the round gives it nothing to test.
    pub fn level_in(&self, round: &Round) -> Option<Level> {
        let Some(clauses) = clauses(self, round) else { return Some(self.level) };
        let level = |clause: &str| match round.clause(clause)?.basis {
            Basis::Recalled if self.ground == Ground::Clause => Some(self.level.min(Level::Warning)),
            _ => Some(self.level),
        };
        clauses.into_iter().filter_map(level).max()
    }
}

/// The clause of a rule; for those that take theirs from lists of the round, the clauses of the entries. Nothing for a
/// rule that holds in every round.
fn clauses<'r>(rule: &Rule, round: &'r Round) -> Option<Vec<&'r str>> {
    if let Some(clause) = rule.clause {
        return Some(round.clause(clause).map(|clause| clause.id.as_str()).into_iter().collect());
    }
    Some(match rule.id {
        "condition-unaddressed" => round.conditions.iter().map(|condition| condition.clause.as_str()).collect(),
        "earmark-not-stated" | "earmark-below-share" => {
            round.earmarks.iter().map(|earmark| earmark.clause.as_str()).collect()
        }
        "floor-below-minimum" => of_no_other_rule(round).map(|floor| floor.clause.as_str()).collect(),
        "floor-not-tested" => round.floors.iter().map(|floor| floor.clause.as_str()).collect(),
        "narrative-missing" => {
            round.topics.iter().filter(|topic| topic.listed).map(|topic| topic.clause.as_str()).collect()
        }
        "section-75-missing" => round.section_75.iter().map(|asked| asked.clause.as_str()).collect(),
        _ => return None,
    })
}
