//! Sources, schemes and metrics: which are new, which are gone, and what of the others changed.

use std::collections::BTreeMap;

use super::changes::{Change, Meaning, Pair, Trees, Value};
use crate::money::Money;
use crate::period::Year;
use crate::plan::syntax::Tree;
use crate::plan::{Amounts, List};
use crate::span::NodeId;

/// The changes to the entries of one section.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// Only the new plan has them.
    pub added: Vec<WholeEntry>,
    /// Only the old plan has them.
    pub removed: Vec<WholeEntry>,
    /// Both have them, and they differ.
    pub changed: Vec<Changed>,
}

impl Entries {
    /// Returns whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// An entry only one plan has.
#[derive(Debug, PartialEq, Eq)]
pub struct WholeEntry {
    /// Its id; of a metric its key; else its place in the list.
    pub id: String,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its figures: amounts by year, targets by period.
    pub figures: Vec<(String, Value)>,
}

/// An entry both plans have.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its id; of a metric its key; else its place in the list.
    pub id: String,
    /// Its name in the new plan, if it has one.
    pub name: Option<String>,
    /// The differences; paths are below the entry.
    pub changes: Vec<Change>,
}

type Figures = fn(&Meaning<'_>, NodeId) -> Vec<(String, Value)>;

/// Returns `[[sources]]`, with their amounts.
pub(super) fn sources(trees: &Trees<'_>) -> Entries {
    entries(trees, "sources", |meaning, entry| {
        let source = at(&meaning.plan.sources, entry, |source| source.node);
        by_year(source.map(|source| &source.amount))
    })
}

/// Returns `[[schemes]]`, with the sums of their lines.
pub(super) fn schemes(trees: &Trees<'_>) -> Entries {
    entries(trees, "schemes", |meaning, entry| {
        let scheme = at(&meaning.plan.schemes, entry, |scheme| scheme.node);
        by_year(scheme.into_iter().flat_map(|scheme| &scheme.spend).map(|line| &line.amount))
    })
}

/// Returns `[[metrics]]`, with their targets.
pub(super) fn metrics(trees: &Trees<'_>) -> Entries {
    entries(trees, "metrics", |meaning, entry| {
        let metric = at(&meaning.plan.metrics, entry, |metric| metric.node);
        let targets = metric.into_iter().flat_map(|metric| metric.target.readable());
        targets.map(|(period, number, _)| (period.to_string(), Value::Number(number.value))).collect()
    })
}

/// Returns the entry of a list at a node. Entries are in the order of their nodes.
fn at<T>(list: &List<T>, node: NodeId, of: impl Fn(&T) -> NodeId) -> Option<&T> {
    list.items.get(list.items.partition_point(|item| of(item) < node)).filter(|item| of(item) == node)
}

fn by_year<'a>(amounts: impl IntoIterator<Item = &'a Amounts>) -> Vec<(String, Value)> {
    let mut sums: BTreeMap<Year, Money> = BTreeMap::new();
    for (year, amount, _) in amounts.into_iter().flat_map(Amounts::readable) {
        *sums.entry(year).or_default() += amount.pounds;
    }
    sums.into_iter().map(|(year, sum)| (year.to_string(), Value::Money(sum))).collect()
}

fn entries(trees: &Trees<'_>, section: &str, figures: Figures) -> Entries {
    let list = |meaning: &Meaning<'_>| meaning.plan.tree.get(Tree::ROOT, section);
    let mut out = Entries::default();
    for pair in trees.pairs((list(&trees.old), list(&trees.new))) {
        match pair {
            (Some(old), None) => out.removed.push(entry(&trees.old, section, old, figures)),
            (None, Some(new)) => out.added.push(entry(&trees.new, section, new, figures)),
            (_, Some(new)) => out.changed.extend(changed(trees, section, pair, new)),
            (None, None) => {}
        }
    }
    out
}

fn entry(meaning: &Meaning<'_>, section: &str, node: NodeId, figures: Figures) -> WholeEntry {
    WholeEntry { id: id(meaning, section, node), name: name(meaning, node), figures: figures(meaning, node) }
}

fn changed(trees: &Trees<'_>, section: &str, pair: Pair, new: NodeId) -> Option<Changed> {
    let mut changes = Vec::new();
    trees.compare(pair, &mut changes);
    let whole =
        |meaning: &Meaning<'_>, node: Option<NodeId>| node.map(|node| format!("{}.", meaning.plan.path_of(node)));
    let above: Vec<String> = [whole(&trees.new, pair.1), whole(&trees.old, pair.0)].into_iter().flatten().collect();
    for change in &mut changes {
        if let Some(below) = above.iter().find_map(|above| change.path.strip_prefix(above.as_str())) {
            change.path = below.to_owned();
        }
    }
    (!changes.is_empty()).then(|| Changed { id: id(&trees.new, section, new), name: name(&trees.new, new), changes })
}

/// Returns an entry's path below its section.
fn id(meaning: &Meaning<'_>, section: &str, node: NodeId) -> String {
    let path = meaning.plan.path_of(node);
    path.strip_prefix(section).and_then(|path| path.strip_prefix('.')).unwrap_or(&path).to_owned()
}

fn name(meaning: &Meaning<'_>, node: NodeId) -> Option<String> {
    let tree = &meaning.plan.tree;
    tree.get(node, "name").map(|name| tree.text(name).into_owned())
}
