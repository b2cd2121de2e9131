//! Dotted paths: how findings, waivers, statements and baselines name places in a plan.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError};

use foldhash::{HashMap, HashMapExt};

use super::format;
use super::names::{Entries, Names};
use super::shape::{Entry, Key, Need, Shape, Value};
use super::syntax::{Kind, Tree};
use crate::finding::hex;
use crate::span::NodeId;

/// Returns the dotted path of a node.
pub(super) fn path(names: &Names, tree: &Tree, node: NodeId) -> String {
    let mut segments: Vec<Cow<'_, str>> = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        segments.push(match tree.key(at) {
            Some(key) => segment(&key).into_owned().into(),
            None => {
                entries(names, tree, parent).names.get(&at).map_or_else(|| "?".into(), |name| name.to_string().into())
            }
        });
        at = parent;
    }
    segments.reverse();
    segments.join(".")
}

/// Returns the dotted path of a node, in which an entry without an id is named by the SHA-256 of its required values
/// instead of by its number.
pub(super) fn identity(names: &Names, tree: &Tree, node: NodeId) -> String {
    let mut segments: Vec<String> = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        segments.push(if let Some(key) = tree.key(at) {
            segment(&key).into_owned()
        } else {
            let entries = entries(names, tree, parent);
            let name = entries.identities.get(&at).or_else(|| entries.names.get(&at));
            name.map_or_else(|| "?".into(), ToString::to_string)
        });
        at = parent;
    }
    segments.reverse();
    segments.join(".")
}

/// Returns what to call the figure at `node` in a ledger: the name of the entry that holds it, and its key where the entry
/// has several figures.
pub(super) fn name(names: &Names, tree: &Tree, node: NodeId) -> String {
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        if tree.kind(parent) == Kind::Array && tree.kind(at) == Kind::Table {
            let own = ["name", "id"].iter().find_map(|key| tree.get(at, key)).map(|n| tree.text(n).into_owned());
            // A spend line is called by its scheme's name, a district's line by the district's.
            let called = own.or_else(|| partner_name(names, tree, at)).or_else(|| {
                let scheme = tree.parent(parent)?;
                tree.get(scheme, "name").map(|n| tree.text(n).into_owned())
            });
            return called.unwrap_or_else(|| path(names, tree, at));
        }
        at = parent;
    }
    path(names, tree, node)
}

/// Returns the node a dotted path names, if there is one.
pub(super) fn resolve(names: &Names, tree: &Tree, path: &str) -> Option<NodeId> {
    let mut at = Tree::ROOT;
    for name in split(path)? {
        at = match tree.kind(at) {
            Kind::Table => tree.get(at, name.key.as_deref()?)?,
            Kind::Array => *entries(names, tree, at).nodes.get(&*name.written)?,
            _ => return None,
        };
    }
    Some(at)
}

fn entries(names: &Names, tree: &Tree, list: NodeId) -> Arc<Entries> {
    // A panic elsewhere while the lock was held leaves the names usable.
    let mut lists = names.0.lock().unwrap_or_else(PoisonError::into_inner);
    lists.entry(list).or_insert_with(|| Arc::new(name_entries(tree, list))).clone()
}

/// Returns the name of the partner an entry is about.
fn partner_name(names: &Names, tree: &Tree, entry: NodeId) -> Option<String> {
    let about = ["district", "partner"].iter().find_map(|key| tree.get(entry, key))?;
    let partners = entries(names, tree, tree.get(Tree::ROOT, "partners")?);
    let partner = partners.nodes.get(&*segment(&tree.text(about)))?;
    tree.get(*partner, "name").map(|name| tree.text(name).into_owned())
}

/// Returns what the entries of a list are; nothing for a list the format does not have.
pub(super) fn entry_of(tree: &Tree, list: NodeId) -> Option<&'static Entry> {
    format::entry(&keys_above(tree, list))
}

/// Returns what the format has at a node: one value, or each of the list or series that holds it.
pub(super) fn value_of(tree: &Tree, node: NodeId) -> Option<&'static Value> {
    let mut way = keys_above(tree, node);
    let shape = format::format().at(way.iter().map(String::as_str)).or_else(|| {
        way.pop();
        format::format().at(way.iter().map(String::as_str)).filter(|shape| matches!(shape, Shape::Series(_)))
    });
    match shape? {
        Shape::Value(value) | Shape::List(value) => Some(value),
        Shape::Series(series) => Some(&series.each),
        Shape::Table(_) | Shape::Entries(_) | Shape::Names(_) => None,
    }
}

/// Names the entries of a list.
fn name_entries(tree: &Tree, list: NodeId) -> Entries {
    let entry = entry_of(tree, list);
    let key = entry.and_then(|entry| entry.known_by);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut entries = Entries::default();
    let mut alike: HashMap<String, usize> = HashMap::new();
    for (n, child) in tree.children(list).enumerate() {
        let name: Box<str> = entry_name(tree, child, n, key, &mut seen).into();
        if name.starts_with('#') {
            let own = if tree.kind(child) == Kind::Table {
                let keys = entry.into_iter().flat_map(|entry| &entry.table.keys);
                let required = keys.filter(|key| matches!(key.need, Need::Required | Need::Unless(_)));
                let value = |key: &Key| tree.get(child, key.name).map(|node| tree.text(node).into_owned());
                digest(required.map(|key| value(key).unwrap_or_default()))
            } else {
                digest([tree.text(child).into_owned()])
            };
            let count = alike.entry(own.clone()).or_insert(0);
            *count += 1;
            let own = if *count == 1 { own } else { format!("{own}#{count}") };
            entries.identities.insert(child, own.into());
        }
        entries.nodes.entry(name.clone()).or_insert(child);
        entries.names.insert(child, name);
    }
    entries
}

/// Returns the keys that lead to a list, the outermost first.
fn keys_above(tree: &Tree, list: NodeId) -> Vec<String> {
    let above = std::iter::successors(Some(list), |node| tree.parent(*node));
    let mut keys: Vec<String> = above.filter_map(|node| tree.key(node)).map(Cow::into_owned).collect();
    keys.reverse();
    keys
}

/// Returns the SHA-256 of what an entry must have, in hexadecimal.
fn digest(values: impl IntoIterator<Item = String>) -> String {
    use sha2::Digest;
    let values: Vec<String> = values.into_iter().collect();
    hex(&sha2::Sha256::digest(values.join("\n")))
}

fn entry_name(tree: &Tree, entry: NodeId, n: usize, key: Option<&str>, seen: &mut HashMap<String, usize>) -> String {
    let text =
        |key: &str| tree.get(entry, key).filter(|node| tree.kind(*node) == Kind::String).map(|node| tree.text(node));
    let name = if tree.kind(entry) == Kind::Table { text("id").or_else(|| text(key?)) } else { None };
    let Some(name) = name else { return format!("#{}", n + 1) };
    let name = segment(&name).into_owned();
    let count = seen.entry(name.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { name } else { format!("{name}#{count}") }
}

/// Returns a key as a path writes it: quoted unless it is bare.
pub fn segment(key: &str) -> Cow<'_, str> {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { key.into() } else { format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")).into() }
}

/// A segment of a path.
struct Segment {
    /// The key it means; none where it can only name an entry of a list, the second of its name.
    key: Option<String>,
    /// As findings write it, with no more quotes than it needs.
    written: String,
}

/// Returns the segments of a path; nothing when a quote is not closed or a segment is empty.
fn split(path: &str) -> Option<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut rest = path;
    loop {
        let (key, written, tail) = if let Some(quoted) = rest.strip_prefix('"') {
            let end = closing_quote(quoted)?;
            let key = quoted[..end].replace("\\\"", "\"").replace("\\\\", "\\");
            // The second entry of a quoted name has its number behind the quote.
            let tail = &quoted[end + 1..];
            let number = tail.find('.').unwrap_or(tail.len());
            let written = format!("{}{}", segment(&key), &tail[..number]);
            ((number == 0).then_some(key), written, &tail[number..])
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            (Some(rest[..end].to_owned()), rest[..end].to_owned(), &rest[end..])
        };
        if written.is_empty() {
            return None;
        }
        segments.push(Segment { key, written });
        match tail.strip_prefix('.') {
            Some(more) => rest = more,
            None if tail.is_empty() => return Some(segments),
            None => return None,
        }
    }
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}
