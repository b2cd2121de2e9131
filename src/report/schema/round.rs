//! The schema of a round's file: whole, or with `extends` only what differs.

use schemars::Schema;
use serde_json::{Value, json};

use super::derived::{each_part, read_as};
use super::forms::with;
use crate::policy::own::FileKeys;

/// The schema of a round of one's own. What a whole round needs is needed only without `extends`.
pub fn round() -> Value {
    let more = json!({
        "title": "planning round",
        "description": "A planning round: what it asks, and where each thing is written.",
        "additionalProperties": false,
        "required": ["id"],
        "if": { "required": ["extends"] },
        "else": { "required": ["name", "years"] },
    });
    with(each_part(read_as::<FileKeys>(), in_part), more)
}

/// Says what TOML can: no null, and of a table that lies over another round's only what differs. What a table needs is
/// told when it is read.
fn in_part(schema: &mut Schema) {
    schema.remove("required");
    if matches!(schema.get("default"), Some(Value::Null | Value::Array(_) | Value::String(_) | Value::Object(_))) {
        schema.remove("default");
    }
    without_null(schema);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.iter_mut().filter(|(key, _)| names_a_clause(key)).for_each(|(_, of)| is_an_id_of_a_clause(of));
    }
}

/// Leaves out that a value that may be absent may be null.
fn without_null(schema: &mut Schema) {
    let null = json!("null");
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| *one != null);
        if let [one] = types.as_slice() {
            let one = one.clone();
            schema.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.retain(|form| form.get("type") != Some(&null));
        if forms.len() == 1
            && let Some(forms) = schema.remove("anyOf")
        {
            schema.insert("allOf".to_owned(), forms);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
}

/// Whether a key of a round holds the id of a clause: the format has the same ending for all of them but one.
fn names_a_clause(key: &str) -> bool {
    key == "clause" || key == "counting" || key.ends_with("-clause")
}

fn is_an_id_of_a_clause(schema: &mut Value) {
    if let Some(Value::String(says)) = schema.get_mut("description") {
        says.push_str(" The id of one of the clauses.");
    }
}
