//! Schemas from the types that are read and written.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// The schema of what is read as a `T`.
pub(super) fn read_as<T: JsonSchema>() -> Value {
    schema_of::<T>(SchemaSettings::draft07().for_deserialize())
}

/// The schema of what a `T` is written as: it has every key, and no others.
pub(super) fn written_as<T: JsonSchema>() -> Value {
    schema_of::<T>(SchemaSettings::draft07().for_serialize().with_transform(RecursiveTransform(closed)))
}

fn schema_of<T: JsonSchema>(settings: SchemaSettings) -> Value {
    settings.with_transform(RecursiveTransform(plain)).into_generator().into_root_schema_for::<T>().to_value()
}

/// `schema` with every part of it changed by `change`.
pub(super) fn each_part(schema: Value, change: fn(&mut Schema)) -> Value {
    let Ok(mut schema) = Schema::try_from(schema) else { return Value::Null };
    RecursiveTransform(change).transform(&mut schema);
    schema.to_value()
}

/// Leaves out what only Rust knows: line ends of its comments, sizes of its numbers, its way of writing lists of words.
fn plain(schema: &mut Schema) {
    if let Some(text) = schema.get("description").and_then(Value::as_str) {
        let paragraphs: Vec<String> = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect();
        schema.insert("description".to_owned(), paragraphs.join("\n\n").into());
    }
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with(['u', 'i'])) {
        schema.remove("format");
    }
    let words = schema.get("oneOf").and_then(Value::as_array).map(|forms| forms.iter().map(words).collect());
    if let Some(Some(words)) = words.map(|words: Vec<Option<Vec<Value>>>| words.into_iter().collect::<Option<Vec<_>>>())
    {
        schema.remove("oneOf");
        schema.insert("type".to_owned(), "string".into());
        schema.insert("enum".to_owned(), words.concat().into());
    }
}

/// The words that a form of a value is, where it is no more than a few words.
fn words(form: &Value) -> Option<Vec<Value>> {
    match (form.get("const"), form.get("enum")) {
        (Some(Value::String(word)), _) => Some(vec![json!(word)]),
        (_, Some(Value::Array(words))) => Some(words.clone()),
        _ => None,
    }
}

/// Has no keys but those that are named.
fn closed(schema: &mut Schema) {
    if schema.get("type").is_some() && schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}
