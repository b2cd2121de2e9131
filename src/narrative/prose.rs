//! Sentences of a tie.

use rust_decimal::Decimal;

use super::lex::Lexed;
use super::period;
use super::thing::{Entry, Measure, Place, Thing};
use super::tie::{Kind, Measured, Planned, Status};
use super::tying::Verdict;
use crate::money::{self, Money};

/// Returns a value as prose writes it.
pub(super) fn value(value: Decimal, unit: Measured) -> String {
    match unit {
        Measured::Money => Money::from_decimal(value).map_or_else(|| value.to_string(), |amount| amount.to_string()),
        Measured::Percent => format!("{}%", money::in_prose(value)),
        Measured::Number => money::in_prose(value),
        Measured::Date => period::of_number(value).unwrap_or_default(),
    }
}

/// Returns a value of the plan, with how prose writes it.
pub(super) fn planned(number: Decimal, unit: Measured) -> Planned {
    Planned { value: number, said: value(number, unit) }
}

/// Returns what is called, with its period.
fn named(thing: &Thing, entry: &Entry) -> String {
    entry.period.map_or_else(|| thing.label.clone(), |period| format!("{} {}", thing.label, period.prose()))
}

/// Returns why a figure has its status.
pub(super) fn why(things: &[Thing], verdict: &Verdict, lexed: &Lexed, place: Option<&Place>) -> String {
    let find = |at: Option<super::index::Candidate>| {
        let at = at?;
        let thing = things.get(at.thing as usize)?;
        Some((thing, thing.entries.get(at.entry as usize)?))
    };
    let Some((thing, entry)) = find(verdict.of) else { return "the plan has no such figure".to_owned() };
    let plan = place.map(|place| value(place.value, thing.unit)).unwrap_or_default();
    let name = named(thing, entry);
    let but = || {
        find(verdict.equals)
            .map(|(thing, entry)| format!("; it is the plan's figure of {}", named(thing, entry)))
            .unwrap_or_default()
    };
    match (verdict.status, verdict.kind) {
        (Status::Agrees, Kind::AgreesWithPolicy) => {
            format!("the round's own figure: {}", thing.names.first().map_or("", String::as_str))
        }
        (Status::Agrees, Kind::Computed) if thing.measure == Measure::Change => {
            format!("what the plan's figures make of {name}")
        }
        (Status::Agrees, Kind::Computed) => format!("what the plan's figures add up to: {name}, {plan}"),
        (Status::Agrees, Kind::Rounded) => format!("same value, rounded, name and year: {name}, {plan}"),
        (Status::Agrees, _) if lexed.unit == Measured::Date => format!("same day: {name}, {plan}"),
        (Status::Agrees, _) => format!("same value, name and year: {name}, {plan}"),
        (Status::SameValue, _) => format!("same value as {name}, and too little says that it is the same thing"),
        (_, Kind::PlanDisagrees) => {
            let all: Vec<String> = entry.places.iter().map(|place| value(place.value, thing.unit)).collect();
            format!("the plan has {} for {name}", all.join(" and "))
        }
        (_, kind) => format!("the plan has {plan} for {name}{}{}", slip(kind), but()),
    }
}

const fn slip(kind: Kind) -> &'static str {
    match kind {
        Kind::DigitsSwapped => "; two digits changed places",
        Kind::OneDigit => "; one digit is another",
        Kind::DigitLost => "; a digit is lost, or one too many",
        Kind::PowerOfTen => "; a power of ten apart",
        Kind::AnotherUnit => "; its unit is another",
        Kind::RoundedWrongly => "; it rounds the other way",
        Kind::WithinOne => "; within 1 %",
        Kind::WithinFive => "; within 5 %",
        Kind::OtherYear => "; this is another year's figure",
        Kind::OtherMeasure => "; one is a target, the other what was reached",
        _ => "",
    }
}
