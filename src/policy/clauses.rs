//! The documents of a round, the clauses they hold, and the conditions and topics of the narrative that rest on them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{List, Text};
use super::values::Id;
use crate::finding::Basis;

/// The bodies that may waive a clause.
pub(super) const WAIVING: [&str; 2] = ["district", "nhs-england"];

/// A document facts are read in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// The short name clauses use.
    #[schemars(with = "Id")]
    pub key: Text,
    /// Its title and who published it.
    pub title: Text,
    /// The web address it can be read at, if it is on the web.
    #[serde(default)]
    #[schemars(extend("pattern" = "^https?://"))]
    pub url: Text,
}

/// One thing the round asks or defines, where it is written, and how that is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clause {
    /// Its id; the same thing has the same id in every round.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The thing it asks, in your words.
    pub says: Text,
    /// The place in the document where it is written; needed unless it is recalled.
    #[serde(default)]
    pub at: Text,
    /// The key of the document; needed unless it is recalled.
    #[serde(default)]
    pub source: Text,
    /// The keys of further documents that confirm it.
    #[serde(default)]
    pub also: List<Text>,
    /// The basis on which it is known: read, worked out from what was read, or merely believed.
    pub basis: Basis,
    /// Those in whose accounts of the document it was read, one for each account that does not rest on another; needed
    /// where it is reported. What two of them say alike is as firm as what was quoted.
    #[serde(default)]
    pub reported_by: List<Text>,
    /// True when it asks something of a plan, as it does unless the data says false: a definition, a national figure or
    /// what went before is no requirement.
    #[serde(default = "yes")]
    pub asks: bool,
    /// The body that may waive it: the district concerned, or NHS England.
    #[serde(default)]
    #[schemars(extend("enum" = WAIVING))]
    pub waived_by: Option<Text>,
    /// The reason why no rule checks it, where none does.
    #[serde(default)]
    pub unchecked: Option<Text>,
    /// The heading a checklist puts it under: the id of a condition, or any other heading.
    #[serde(default)]
    pub under: Option<Text>,
}

/// A national condition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Condition {
    /// Its number, where the round numbers them.
    pub number: Option<u8>,
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use.
    pub name: Text,
    /// The clause that sets it.
    pub clause: Text,
    /// The clause of its number and name, where that is another.
    pub name_clause: Option<Text>,
    /// Sections of a plan that address it by themselves, such as `out_of_hospital`.
    #[serde(default)]
    pub sections: List<Text>,
    /// The published lists that have it, by document; empty where the round names no lists.
    #[serde(default)]
    pub listed_by: List<Text>,
}

/// A topic of the narrative.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// Its id, which plans use.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use.
    pub name: Text,
    /// True when the round itself asks for it; else other rules may.
    #[serde(default)]
    pub listed: bool,
    /// True when the clause says that plans must cover it.
    #[serde(default)]
    pub must: bool,
    /// True when it is a separate document, sent in with the plan.
    #[serde(default)]
    pub document: bool,
    /// Its clause.
    pub clause: Text,
}

impl Clause {
    /// Returns true when it is too weak to be the sole ground of an error.
    pub fn is_weak(&self) -> bool {
        self.basis.is_weak(self.reported_by.len())
    }

    /// Returns how it is known, in a few words: `quoted`.
    pub(crate) fn known(&self) -> String {
        self.basis.said(&self.reported_by)
    }

    /// Returns the keys of the documents it names; a clause that says it was read names at least one.
    pub(super) fn documents(&self) -> impl Iterator<Item = &str> {
        let source = (self.basis != Basis::Recalled || !self.source.is_empty()).then_some(self.source.as_str());
        source.into_iter().chain(self.also.iter().map(Text::as_str))
    }
}

fn yes() -> bool {
    true
}
