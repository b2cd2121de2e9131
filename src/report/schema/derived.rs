//! Schemas from the types that are read and written.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// Returns the schema of TOML that is read as a `T`.
pub(crate) fn read_from_toml<T: JsonSchema>() -> Value {
    schema_of::<T>(SchemaSettings::draft07().for_deserialize().with_transform(RecursiveTransform(of_toml)))
}

/// Returns the schema of what a `T` is written as: it has every key, and no others.
pub(super) fn written_as<T: JsonSchema>() -> Value {
    schema_of::<T>(SchemaSettings::draft07().for_serialize().with_transform(RecursiveTransform(closed)))
}

fn schema_of<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let schema = settings.with_transform(RecursiveTransform(plain)).into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    if let Some(Value::Object(definitions)) = schema.get_mut("definitions") {
        let types = definitions.len();
        *definitions = std::mem::take(definitions).into_iter().map(|(name, of)| (published(&name), of)).collect();
        assert_eq!(definitions.len(), types, "two types are published under one name");
    }
    schema
}

/// Returns `schema` with every part of it changed by `change`.
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
    if let Some(Value::String(reference)) = schema.get_mut("$ref")
        && let Some((definitions, name)) = reference.rsplit_once('/')
    {
        *reference = format!("{definitions}/{}", published(name));
    }
    let words = schema.get("oneOf").and_then(Value::as_array).map(|forms| forms.iter().map(words).collect());
    if let Some(Some(words)) = words.map(|words: Vec<Option<Vec<Value>>>| words.into_iter().collect::<Option<Vec<_>>>())
    {
        schema.remove("oneOf");
        schema.insert("type".to_owned(), "string".into());
        schema.insert("enum".to_owned(), words.concat().into());
    }
}

/// Returns the name under which the definition of a type is published: `risk-pool` of `RiskPoolOut`.
fn published(name: &str) -> String {
    let mut published = String::new();
    for c in name.strip_suffix("Out").unwrap_or(name).chars() {
        if c.is_ascii_uppercase() && !published.is_empty() {
            published.push('-');
        }
        published.push(c.to_ascii_lowercase());
    }
    published
}

/// Returns the words of a form of a value, where it is no more than a few words.
fn words(form: &Value) -> Option<Vec<Value>> {
    match (form.get("const"), form.get("enum")) {
        (Some(Value::String(word)), _) => Some(vec![json!(word)]),
        (_, Some(Value::Array(words))) => Some(words.clone()),
        _ => None,
    }
}

/// Says what TOML can: there is no null, so a value that may be absent is left out.
fn of_toml(schema: &mut Schema) {
    if matches!(schema.get("default"), Some(Value::Null | Value::Array(_) | Value::String(_) | Value::Object(_))) {
        schema.remove("default");
    }
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
        if let [only] = forms.as_mut_slice() {
            let only = only.take();
            schema.remove("anyOf");
            in_place_of_forms(schema, only);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
}

/// Says what the only form there is says; a reference has no keys beside it.
fn in_place_of_forms(schema: &mut Schema, only: Value) {
    match only {
        Value::Object(keys) if !keys.contains_key("$ref") => {
            for (key, value) in keys.into_iter().filter(|(key, _)| key != "description") {
                schema.insert(key, value);
            }
        }
        reference => drop(schema.insert("allOf".to_owned(), Value::Array(vec![reference]))),
    }
}

/// Has no keys but those that are named.
fn closed(schema: &mut Schema) {
    if schema.get("type").is_some() && schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}
