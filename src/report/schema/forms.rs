//! The parts of the schema of plans.

use serde_json::{Value, json};

use crate::plan::Word;

/// The draft all schemas are written in.
pub(super) const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Returns `schema` with the keys of `more` added.
pub(super) fn with(mut schema: Value, more: Value) -> Value {
    if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
        schema.extend(more);
    }
    schema
}

/// Returns `schema` with a title.
pub(super) fn titled(title: &str, schema: Value) -> Value {
    with(schema, json!({ "title": title }))
}

/// Returns the schema of a plain number.
pub(super) fn number(description: &str) -> Value {
    json!({ "type": "number", "description": description })
}

/// Returns the schema of the words of a list of the format.
pub(super) fn words_of<W: Word>() -> Value {
    let words: Vec<&str> = W::ALL.iter().map(|(word, _)| *word).collect();
    json!({ "type": "string", "enum": words })
}

/// Returns a reference to a schema under `#/definitions`, with a description of its own.
pub(super) fn like(definition: &str, description: &str) -> Value {
    json!({ "description": description, "allOf": [refer(definition)] })
}

/// Returns a reference to a schema under `#/definitions`.
pub(super) fn refer(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}
