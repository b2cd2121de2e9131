//! The schema of plans: the format as its sections declare it, with the words of the rounds.
//!
//! It accepts what the reader and the lists of the rounds accept, but for what the way to JSON loses: how a number was
//! written (hexadecimal, with an exponent, finer than a penny, too large for the unit, with more digits than a decimal
//! holds) and whether a date stood in quotes. With several rounds a word of any of them is accepted; the check knows which
//! round it is.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::forms::{DRAFT, like, number, refer, titled, with, words_of};
use super::patterns;
use crate::check::{Choice, Lists};
use crate::plan::format;
use crate::plan::shape::{Entry, Key, Names, NamesOf, Need, Needs, Series, Shape, Sign, Table, Value as One};
use crate::plan::{FROM, TO};
use crate::plan::{Rag, segment};
use crate::policy::Round;

/// Returns the schema of plans of these rounds.
pub fn plan(rounds: &[&Round]) -> Value {
    let of = Plans { lists: Lists::of(rounds) };
    let schema = of.table("A Better Care Fund plan: one area, one planning round.", format(), &[]);
    with(titled("Better Care Fund plan", schema), json!({ "$schema": DRAFT, "definitions": definitions(rounds) }))
}

/// The rounds and settings a schema is made with.
struct Plans<'r> {
    lists: Lists<'r>,
}

impl Plans<'_> {
    /// Returns the schema of a table, `above` being the keys that lead to it.
    fn table(&self, says: &str, table: &Table, above: &[&str]) -> Value {
        let mut schema = match &table.others {
            Some(names) => self.names(says, names),
            None => json!({
                "type": "object", "description": says, "properties": {}, "additionalProperties": false
            }),
        };
        let is_needed = |key: &&Key| matches!(key.need, Need::Required | Need::Beside(_));
        let required: Vec<&str> = table.keys.iter().filter(is_needed).map(|key| key.name).collect();
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        for key in &table.keys {
            let below: Vec<&str> = above.iter().copied().chain([key.name]).collect();
            schema["properties"][key.name] = self.key(key, &below);
        }
        with(schema, conditions(table))
    }

    fn key(&self, key: &Key, path: &[&str]) -> Value {
        let dotted = || path.iter().map(|name| segment(name)).collect::<Vec<_>>().join(".");
        match &key.shape {
            Shape::Value(value) => with(json!({ "description": key.says }), self.value(value)),
            Shape::List(value) => json!({ "type": "array", "description": key.says, "items": self.value(value) }),
            Shape::Series(series) => like(definition_of(series), key.says),
            Shape::Table(table) => titled(&format!("[{}]", dotted()), self.table(key.says, table, path)),
            Shape::Entries(entry) => titled(&format!("[[{}]]", dotted()), self.entries(key.says, entry, path)),
            Shape::Names(names) => self.names(key.says, names),
        }
    }

    fn entries(&self, says: &str, entry: &Entry, path: &[&str]) -> Value {
        json!({ "type": "array", "description": says, "items": self.table(entry.says, &entry.table, path) })
    }

    /// Returns the schema of a table whose keys are names.
    fn names(&self, says: &str, names: &Names) -> Value {
        let each = match &names.each {
            Shape::Names(inner) => self.names(says, inner),
            Shape::Series(series) => refer(definition_of(series)),
            _ => json!({}),
        };
        let Choice { words, closed } = match names.of {
            NamesOf::Words(list) => self.lists.words(list),
            NamesOf::Ids(_) | NamesOf::Any => Choice::default(),
        };
        let known: Map<String, Value> =
            words.iter().map(|word| ((*word).to_owned(), self.named(names, word))).collect();
        let other = if closed { json!(false) } else { each };
        json!({ "type": "object", "description": says, "properties": known, "additionalProperties": other })
    }

    fn named(&self, names: &Names, word: &str) -> Value {
        let name = self.lists.name(word).map_or_else(|| word.replace('-', " "), str::to_owned);
        let signed = if (names.signed)(word) { "signed-amounts" } else { "amounts" };
        like(signed, &format!("{name}, by financial year."))
    }

    /// Returns the schema of one value, without its purpose.
    fn value(&self, value: &One) -> Value {
        match value {
            One::Text | One::Id => json!({ "type": "string" }),
            One::Coded { pattern, .. } => json!({ "type": "string", "pattern": pattern }),
            One::Word(_) | One::RoundWord { .. } | One::Reference { .. } => self.choice(value),
            One::Truth => json!({ "type": "boolean" }),
            One::NumberOrRange => json!({ "allOf": [refer("range")] }),
            One::Number => json!({ "type": "number" }),
            One::Count => json!({ "type": "number", "minimum": 0 }),
            One::Score => json!({ "type": "number", "enum": [1, 2, 3, 4, 5] }),
            One::Version(version) => json!({ "type": "number", "const": version }),
            One::Money(Sign::Never) => json!({ "allOf": [refer("money")] }),
            One::Money(_) => json!({ "allOf": [refer("signed-money")] }),
            One::Date { quarters: false } => json!({ "allOf": [refer("date")] }),
            One::Date { quarters: true } => json!({ "allOf": [refer("date-or-quarter")] }),
            One::Year => json!({ "type": "string", "pattern": patterns::year_key() }),
            One::Figure => json!({ "allOf": [refer("figure")] }),
        }
    }

    /// Returns the schema of a text with the words there are. Words that are not all are completed by an editor, and
    /// others are let through.
    fn choice(&self, value: &One) -> Value {
        let Choice { words, closed } = self.lists.choice(value);
        if words.is_empty() {
            return json!({ "type": "string" });
        }
        let named: Vec<&str> = words.iter().map(|word| self.lists.name(word).unwrap_or_default()).collect();
        let mut known = json!({ "enum": words });
        if named.iter().any(|name| !name.is_empty()) {
            known["x-taplo"] = json!({ "docs": { "enumValues": named } });
        }
        if closed {
            with(json!({ "type": "string" }), known)
        } else {
            json!({ "type": "string", "anyOf": [known, { "type": "string" }] })
        }
    }
}

/// Returns the conditions that one key of a table sets on another.
fn conditions(table: &Table) -> Value {
    let mut conditions = json!({});
    let mut parts: Vec<Value> = Vec::new();
    for key in &table.keys {
        if let Need::Unless(other) = key.need {
            parts.push(json!({ "anyOf": [{ "required": [key.name] }, { "required": [other] }] }));
        }
        if let Shape::Series(Series { each: One::Money(Sign::Where(other, word)), .. }) = &key.shape {
            let mut names = json!({ key.name: refer("amounts") });
            if let Some(before) = conditions["else"]["properties"].as_object() {
                names.as_object_mut().into_iter().for_each(|names| names.extend(before.clone()));
            }
            conditions["if"] = json!({ "properties": { *other: { "const": word } }, "required": [other], "additionalProperties": true });
            // A part says of itself that it is open: strict editors would else miss the other keys in it.
            conditions["else"] = json!({ "properties": names, "additionalProperties": true });
        }
    }
    parts.extend(table.needs.iter().filter(|needs| needs.unless.is_none()).map(needed));
    // What another section of the plan makes needless is known where both are seen.
    parts.extend(table.keys.iter().flat_map(needs_of_section));
    if !parts.is_empty() {
        conditions["allOf"] = parts.into();
    }
    conditions
}

/// Returns what a word makes necessary.
fn needed(Needs { key, word, keys, two_of, .. }: &Needs) -> Value {
    let mut then = json!({ "required": keys });
    if !two_of.is_empty() {
        let pairs =
            two_of.iter().enumerate().flat_map(|(n, one)| two_of.iter().skip(n + 1).map(move |other| [one, other]));
        then["anyOf"] = pairs.map(|pair| json!({ "required": pair })).collect();
    }
    json!({ "if": { "properties": { *key: { "const": word } }, "required": [key] }, "then": then })
}

/// Returns what a word in a section makes necessary there unless the plan has another section.
fn needs_of_section(section: &Key) -> Vec<Value> {
    let Shape::Table(table) = &section.shape else { return Vec::new() };
    let open = |what: Value| with(what, json!({ "additionalProperties": true }));
    let needs = |needs: &Needs| {
        let other = needs.unless?;
        let said = open(json!({ "properties": { needs.key: { "const": needs.word } }, "required": [needs.key] }));
        let keys = open(json!({ "required": needs.keys }));
        Some(json!({
            "if": open(json!({
                "properties": { section.name: said },
                "required": [section.name],
                "not": { "required": [other] },
            })),
            "then": open(json!({ "properties": { section.name: keys } })),
        }))
    };
    table.needs.iter().filter_map(needs).collect()
}

/// Returns the name of the definition of values by year or period.
const fn definition_of(series: &Series) -> &'static str {
    match (&series.each, series.by_period) {
        (One::Money(Sign::Never), _) => "amounts",
        (One::Money(_), _) => "signed-amounts",
        (One::Count, false) => "numbers",
        (One::Count, true) => "shares",
        (One::Word(_), _) => "ratings",
        (One::NumberOrRange, _) => "values-or-ranges",
        _ => "values",
    }
}

/// Returns the schema of a number, or of a range of two.
fn number_or_range() -> Value {
    let end = |what: &str| json!({ "type": "number", "description": what });
    let range = json!({
        "title": "a range: { from = 4.5, to = 5 }",
        "type": "object",
        "properties": { FROM: end("One end of the range."), TO: end("The other end.") },
        "required": [FROM, TO],
        "additionalProperties": false,
    });
    json!({ "description": "A number, or a range.", "anyOf": [{ "title": "a number", "type": "number" }, range] })
}

fn definitions(rounds: &[&Round]) -> Value {
    let years: Vec<String> = rounds.iter().flat_map(|round| &round.years).map(ToString::to_string).collect();
    let by = |key: String, each: &Value, what: &str| {
        let known: Map<String, Value> = years.iter().map(|year| (year.clone(), each.clone())).collect();
        let others = BTreeMap::from([(key, each)]);
        json!({ "type": "object", "description": what, "properties": known, "patternProperties": others, "additionalProperties": false })
    };
    let by_year = |each: &Value| by(patterns::year_key(), each, "By financial year, written 2017-18.");
    let by_period =
        |each: &Value| by(patterns::period_key(), each, "By year (2017-18), quarter (2017-18-Q1) or month (2017-04).");
    json!({
        "money": patterns::money(false),
        "signed-money": patterns::money(true),
        "amounts": by_year(&like("money", "Money in this financial year.")),
        "signed-amounts": by_year(&like("signed-money", "Money in this financial year; may be negative.")),
        "numbers": by_year(&with(number("How many in this financial year."), json!({ "minimum": 0 }))),
        "values": by_period(&number("The value in this period.")),
        "range": number_or_range(),
        "values-or-ranges": by_period(&like("range", "The value in this period, or its range.")),
        "shares": by_period(&with(number("The share in this period."), json!({ "minimum": 0 }))),
        "ratings": by_period(&with(words_of::<Rag>(), json!({ "description": "How this period was rated." }))),
        "date": patterns::date(false),
        "date-or-quarter": patterns::date(true),
        "figure": patterns::figure(),
    })
}
