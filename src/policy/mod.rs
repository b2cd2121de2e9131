//! Planning rounds as data: one TOML file a round, each figure beside the clause that gives it.
//!
//! Of plans nothing in here knows more than the words of their spend lines, and no figure, date or list of a policy stands in Rust: a new planning year is one file
//! under `rounds/` and one line in `BUILT_IN`. A project may add rounds of its own ([`own`]); [`Rounds`] has them all.

mod calendar;
mod conditions;
mod floors;
mod limits;
pub mod outline;
pub mod own;
mod performance;
mod registry;
mod stages;
mod succession;
mod types;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use crate::finding::{Basis, ClauseRef};
use crate::period::Year;
pub use calendar::Update;
pub use floors::{Accepted, Contingency, Counts, FirstScheme, Floor, PublishedPart, Share};
pub use limits::{Cap, Expected};
pub use performance::{Halves, Performance};
pub use registry::{OwnRound, RoundRef, Rounds};
pub use stages::{LocalMetrics, Stage};
pub use succession::{Elsewhere, Replaced, WordsOf};
pub use types::*;

/// The rounds inside the program: id and the text of its data file, oldest first.
const BUILT_IN: &[(&str, &str)] = &[
    ("nhs-transfer-2013-14", include_str!("rounds/nhs-transfer-2013-14.toml")),
    ("bcf-2014-16", include_str!("rounds/bcf-2014-16.toml")),
    ("bcf-2016-17", include_str!("rounds/bcf-2016-17.toml")),
    ("bcf-2017-19", include_str!("rounds/bcf-2017-19.toml")),
    ("bcf-2019-20", include_str!("rounds/bcf-2019-20.toml")),
    ("bcf-2021-22", include_str!("rounds/bcf-2021-22.toml")),
    ("bcf-2022-23", include_str!("rounds/bcf-2022-23.toml")),
    ("bcf-2023-25", include_str!("rounds/bcf-2023-25.toml")),
    ("bcf-2025-26", include_str!("rounds/bcf-2025-26.toml")),
];

/// The rounds plans may name that cannot be checked, with the reasons.
const ABSENT: &str = include_str!("rounds/absent.toml");

/// The data of the round that never was.
const EXAMPLE: &str = include_str!("example-round.toml");

/// The ids of the rounds inside the program, oldest first.
pub fn round_ids() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(id, _)| *id)
}

/// The round inside the program with this id; of a run's rounds, its own ones too, [`Rounds::get`] knows.
///
/// # Errors
/// [`RoundError::Unknown`] when there is none; a built-in round whose data file does not read is a fault of this program, which
/// a test over every built-in round rules out.
pub fn round(id: &str) -> Result<&'static Round, RoundError> {
    static READ: [OnceLock<Round>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
    let Some(n) = BUILT_IN.iter().position(|(known, _)| *known == id) else {
        return example_round().filter(|round| round.id == id).ok_or_else(|| RoundError::Unknown(id.to_owned()));
    };
    // Read once, however many plans are checked. Two threads may both read it; one reading is kept.
    if let Some(round) = READ[n].get() {
        return Ok(round);
    }
    let round = read(BUILT_IN[n].1)?;
    Ok(READ[n].get_or_init(|| round))
}

/// Returns the round that never was, for examples of what no national round has. No list of rounds has it.
fn example_round() -> Option<&'static Round> {
    static READ: OnceLock<Option<Arc<Round>>> = OnceLock::new();
    let read = || {
        let base = own::Base::built_in("bcf-2017-19").ok()?;
        let file = own::RoundFile::parse(EXAMPLE).ok()?;
        Some(file.resolve(Some(&base), "example-round.toml").ok()?.own.round)
    };
    READ.get_or_init(read).as_deref()
}

/// Why the round with this id is not inside the program, where the data knows: "no plans had to be submitted …".
pub fn absent_reason(id: &str) -> Option<String> {
    let absent: AbsentRounds = toml::from_str(ABSENT).ok()?;
    absent.rounds.into_iter().find(|round| round.id == id).map(|round| round.reason)
}

/// The shape of `absent.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbsentRounds {
    rounds: Vec<AbsentRound>,
}

/// A round that cannot be checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbsentRound {
    id: String,
    /// Completes "there is no planning round `…`: ".
    reason: String,
}

/// Read a round from the text of a data file.
///
/// # Errors
/// When the text is no TOML, has an unknown key, or refers to a clause or document it does not have.
pub fn read(text: &str) -> Result<Round, RoundError> {
    let round = own::whole(text)?;
    round.consistent()?;
    Ok(round)
}

/// Why there is no round to check under.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// No round has this id.
    #[error("there is no planning round `{0}`{why}", why = absent_reason(.0).map(|why| format!(": {why}")).unwrap_or_default())]
    Unknown(String),
    /// The data file is no TOML or has a key or word the format of rounds does not have.
    #[error("the round's data cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// The data file refers to something it does not have.
    #[error("the round's data refers to {0}, which it does not have")]
    Dangling(String),
    /// The data file has two entries of one id or key.
    #[error("the round's data has {0} twice")]
    Twice(String),
}

/// Something the parts of a round's data have wrong with each other.
#[derive(Debug)]
enum Problem {
    /// Two entries of one id.
    Twice { what: &'static str, id: String },
    /// A reference to what is not among those there are.
    Dangling { what: &'static str, id: String, known: Vec<String> },
}

impl Clause {
    /// The keys of the documents it names; one that says it was read names at least one.
    fn documents(&self) -> impl Iterator<Item = &str> {
        let source = (self.basis != Basis::Recalled || !self.source.is_empty()).then_some(self.source.as_str());
        source.into_iter().chain(self.also.iter().map(String::as_str))
    }
}

impl Round {
    /// Whether `year` is one of the round's.
    pub fn has_year(&self, year: Year) -> bool {
        self.years.contains(&year)
    }

    /// The round's first year. A round has at least one.
    pub fn first_year(&self) -> Year {
        self.years.first().copied().unwrap_or(Year::starting(0))
    }

    /// The round's last year.
    pub fn last_year(&self) -> Year {
        self.years.last().copied().unwrap_or(Year::starting(0))
    }

    /// The clause with this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The condition that a section of a plan addresses by itself.
    pub fn condition_of_section(&self, section: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.sections.iter().any(|own| own == section))
    }

    /// A clause of the round as findings carry it.
    pub fn citation(&self, clause: &Clause) -> ClauseRef {
        let document = self.document(&clause.source);
        ClauseRef {
            id: clause.id.clone(),
            at: clause.at.clone(),
            source: document.map(|document| document.title.clone()).unwrap_or_default(),
            url: document.map(|document| document.url.clone()).unwrap_or_default(),
            basis: clause.basis,
        }
    }

    /// Finds where a clause can be read: in its own document, else in another that has it.
    pub fn address(&self, clause: &Clause) -> Option<&str> {
        let documents = clause.documents().filter_map(|key| self.document(key));
        documents.map(|document| document.url.as_str()).find(|url| !url.is_empty())
    }

    /// The document a clause is read in.
    pub fn document(&self, key: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.key == key)
    }

    /// The stream with this id.
    pub fn stream(&self, id: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.id == id)
    }

    /// The mandatory streams of the pool, in the order of the data.
    pub fn mandatory(&self) -> impl Iterator<Item = &Stream> {
        self.streams.iter().filter(|stream| stream.mandatory && !stream.before_pool)
    }

    /// The national metric of this kind.
    pub fn metric(&self, kind: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.id == kind)
    }

    /// Refuse data that has a thing twice or refers to one it does not have.
    fn consistent(&self) -> Result<(), RoundError> {
        if self.years.is_empty() {
            return Err(RoundError::Dangling("a year".into()));
        }
        match self.problems().into_iter().next() {
            None => Ok(()),
            Some(Problem::Twice { what, id }) => Err(RoundError::Twice(format!("the {what} `{id}`"))),
            Some(Problem::Dangling { what: "document", id, .. }) => {
                let by = self.clauses.iter().find(|clause| clause.documents().any(|key| key == id));
                let by = by.map_or_else(String::new, |clause| format!(" (clause `{}`)", clause.id));
                Err(RoundError::Dangling(format!("the document `{id}`{by}")))
            }
            Some(Problem::Dangling { what, id, .. }) => Err(RoundError::Dangling(format!("the {what} `{id}`"))),
        }
    }

    /// Everything that stands twice, and every reference to what is not there.
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (what, ids) in self.ids() {
            let mut seen = HashSet::new();
            let twice = ids.into_iter().filter(|id| !seen.insert(*id));
            problems.extend(twice.map(|id| Problem::Twice { what, id: id.to_owned() }));
        }
        let clash = self.floors.iter().filter(|floor| self.stream(&floor.id).is_some());
        problems.extend(clash.map(|floor| Problem::Twice { what: "stream or floor", id: floor.id.clone() }));
        let documents: Vec<&str> = self.documents.iter().map(|document| document.key.as_str()).collect();
        let clauses: Vec<&str> = self.clauses.iter().map(|clause| clause.id.as_str()).collect();
        let streams: Vec<&str> = self.streams.iter().map(|stream| stream.id.as_str()).collect();
        let years: Vec<String> = self.years.iter().map(Year::to_string).collect();
        let uplifted = self.floors.iter().flat_map(|floor| floor.uplift.keys()).map(String::as_str).collect();
        let cited = self.clauses.iter().flat_map(Clause::documents);
        let lists = || self.condition_lists.iter().map(String::as_str);
        let listed = self.conditions.iter().flat_map(|condition| &condition.listed_by).map(String::as_str).collect();
        let references: [(&'static str, Vec<&str>, Vec<&str>); 5] = [
            ("document", cited.chain(lists()).collect(), documents),
            ("list", listed, lists().collect()),
            ("clause", self.clause_ids_in_use(), clauses),
            ("stream", self.stream_ids_in_use(), streams),
            ("year", uplifted, years.iter().map(String::as_str).collect()),
        ];
        for (what, used, known) in references {
            let mut told = HashSet::new();
            for id in used.into_iter().filter(|id| !known.contains(id)).filter(|id| told.insert(*id)) {
                let known = known.iter().copied().map(str::to_owned).collect();
                problems.push(Problem::Dangling { what, id: id.to_owned(), known });
            }
        }
        let by = self.replaced.iter().flat_map(|replaced| replaced.by.iter().map(|word| (replaced.list, word)));
        problems.extend(by.filter(|(list, word)| !self.has_word(*list, word)).map(|(_, word)| Problem::Dangling {
            what: "word",
            id: word.clone(),
            known: Vec::new(),
        }));
        problems
    }

    /// The ids that must each stand once, by what they are ids of.
    fn ids(&self) -> [(&'static str, Vec<&str>); 8] {
        [
            ("document", self.documents.iter().map(|document| document.key.as_str()).collect()),
            ("clause", self.clauses.iter().map(|clause| clause.id.as_str()).collect()),
            ("condition", self.conditions.iter().map(|condition| condition.id.as_str()).collect()),
            ("stream", self.streams.iter().map(|stream| stream.id.as_str()).collect()),
            ("floor", self.floors.iter().map(|floor| floor.id.as_str()).collect()),
            ("earmark", self.earmarks.iter().map(|earmark| earmark.id.as_str()).collect()),
            ("metric", self.metrics.iter().map(|metric| metric.id.as_str()).collect()),
            ("topic", self.topics.iter().map(|topic| topic.id.as_str()).collect()),
        ]
    }
}

#[cfg(test)]
mod tests;
