//! One key or section of the format, for somebody who has just met it.

use super::sample::sample;
use super::words::{list_name, need, needed, signed, what, worded};
use crate::check::{Choice, Lists};
use crate::plan::shape::{Key, Names, NamesOf, Shape, Table, WordList};
use crate::plan::{is_misspelt, key_at, keys};
use crate::policy::Round;
use crate::report::text_page::{Medium, Page};
use crate::text::words::capital;

/// Returns what a key or section is, by its dotted path; nothing where the format has none there.
pub fn explain(path: &str, rounds: &[&Round], example: &Round, medium: Medium) -> Option<String> {
    let asked = path;
    let (path, key) = key_at(path).filter(|_| !is_misspelt(path))?;
    let lists = Lists::of(rounds);
    let mut page = Page::new(medium);
    let kind = if key.shape.table().is_some() { "a section of the plan format" } else { "a key of the plan format" };
    page.title(&path, &format!("{kind}; {}", need(key)));
    page.prose(key.says);
    let last = asked.trim_matches(['[', ']']).rsplit('.').next().unwrap_or_default();
    if last != key.name {
        page.prose(&format!("`{last}` is no key of it: in a plan it is a name, a period or a number there."));
    }
    page.heading("What stands there");
    page.prose(&format!("{}.", capital(&what(&key.shape))));
    words(key, &lists, &mut page);
    if let Some(table) = key.shape.table() {
        table_of(&path, table, &lists, &mut page);
    }
    if let Some(text) = sample(&path, example) {
        page.heading(if key.shape.table().is_some() { "Every key of it" } else { "As a plan may write it" });
        page.code(&text);
    }
    Some(page.finish())
}

fn table_of(path: &str, table: &Table, lists: &Lists<'_>, page: &mut Page) {
    let prefix = format!("{path}.");
    let rows: Vec<(String, String)> = keys()
        .into_iter()
        .filter_map(|(path, key)| {
            let below = path.strip_prefix(&prefix)?.to_owned();
            Some((below, format!("{} ({}; {})", key.says, what(&key.shape), need(key))))
        })
        .collect();
    if !rows.is_empty() {
        page.heading("Its keys");
        page.rows(&rows);
    }
    if let Some(names) = &table.others {
        page.heading("Its other keys");
        page.prose(&format!("{}.", capital(&what(&Shape::Names(names.clone())))));
        if let NamesOf::Words(list) = names.of {
            choice(&lists.words(list), Some(list), lists, page);
        }
        negative(names, lists, page);
    }
    for needs in &table.needs {
        page.prose(&needed(needs));
    }
}

/// Says under which names an amount may be negative.
fn negative(names: &Names, lists: &Lists<'_>, page: &mut Page) {
    let signed = signed(names, lists);
    if !signed.is_empty() {
        page.prose(&format!("May be negative: {}.", signed.join(", ")));
    }
}

/// Writes the words that may be the value of a key.
fn words(key: &Key, lists: &Lists<'_>, page: &mut Page) {
    let (title, list, of) = match &key.shape {
        Shape::Names(names) => match names.of {
            NamesOf::Words(list) => (list_name(list), Some(list), lists.words(list)),
            NamesOf::Ids(_) | NamesOf::Any => return,
        },
        shape => match worded(shape) {
            Some(value) => ("The words", value.word_list(), lists.choice(value)),
            None => return,
        },
    };
    if !of.words.is_empty() {
        page.heading(&capital(title));
        choice(&of, list, lists, page);
    }
}

/// Writes the words, each with what people call it and the rounds that have it, where not all have.
fn choice(choice: &Choice<'_>, list: Option<WordList>, lists: &Lists<'_>, page: &mut Page) {
    let row = |word: &&str| {
        let rounds = list.map(|list| lists.only_in(list, word)).unwrap_or_default();
        let name = lists.name(word).unwrap_or_default();
        let says = match (name.is_empty(), rounds.is_empty()) {
            (_, true) => name.to_owned(),
            (true, false) => format!("({})", rounds.join(", ")),
            (false, false) => format!("{name} ({})", rounds.join(", ")),
        };
        ((*word).to_owned(), says)
    };
    page.rows(&choice.words.iter().map(row).collect::<Vec<_>>());
}
