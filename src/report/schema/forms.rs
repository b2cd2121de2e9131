//! What schemas are made of: tables, lists, texts, words.

use serde_json::{Map, Value, json};

use crate::plan::Word;

/// The draft all schemas are written in.
pub(super) const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// A key of a table.
pub(super) struct Key {
    name: &'static str,
    schema: Value,
    required: bool,
}

/// A key a table must have.
pub(super) fn need(name: &'static str, schema: Value) -> Key {
    Key { name, schema, required: true }
}

/// A key a table may have.
pub(super) fn may(name: &'static str, schema: Value) -> Key {
    Key { name, schema, required: false }
}

/// A table with these keys and no others.
pub(super) fn table(description: &str, keys: impl IntoIterator<Item = Key>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for key in keys {
        if key.required {
            required.push(key.name);
        }
        properties.insert(key.name.to_owned(), key.schema);
    }
    let mut schema = json!({ "type": "object", "description": description, "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A list of tables.
pub(super) fn entries(description: &str, entry: &Value) -> Value {
    json!({ "type": "array", "description": description, "items": entry })
}

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

/// Text in quotes.
pub(super) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// A list of texts.
pub(super) fn texts(description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": { "type": "string" } })
}

/// True or false.
pub(super) fn truth(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
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

/// What stands under `#/definitions`, described anew.
pub(super) fn like(definition: &str, description: &str) -> Value {
    json!({ "description": description, "allOf": [refer(definition)] })
}

/// What stands under `#/definitions`.
pub(super) fn refer(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}
