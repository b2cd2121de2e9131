//! Checks that a figure of the file rests on a clause of the file: no number is cited to a document that does not have it.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::base::Base;
use super::complaint::Complaint;
use super::merge::Namesakes;
use super::older::written;
use super::tree::{Table, Value, entries, join, same, span_of, string};

/// The part of a key and that of the clause it rests on: the bounds of a plausible cost rest on the clause of the cost.
const PLAUSIBLE: (&str, &str) = ("plausible", "cost");
/// Keys that need no clause: names, references, and the years a thing is asked in, which follow the round's.
const FREE: [&str; 15] = [
    "id",
    "key",
    "body",
    "name",
    "of",
    "spending",
    "from",
    "baseline-key",
    "surplus-key",
    "scheme",
    "number",
    "years",
    "target-years",
    "sections",
    "stream",
];
/// Parts of the file that are words about the round.
const WORDS: [&str; 6] = ["id", "name", "years", "clauses", "documents", "not-covered"];

/// Complains of what differs from the base under a clause that is the base's.
pub(super) fn cited(
    (own, older): (&Table<'_>, &[&'static str]),
    base: &Base<'_>,
    merged: &Table<'_>,
    wrong: &mut Vec<Complaint>,
) {
    let clauses = entries(own, "clauses").filter_map(|(entry, _)| string(entry, "id")).collect();
    let mut citing = Citing { base, older, clauses, wrong };
    for (key, value) in own.iter().filter(|(key, _)| !WORDS.contains(&key.get_ref().as_ref())) {
        let key = key.get_ref().as_ref();
        let (base, merged) = (base.table.get(key), merged.get(key));
        citing.value(value, base, merged, None, key);
    }
}

struct Citing<'a> {
    base: &'a Base<'a>,
    /// The floors the file has in the older form.
    older: &'a [&'static str],
    clauses: BTreeSet<&'a str>,
    wrong: &'a mut Vec<Complaint>,
}

impl Citing<'_> {
    fn value(
        &mut self,
        own: &Value<'_>,
        base: Option<&Value<'_>>,
        merged: Option<&Value<'_>>,
        ruling: Option<&str>,
        path: &str,
    ) {
        match own.get_ref() {
            DeValue::Table(own) => {
                let base = base.and_then(|value| value.get_ref().as_table());
                let merged = merged.and_then(|value| value.get_ref().as_table());
                self.table(own, base, merged.unwrap_or(own), ruling, path);
            }
            DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                let [base, merged] = [base, merged].map(|list| {
                    let list = list.and_then(|list| list.get_ref().as_array());
                    list.map(|list| Namesakes::of(list)).unwrap_or_default()
                });
                for item in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    let (before, after) = (base.find(item), merged.find(item));
                    let id = ["id", "key", "body"].into_iter().find_map(|key| string(item, key));
                    let path = id.map_or_else(|| path.to_owned(), |id| join(path, id));
                    self.table(item, before, after.unwrap_or(item), ruling, &path);
                }
            }
            _ => {}
        }
    }

    fn table(
        &mut self,
        own: &Table<'_>,
        base: Option<&Table<'_>>,
        merged: &Table<'_>,
        outer: Option<&str>,
        path: &str,
    ) {
        for (key, value) in own {
            let (place, key) = (span_of(key.span()), key.get_ref().as_ref());
            if FREE.contains(&key) || is_reference(key) {
                continue;
            }
            let before = base.and_then(|base| base.get(key));
            if before.is_some_and(|before| same(before.get_ref(), value.get_ref())) {
                continue;
            }
            let ruling = ruling(key, merged).or(outer);
            let path = join(path, key);
            if value.get_ref().is_table()
                || value.get_ref().as_array().is_some_and(|a| a.iter().any(|i| i.get_ref().is_table()))
            {
                self.value(value, before, merged.get(key), ruling, &path);
            } else if let Some(clause) = ruling.filter(|clause| !self.clauses.contains(clause)) {
                // A clause that is nowhere is reported by itself.
                if self.base.round.clause(clause).is_some() {
                    let message = format!(
                        "`{}` is this file's own, but the clause it stands on, `{clause}`, is that of {}",
                        written(&path, self.older),
                        self.base.round.id
                    );
                    let help = format!(
                        "say here where yours is written: a [[clauses]] entry with id = \"{clause}\", says, at, source and basis; or name another clause"
                    );
                    self.wrong.push(Complaint::new(place, message).help(help));
                }
            }
        }
    }
}

fn is_reference(key: &str) -> bool {
    key == "clause" || key == "counting" || key.ends_with("-clause")
}

/// Returns the clause a key of a table rests on: `uplift` on `uplift-clause`, and a key without such a clause on
/// `clause`.
fn ruling<'t>(key: &str, table: &'t Table<'_>) -> Option<&'t str> {
    if key == "counts" {
        return string(table, "counting");
    }
    let special = table.keys().filter_map(|other| {
        let about = other.get_ref().strip_suffix("-clause")?;
        key.split('-')
            .any(|part| part == about || (part, about) == PLAUSIBLE)
            .then(|| string(table, other.get_ref()))?
    });
    special.into_iter().next().or_else(|| string(table, "clause"))
}
