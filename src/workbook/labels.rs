//! The names of the rows of one sheet on another: by their ids, as paths call them.

use std::collections::{HashMap, HashSet};

use super::format::Sheet;
use super::sheets::Shape;
use crate::write::Node;

/// Returns a label for each of these entries, no two alike: the id, `id#2` for the second of an id, `#3` for the third
/// entry if it has none.
pub(super) fn labels(entries: &[Node]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut labels = Vec::with_capacity(entries.len());
    for (n, entry) in entries.iter().enumerate() {
        // A metric is known by its kind where it has no id.
        let id = ["id", "kind"].iter().find_map(|key| entry.get(key)?.text()).unwrap_or_default().trim();
        let count = counts.entry(id).or_insert(0);
        let label = loop {
            *count += 1;
            let label = match (id, *count) {
                ("", count) => format!("#{}", n + count),
                (id, 1) => id.to_owned(),
                (id, count) => format!("{id}#{count}"),
            };
            if taken.insert(label.clone()) {
                break label;
            }
        };
        if id.is_empty() {
            *count = 0;
        }
        labels.push(label);
    }
    labels
}

/// Returns the path of the list whose entries a sheet's rows belong to, and the header of the column that says to
/// which.
pub(super) fn owner(sheet: &Sheet) -> Option<(&[String], &'static str)> {
    match sheet.shape {
        Shape::Nested(of) => Some((&sheet.path[..sheet.path.len() - 1], of)),
        Shape::Series(of) => Some((&sheet.path, of)),
        Shape::Form | Shape::Table => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_entries_have_one_label() {
        let entry = |toml: &str| Node::parse(toml).unwrap();
        let entries =
            ["{ id = \"a\" }", "{ id = \"a\" }", "{}", "{ kind = \"b\" }", "{ id = \"a#2\" }", "{ id = \"a\" }"];
        let labels = labels(&entries.map(entry));
        assert_eq!(labels, ["a", "a#2", "#3", "b", "a#2#2", "a#3"]);
    }
}
