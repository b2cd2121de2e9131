//! Lays a file over the round it extends.

use foldhash::HashMap;
use toml::Spanned;
use toml::de::{DeArray, DeValue};

use super::base::Base;
use super::complaint::Complaint;
use super::older::steps;
use super::tree::{Table, Value, identity, is_inherited, string};
use crate::span::Span;

/// Lists whose entries take each other's place whole.
const WHOLE: [&str; 2] = ["clauses", "documents"];

/// Returns the tables of `base` without what is left out.
pub(super) fn left<'x>(base: &Base<'x>, without: &[(String, Span)], wrong: &mut Vec<Complaint>) -> Table<'x> {
    let mut table = base.table.clone();
    for (path, span) in without {
        let steps = steps(path, &base.table);
        if let Err((step, known)) = leave_out(&mut table, &steps) {
            let message = format!("there is no `{path}` in {} to leave out", base.round.id);
            wrong.push(Complaint::new(*span, message).unknown(&step, known));
        }
    }
    table
}

/// Removes what a path leads to. Where it leads nowhere, returns the step that fails and the steps that would not.
fn leave_out(table: &mut Table<'_>, steps: &[&str]) -> Result<(), (String, Vec<String>)> {
    let [first, rest @ ..] = steps else { return Ok(()) };
    let keys = |table: &Table<'_>| table.keys().map(|key| key.get_ref().to_string()).collect();
    let Some(value) = table.get_mut(*first) else { return Err(((*first).to_owned(), keys(table))) };
    if rest.is_empty() {
        table.remove(*first);
        return Ok(());
    }
    match value.get_mut() {
        DeValue::Table(inner) => leave_out(inner, rest),
        DeValue::Array(items) => leave_entry_out(items, rest),
        _ => Err((rest.join("."), Vec::new())),
    }
}

fn leave_entry_out(items: &mut DeArray<'_>, steps: &[&str]) -> Result<(), (String, Vec<String>)> {
    let [id, rest @ ..] = steps else { return Ok(()) };
    let names = |items: &[Value<'_>], by: &str| -> Vec<String> {
        items.iter().filter_map(|item| string(item.get_ref().as_table()?, by)).map(str::to_owned).collect()
    };
    let Some(by) = identity(items) else { return Err(((*id).to_owned(), Vec::new())) };
    let is = |item: &Value<'_>| item.get_ref().as_table().and_then(|table| string(table, by)) == Some(*id);
    let Some(n) = items.iter().position(is) else { return Err(((*id).to_owned(), names(items, by))) };
    if rest.is_empty() {
        let mut n = (0..items.len()).map(|at| at != n);
        let kept = std::mem::replace(items, DeArray::new()).into_iter().filter(|_| n.next().unwrap_or(true));
        *items = kept.collect();
        return Ok(());
    }
    match items.get_mut(n).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) => leave_out(inner, rest),
        _ => Err((rest.join("."), Vec::new())),
    }
}

/// Lays the tables of a file over those of the round it extends, key by key.
pub(super) fn lay_over<'x>(base: &mut Table<'x>, own: Table<'x>) {
    for (key, value) in own {
        let whole = WHOLE.contains(&key.get_ref().as_ref());
        let value = match base.remove(key.get_ref().as_ref()) {
            Some(inherited) => over(inherited, value, whole),
            None => value,
        };
        base.insert(key, value);
    }
}

/// Returns `own` in the place of `inherited`, or laid over it where both are tables or lists of tables.
fn over<'x>(inherited: Value<'x>, own: Value<'x>, whole: bool) -> Value<'x> {
    let place = own.span();
    match (inherited.into_inner(), own.into_inner()) {
        (DeValue::Table(mut base), DeValue::Table(own)) => {
            lay_over(&mut base, own);
            Spanned::new(place, DeValue::Table(base))
        }
        (DeValue::Array(base), DeValue::Array(own)) => match identity(&base) {
            Some(by) if own.iter().all(|item| item.get_ref().is_table()) => {
                Spanned::new(place, DeValue::Array(lists(base, own, by, whole)))
            }
            _ => Spanned::new(place, DeValue::Array(own)),
        },
        (_, own) => Spanned::new(place, own),
    }
}

/// Returns the inherited entries in their order, with the file's entries in the place of their namesakes or after them.
fn lists<'x>(base: DeArray<'x>, own: DeArray<'x>, by: &str, whole: bool) -> DeArray<'x> {
    let mut items: Vec<Value<'x>> = base.into_iter().collect();
    let id_of = |item: &Value<'_>| item.get_ref().as_table().and_then(|table| string(table, by)).map(str::to_owned);
    let inherited = items.iter().enumerate().filter(|(_, item)| is_inherited(item));
    let mut inherited: HashMap<String, usize> = inherited.filter_map(|(n, item)| Some((id_of(item)?, n))).collect();
    for item in own {
        // A second entry of the file with one id is no namesake: it is reported later as there twice.
        match id_of(&item).and_then(|id| inherited.remove(&id)) {
            Some(n) if whole => items[n] = item,
            Some(n) => {
                let inherited = std::mem::replace(&mut items[n], Spanned::new(0..0, DeValue::Boolean(false)));
                items[n] = over(inherited, item, false);
            }
            None => items.push(item),
        }
    }
    items.into_iter().collect()
}

/// The entries of a list by what identifies them: those that entries of a file were laid over, or became.
#[derive(Default)]
pub(super) struct Namesakes<'t, 'x> {
    by: &'static str,
    entries: HashMap<&'t str, &'t Table<'x>>,
}

impl<'t, 'x> Namesakes<'t, 'x> {
    /// Returns the entries of a list; none where nothing tells them apart.
    pub(super) fn of(list: &'t [Value<'x>]) -> Self {
        let Some(by) = identity(list) else { return Self::default() };
        let tables = list.iter().filter_map(|item| item.get_ref().as_table());
        Self { by, entries: tables.filter_map(|table| Some((string(table, by)?, table))).collect() }
    }

    /// Finds the entry that goes by what `own` goes by.
    pub(super) fn find(&self, own: &Table<'_>) -> Option<&'t Table<'x>> {
        self.entries.get(string(own, self.by)?).copied()
    }
}
