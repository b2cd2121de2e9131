//! The documents of a round, the clauses they hold, and the conditions and topics of the narrative that rest on them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::values::Id;
use crate::finding::Basis;

/// Who may waive a clause.
pub(super) const WAIVING: [&str; 2] = ["district", "nhs-england"];

/// A document facts are read in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// The short name clauses use.
    #[schemars(with = "Id")]
    pub key: String,
    /// Its title and who published it.
    pub title: String,
    /// Where it can be read, if on the web.
    #[serde(default)]
    #[schemars(extend("pattern" = "^https?://"))]
    pub url: String,
}

/// One thing the round asks or defines, where it is written, and how that is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clause {
    /// Its id; the same thing has the same id in every round.
    #[schemars(with = "Id")]
    pub id: String,
    /// What it asks, in your words.
    pub says: String,
    /// Where in the document it is written; needed unless it is recalled.
    #[serde(default)]
    pub at: String,
    /// The key of the document; needed unless it is recalled.
    #[serde(default)]
    pub source: String,
    /// The keys of further documents that bear it out.
    #[serde(default)]
    pub also: Vec<String>,
    /// How it is known: read, worked out from what was read, or merely believed.
    pub basis: Basis,
    /// Whether it asks something of a plan, as it does unless it says false: a definition, a national figure or what went
    /// before is no requirement.
    #[serde(default = "yes")]
    pub asks: bool,
    /// Who may waive it: the district concerned, or NHS England.
    #[serde(default)]
    #[schemars(extend("enum" = WAIVING))]
    pub waived_by: Option<String>,
    /// Why no rule checks it, where none does.
    #[serde(default)]
    pub unchecked: Option<String>,
    /// What a checklist puts it under: the id of a condition, or a heading of its own.
    #[serde(default)]
    pub under: Option<String>,
}

/// A national condition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Condition {
    /// Its number, where the round numbers them.
    pub number: Option<u8>,
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
    /// The clause it stands in.
    pub clause: String,
    /// Sections of a plan that address it by themselves, such as `out_of_hospital`.
    #[serde(default)]
    pub sections: Vec<String>,
    /// The published lists that have it, by document; all of the round's where it has none.
    #[serde(default)]
    pub listed_by: Vec<String>,
}

/// A topic of the narrative.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: String,
    /// As people say it.
    pub name: String,
    /// Whether the round itself asks for it; else other rules may.
    #[serde(default)]
    pub listed: bool,
    /// Whether the clause says must.
    #[serde(default)]
    pub must: bool,
    /// Whether it is a document of its own, sent in with the plan.
    #[serde(default)]
    pub document: bool,
    /// Its clause.
    pub clause: String,
}

impl Clause {
    /// The keys of the documents it names; one that says it was read names at least one.
    pub(super) fn documents(&self) -> impl Iterator<Item = &str> {
        let source = (self.basis != Basis::Recalled || !self.source.is_empty()).then_some(self.source.as_str());
        source.into_iter().chain(self.also.iter().map(String::as_str))
    }
}

fn yes() -> bool {
    true
}
