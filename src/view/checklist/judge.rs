//! The state of a requirement, judged by the tests made of it.

use super::{Proof, State};
use crate::check::{self, Aspect};
use crate::finding::Level;
use crate::policy::{Clause, Round};

/// Returns what of a requirement a rule looks at.
pub(super) fn aspect(rule: &str) -> Aspect {
    check::rule(rule).map_or(Aspect::Plain, |(_, rule)| rule.aspect)
}

/// Says which tests decide: those of rules as strict as any that tests the clause. A milder rule beside stricter ones
/// raises a question for a person: a pool above its minimum may hold a mistake, and holds the minimum. Where a milder
/// rule finds an error all the same, that decides too.
pub(super) fn decide(proofs: &mut [Proof]) {
    let level = |proof: &Proof| check::rule(proof.rule).map(|(_, rule)| rule.level).max(proof.level);
    let applied = || proofs.iter().filter(|proof| proof.state != State::NotApplicable);
    let weighty = applied().filter(|proof| !aspect(proof.rule).is_aside()).map(level).max();
    let only_aside = weighty.is_none();
    let strictest = weighty.or_else(|| applied().map(level).max());
    for proof in proofs {
        let aside = aspect(proof.rule).is_aside() && !only_aside;
        let counts = proof.state != State::NotApplicable && proof.level != Some(Level::Advice);
        proof.decides = counts && !aside && Some(level(proof)) == strictest;
    }
}

/// Returns the state of a clause by its tests, and the reason.
pub(super) fn state(round: &Round, clause: &Clause, proofs: &[Proof]) -> (State, Option<String>) {
    if let Some(reason) = &clause.unchecked {
        return (State::ForAPerson, Some(reason.to_string()));
    }
    let deciding = || proofs.iter().filter(|proof| proof.decides);
    let first = |state: State| deciding().find(|proof| proof.state == state);
    if first(State::NotMet).is_some() {
        return (State::NotMet, None);
    }
    for state in [State::NotEvaluated, State::Waived] {
        if let Some(proof) = first(state) {
            return (state, proof.says.clone());
        }
    }
    if let Some(proof) = proofs.iter().find(|proof| proof.state == State::NotMet) {
        return (State::ForAPerson, proof.says.clone());
    }
    if deciding().any(|proof| !proof.is_pointer()) {
        return (State::Met, None);
    }
    match deciding().next() {
        Some(_) => (State::ForAPerson, Some(POINTED.to_owned())),
        None => untested(round, clause, proofs),
    }
}

/// The reason a matter the plan only points to is for a person to judge.
const POINTED: &str = "the plan says where it is told, and only a reader can say whether that is enough";

/// Returns the state of a clause that no test was made of.
fn untested(round: &Round, clause: &Clause, proofs: &[Proof]) -> (State, Option<String>) {
    if let Some(proof) = proofs.first() {
        return (State::NotApplicable, proof.says.clone());
    }
    // What the round's data asks by a clause is tested by some rule, as is what a rule names.
    let by_data = || round.clause_ids_in_use().contains(&clause.id.as_str());
    if check::rules().any(|(_, rule)| rule.rests_on(&clause.id, round)) || by_data() {
        return (State::NotEvaluated, Some("the rules that test it were not run".to_owned()));
    }
    (State::ForAPerson, Some("no rule tests it".to_owned()))
}
