//! One thing that is given two values: what was reached in a period is one figure, wherever it is said.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::figures::{Own, contradict};
use crate::narrative::index::Candidate;
use crate::narrative::thing::Measure;
use crate::narrative::tie::{Figure, Kind, Status};

pub(super) fn check(own: &Own<'_>, figures: &mut [Figure]) {
    let mut first: BTreeMap<Candidate, (usize, Vec<Decimal>)> = BTreeMap::new();
    for (at, verdict) in own.verdicts.iter().enumerate() {
        let Some(of) = verdict.of.filter(|_| figures[at].status == Status::Agrees) else { continue };
        let Some(thing) = own.things.get(of.thing as usize).filter(|thing| thing.measure == Measure::Reached) else {
            continue;
        };
        if thing.entries.get(of.entry as usize).is_none_or(crate::narrative::thing::Entry::is_one) {
            continue;
        }
        let value = figures[at].value.normalize();
        let Some((earlier, told)) = first.get_mut(&of) else {
            first.insert(of, (at, vec![value]));
            continue;
        };
        if told.contains(&value) {
            continue;
        }
        told.push(value);
        let other = &figures[*earlier];
        let place =
            if other.at.section.is_empty() { String::new() } else { format!(" in section {}", other.at.section) };
        let why = format!("the narrative gives {}{place} for the same thing; the plan has both", other.text);
        contradict(&mut figures[at], Kind::TwoValues, why);
    }
}
