//! The lists of words a round has, and the words that ended with it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::held::{List, Text};
use super::values::Id;

/// A list of words with the clause that gives it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordList {
    /// The words.
    pub words: List<Text>,
    /// The clause that gives them.
    pub clause: Text,
}

/// The things that schemes of some types deliver and the template counts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Outputs {
    /// The types with what is counted of each.
    pub of: List<Output>,
    /// The clause that asks for them.
    pub clause: Text,
}

/// The thing that is counted of the schemes of a type.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Output {
    /// The scheme type.
    pub scheme_type: Text,
    /// The thing, in the plural.
    pub things: Text,
}

/// An id with the name people use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Named {
    /// The word plans use.
    #[schemars(with = "Id")]
    pub id: Text,
    /// The name people use.
    pub name: Text,
}

/// A list of a round whose words plans use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WordsOf {
    /// Kinds of `[[sources]]`.
    Streams,
    /// Kinds of `[[metrics]]`.
    Metrics,
    /// National conditions.
    Conditions,
    /// Types of `[[schemes]]`.
    SchemeTypes,
    /// Kinds of partner that pay in for the NHS.
    Commissioners,
}

/// A word of the round before that this round no longer has, and what took its place.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Replaced {
    /// The list it was on.
    pub list: WordsOf,
    /// The word.
    pub word: Text,
    /// The words that took its place; empty where nothing did.
    #[serde(default)]
    pub by: List<Text>,
    /// The clause that says so.
    pub clause: Text,
}
