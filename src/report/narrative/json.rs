//! A narrative held against its plan as JSON: `bcf.narrative/1`.

use std::io::{self, Write};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Told;
use crate::money::Money;
use crate::narrative::{Figure, Measured};
use crate::period::Period;
use crate::report::json::{Envelope, Format, to_writer};
use crate::report::places::Places;

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    to_writer(&Envelope::new(told.today, NarrativeOut::new(told)), 1, out)
}

/// A narrative held against its plan.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct NarrativeOut<'a> {
    /// The path of the plan, with /.
    plan: &'a str,
    /// The path of the narrative, with /.
    narrative: &'a str,
    /// The number of figures of each status.
    counts: CountsOut,
    /// True when something differs at or above the level that fails.
    fails: bool,
    /// Every figure of the narrative, in its order.
    figures: Vec<FigureOut<'a>>,
    /// The figures of the plan that the narrative never gives, in the plan's order.
    unsaid: Vec<UnsaidOut<'a>>,
    /// The entries of `[[accepted]]` that accept nothing, in the plan's order.
    unused: Vec<UnusedOut<'a>>,
}

impl Format for NarrativeOut<'_> {
    const NAME: &'static str = "bcf.narrative/1";
    const TITLE: &'static str = "The figures of a narrative beside those of its plan";
    const SAYS: &'static str = "What bcf narrative --format json writes.";
}

/// The number of figures of each status.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct CountsOut {
    /// Figures that agree with the plan, or with the round.
    agrees: usize,
    /// Figures that differ from the plan, or that the narrative's own figures contradict.
    differs: usize,
    /// Figures that have a value of the plan, and too little that says they are of the same thing.
    same_value: usize,
    /// Figures that the plan does not have.
    not_in_plan: usize,
}

/// A figure of the narrative.
#[derive(Serialize, JsonSchema)]
struct FigureOut<'a> {
    /// The figure as it is written.
    text: &'a str,
    /// Its value: pounds, percent, a number; a day or a month as plans write it.
    value: String,
    /// The kind of number: `money`, `percent`, `number`, `date`.
    unit: &'a str,
    /// The period it is of, where the narrative says.
    year: Option<Period>,
    /// `agrees`, `differs`, `same-value` or `not-in-plan`.
    status: &'a str,
    /// The way in which it agrees or differs.
    kind: &'a str,
    /// True where it is what other figures of the narrative make.
    foots: bool,
    /// The place in the narrative.
    at: AtOut<'a>,
    /// The dotted path of the plan's figure.
    of: Option<&'a str>,
    /// The value of the plan's figure, in the same form.
    plan: Option<String>,
    /// The reason, in words.
    why: &'a str,
    /// The reason that the plan accepts the difference for; none where it does not.
    accepted: Option<&'a str>,
}

/// A place in the narrative.
#[derive(Serialize, JsonSchema)]
struct AtOut<'a> {
    /// The number of the section, else its title.
    section: &'a str,
    /// The line, from 1; in a file that is no text the paragraph.
    line: u32,
    /// The first byte in the file; none in a file that is no text.
    start: Option<u32>,
    /// One past the last byte; none in a file that is no text.
    end: Option<u32>,
}

/// A figure of the plan that the narrative never gives.
#[derive(Serialize, JsonSchema)]
struct UnsaidOut<'a> {
    /// Its dotted path.
    of: &'a str,
    /// Its name.
    name: &'a str,
    /// Its value, as prose writes it.
    value: &'a str,
}

/// An entry of `[[accepted]]` that accepts nothing.
#[derive(Serialize, JsonSchema)]
struct UnusedOut<'a> {
    /// Its dotted path.
    of: &'a str,
    /// The fact, in words.
    message: &'a str,
}

impl<'a> NarrativeOut<'a> {
    fn new(told: &'a Told<'a>) -> Self {
        let places = Places::new(told.text);
        let counts = told.tie.counts;
        let (unsaid, unused) = (told.tie.unsaid.iter(), told.tie.unused.iter());
        let mut accepted = vec![None; told.tie.figures.len()];
        for found in &told.tie.findings {
            if let Some(reason) = accepted.get_mut(found.figure as usize) {
                *reason = super::accepted(&found.finding);
            }
        }
        let figures = told.tie.figures.iter().zip(accepted);
        Self {
            plan: &told.plan.path,
            narrative: told.name,
            counts: CountsOut {
                agrees: counts.agrees,
                differs: counts.differs,
                same_value: counts.same_value,
                not_in_plan: counts.not_in_plan,
            },
            fails: told.fails(),
            figures: figures.map(|(figure, accepted)| figure_out(told, &places, figure, accepted)).collect(),
            unsaid: unsaid.map(|one| UnsaidOut { of: &one.at.path, name: &one.name, value: &one.value }).collect(),
            unused: unused.map(|one| UnusedOut { of: &one.at.path, message: &one.message }).collect(),
        }
    }
}

fn figure_out<'a>(
    told: &Told<'_>,
    places: &Places<'_>,
    figure: &'a Figure,
    accepted: Option<&'a str>,
) -> FigureOut<'a> {
    let span = figure.at.span.filter(|_| told.flat.is_none());
    FigureOut {
        text: &figure.text,
        value: value(figure),
        unit: figure.unit.word(),
        year: figure.year,
        status: figure.status.word(),
        kind: figure.kind.word(),
        foots: figure.foots,
        at: AtOut {
            section: &figure.at.section,
            line: told.line(places, figure),
            start: span.map(|span| span.start),
            end: span.map(|span| span.end),
        },
        of: figure.of.as_ref().map(|site| site.path.as_str()),
        plan: planned(figure),
        why: &figure.why,
        accepted,
    }
}

/// Returns a value as machines read it.
pub(super) fn value(figure: &Figure) -> String {
    exact(figure.value, figure)
}

/// Returns the value of the plan's figure that one of the narrative is held against in the same way.
pub(super) fn planned(figure: &Figure) -> Option<String> {
    figure.plan.as_ref().map(|plan| exact(plan.value, figure))
}

/// Returns a value of a figure's kind of number as machines read it.
fn exact(value: Decimal, figure: &Figure) -> String {
    match figure.unit {
        Measured::Money => Money::from_decimal(value).map_or_else(|| value.to_string(), Money::plain),
        Measured::Percent | Measured::Number => value.to_string(),
        // A day is told only where it is the plan's.
        Measured::Date => figure.plan.as_ref().map(|plan| plan.said.clone()).unwrap_or_default(),
    }
}
