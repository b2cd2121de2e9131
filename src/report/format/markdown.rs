//! The whole reference, in Markdown.

use std::io::{self, Write};

use super::sample::sample;
use super::words::{need, needed, signed, what, worded};
use crate::check::{Choice, Lists};
use crate::plan::shape::{Key, NamesOf, Shape, Table, Value, WordList};
use crate::plan::{format, keys};
use crate::policy::Round;

/// Writes the reference of the format, with the words of these rounds and samples of one of them.
///
/// # Errors
/// When `out` cannot be written.
pub fn markdown(rounds: &[&Round], example: &Round, out: &mut dyn Write) -> io::Result<()> {
    contents(&|name| format!("#{name}"), out)?;
    for key in &format().keys {
        writeln!(out, "\n## {}", key.name)?;
        whole_section(key, rounds, example, out)?;
    }
    Ok(())
}

/// Writes the sections of the format as a table, each with a link to where it is told of.
///
/// # Errors
/// When `out` cannot be written.
pub fn contents(link: &dyn Fn(&str) -> String, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# The plan format\n")?;
    writeln!(out, "A plan is one TOML file. It has these sections; `[[…]]` may stand several times.\n")?;
    writeln!(out, "| section | what it is |\n|---|---|")?;
    for key in &format().keys {
        writeln!(out, "| [`{}`]({}) | {} |", header(key.name, &key.shape), link(key.name), key.says)?;
    }
    Ok(())
}

/// Writes all that is to be known of a section below its heading.
///
/// # Errors
/// When `out` cannot be written.
pub fn whole_section(key: &Key, rounds: &[&Round], example: &Round, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n`{}`: {}", header(key.name, &key.shape), key.says)?;
    if let Some(table) = key.shape.table() {
        section(key.name, table, &Lists::of(rounds), out)?;
    }
    if let Some(sample) = sample(key.name, example) {
        writeln!(out, "\nEvery key, as a plan of {} may write it:\n\n```toml\n{}```", example.id, sample)?;
    }
    Ok(())
}

/// Returns a section's header as plans write it.
fn header(path: &str, shape: &Shape) -> String {
    if matches!(shape, Shape::Entries(_)) { format!("[[{path}]]") } else { format!("[{path}]") }
}

/// Writes the keys of a section, those of the tables inside it by their paths.
fn section(name: &str, table: &Table, lists: &Lists<'_>, out: &mut dyn Write) -> io::Result<()> {
    let prefix = format!("{name}.");
    let own: Vec<(String, &Key)> = keys().into_iter().filter(|(path, _)| path.starts_with(&prefix)).collect();
    if !own.is_empty() {
        writeln!(out, "\n| key | what stands there | | what it is for |\n|---|---|---|---|")?;
    }
    for (path, key) in &own {
        let below = path.strip_prefix(&prefix).unwrap_or(path);
        writeln!(out, "| `{below}` | {} | {} | {} |", what(&key.shape), need(key), key.says)?;
    }
    if let Some(names) = &table.others {
        let says = what(&Shape::Names(names.clone()));
        writeln!(out, "\nAny other key of the section is one of {says}.")?;
        if let NamesOf::Words(list) = names.of {
            words_of(&lists.words(list), Some(list), lists, out)?;
        }
        let signed = signed(names, lists);
        if !signed.is_empty() {
            writeln!(out, "\nMay be negative: {}.", signed.join(", "))?;
        }
    }
    for needs in &table.needs {
        writeln!(out, "\n{}", needed(needs))?;
    }
    for (path, key) in &own {
        let below = path.strip_prefix(&prefix).unwrap_or(path);
        let value = worded(&key.shape).filter(|value| !matches!(value, Value::Reference { .. }));
        let (list, choice) = match (&key.shape, value) {
            (Shape::Names(names), _) => match names.of {
                NamesOf::Words(list) => (Some(list), lists.words(list)),
                NamesOf::Ids(_) | NamesOf::Any => (None, Choice::default()),
            },
            (_, Some(value)) => (value.word_list(), lists.choice(value)),
            _ => (None, Choice::default()),
        };
        if !choice.words.is_empty() {
            write!(out, "\nWords of `{below}`:")?;
            words_of(&choice, list, lists, out)?;
        }
    }
    Ok(())
}

/// Writes the words of a list, each with what people call it and the rounds that have it, where not all have.
fn words_of(choice: &Choice<'_>, list: Option<WordList>, lists: &Lists<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for word in &choice.words {
        let name = lists.name(word).map_or_else(String::new, |name| format!(": {name}"));
        let rounds = list.map(|list| lists.only_in(list, word)).unwrap_or_default();
        let rounds = if rounds.is_empty() { String::new() } else { format!(" ({})", rounds.join(", ")) };
        writeln!(out, "- `{word}`{name}{rounds}")?;
    }
    Ok(())
}
