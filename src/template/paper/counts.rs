//! The values of metrics that stand in sentences: so many admissions, such a part still at home.

use rust_decimal::Decimal;

use super::names::{Words, has_any, words};
use super::phrase::Phrase;
use super::place::{Measure, Slot};
use super::reader::Reader;
use super::values::reached;
use crate::narrative::{Figure, Measured};
use crate::period::Period;
use crate::policy::Metric;
use crate::unit::{Quantity, Unit};

/// Words by which a figure is none of what happened or is aimed at.
const AWAY: [&str; 15] = [
    "avoid",
    "avoided",
    "avoiding",
    "avoidance",
    "fewer",
    "reduction",
    "reduce",
    "prevented",
    "forecast",
    "potential",
    "nationally",
    "national",
    "additional",
    "ccg",
    "england",
];
/// Words right before a figure that is aimed at.
const AIMED: [&str; 7] = ["target", "plan", "planned", "trajectory", "maximum", "ambition", "aim"];

/// Words before a figure that was reached.
const REACHED: [&str; 6] = ["outturn", "performance", "actual", "achieved", "final", "reached"];

/// Returns the places of a figure of a sentence. `last` is that of the figure before it.
pub(super) fn slots(reader: &Reader<'_>, phrase: &Phrase<'_>, figure: &Figure, last: Option<&Slot>) -> Vec<Slot> {
    if !matches!(figure.year, Some(Period::Year(_) | Period::Month(_))) || figure.value < Decimal::TEN {
        return Vec::new();
    }
    let around = format!("{} {}", phrase.last(12), phrase.first(4));
    let around = words(&around);
    let is_operating_plan = phrase.words().is_superset(&words("operating plan"));
    let Some((name, metric)) = metric(reader, phrase, figure, last) else { return Vec::new() };
    if AWAY.iter().any(|word| around.contains(*word) && !(is_operating_plan && *word == "ccg")) {
        return Vec::new();
    }
    let is_part = phrase.before.to_lowercase();
    if ["of these", "of which", "of whom", "of those"].iter().any(|part| is_part.contains(part)) && name == Of::Value {
        return Vec::new();
    }
    let is_before = figure.year.is_some_and(|year| reader.is_before(year));
    let measure = match aimed(phrase) {
        _ if is_operating_plan && metric.aligned_clause.is_some() => Measure::OperatingPlan,
        Some(true) => Measure::Target,
        None if !is_before => return Vec::new(),
        Some(false) | None => reached(reader, figure),
    };
    let measures = match name {
        Of::Value if measure == Measure::Baseline => vec![measure, Measure::Outturn],
        Of::Value => vec![measure],
        Of::Counted if has_any(&around, &["final", "outturn", "position"]) => vec![Measure::OutturnNumerator],
        Of::Counted => measure.counted().into_iter().collect(),
    };
    let slot = |measure| Slot::Metric { kind: metric.id.to_string(), other: None, measure };
    measures.into_iter().map(slot).collect()
}

/// Returns whether the last word before a figure that says so speaks of what is aimed at, or of what was reached.
fn aimed(phrase: &Phrase<'_>) -> Option<bool> {
    let all = crate::narrative::words::spoken(phrase.near);
    all.iter().rev().find_map(|spoken| {
        let is = |known: &[&str]| known.contains(&spoken.word.as_str());
        if is(&AIMED) { Some(true) } else { is(&REACHED).then_some(false) }
    })
}

/// The part of a figure in its metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// The value itself.
    Value,
    /// The people that are counted for a rate.
    Counted,
}

/// Returns the metric a figure is of.
fn metric<'p>(
    reader: &Reader<'p>,
    phrase: &Phrase<'_>,
    figure: &Figure,
    last: Option<&Slot>,
) -> Option<(Of, &'p Metric)> {
    let is_whole = figure.step >= Decimal::ONE && figure.unit == Measured::Number;
    let behind = admissions(&phrase.first(3));
    let before = admissions(&phrase.near.to_lowercase());
    let whole = admissions(&format!("{} {}", phrase.before, phrase.after).to_lowercase());
    let counts = |metric: &&Metric| match metric.unit {
        Unit::Count => is_whole,
        Unit::Percent => figure.unit == Measured::Percent,
        _ => false,
    };
    let verb =
        [" was", " were", " is", " at", " of", " to", " reached"].iter().any(|verb| phrase.last(3).ends_with(verb));
    let by_words = reader.metrics.covered(&behind, 100).or_else(|| {
        reader
            .metrics
            .covered(&before, 100)
            .filter(|_| verb)
            .or_else(|| reader.metrics.covered(&whole, 60).filter(|_| figure.unit == Measured::Percent))
    });
    if let Some(metric) = by_words.and_then(|kind| reader.metric(kind)).filter(counts) {
        return Some((Of::Value, metric));
    }
    // "61,966 against a plan for 59,030".
    if let Some(Slot::Metric { kind, other: None, .. }) = last
        && phrase.near.trim_start_matches([',', ' ']).to_lowercase().contains("against a")
        && let Some(metric) = reader.metric(kind).filter(counts)
    {
        return Some((Of::Value, metric));
    }
    let row = reader.cell(figure).map(|cell| words(&reader.texts(&cell.labels)))?;
    let metric = reader.metric(reader.metrics.covered(&row, 60)?)?;
    let is_rate = matches!(metric.unit.quantity(), Quantity::Rate { .. } | Quantity::Share { .. });
    let is_counted = ["admissions", "people", "patients"].iter().any(|noun| phrase.first(1).starts_with(noun))
        || phrase.after.trim_start_matches([',', ' ']).starts_with("a rate of");
    if is_whole && is_rate && is_counted { Some((Of::Counted, metric)) } else { None }
}

/// Returns the words of a text, in which emergency admissions are what plans call them.
fn admissions(text: &str) -> Words {
    words(&text.replace("emergency admission", "non-elective admission"))
}
