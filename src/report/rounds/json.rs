//! As data: `bcf.rounds/1` and `bcf.round/1`.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::ShownRound;
use crate::check::rules;
use crate::period::Date;
use crate::policy::outline::{Fact, Value};
use crate::policy::{Clause, Document, Floor, Round, Text};
use crate::report::json::to_writer;

#[derive(Serialize)]
struct All<'a> {
    schema: &'static str,
    rounds: Vec<Listed<'a>>,
}

/// A round of the list.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// True when the day that is asked for lies in it.
    current: bool,
}

impl<'a> Listed<'a> {
    fn of(shown: &ShownRound<'a>, today: Date) -> Self {
        Self { head: Head::of(shown), current: shown.is_current(today) }
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    schema: &'static str,
    #[serde(flatten)]
    head: Head<'a>,
    sections: Vec<SectionOut>,
    floors: Vec<FloorOut<'a>>,
    clauses: Vec<ClauseOut<'a>>,
    not_covered: &'a [Text],
    documents: Vec<DocumentOut<'a>>,
}

/// The facts that tell a round from others.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    id: &'a str,
    name: &'a str,
    years: Vec<String>,
    /// The file of a project's own round.
    file: Option<&'a str>,
    /// The round that one extends.
    extends: Option<&'a str>,
}

#[derive(Serialize)]
struct SectionOut {
    id: &'static str,
    title: &'static str,
    facts: Vec<FactOut>,
}

/// A fact.
#[derive(Serialize)]
pub(super) struct FactOut {
    id: String,
    what: String,
    value: ValueOut,
    clause: Option<String>,
}

/// A floor: what counts towards it, and what it requires, in the order in which one replaces another.
#[derive(Serialize)]
struct FloorOut<'a> {
    id: &'a str,
    name: &'a str,
    stream: &'a str,
    clause: &'a str,
    counting: &'a str,
    counts: CountsOut,
    requires: Vec<&'static str>,
}

#[derive(Serialize)]
struct CountsOut {
    areas: Vec<&'static str>,
    not_areas: Vec<&'static str>,
    commissioners: Vec<&'static str>,
    joint_by_nhs_share: bool,
    contingency: bool,
}

impl<'a> FloorOut<'a> {
    fn of(floor: &'a Floor) -> Self {
        let counts = &floor.counts;
        let requires = [
            ("published", true),
            ("stated", floor.stated),
            ("uplifted", floor.baseline_year.is_some()),
            ("share", floor.share.is_some()),
        ];
        Self {
            id: &floor.id,
            name: &floor.name,
            stream: &floor.stream,
            clause: &floor.clause,
            counting: &floor.counting,
            counts: CountsOut {
                areas: counts.areas.iter().map(|area| area.word()).collect(),
                not_areas: counts.not_areas.iter().map(|area| area.word()).collect(),
                commissioners: counts.commissioners.iter().map(|commissioner| commissioner.word()).collect(),
                joint_by_nhs_share: counts.joint_by_nhs_share,
                contingency: counts.contingency,
            },
            requires: requires.into_iter().filter(|(_, is)| *is).map(|(word, _)| word).collect(),
        }
    }
}

/// Text, a list of words, or null where there is nothing to say but that it is there.
struct ValueOut(Value);

#[derive(Serialize)]
struct ClauseOut<'a> {
    id: &'a str,
    says: &'a str,
    at: &'a str,
    source: &'a str,
    also: &'a [Text],
    basis: &'static str,
    reported_by: &'a [Text],
    asks: bool,
    waived_by: Option<&'a str>,
    unchecked: Option<&'a str>,
    /// The round it was taken over from, if its file does not have it itself.
    from: Option<&'a str>,
    rules: Vec<&'static str>,
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    key: &'a str,
    title: &'a str,
    url: &'a str,
}

impl<'a> DocumentOut<'a> {
    fn of(document: &'a Document) -> Self {
        Self { key: &document.key, title: &document.title, url: &document.url }
    }
}

/// Writes the list of rounds.
///
/// # Errors
/// When `out` cannot be written.
pub fn list_json(rounds: &[ShownRound<'_>], today: Date, out: &mut dyn Write) -> io::Result<()> {
    to_writer(
        &All { schema: "bcf.rounds/1", rounds: rounds.iter().map(|shown| Listed::of(shown, today)).collect() },
        1,
        out,
    )
}

/// Writes a whole round.
///
/// # Errors
/// When `out` cannot be written.
pub fn whole_json(shown: ShownRound<'_>, out: &mut dyn Write) -> io::Result<()> {
    let round = shown.round;
    let section = |section: crate::policy::outline::Section| SectionOut {
        id: section.id,
        title: section.title,
        facts: section.facts.into_iter().map(FactOut::of).collect(),
    };
    let whole = Whole {
        schema: "bcf.round/1",
        head: Head::of(&shown),
        sections: round.outline().into_iter().map(section).collect(),
        floors: round.floors.iter().map(FloorOut::of).collect(),
        clauses: round.clauses.iter().map(|clause| ClauseOut::of(shown, clause)).collect(),
        not_covered: &round.not_covered,
        documents: round.documents.iter().map(DocumentOut::of).collect(),
    };
    to_writer(&whole, 2, out)
}

impl<'a> Head<'a> {
    fn of(shown: &ShownRound<'a>) -> Self {
        let extends = shown.own.and_then(|own| own.extends.as_deref());
        Self { file: shown.own.map(|own| own.file.as_str()), extends, ..Self::plain(shown.round) }
    }

    /// Returns the head of a round without the file it comes from.
    pub(super) fn plain(round: &'a Round) -> Self {
        let years = round.years.iter().map(ToString::to_string).collect();
        Self { id: &round.id, name: &round.name, years, file: None, extends: None }
    }
}

impl FactOut {
    pub(super) fn of(fact: Fact) -> Self {
        Self { id: fact.id, what: fact.what, value: ValueOut(fact.value), clause: fact.clause }
    }
}

impl Serialize for ValueOut {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::There => to.serialize_none(),
            Value::Text(text) => to.serialize_str(text),
            Value::Words(words) => words.serialize(to),
            Value::Amount(amount) => to.serialize_str(&amount.to_string()),
        }
    }
}

impl<'a> ClauseOut<'a> {
    fn of(shown: ShownRound<'a>, clause: &'a Clause) -> Self {
        let checking = rules().filter(|(_, rule)| rule.rests_on(&clause.id, shown.round));
        Self {
            id: &clause.id,
            says: &clause.says,
            at: &clause.at,
            source: &clause.source,
            also: &clause.also,
            basis: clause.basis.word(),
            reported_by: &clause.reported_by,
            asks: clause.asks,
            waived_by: clause.waived_by.as_deref(),
            unchecked: clause.unchecked.as_deref(),
            from: shown.inherited(clause),
            rules: checking.map(|(_, rule)| rule.id).collect(),
        }
    }
}
