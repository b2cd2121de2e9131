//! Sections as a plan may write them: every key with a value that can be read.

use std::fmt::Write;

use crate::check::{Lists, for_a_person};
use crate::plan::shape::{Key, Names, NamesOf, Shape, Sign, Table, Target, Value, WordList};
use crate::plan::{key_at, segment};
use crate::policy::Round;

/// Returns a section with every key, or one key, as a plan of `round` may write it; nothing where the path leads to none.
/// The shape is sound and the words are the round's; what it says is made up.
pub fn sample(path: &str, round: &Round) -> Option<String> {
    let (path, key) = key_at(path)?;
    let sample = Sample { lists: Lists::of(&[round]), year: round.first_year().to_string(), round };
    let mut out = String::new();
    match &key.shape {
        Shape::Table(_) | Shape::Entries(_) => sample.section(key, &path, &mut out),
        _ => sample.line(key, &mut out),
    }
    Some(out)
}

struct Sample<'r> {
    lists: Lists<'r>,
    year: String,
    round: &'r Round,
}

impl Sample<'_> {
    fn section(&self, key: &Key, path: &str, out: &mut String) {
        match &key.shape {
            Shape::Table(table) => {
                let _ = writeln!(out, "[{path}]");
                self.table(table, path, out);
            }
            Shape::Entries(entry) => {
                let _ = writeln!(out, "[[{path}]]");
                self.table(&entry.table, path, out);
            }
            _ => self.line(key, out),
        }
    }

    /// Writes the keys of a table; its own tables and lists of them behind the others, as TOML wants it.
    fn table(&self, table: &Table, path: &str, out: &mut String) {
        let (inside, own): (Vec<&Key>, Vec<&Key>) = table.keys.iter().partition(|key| key.shape.table().is_some());
        for key in own {
            self.line(key, out);
        }
        if let Some(names) = &table.others {
            for name in self.words(names.of) {
                let _ = writeln!(out, "{} = {}", segment(&name), self.inline(&names.each));
            }
        }
        for key in inside {
            let _ = writeln!(out);
            self.section(key, &format!("{path}.{}", key.name), out);
        }
    }

    fn line(&self, key: &Key, out: &mut String) {
        match &key.shape {
            Shape::Names(names) => self.names(key.name, names, out),
            shape => {
                let _ = writeln!(out, "{} = {}", key.name, self.inline(shape));
            }
        }
    }

    fn names(&self, key: &str, names: &Names, out: &mut String) {
        for name in self.words(names.of) {
            let _ = match &names.each {
                Shape::Names(inner) => {
                    self.names(&format!("{key}.{}", segment(&name)), inner, out);
                    Ok(())
                }
                each => writeln!(out, "{key}.{} = {}", segment(&name), self.inline(each)),
            };
        }
    }

    /// Returns a few of the names a table may have for keys.
    fn words(&self, of: NamesOf) -> Vec<String> {
        let words = match of {
            NamesOf::Words(list) => self.lists.words(list).words,
            NamesOf::Ids(Target::Partner) => vec![NAME],
            NamesOf::Ids(_) | NamesOf::Any => Vec::new(),
        };
        let few: Vec<String> = words.into_iter().take(2).map(str::to_owned).collect();
        if few.is_empty() { vec![NAME.to_owned()] } else { few }
    }

    fn inline(&self, shape: &Shape) -> String {
        match shape {
            Shape::Value(value) => self.value(value),
            Shape::List(value) => format!("[{}]", self.value(value)),
            Shape::Series(series) => format!("{{ {} = {} }}", self.year, self.value(&series.each)),
            Shape::Table(_) | Shape::Entries(_) | Shape::Names(_) => "{}".to_owned(),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Text => "\"…\"".to_owned(),
            Value::Coded { sample, .. } => format!("\"{sample}\""),
            Value::Id => format!("\"{NAME}\""),
            Value::RoundWord { list: WordList::Rounds, .. } => format!("\"{}\"", self.round.id),
            Value::Word(_) | Value::RoundWord { .. } => self.word(value, "other"),
            Value::Reference { to, .. } => match to {
                Target::Partner | Target::Scheme => format!("\"{NAME}\""),
                Target::Source | Target::Metric | Target::Rule => self.word(value, NAME),
                Target::Clause => format!("\"{}\"", for_a_person(self.round).first().unwrap_or(&NAME)),
                Target::Place | Target::Scope => format!("\"schemes.{NAME}.spend.{NAME}.amount.{}\"", self.year),
            },
            Value::Truth => "true".to_owned(),
            Value::Number | Value::NumberOrRange | Value::Count => "12.5".to_owned(),
            Value::Score => "3".to_owned(),
            Value::Version(version) => version.to_string(),
            Value::Money(Sign::Never | Sign::Always | Sign::Where(..)) => "1_200".to_owned(),
            Value::Date { .. } => format!("{}-09-11", &self.year[..4]),
            Value::Year => format!("\"{}\"", self.year),
            Value::Figure => "\"£1,200\"".to_owned(),
        }
    }

    fn word(&self, value: &Value, otherwise: &str) -> String {
        format!("\"{}\"", self.lists.choice(value).words.first().copied().unwrap_or(otherwise))
    }
}

/// The name of every entry in samples.
const NAME: &str = "a-name";
