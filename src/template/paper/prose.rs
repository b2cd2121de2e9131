//! The figures of sentences, put to the places that their words name.

use rust_decimal::Decimal;

use super::counts;
use super::names::{Words, has_any, words};
use super::phrase::Phrase;
use super::place::Slot;
use super::reader::Reader;
use crate::narrative::{Figure, Measured};
use crate::plan::SOCIAL_CARE;
use crate::policy::Floor;
use crate::span::Span;

/// Words by which a figure is no part of what a plan pays for, or not the whole of it.
const AWAY: [&str; 20] = [
    "saving",
    "save",
    "gap",
    "shortfall",
    "deficit",
    "pressure",
    "national",
    "nationally",
    "england",
    "overspend",
    "underspend",
    "increase",
    "reduction",
    "reduce",
    "cut",
    "growth",
    "further",
    "cost",
    "held",
    "each",
];
/// Words of what is given to an area.
const GIVEN: [&str; 10] = [
    "allocation",
    "allocated",
    "allocate",
    "receive",
    "receives",
    "received",
    "award",
    "awarded",
    "announced",
    "available",
];
/// Words of what is spent or kept up.
const KEPT: [&str; 19] = [
    "maintain",
    "maintaining",
    "maintained",
    "protect",
    "protecting",
    "protected",
    "sustain",
    "sustaining",
    "sustained",
    "spend",
    "spending",
    "invest",
    "investment",
    "contribution",
    "give",
    "gives",
    "represent",
    "represents",
    "totalled",
];
/// Words of what must be spent at least.
const LEAST: [&str; 6] = ["least", "minimum", "must", "required", "requirement", "ring"];
/// No area's money comes to a billion pounds.
const NATIONAL: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// The words that may stand between two figures of which the second is the same for another year.
const BETWEEN: [&str; 8] = ["", "and", "to", "rising to", "falling to", "then", "and then", "with"];

/// The sentences of a narrative, gone through in order.
pub(super) struct Prose<'r, 'p> {
    reader: &'r Reader<'p>,
    last: Option<Last>,
}

/// The last figure that was met.
struct Last {
    piece: u32,
    sentence: Span,
    end: u32,
    slots: Vec<Slot>,
}

impl<'r, 'p> Prose<'r, 'p> {
    pub(super) fn new(reader: &'r Reader<'p>) -> Self {
        Self { reader, last: None }
    }

    /// Returns the places a figure can go to, the likeliest first.
    pub(super) fn slots(&mut self, figure: &Figure) -> Vec<Slot> {
        if self.is_of_name(figure) {
            return Vec::new();
        }
        let last = self.last.take().filter(|last| last.piece == figure.at.piece && last.sentence == figure.at.sentence);
        let phrase = Phrase::of(self.reader, figure, last.as_ref().map(|last| last.end));
        let slots = phrase.map(|phrase| match last {
            Some(last) if goes_on(phrase.near) && self.is_of(figure) => last.slots,
            last => self.named(&phrase, figure, last.as_ref().map_or(&[], |last| last.slots.as_slice())),
        });
        let slots = slots.unwrap_or_default();
        let (piece, sentence, end) = (figure.at.piece, figure.at.sentence, figure.at.within.end);
        self.last = Some(Last { piece, sentence, end, slots: slots.clone() });
        slots
    }

    /// Returns whether a number is part of the name of a metric: the 91 days after discharge.
    fn is_of_name(&self, figure: &Figure) -> bool {
        let metrics = &self.reader.paper.round.metrics;
        figure.unit == Measured::Number
            && metrics.iter().any(|metric| metric.name.split(' ').any(|word| word == figure.text))
    }

    /// Returns whether a figure that goes on about another may be in its place: money is that of a year of the round.
    fn is_of(&self, figure: &Figure) -> bool {
        match figure.unit {
            Measured::Money => self.reader.year_of_round(figure.year).is_some(),
            Measured::Number | Measured::Percent => true,
            Measured::Date => false,
        }
    }

    /// Returns the places that a figure's own words name. `last` are those of the figure before it in the sentence.
    fn named(&self, phrase: &Phrase<'_>, figure: &Figure, last: &[Slot]) -> Vec<Slot> {
        match figure.unit {
            Measured::Money => self.money(phrase, figure).into_iter().collect(),
            Measured::Number | Measured::Percent => counts::slots(self.reader, phrase, figure, last.first()),
            Measured::Date => Vec::new(),
        }
    }

    fn money(&self, phrase: &Phrase<'_>, figure: &Figure) -> Option<Slot> {
        let reader = self.reader;
        // A part of something, or a whole of which something is a part.
        if phrase.first(2).starts_with("of the") || phrase.last(2).ends_with("of the") {
            let whole = phrase.first(4);
            if phrase.last(2).ends_with("of the") || !whole.contains("pool") {
                return None;
            }
        }
        let sentence = words(&format!("{} {}", phrase.before, phrase.after));
        if let Some(slot) = self.floor(phrase, figure, &sentence) {
            return Some(slot);
        }
        reader.year_of_round(figure.year)?;
        if figure.value >= NATIONAL {
            return None;
        }
        if is_risk_pool(phrase) {
            return Some(Slot::RiskPool);
        }
        if is_minimum(phrase) {
            return Some(Slot::Total("minimum".to_owned()));
        }
        if has_any(&sentence, &AWAY) {
            return None;
        }
        let near = words(phrase.near);
        let set_aside =
            has_any(&sentence, &["aside", "inclusive", "include", "includes", "included", "including", "earmarked"]);
        if let Some(earmark) = reader.earmarks.find(&near, &Words::new()).filter(|_| set_aside) {
            return Some(Slot::Earmark(earmark.to_owned()));
        }
        let is_given = has_any(&sentence, &GIVEN) && !has_any(&sentence, &["district", "borough", "spent", "spend"]);
        // What the sentence goes on about, and what its section is called, count where its own words name nothing.
        let stream = reader.streams.find(&sentence, &Words::new()).or_else(|| {
            let section = words(reader.section(figure));
            reader.streams.find(&phrase.words(), &section)
        });
        let is_grant = |id: &&str| reader.paper.round.stream(id).is_some_and(|stream| stream.mandatory);
        stream.filter(|_| is_given).filter(is_grant).map(|stream| Slot::Allocation(stream.to_owned()))
    }

    /// Returns the place of a figure that is about a floor: its section is, or its sentence speaks of keeping it up.
    fn floor(&self, phrase: &Phrase<'_>, figure: &Figure, sentence: &Words) -> Option<Slot> {
        let reader = self.reader;
        let mut title = words(reader.section(figure));
        title.retain(|word| !["national", "condition", "adult"].contains(&word.as_str()));
        let near = words(phrase.near);
        let by_section = reader.floors.covered(&title, 100).filter(|_| title.len() <= 3);
        let own = phrase.words();
        let is_least = has_any(&near, &["least", "ring", "ringfence", "fenced", "ringfenced"]);
        let by_words = reader.floors.covered(&own, 100).filter(|_| is_least || has_any(&own, &KEPT[..9]));
        let floor = by_section.or(by_words)?;
        let known: &Floor = reader.paper.round.floors.iter().find(|known| &*known.id == floor)?;
        let before = figure.year.is_some_and(|year| reader.is_before(year));
        if before {
            let kept = near.contains("baseline") || has_any(sentence, &KEPT);
            return (kept && known.baseline_clause.is_some() && floor == SOCIAL_CARE)
                .then(|| Slot::Baseline(floor.to_owned()));
        }
        reader.year_of_round(figure.year)?;
        if has_any(sentence, &AWAY) {
            None
        } else if has_any(&near, &LEAST) && (by_section.is_some() || is_least) {
            Some(Slot::Minimum(floor.to_owned()))
        } else if has_any(sentence, &KEPT) {
            Some(Slot::Total(floor.to_owned()))
        } else {
            None
        }
    }
}

/// Returns whether the words between two figures say that the second is the same of another year: "£5m in 2017/18 and £6m".
fn goes_on(between: &str) -> bool {
    let from = between.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let words = between[from..].trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '('));
    from > 0 && BETWEEN.iter().any(|known| words.eq_ignore_ascii_case(known))
}

/// Returns whether a figure is that of a risk pool.
fn is_risk_pool(phrase: &Phrase<'_>) -> bool {
    let is_pool = |text: &str| text.contains("risk pool") || text.contains("risk share");
    is_pool(&phrase.first(4)) || is_pool(&phrase.last(5))
}

/// Returns whether a figure is the least that must be pooled in all, not of one body or floor.
fn is_minimum(phrase: &Phrase<'_>) -> bool {
    let last = phrase.last(8);
    let Some((_, behind)) = last.split_once("minimum") else { return false };
    let there = words(behind);
    has_any(&there, &["bcf", "fund", "funding", "pool"]) && !has_any(&there, &["nhs", "council", "social", "hospital"])
}
