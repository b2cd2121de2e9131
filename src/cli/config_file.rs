//! The shape of a `bcf.toml`: its keys with what each is for, and the words they take. The schema is made from it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::args::FailOn;
use crate::check::{FAMILIES, Rule, rules};
use crate::finding::Level;
use crate::report::schema::read_from_toml;

/// The name of the file.
pub(super) const NAME: &str = "bcf.toml";

/// The levels a rule may be given; `off` is below all.
pub(super) const LEVELS: [(&str, Option<Level>); 4] =
    [("error", Some(Level::Error)), ("warning", Some(Level::Warning)), ("advice", Some(Level::Advice)), ("off", None)];

/// The settings of bcf for the plans in this folder and below.
#[derive(JsonSchema)]
#[expect(
    dead_code,
    reason = "its schema is what it is for: the reader tells each fault with its place, which no type can"
)]
#[schemars(title = NAME, rename_all = "kebab-case", deny_unknown_fields)]
struct ConfigFile {
    /// The least level that fails a check; error unless it says otherwise.
    fail_on: Option<FailOn>,
    /// The level of a rule or of a family of rules; a rule's own entry beats its family's.
    levels: Option<Levels>,
    /// A table of published allocations, CSV or a workbook, with the columns area, partner, stream, year and amount, or a
    /// column a stream or a year; relative to this file.
    allocations: Option<String>,
    /// Planning rounds of your own; `bcf rounds --guide` says how to write one.
    rounds: Option<Vec<RoundEntry>>,
    /// Patterns of plans that no check of a folder or a pattern reads, relative to the folder of this file: archive/**.
    exclude: Option<Vec<String>>,
}

/// A planning round of your own.
#[derive(JsonSchema)]
#[expect(
    dead_code,
    reason = "its schema is what it is for: the reader tells each fault with its place, which no type can"
)]
#[schemars(deny_unknown_fields)]
struct RoundEntry {
    /// The TOML file it is written in, relative to this file.
    file: String,
}

/// Every rule and every family with the levels it may have: a statutory rule can be neither lowered nor switched off.
enum Levels {}

impl JsonSchema for Levels {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "levels".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut keys = Map::new();
        for family in FAMILIES {
            keys.insert(family.id.to_owned(), level(&format!("Every rule on {}.", family.summary), family.rules));
        }
        for (_, rule) in rules() {
            keys.insert(rule.id.to_owned(), level(&format!("{}.", rule.summary), &[rule]));
        }
        json_schema!({ "type": "object", "properties": keys, "additionalProperties": false })
    }
}

fn level(description: &str, of: &[&Rule]) -> Value {
    let least = of.iter().filter(|rule| rule.statutory).map(|rule| rule.level).max();
    let words: Vec<&str> = LEVELS.iter().filter(|(_, level)| *level >= least).map(|(word, _)| *word).collect();
    json!({ "type": "string", "enum": words, "description": description })
}

/// Returns the schema of a `bcf.toml`.
pub fn config_schema() -> Value {
    read_from_toml::<ConfigFile>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_knows_the_keys_of_the_schema_and_no_others() {
        let schema = config_schema();
        let mut read = super::super::config::KEYS;
        read.sort_unstable();
        assert_eq!(schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), read);
        assert_eq!(schema["properties"]["fail-on"]["enum"], json!(FailOn::WORDS.map(|(word, _)| word)));
    }
}
