//! The schema of `bcf.toml`.

use serde_json::{Map, Value, json};

use super::forms::{DRAFT, entries, may, need, table, text, titled, with};
use crate::check::{FAMILIES, Rule, rules};
use crate::finding::Level;

/// The levels a rule may be given, least first; `off` is below all.
const LEVELS: [(&str, Option<Level>); 4] =
    [("off", None), ("advice", Some(Level::Advice)), ("warning", Some(Level::Warning)), ("error", Some(Level::Error))];

/// The schema of `bcf.toml`.
pub fn config() -> Value {
    let schema = table(
        "The settings of bcf for the plans in this folder and below.",
        [
            may(
                "fail-on",
                json!({
                    "type": "string", "enum": ["error", "warning", "advice", "never"],
                    "description": "The least level that fails a check; error unless it says otherwise.",
                }),
            ),
            may("levels", levels()),
            may(
                "rounds",
                entries(
                    "Planning rounds of your own; `bcf rounds --guide` says how to write one.",
                    &table(
                        "A planning round of your own.",
                        [need("file", text("The TOML file it is written in, relative to this file."))],
                    ),
                ),
            ),
            may(
                "exclude",
                json!({
                    "type": "array", "items": { "type": "string" },
                    "description": "Patterns of plans that no check of a folder or a pattern reads, relative to the folder of this file: archive/**.",
                }),
            ),
            may(
                "allocations",
                text(
                    "A CSV file of published allocations with the columns area, partner, stream, year and amount, relative to this file.",
                ),
            ),
        ],
    );
    with(titled("bcf.toml", schema), json!({ "$schema": DRAFT }))
}

/// Every rule and every family with the levels it may have: a statutory rule can be neither lowered nor switched off.
fn levels() -> Value {
    let mut keys = Map::new();
    for family in FAMILIES {
        keys.insert(family.id.to_owned(), level(&format!("Every rule on {}.", family.summary), family.rules));
    }
    for (_, rule) in rules() {
        keys.insert(rule.id.to_owned(), level(&format!("{}.", rule.summary), &[rule]));
    }
    json!({
        "type": "object", "properties": keys, "additionalProperties": false,
        "description": "The level of a rule or of a family of rules; a rule's own entry beats its family's.",
    })
}

fn level(description: &str, of: &[&Rule]) -> Value {
    let least = of.iter().filter(|rule| rule.statutory).map(|rule| rule.level).max();
    let words: Vec<&str> = LEVELS.iter().filter(|(_, level)| *level >= least).map(|(word, _)| *word).collect();
    json!({ "type": "string", "enum": words, "description": description })
}
