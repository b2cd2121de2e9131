//! Dotted paths: how findings, waivers, statements and baselines name places in a plan.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::{Arc, PoisonError};

use foldhash::{HashMap, HashMapExt};

use super::format;
use super::names::{Entries, Listed, Names, Numbers};
use super::shape::{Entry, Key, Need, Shape, Value};
use super::syntax::{Kind, Tree};
use crate::finding::hex;
use crate::span::NodeId;

/// The room for a path: few are longer.
const PATH: usize = 64;

/// Returns the dotted path of a node.
pub(super) fn path(names: &Names, tree: &Tree, node: NodeId) -> String {
    let mut path = String::with_capacity(PATH);
    for pair in way(tree, node).windows(2) {
        path.push_str(if path.is_empty() { "" } else { "." });
        match tree.key(pair[1]) {
            Some(key) => path.push_str(&segment(&key)),
            None => write_name(names, tree, pair[0], pair[1], &mut path),
        }
    }
    path
}

/// Returns the nodes that lead to a node, the root first and the node itself last.
fn way(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    let mut way = Vec::with_capacity(8);
    way.extend(std::iter::successors(Some(node), |node| tree.parent(*node)));
    way.reverse();
    way
}

/// Returns of these nodes the one with the lowest path.
pub(super) fn lowest(names: &Names, tree: &Tree, mut nodes: impl Iterator<Item = NodeId>) -> Option<NodeId> {
    let mut lowest = way(tree, nodes.next()?);
    for node in nodes {
        let way = way(tree, node);
        if order(names, tree, &way, &lowest).is_lt() {
            lowest = way;
        }
    }
    lowest.last().copied()
}

/// Returns the order of two nodes by their paths, given the ways to them. It is known where the ways part, as a rule, so
/// that the paths need not be made.
fn order(names: &Names, tree: &Tree, a: &[NodeId], b: &[NodeId]) -> Ordering {
    let parted = a.iter().zip(b).find(|(a, b)| a != b);
    let called = |node: NodeId| tree.key(node).or_else(|| Some(tree.text(own_name(tree, node, "id")?)));
    let known = parted.and_then(|(a, b)| {
        let (a, b) = (called(*a)?, called(*b)?);
        // Of two names that begin alike, what follows them in the path decides.
        let decides = is_bare(&a) && is_bare(&b) && !a.starts_with(&*b) && !b.starts_with(&*a);
        decides.then(|| a.cmp(&b))
    });
    let path = |way: &[NodeId]| way.last().map(|node| path(names, tree, *node));
    known.unwrap_or_else(|| path(a).cmp(&path(b)))
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
            let name = entries.identities.get(&at).map(|name| &**name);
            name.or_else(|| entries.names.get(&at).map(|name| &**name)).unwrap_or("?").to_owned()
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
    let listed = lists.entry(list).or_default();
    if listed.all.is_none() {
        let numbers = listed.numbers.get_or_insert_with(|| number_entries(tree, list));
        listed.all = Some(Arc::new(name_entries(tree, list, numbers)));
    }
    listed.all.clone().unwrap_or_default()
}

/// Writes the name of an entry of a list. Entries are named one by one, each by a walk through those before it, until that
/// was as much work as numbering all of them.
fn write_name(names: &Names, tree: &Tree, list: NodeId, entry: NodeId, path: &mut String) {
    let mut lists = names.0.lock().unwrap_or_else(PoisonError::into_inner);
    let Listed { known_by: key, few, walked, size, numbers, .. } = lists.entry(list).or_default();
    let key = *key.get_or_init(|| known_by(tree, list));
    let count = || tree.children(list).count();
    if numbers.is_none() {
        if let Some(name) = few.get(&entry) {
            return path.push_str(name);
        }
        if *walked < *size.get_or_init(count) {
            let (number, before) = lone_number(tree, list, entry, key);
            *walked += before + 1;
            let mut name = String::new();
            write_named(tree, entry, key, number, &mut name);
            path.push_str(&name);
            few.insert(entry, name.into());
            return;
        }
    }
    let numbers = numbers.get_or_insert_with(|| number_entries(tree, list));
    // What is outside of its list, since its header could not be read, comes after all that are in it.
    let outside = || own_text(tree, entry, key).is_none().then(|| size.get_or_init(count) + 1);
    write_named(tree, entry, key, numbers.get(&entry).copied().or_else(outside), path);
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
    format::entry_of(&keys_above(tree, list))
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

/// Returns the key that entries of a list are known by where they have no id, if there is one.
fn known_by(tree: &Tree, list: NodeId) -> Option<&'static str> {
    entry_of(tree, list).and_then(|entry| entry.known_by)
}

/// Numbers the entries of a list that are told apart by numbers.
fn number_entries(tree: &Tree, list: NodeId) -> Numbers {
    let key = known_by(tree, list);
    let mut seen: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(tree.children(list).count());
    let mut numbers = Numbers::default();
    for (n, child) in tree.children(list).enumerate() {
        let Some(name) = own_text(tree, child, key) else {
            numbers.insert(child, n + 1);
            continue;
        };
        let count = seen.entry(name).or_insert(0);
        *count += 1;
        if *count > 1 {
            numbers.insert(child, *count);
        }
    }
    numbers
}

/// Returns the number of one entry of a list, as [`number_entries`] does, from the entries before it, and how many those are.
fn lone_number(tree: &Tree, list: NodeId, entry: NodeId, key: Option<&str>) -> (Option<usize>, usize) {
    let name = own_text(tree, entry, key);
    let (mut before, mut alike) = (0, 0);
    let is_inside = tree.children(list).any(|child| {
        let is_it = child == entry;
        before += usize::from(!is_it);
        alike += usize::from(!is_it && name.is_some() && own_text(tree, child, key) == name);
        is_it
    });
    let number = if name.is_none() { Some(before + 1) } else { (is_inside && alike > 0).then_some(alike + 1) };
    (number, before)
}

/// Writes what an entry of a list is called, given its number.
fn write_named(tree: &Tree, entry: NodeId, key: Option<&str>, number: Option<usize>, name: &mut String) {
    if let Some(own) = own_segment(tree, entry, key) {
        name.push_str(&own);
    }
    if let Some(nth) = number {
        // Writing into a string cannot fail.
        let _ = write!(name, "#{nth}");
    }
}

/// Names the entries of a list.
fn name_entries(tree: &Tree, list: NodeId, numbers: &Numbers) -> Entries {
    let entry = entry_of(tree, list);
    let key = entry.and_then(|entry| entry.known_by);
    let mut entries = Entries::default();
    let mut alike: HashMap<String, usize> = HashMap::new();
    for child in tree.children(list) {
        let mut name = String::new();
        write_named(tree, child, key, numbers.get(&child).copied(), &mut name);
        let name: Arc<str> = name.into();
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
            let own = if *count == 1 { own } else { numbered(&own, *count) };
            entries.identities.insert(child, own.into());
        }
        entries.nodes.entry(name.clone()).or_insert(child);
        entries.names.insert(child, name);
    }
    entries
}

/// Returns what the `nth` entry of a name, from 1, is called.
fn numbered(name: &str, nth: usize) -> String {
    format!("{name}#{nth}")
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

/// Returns where an entry of a list has its name, if that is under this key.
fn own_name(tree: &Tree, entry: NodeId, key: &str) -> Option<NodeId> {
    tree.get(entry, key).filter(|node| tree.kind(*node) == Kind::String)
}

/// Returns the name an entry of a list has, by its id or by the key that entries of the list are known by.
fn own_text<'t>(tree: &'t Tree, entry: NodeId, key: Option<&str>) -> Option<Cow<'t, str>> {
    let name = own_name(tree, entry, "id").or_else(|| own_name(tree, entry, key?))?;
    Some(tree.text(name))
}

/// Returns the same as a segment of a path.
fn own_segment<'t>(tree: &'t Tree, entry: NodeId, key: Option<&str>) -> Option<Cow<'t, str>> {
    Some(match own_text(tree, entry, key)? {
        Cow::Borrowed(name) => segment(name),
        Cow::Owned(name) => segment(&name).into_owned().into(),
    })
}

/// Returns a key as a path writes it: quoted unless it is bare.
pub fn segment(key: &str) -> Cow<'_, str> {
    if is_bare(key) { key.into() } else { format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")).into() }
}

/// Returns whether a path writes a key without quotes.
fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// A segment of a path.
struct Segment {
    /// The key it means; none where it can only name an entry of a list, the second of its name.
    key: Option<String>,
    /// As findings write it, with no more quotes than it needs.
    written: String,
    /// Its bytes in the path.
    bytes: std::ops::Range<usize>,
}

/// Returns the keys of a dotted path, each with its bytes in it, quotes included; nothing where it is not well-formed,
/// and no segment that can only name the second entry of its name.
pub fn path_segments(path: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let segments = split(path).unwrap_or_default();
    segments.into_iter().filter_map(|segment| Some((segment.key?, segment.bytes))).collect()
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
        let start = path.len() - rest.len();
        segments.push(Segment { key, written, bytes: start..path.len() - tail.len() });
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with entries that have names, none, the same, names that begin alike or need quotes, and headers that cannot be
    /// read.
    const TEXTS: [&str; 4] = [
        include_str!("../../plans/leicestershire-2017-19.toml"),
        include_str!("../../plans/example-county.toml"),
        "[[s]]\nid = \"a\"\nl = [{ x = 1 }, 2, [3]]\n[[s]]\nid = \"a\"\n[[s]]\n[[s]]\nid = 5\nname = \"n\"\n[[s]]\nid = \"a-b\"\n\
         l = [{ id = \"a.b\", x = 1 }, { id = \"a\", x = 1 }]\n[[s]]\nid = \"a\"\n[[schemes]]\nname = \"N\"\n[[schemes]]\nname = \"N\"\n",
        "[a b]\nx = 1\n[c d]\nid = \"a\"\n[e]\nid = \"a\"\n[[f g]]\nid = \"a\"\n[[h i]]\ny = { z = 1 }\n[j k]\nl = 1\n",
    ];

    #[test]
    fn an_entry_is_called_alone_as_it_is_among_all() {
        for text in TEXTS {
            let (tree, names) = (Tree::parse(text.to_owned()), Names::default());
            for node in tree.nodes().filter(|node| tree.kind(*node) == Kind::Array) {
                entries(&names, &tree, node);
            }
            // The entries asked for first are named one by one, from the last to the first, and then all are.
            let asked = Names::default();
            let mut nodes: Vec<NodeId> = tree.nodes().collect();
            nodes.reverse();
            for node in nodes {
                let called = path(&names, &tree, node);
                assert_eq!(path(&Names::default(), &tree, node), called);
                assert_eq!(path(&asked, &tree, node), called);
            }
        }
    }

    #[test]
    fn the_lowest_path_is_found_without_making_every_path() {
        for text in TEXTS {
            let (tree, names) = (Tree::parse(text.to_owned()), Names::default());
            let nodes: Vec<NodeId> = tree.nodes().collect();
            for step in [1, 2, 7] {
                for start in 0..nodes.len() {
                    let some = || nodes[start..].iter().copied().step_by(step).take(6);
                    let by_path = some().min_by_key(|node| path(&names, &tree, *node));
                    let path = |node: Option<NodeId>| path(&names, &tree, node.unwrap());
                    assert_eq!(path(lowest(&names, &tree, some())), path(by_path), "{start} {step}");
                }
            }
        }
    }
}
