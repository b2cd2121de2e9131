//! The clauses of a round that are left for a person to judge.

use super::rule::Aspect;
use super::rules;
use crate::policy::{Clause, Round};

/// Returns whether a clause is one that only a person can judge: the round says so, no rule tests it, or rules only look
/// whether the plan says where it is told.
pub fn is_for_a_person(round: &Round, clause: &Clause) -> bool {
    if !clause.asks || clause.unchecked.is_some() {
        return clause.asks;
    }
    let aspects: Vec<Aspect> =
        rules().filter(|(_, rule)| rule.rests_on(&clause.id, round)).map(|(_, rule)| rule.aspect).collect();
    if aspects.is_empty() {
        return !round.clause_ids_in_use().contains(&clause.id.as_str());
    }
    let mut judging = aspects.iter().filter(|aspect| !aspect.is_aside()).peekable();
    judging.peek().is_some() && judging.all(|aspect| *aspect == Aspect::Pointer)
}

/// Returns the ids of the clauses of a round that only a person can judge, in the order of the round.
pub fn for_a_person(round: &Round) -> Vec<&str> {
    let judged = round.clauses.iter().filter(|clause| is_for_a_person(round, clause));
    judged.map(|clause| clause.id.as_str()).collect()
}
