//! A planning round: its parts, and the look-ups in them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clauses::{Clause, Condition, Document, Topic};
use super::days::{Deadline, Stage, Update};
use super::floors::Floor;
use super::grants::{Dfg, GrantParts, Purposes};
use super::held::{List, Text};
use super::lists::{Outputs, Replaced, WordList, WordsOf};
use super::metrics::{LocalMetrics, Metric};
use super::performance::Performance;
use super::signatures::{Section75, SignOff};
use super::streams::{Accepted, Cap, Earmark, NationalFund, PublishedPart, Stream};
use super::transfers::{BedShare, Changes};
use super::values::{Id, years};
use crate::finding::ClauseRef;
use crate::period::Year;

/// A planning round: what it asks, and where each thing is written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Round {
    /// The round's id, which plans name; no round inside the program has it.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use.
    pub name: Text,
    /// Its financial years, in order; at least one.
    #[serde(deserialize_with = "years")]
    pub years: List<Year>,
    /// The documents its facts are read in.
    #[serde(default)]
    pub documents: List<Document>,
    /// The things it asks or defines, each once.
    #[serde(default)]
    pub clauses: List<Clause>,
    /// The national conditions, in their order.
    #[serde(default)]
    pub conditions: List<Condition>,
    /// The published lists of conditions, by document, where they differ: a condition that not all of them have is asked
    /// for by some.
    #[serde(default)]
    pub condition_lists: List<Text>,
    /// The money streams.
    #[serde(default)]
    pub streams: List<Stream>,
    /// The bodies that sign the plan, and when.
    pub sign_off: Option<SignOff>,
    /// The day by which plans are submitted.
    pub submission: Option<Deadline>,
    /// Earlier days on which something was to be sent in.
    #[serde(default)]
    pub stages: List<Stage>,
    /// Times during the round in which plans were sent in once more, in order.
    #[serde(default)]
    pub updates: List<Update>,
    /// The agreement that makes the pool: section 75, or section 256 in 2013-14.
    pub section_75: Option<Section75>,
    /// The least that must be spent on some things out of a stream.
    #[serde(default)]
    pub floors: List<Floor>,
    /// Parts of the fund that government publishes beside the streams and the floors.
    #[serde(default)]
    pub published: List<PublishedPart>,
    /// Words that plans may use as keys although nothing in the round has them as its id; where the data is silent,
    /// those that every round has always taken.
    pub accepted: Option<Accepted>,
    /// The high impact changes.
    pub changes: Option<Changes>,
    /// The share of hospital beds that delayed transfers may take.
    pub bed_share: Option<BedShare>,
    /// The Disabled Facilities Grant.
    pub dfg: Option<Dfg>,
    /// Purposes that lines of a grant must serve.
    #[serde(default)]
    pub purposes: List<Purposes>,
    /// Two streams of one grant that must be shown apart.
    pub grant_parts: Option<GrantParts>,
    /// Amounts inside a stream that a plan must state.
    #[serde(default)]
    pub earmarks: List<Earmark>,
    /// The most that may be set aside for something inside some streams.
    #[serde(default)]
    pub caps: List<Cap>,
    /// The national metrics.
    #[serde(default)]
    pub metrics: List<Metric>,
    /// The metrics an area chooses for itself.
    pub local_metrics: Option<LocalMetrics>,
    /// The part of the fund that depends on performance.
    pub performance: Option<Performance>,
    /// Scheme types, where the round has a list.
    pub scheme_types: Option<WordList>,
    /// The services of intermediate and short-term care whose capacity is planned, where the round has a list.
    pub services: Option<WordList>,
    /// The outputs that schemes of some types state, where the round asks for them.
    pub outputs: Option<Outputs>,
    /// The kinds of partner that pay in for the NHS (`ccg`, `icb`), where the round says.
    pub commissioners: Option<WordList>,
    /// Words of the round before that ended with it, and what took their place.
    #[serde(default)]
    pub replaced: List<Replaced>,
    /// The topics the narrative must or should cover.
    #[serde(default)]
    pub topics: List<Topic>,
    /// The whole national fund, by year.
    #[serde(default)]
    pub national: List<NationalFund>,
    /// Things that are known to exist and are not here, in words.
    #[serde(default)]
    pub not_covered: List<Text>,
}

impl Round {
    /// Returns true when `year` is one of the round's.
    pub fn has_year(&self, year: Year) -> bool {
        self.years.contains(&year)
    }

    /// Returns the round's first year. A round has at least one.
    pub fn first_year(&self) -> Year {
        self.years.first().copied().unwrap_or(Year::starting(0))
    }

    /// Returns the round's last year.
    pub fn last_year(&self) -> Year {
        self.years.last().copied().unwrap_or(Year::starting(0))
    }

    /// Finds the clause with this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// Finds the condition that a section of a plan addresses by itself.
    pub fn condition_of_section(&self, section: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.sections.iter().any(|own| own == section))
    }

    /// Returns a clause of the round as findings carry it.
    pub fn citation(&self, clause: &Clause) -> ClauseRef {
        let document = self.document(&clause.source);
        ClauseRef {
            id: clause.id.to_string(),
            at: clause.at.to_string(),
            source: document.map(|document| document.title.to_string()).unwrap_or_default(),
            url: document.map(|document| document.url.to_string()).unwrap_or_default(),
            basis: clause.basis,
            reported_by: clause.reported_by.iter().map(Text::to_string).collect(),
        }
    }

    /// Finds where a clause can be read: in its own document, else in another that has it.
    pub fn address(&self, clause: &Clause) -> Option<&str> {
        let documents = clause.documents().filter_map(|key| self.document(key));
        documents.map(|document| document.url.as_str()).find(|url| !url.is_empty())
    }

    /// Finds the document with this key.
    pub fn document(&self, key: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.key == key)
    }

    /// Finds the stream with this id.
    pub fn stream(&self, id: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.id == id)
    }

    /// Returns the mandatory streams of the pool, in the order of the data.
    pub fn mandatory(&self) -> impl Iterator<Item = &Stream> {
        self.streams.iter().filter(|stream| stream.mandatory && !stream.before_pool)
    }

    /// Finds the national metric of this kind.
    pub fn metric(&self, kind: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.id == kind)
    }

    /// Finds the floor with this id.
    pub fn floor(&self, id: &str) -> Option<&Floor> {
        self.floors.iter().find(|floor| floor.id == id)
    }

    /// Returns true when a list of the round has a word.
    pub fn has_word(&self, list: WordsOf, word: &str) -> bool {
        match list {
            WordsOf::Streams => self.stream(word).is_some(),
            WordsOf::Metrics => self.metric(word).is_some(),
            WordsOf::Conditions => self.conditions.iter().any(|condition| condition.id == word),
            WordsOf::SchemeTypes => self.scheme_types.iter().any(|list| list.words.iter().any(|w| w == word)),
            WordsOf::Commissioners => self.commissioners.iter().any(|list| list.words.iter().any(|w| w == word)),
        }
    }
}
