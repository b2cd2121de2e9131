//! The names that the entries of a plan's list go by: their ids, in any letters, and what they are called.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::workbook::format::Leaf;
use crate::workbook::labels::labels;
use crate::workbook::taken::{Told, called};
use crate::workbook::words::folded;
use crate::write::{Node, Value};

/// The names that the entries of a list go by.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The ids as the entries have them, blanks and all.
    own: HashSet<String>,
    ids: BTreeSet<String>,
    /// The id by each of them in any letters; nothing for what means two.
    by_id: HashMap<String, Option<String>>,
    /// The same by the names of the entries.
    by_name: HashMap<String, Option<String>>,
}

impl Known {
    /// Returns what the entries of a list go by.
    pub(super) fn of(list: Option<&Node>) -> Self {
        match list {
            Some(Node::List(entries)) => Self::entries(entries),
            _ => Self::default(),
        }
    }

    /// Returns what these entries go by.
    pub(super) fn entries(entries: &[Node]) -> Self {
        let mut known = Self::default();
        for (label, entry) in labels(entries).into_iter().zip(entries) {
            add(&mut known.by_id, &label, &label);
            if let Some(name) = entry.get("name").and_then(Node::text) {
                add(&mut known.by_name, name, &label);
            }
            known.own.extend(entry.get("id").and_then(Node::text).map(str::to_owned));
            known.ids.insert(label);
        }
        known
    }

    /// Returns the id a text means, with what is told of that; nothing for a text that means none.
    pub(super) fn id(&self, text: &str) -> Option<(String, Option<Told>)> {
        let text = text.trim();
        if self.ids.contains(text) {
            return Some((text.to_owned(), None));
        }
        let wanted = folded(text);
        let id = self.by_id.get(&wanted).cloned().flatten().map(|id| (id, None));
        id.or_else(|| self.by_name.get(&wanted).cloned().flatten().map(|id| (id, Some(Told::Name))))
    }

    /// Returns a value with the ids that its texts mean, or else the words of the list.
    pub(super) fn named(&self, leaf: &Leaf, value: Value) -> (Value, Option<Told>) {
        match value {
            Value::Text(text) => {
                let is_one = leaf.words.contains(&text) || self.own.contains(&text);
                let known = if is_one { None } else { self.id(&text).or_else(|| called(leaf, &text)) };
                known.map_or((Value::Text(text), None), |(id, told)| (Value::Text(id), told))
            }
            Value::List(items) => {
                let items: Vec<_> = items.into_iter().map(|item| self.named(leaf, item)).collect();
                let told = items.iter().find_map(|(_, told)| *told);
                (Value::List(items.into_iter().map(|(item, _)| item).collect()), told)
            }
            other => (other, None),
        }
    }

    /// Returns the ids there are.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }
}

fn add(map: &mut HashMap<String, Option<String>>, text: &str, id: &str) {
    let wanted = folded(text);
    if !wanted.is_empty() {
        map.entry(wanted).and_modify(|known| *known = None).or_insert_with(|| Some(id.to_owned()));
    }
}
