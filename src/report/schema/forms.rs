//! What the schema of plans is made of.

use serde_json::{Value, json};

use crate::plan::Word;

/// The draft all schemas are written in.
pub(super) const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// `schema` with more of it: the keys of `more` are added.
pub(super) fn with(mut schema: Value, more: Value) -> Value {
    if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
        schema.extend(more);
    }
    schema
}

/// `schema` under a title.
pub(super) fn titled(title: &str, schema: Value) -> Value {
    with(schema, json!({ "title": title }))
}

/// A plain number.
pub(super) fn number(description: &str) -> Value {
    json!({ "type": "number", "description": description })
}

/// The words of a list of the format.
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
