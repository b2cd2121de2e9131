//! The values of an entry or a section of a plan.

use crate::period::Period;
use crate::workbook::format::{Key, Kind, Leaf, RAW, Sheet, Sort};
use crate::write::{Node, Value};

/// A value of a plan with the way to it from its sheet's section or entry.
pub(super) struct Found<'a> {
    pub(super) path: Vec<String>,
    pub(super) period: Option<&'a str>,
    pub(super) leaf: &'a Leaf,
    pub(super) value: &'a Node,
}

/// The columns of a table, by path and period.
pub(super) type Slot = (Vec<String>, Option<Period>);

/// Offers the rows of known names and of keys without a period on a form, such as the streams of the allocations.
pub(super) fn named<'f>(kind: &'f Kind, path: &mut Vec<String>, offer: &mut dyn FnMut(Vec<String>, &'f Leaf)) {
    let below = match kind {
        Kind::By { each, .. } => return offer(path.clone(), each),
        Kind::Names { known, .. } | Kind::Table(known) => known,
        Kind::Leaf(_) | Kind::Entries(_) => return,
    };
    for key in below {
        path.push(key.name.clone());
        named(&key.kind, path, offer);
        path.pop();
    }
}

pub(super) static TEXT: Leaf = Leaf::of(Sort::Text);

pub(super) fn text(text: &str) -> Node {
    Node::Value(Value::Text(text.to_owned()))
}

pub(super) fn period(found: &Found<'_>) -> Option<Period> {
    found.period.and_then(Period::parse)
}

pub(super) fn slot(found: &Found<'_>) -> Slot {
    (found.path.clone(), period(found))
}

/// Returns the way to a value from the top of the plan.
pub(super) fn full(way: &[String], found: &Found<'_>) -> Vec<String> {
    let period = found.period.map(str::to_owned);
    way.iter().chain(&found.path).cloned().chain(period).collect()
}

/// Returns everything an entry or a section says on this sheet.
pub(super) fn values<'a>(sheet: &'a Sheet, node: &'a Node) -> Vec<Found<'a>> {
    let mut out = Vec::new();
    for (name, node) in node.entries() {
        let key = sheet.keys.iter().find(|key| key.name == *name);
        if let Some(kind) = key.map(|key| &key.kind).or(sheet.each.as_ref()) {
            collect(kind, node, &mut vec![name.clone()], &mut out);
        }
    }
    out
}

pub(super) fn collect<'a>(kind: &'a Kind, node: &'a Node, path: &mut Vec<String>, out: &mut Vec<Found<'a>>) {
    let whole = |leaf| Found { path: path.clone(), period: None, leaf, value: node };
    match (kind, node) {
        (Kind::Leaf(leaf), _) => out.push(whole(leaf)),
        (Kind::Entries(_), Node::List(_)) => {}
        (Kind::By { each, .. }, Node::Table(entries)) if !entries.is_empty() => {
            out.extend(entries.iter().map(|(key, value)| Found {
                path: path.clone(),
                period: Some(key),
                leaf: each,
                value,
            }));
        }
        (Kind::Names { known, .. } | Kind::Table(known), Node::Table(entries)) if !entries.is_empty() => {
            for (name, node) in entries {
                let each = match kind {
                    Kind::Names { each, .. } => Some(&**each),
                    _ => None,
                };
                let Some(kind) = known.iter().find(|key| key.name == *name).map(|key| &key.kind).or(each) else {
                    continue;
                };
                path.push(name.clone());
                collect(kind, node, path, out);
                path.pop();
            }
        }
        _ => out.push(whole(&RAW)),
    }
}

/// Returns the leaf of a found value for as long as its sheet lives.
pub(super) fn leaf_of<'f>(sheet: &'f Sheet, found: &Found<'_>) -> &'f Leaf {
    let mut kind = sheet.keys.iter().find(|key| Some(&key.name) == found.path.first()).map(|key| &key.kind);
    kind = kind.or(sheet.each.as_ref());
    for name in found.path.iter().skip(1) {
        kind = match kind {
            Some(Kind::Names { known, each }) => {
                Some(known.iter().find(|key| key.name == *name).map_or(&**each, |key| &key.kind))
            }
            Some(Kind::Table(keys)) => keys.iter().find(|key| key.name == *name).map(|key| &key.kind),
            _ => None,
        };
    }
    match kind {
        Some(Kind::Leaf(leaf)) => leaf,
        Some(Kind::By { each, .. }) if found.period.is_some() => each,
        _ => &RAW,
    }
}

/// Returns the key a path leads to; of a name that is not known the table that holds it.
pub(super) fn find<'k>(keys: &'k [Key], path: &[String]) -> Option<&'k Key> {
    let (first, rest) = path.split_first()?;
    let key = keys.iter().find(|key| key.name == *first)?;
    let below = match &key.kind {
        Kind::Names { known, .. } | Kind::Table(known) if !rest.is_empty() => known,
        _ => return Some(key),
    };
    find(below, rest).or(Some(key))
}
