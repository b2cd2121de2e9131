//! In which rounds a rule has something to test, and how much a finding of it can matter there.

use super::rule::Rule;
use crate::finding::{Basis, Level};
use crate::policy::Round;

/// What gives a rule its ground in a round.
enum Ground<'r> {
    /// How plans are written or add up; it holds in every round.
    Itself,
    /// Clauses of the round.
    Clauses(Vec<&'r str>),
}

impl Rule {
    /// Its level in a round, as far as its clauses are known there: what is recalled is never
    /// the sole ground of an error. Nothing where the round gives it nothing to test.
    pub fn level_in(&self, round: &Round) -> Option<Level> {
        let Ground::Clauses(clauses) = ground(self, round) else { return Some(self.level) };
        let level = |clause: &str| match round.clause(clause)?.basis {
            Basis::Recalled => Some(self.level.min(Level::Warning)),
            _ => Some(self.level),
        };
        clauses.into_iter().filter_map(level).max()
    }
}

/// The clause of a rule; for those that take theirs from lists of the round, the clauses of the entries.
fn ground<'r>(rule: &Rule, round: &'r Round) -> Ground<'r> {
    if let Some(clause) = rule.clause {
        return Ground::Clauses(round.clause(clause).map(|clause| clause.id.as_str()).into_iter().collect());
    }
    Ground::Clauses(match rule.id {
        "condition-unaddressed" => round.conditions.iter().map(|condition| condition.clause.as_str()).collect(),
        "earmark-not-stated" | "earmark-below-share" => {
            round.earmarks.iter().map(|earmark| earmark.clause.as_str()).collect()
        }
        "narrative-missing" => {
            round.topics.iter().filter(|topic| topic.listed).map(|topic| topic.clause.as_str()).collect()
        }
        "section-75-missing" => round.section_75.iter().map(|asked| asked.clause.as_str()).collect(),
        _ => return Ground::Itself,
    })
}
