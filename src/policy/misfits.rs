//! Parts of floors with which no plan could do what is meant: names that plans have for something else, and terms of a
//! section that plans do not have for the floor.

use foldhash::{HashMap, HashMapExt};

use super::floors::Floor;
use super::round::Round;
use crate::plan::{OUT_OF_HOSPITAL, Plan, SOCIAL_CARE, StatedSum, Word, format, is_baseline, is_surplus};

/// The sections of a plan whose keys are floors, among other words.
const SECTIONS: [&str; 2] = ["allocations", "totals"];

/// A part of a floor with which no plan could do what is meant.
#[derive(Debug)]
pub(super) struct Misfit {
    /// The floor's id.
    pub(super) floor: String,
    /// The key of the part.
    pub(super) key: &'static str,
    /// The word that is taken, where the part is a name.
    pub(super) word: String,
    /// The mistake.
    pub(super) message: String,
    /// The advice on mending it.
    pub(super) help: String,
}

/// Returns the parts of the round's floors with which no plan could do what is meant.
pub(super) fn misfits(round: &Round) -> Vec<Misfit> {
    let mut keys = Keys::new();
    let mut misfits = Vec::new();
    for floor in &round.floors {
        misfits.extend(names(floor).filter_map(|(key, word)| taken(round, floor, (key, word), &keys)));
        for (key, word) in names(floor) {
            keys.entry(word).or_insert((key, &floor.id));
        }
    }
    misfits.extend(round.floors.iter().flat_map(idle));
    misfits
}

/// Returns the parts of a floor that no rule or section of a plan takes up.
fn idle(floor: &Floor) -> Vec<Misfit> {
    let id = floor.id.as_str();
    let only = |known: &[&str]| {
        let known: Vec<String> = known.iter().map(|id| format!("`{id}`")).collect();
        format!("leave it out; plans and rules know it of {} alone", known.join(" and "))
    };
    let stated = floor.stated && !Plan::can_state_minimum(id);
    let contingency = floor.contingency.is_some() && id != OUT_OF_HOSPITAL;
    let not_offset = !floor.not_offset_by.is_empty() && id != SOCIAL_CARE;
    let offset = floor.offset_clause.is_some() && id != SOCIAL_CARE;
    let untested = "no rule tests what is counted instead of it";
    let parts: [(_, _, _, &[&str]); 4] = [
        ("stated", stated, "plans have no place to state its minimum", &Plan::STATED_MINIMA),
        ("contingency", contingency, "plans hold none for it", &[OUT_OF_HOSPITAL]),
        ("not-offset-by", not_offset, untested, &[SOCIAL_CARE]),
        ("offset-clause", offset, untested, &[SOCIAL_CARE]),
    ];
    let misfit = |(key, _, why, known): (&'static str, bool, &str, &[&str])| Misfit {
        floor: floor.id.to_string(),
        key,
        word: String::new(),
        message: format!("`{key}` would do nothing for the floor `{id}`: {why}"),
        help: only(known),
    };
    parts.into_iter().filter(|(_, is, ..)| *is).map(misfit).collect()
}

/// Returns the names a floor has in plans, each with the key that gives it.
fn names(floor: &Floor) -> impl Iterator<Item = (&'static str, &str)> {
    let keys = [("baseline-key", &floor.baseline_key), ("surplus-key", &floor.surplus_key)];
    let keys = keys.into_iter().filter_map(|(key, word)| Some((key, word.as_deref()?)));
    std::iter::once(("id", floor.id.as_str())).chain(keys)
}

/// The floor whose name a word is, and the key that makes it so.
type Keys<'r> = HashMap<&'r str, (&'static str, &'r str)>;

/// Returns the mistake that a name of a floor is another thing's already: `before` are those of the floors before it.
fn taken(round: &Round, floor: &Floor, (key, word): (&'static str, &str), before: &Keys<'_>) -> Option<Misfit> {
    let is_id = key == "id";
    let of_floor = || before.get(word).map(|(key, floor)| format!("the `{key}` of `{floor}`"));
    let by = of_format(word)
        .or_else(|| of_round(round, word, is_id))
        .or_else(|| if is_id { of_key(word) } else { of_floor() })?;
    Some(Misfit {
        floor: floor.id.to_string(),
        key,
        word: word.to_owned(),
        message: format!("`{word}` cannot be the `{key}` of a floor: it is {by}"),
        help: format!("give it a word that plans use for nothing else: {key} = \"{}\"", free(key)),
    })
}

/// Returns a word of the kind that a key of a floor is given.
fn free(key: &str) -> &'static str {
    match key {
        "baseline-key" => "mental-health-baseline",
        "surplus-key" => "mental-health-surplus",
        _ => "mental-health",
    }
}

/// Returns what a word is in plans of every round.
fn of_format(word: &str) -> Option<String> {
    let same = |key: &str| key.replace('_', "-") == word.replace('_', "-");
    let is_key = |section: &&str| {
        let table = format().at([*section]).and_then(|shape| shape.table());
        table.is_some_and(|table| table.keys.iter().any(|key| same(key.name)))
    };
    if StatedSum::ALL.iter().any(|(sum, _)| same(sum)) {
        return Some("a sum of the format's own in [totals]".to_owned());
    }
    SECTIONS.iter().find(|section| is_key(section)).map(|section| format!("a key of the format's own in [{section}]"))
}

/// Returns what a word is in the round beside a floor's. That a floor's id is a stream's is reported as there twice.
fn of_round(round: &Round, word: &str, is_id: bool) -> Option<String> {
    let what = if !is_id && round.stream(word).is_some() {
        "a stream"
    } else if round.earmarks.iter().any(|earmark| earmark.id == word) {
        "an earmark"
    } else if round.published.iter().any(|part| part.id == word) {
        "a published part of the fund"
    } else {
        return None;
    };
    Some(format!("{what} of this round"))
}

/// Returns what an id would be by its ending.
fn of_key(id: &str) -> Option<String> {
    let ends = if is_baseline(id) {
        "a floor is uplifted from"
    } else if is_surplus(id) {
        "is planned beyond a floor"
    } else {
        return None;
    };
    Some(format!("by its ending the key of what {ends}"))
}
