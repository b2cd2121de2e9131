//! The points on which a round that a project wrote itself asks for less than the national round it extends. The
//! reader of a verdict must know them.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::rules;
use crate::policy::{Counts, Floor, Round, RoundRef, Rounds, Stream};

/// Returns where a round asks for less than the national one it extends, in a few words each; nothing for a national
/// one.
pub(super) fn milder(round: &Round, rounds: &Rounds) -> Vec<String> {
    if rounds.own(&round.id).is_none() {
        return Vec::new();
    }
    let Some(base) = national(round, rounds) else { return vec!["not a national round".to_owned()] };
    let base = &*base;
    let mut said = Vec::new();
    let (left_out, weakened) = statutory_clauses(base, round);
    if !left_out.is_empty() {
        said.push(format!("{} leaves out {} of {}, statutory", round.id, left_out.join(" and "), base.id));
    }
    if !weakened.is_empty() {
        said.push(format!("{} weakens {} of {}, statutory", round.id, weakened.join(" and "), base.id));
    }
    let floors = lowered_floors(base, round);
    if !floors.is_empty() {
        said.push(format!("{} lowers the floor of {} below that of {}", round.id, floors.join(" and "), base.id));
    }
    let streams = streams_not_asked(base, round);
    if !streams.is_empty() {
        said.push(format!("{} does not ask for {}, as {} does", round.id, streams.join(" and "), base.id));
    }
    said
}

/// Returns the round of the program that one extends, through others of the project where need be.
fn national(round: &Round, rounds: &Rounds) -> Option<RoundRef> {
    let mut id = round.id.as_str();
    let mut seen = BTreeSet::new();
    while let Some(own) = rounds.own(id) {
        id = own.extends.as_deref().filter(|base| seen.insert(base.to_string()))?;
    }
    rounds.get(id).ok()
}

/// Returns the clauses of statutory rules that the round no longer has, and those it has with less weight: a weaker
/// basis, or another body that may waive them.
fn statutory_clauses(base: &Round, round: &Round) -> (Vec<String>, Vec<String>) {
    let rules = rules().filter(|(_, rule)| rule.statutory);
    let ids: BTreeSet<&str> = rules.filter_map(|(_, rule)| rule.clauses.in_round(base)).flatten().collect();
    let clauses = ids.into_iter().map(|id| (base.clause(id), round.clause(id)));
    // A stream may rest on another clause than the national one does.
    let own = |stream: &Stream| round.stream(&stream.id)?.clause.as_deref().and_then(|id| round.clause(id));
    let mandatory = base.streams.iter().filter(|stream| stream.mandatory);
    let streams = mandatory.map(|stream| (stream.clause.as_deref().and_then(|id| base.clause(id)), own(stream)));
    let (mut left_out, mut weakened) = (BTreeSet::new(), BTreeSet::new());
    for (national, own) in clauses.chain(streams) {
        let Some(national) = national else { continue };
        let Some(own) = own else {
            left_out.insert(format!("`{}`", national.id));
            continue;
        };
        let weaker = own.is_weak() && !national.is_weak();
        if weaker || own.waived_by != national.waived_by {
            weakened.insert(format!("`{}`", national.id));
        }
    }
    (left_out.into_iter().collect(), weakened.into_iter().collect())
}

/// Returns the floors of which the round asks for less.
fn lowered_floors(base: &Round, round: &Round) -> Vec<String> {
    let years = || base.years.iter().copied().filter(|year| round.has_year(*year));
    let lower = |national: &&Floor| {
        let Some(own) = round.floor(&national.id) else { return true };
        let less = |year| national.uplift(year).is_some_and(|rate| own.uplift(year).is_none_or(|own| own < rate));
        let room = |floor: &Floor| floor.uplift_tolerance.as_ref().map(|points| points.0);
        let share = |floor: &Floor| floor.share.as_ref().map(|share| share.percent.0);
        years().any(less)
            || room(own) > room(national)
            || share(own) < share(national)
            || own.stream != national.stream
            || (own.stated && !national.stated)
            || national.not_offset_by.iter().any(|stream| !own.not_offset_by.contains(stream))
            || counts_more(&national.counts, &own.counts)
    };
    base.floors.iter().filter(lower).map(|floor| floor.of.to_string()).collect()
}

/// Returns whether lines count by `own` that do not by `national`.
fn counts_more(national: &Counts, own: &Counts) -> bool {
    /// Returns whether a list that may be open takes in more than another.
    fn takes_more<T: PartialEq>(less: &[T], more: &[T]) -> bool {
        !less.is_empty() && (more.is_empty() || more.iter().any(|word| !less.contains(word)))
    }
    takes_more(&national.areas, &own.areas)
        || national.not_areas.iter().any(|area| !own.not_areas.contains(area))
        || takes_more(&national.commissioners, &own.commissioners)
        || (own.joint_by_nhs_share && !national.joint_by_nhs_share)
        || (own.contingency && !national.contingency)
}

/// Returns the streams every area must pool that the round leaves to the area.
fn streams_not_asked(base: &Round, round: &Round) -> Vec<String> {
    let asked = |stream: &&Stream| stream.mandatory && !stream.agreed;
    let national = base.streams.iter().filter(asked).filter(|stream| {
        let years = base.years.iter().copied().filter(|year| round.has_year(*year));
        let own = round.stream(&stream.id);
        let as_early = |own: &Stream| own.added_after == stream.added_after;
        let still = |year| own.is_some_and(|own| asked(&own) && as_early(own) && Facts::has_stream(own, year));
        years.filter(|year| Facts::has_stream(stream, *year)).any(|year| !still(year))
    });
    national.map(|stream| format!("the {}", stream.name)).collect()
}
