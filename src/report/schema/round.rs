//! The schema of a round's file: whole, or with `extends` only what differs.

use schemars::Schema;
use serde_json::{Value, json};

use super::derived::{each_part, read_from_toml};
use super::forms::with;
use crate::policy::own::FileKeys;

/// Returns the schema of a project's own round. What a whole round needs is needed only without `extends`.
pub fn round() -> Value {
    let more = json!({
        "title": "planning round",
        "description": "A planning round: what it asks, and where each thing is written.",
        "additionalProperties": false,
        "required": ["id"],
        "if": { "required": ["extends"] },
        "else": { "required": ["name", "years"] },
    });
    with(each_part(read_from_toml::<FileKeys>(), in_part), more)
}

/// Asks of a table that may lie over another round's only what differs, and says which keys hold the id of a clause.
/// What a table needs is reported when it is read.
fn in_part(schema: &mut Schema) {
    schema.remove("required");
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.iter_mut().filter(|(key, _)| names_a_clause(key)).for_each(|(_, of)| is_an_id_of_a_clause(of));
    }
}

/// Returns whether a key of a round holds the id of a clause: the format has the same ending for all of them but one.
fn names_a_clause(key: &str) -> bool {
    key == "clause" || key == "counting" || key.ends_with("-clause")
}

fn is_an_id_of_a_clause(schema: &mut Value) {
    if let Some(Value::String(says)) = schema.get_mut("description") {
        says.push_str(" The id of one of the clauses.");
    }
}
