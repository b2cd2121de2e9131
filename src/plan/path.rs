//! Dotted paths: how findings, waivers, statements and baselines name places in a plan.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt};

use super::syntax::{Kind, Tree};
use crate::finding::hex;
use crate::span::NodeId;

/// The collections whose entries are known by another key than `id`: the list's key and the entry's key.
pub const LISTS: [(&str, &str); 9] = [
    ("sign_offs", "partner"),
    ("engagement", "partner"),
    ("shares", "partner"),
    ("spend", "source"),
    ("districts", "district"),
    ("changes", "change"),
    ("metrics", "kind"),
    ("evidence", "for"),
    ("waivers", "rule"),
];

/// The segments of list entries, found list by list when a path through one is asked for: a plan without findings never
/// pays, and one with few pays for the lists they are in.
#[derive(Debug, Default)]
pub(super) struct Names(Mutex<HashMap<NodeId, Arc<Entries>>>);

/// The names of a list's entries, both ways.
#[derive(Debug, Default)]
struct Entries {
    names: HashMap<NodeId, Box<str>>,
    /// What an entry without an id goes by whatever its number.
    identities: HashMap<NodeId, Box<str>>,
    nodes: HashMap<Box<str>, NodeId>,
}

impl Names {
    /// The dotted path of a node.
    pub(super) fn path(&self, tree: &Tree, node: NodeId) -> String {
        let mut segments: Vec<Cow<'_, str>> = Vec::new();
        let mut at = node;
        while let Some(parent) = tree.parent(at) {
            segments.push(match tree.key(at) {
                Some(key) => segment(&key).into_owned().into(),
                None => {
                    self.entries(tree, parent).names.get(&at).map_or_else(|| "?".into(), |name| name.to_string().into())
                }
            });
            at = parent;
        }
        segments.reverse();
        segments.join(".")
    }

    /// Returns the dotted path of a node, in which an entry without an id goes by what it must have instead of its number.
    pub(super) fn identity(&self, tree: &Tree, node: NodeId) -> String {
        let mut segments: Vec<String> = Vec::new();
        let mut at = node;
        while let Some(parent) = tree.parent(at) {
            segments.push(if let Some(key) = tree.key(at) {
                segment(&key).into_owned()
            } else {
                let entries = self.entries(tree, parent);
                let name = entries.identities.get(&at).or_else(|| entries.names.get(&at));
                name.map_or_else(|| "?".into(), ToString::to_string)
            });
            at = parent;
        }
        segments.reverse();
        segments.join(".")
    }

    /// What to call the figure at `node` in a ledger: the name of the entry that holds it, and its key where the entry
    /// has several figures.
    pub(super) fn name(&self, tree: &Tree, node: NodeId) -> String {
        let mut at = node;
        while let Some(parent) = tree.parent(at) {
            if tree.kind(parent) == Kind::Array && tree.kind(at) == Kind::Table {
                let own = ["name", "id"].iter().find_map(|key| tree.get(at, key)).map(|n| tree.text(n).into_owned());
                // A spend line has no name, its scheme has; a district's line has none, the district has.
                let named = own.or_else(|| partner_name(tree, at)).or_else(|| {
                    let scheme = tree.parent(parent)?;
                    tree.get(scheme, "name").map(|n| tree.text(n).into_owned())
                });
                return named.unwrap_or_else(|| self.path(tree, at));
            }
            at = parent;
        }
        self.path(tree, node)
    }

    /// The node a dotted path names, if there is one.
    pub(super) fn resolve(&self, tree: &Tree, path: &str) -> Option<NodeId> {
        let mut at = Tree::ROOT;
        for name in split(path)? {
            at = match tree.kind(at) {
                Kind::Table => tree.get(at, name.key.as_deref()?)?,
                Kind::Array => *self.entries(tree, at).nodes.get(&*name.written)?,
                _ => return None,
            };
        }
        Some(at)
    }

    fn entries(&self, tree: &Tree, list: NodeId) -> Arc<Entries> {
        // A panic elsewhere leaves the names as good as they were.
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.entry(list).or_insert_with(|| Arc::new(name_entries(tree, list))).clone()
    }
}

/// The name of the partner an entry is about.
fn partner_name(tree: &Tree, entry: NodeId) -> Option<String> {
    let about = ["district", "partner"].iter().find_map(|key| tree.get(entry, key))?;
    let id = tree.text(about);
    let is = |partner: &NodeId| tree.get(*partner, "id").is_some_and(|known| tree.text(known) == id);
    let partner = tree.get(Tree::ROOT, "partners").and_then(|partners| tree.children(partners).find(is));
    partner.and_then(|partner| tree.get(partner, "name")).map(|name| tree.text(name).into_owned())
}

/// Name the entries of a list.
fn name_entries(tree: &Tree, list: NodeId) -> Entries {
    let name = tree.key(list);
    let key = name.and_then(|name| LISTS.iter().find(|(list, _)| **list == *name)).map(|(_, key)| *key);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut entries = Entries::default();
    let mut required = None;
    let mut alike: HashMap<String, usize> = HashMap::new();
    for (n, child) in tree.children(list).enumerate() {
        let name: Box<str> = entry_name(tree, child, n, key, &mut seen).into();
        if name.starts_with('#') {
            let own = if tree.kind(child) == Kind::Table {
                let required = required.get_or_insert_with(|| required_keys(&keys_above(tree, list)));
                let value = |key: &String| tree.get(child, key).map(|node| tree.text(node).into_owned());
                digest(required.iter().map(|key| value(key).unwrap_or_default()))
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

/// The keys that lead to a list, the outermost first.
fn keys_above(tree: &Tree, list: NodeId) -> Vec<String> {
    let above = std::iter::successors(Some(list), |node| tree.parent(*node));
    let mut keys: Vec<String> = above.filter_map(|node| tree.key(node)).map(Cow::into_owned).collect();
    keys.reverse();
    keys
}

/// Returns the keys an entry of a list must have, as the reader itself asks for them: it is given an empty one.
fn required_keys(list: &[String]) -> Vec<String> {
    let headers = (1..=list.len()).map(|depth| {
        let path: Vec<_> = list[..depth].iter().map(|key| segment(key)).collect();
        format!("[[{}]]\n", path.join("."))
    });
    let empty = super::Plan::read(headers.collect());
    let missing = empty.complaints.iter().filter(|complaint| complaint.kind == super::ComplaintKind::MissingKey);
    let keys = missing.filter_map(|complaint| match &complaint.at {
        super::Place::Absent(node, key) if keys_above(&empty.tree, *node).len() == list.len() => Some(key.clone()),
        _ => None,
    });
    keys.collect()
}

/// The SHA-256 of what an entry must have, in hexadecimal.
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

/// A key as a path writes it: quoted unless it is bare.
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

/// The segments of a path; nothing when a quote is not closed or a segment is empty.
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
