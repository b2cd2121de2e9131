//! The differences between two syntax trees, when order, spelling and units are taken away.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use rust_decimal::Decimal;

use crate::money::{self, Money};
use crate::plan::syntax::{Kind, Tree};
use crate::plan::{Field, Figure, Plan, Says};
use crate::span::NodeId;

/// The value at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An amount, whatever the unit it is written in.
    Money(Money),
    /// A plain number.
    Number(Decimal),
    /// A word, a text, a date, a truth.
    Text(String),
    /// A whole entry, in a line.
    Entry(String),
}

/// A place at which the two differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The dotted path, in the new plan where it has the place.
    pub path: String,
    /// Before; none where it was not there.
    pub old: Option<Value>,
    /// After; none where it is gone.
    pub new: Option<Value>,
}

/// The keys of `[plan]` that are kept apart from the rest.
const HEADER: [&str; 5] = ["format", "round", "money", "rounded_to", "status"];
/// The sections that are kept apart from the rest.
const ENTRIES: [&str; 3] = ["sources", "schemes", "metrics"];
/// The most bytes of an entry that a line holds.
const LINE: usize = 240;

/// One plan, with what its numbers mean.
pub(super) struct Meaning<'a> {
    pub(super) plan: &'a Plan,
    money: HashMap<NodeId, Money>,
}

/// Two nodes that match, at least one of which is there.
pub(super) type Pair = (Option<NodeId>, Option<NodeId>);

/// Both plans.
pub(super) struct Trees<'a> {
    pub(super) old: Meaning<'a>,
    pub(super) new: Meaning<'a>,
}

impl<'a> Trees<'a> {
    pub(super) fn new(old: &'a Plan, new: &'a Plan) -> Self {
        Self { old: Meaning::new(old), new: Meaning::new(new) }
    }

    /// Returns the differences outside the sections that are compared on their own. Amounts of districts are in a table
    /// of their own.
    pub(super) fn rest(&self) -> Vec<Change> {
        let mut out = Vec::new();
        for (key, pair) in self.children((Some(Tree::ROOT), Some(Tree::ROOT))) {
            match key.as_str() {
                "plan" => {
                    for (_, pair) in self.children(pair).into_iter().filter(|(key, _)| !HEADER.contains(&key.as_str()))
                    {
                        self.compare(pair, &mut out);
                    }
                }
                key if ENTRIES.contains(&key) => {}
                _ => self.compare(pair, &mut out),
            }
        }
        out.retain(|change| !(change.path.starts_with("dfg.districts.") && change.path.contains(".amount.")));
        out
    }

    /// Writes what differs below two nodes.
    pub(super) fn compare(&self, pair: Pair, out: &mut Vec<Change>) {
        let kind = |meaning: &Meaning<'_>, node: Option<NodeId>| node.map(|node| meaning.plan.tree.kind(node));
        match (kind(&self.old, pair.0), kind(&self.new, pair.1)) {
            (None | Some(Kind::Table), None | Some(Kind::Table)) => {
                let children = self.children(pair);
                if children.is_empty() && (pair.0.is_none() || pair.1.is_none()) {
                    out.push(self.change(pair));
                }
                for (_, pair) in children {
                    self.compare(pair, out);
                }
            }
            (None | Some(Kind::Array), None | Some(Kind::Array)) => self.list(pair, out),
            (Some(_), Some(_)) if self.is_same(pair) => {}
            _ => out.push(self.change(pair)),
        }
    }

    /// Entries of a list: an entry on both sides is compared, one on one side is reported whole.
    fn list(&self, lists: Pair, out: &mut Vec<Change>) {
        for pair in self.pairs(lists) {
            match pair {
                (Some(_), Some(_)) => self.compare(pair, out),
                _ => out.push(self.change(pair)),
            }
        }
    }

    /// Returns the entries of two tables by key, in the order of the new one.
    fn children(&self, (old, new): Pair) -> Vec<(String, Pair)> {
        let (before, after) = (&self.old.plan.tree, &self.new.plan.tree);
        let key = |tree: &Tree, node: NodeId| tree.key(node).map(std::borrow::Cow::into_owned);
        let mut all: Vec<(String, Pair)> = Vec::new();
        for node in new.into_iter().flat_map(|table| after.children(table)) {
            if let Some(key) = key(after, node) {
                let other = old.and_then(|table| before.get(table, &key));
                all.push((key, (other, Some(node))));
            }
        }
        for node in old.into_iter().flat_map(|table| before.children(table)) {
            if let Some(key) = key(before, node).filter(|key| new.and_then(|table| after.get(table, key)).is_none()) {
                all.push((key, (Some(node), None)));
            }
        }
        all
    }

    /// Returns the entries of two lists that match: those of one name, equal ones first, the others in their order.
    /// Plain values match only when they are equal.
    pub(super) fn pairs(&self, (old, new): Pair) -> Vec<Pair> {
        let mut equal: HashMap<(String, String), VecDeque<NodeId>> = HashMap::new();
        for (name, node) in self.old.named(old) {
            equal.entry((name, self.old.canonical(node))).or_default().push_back(node);
        }
        let mut pairs: Vec<Pair> = Vec::new();
        let mut late: Vec<(usize, String)> = Vec::new();
        for (name, node) in self.new.named(new) {
            let key = (name, self.new.canonical(node));
            let same = equal.get_mut(&key).and_then(VecDeque::pop_front);
            if same.is_none() && self.new.is_table(node) {
                late.push((pairs.len(), key.0));
            }
            pairs.push((same, Some(node)));
        }
        let mut left: BTreeSet<(String, NodeId)> = BTreeSet::new();
        left.extend(
            equal.into_iter().flat_map(|((name, _), nodes)| nodes.into_iter().map(move |node| (name.clone(), node))),
        );
        for (n, name) in late {
            let first = (name.clone(), NodeId(0));
            let entry = left
                .range(first..)
                .take_while(|(known, _)| *known == name)
                .find(|(_, node)| self.old.is_table(*node))
                .cloned();
            if let Some(entry) = entry {
                left.remove(&entry);
                pairs[n].0 = Some(entry.1);
            }
        }
        let mut gone: Vec<NodeId> = left.into_iter().map(|(_, node)| node).collect();
        gone.sort_unstable();
        pairs.extend(gone.into_iter().map(|node| (Some(node), None)));
        pairs
    }

    fn is_same(&self, pair: Pair) -> bool {
        let text = |meaning: &Meaning<'_>, node: Option<NodeId>| node.map(|node| meaning.canonical(node));
        text(&self.old, pair.0) == text(&self.new, pair.1)
    }

    fn change(&self, pair: Pair) -> Change {
        let path = pair.1.map(|node| self.new.path(node)).or(pair.0.map(|node| self.old.path(node)));
        let (mut old, mut new) = (pair.0.map(|node| self.old.value(node)), pair.1.map(|node| self.new.value(node)));
        if old == new {
            // A text that reads like a date is none: as they are written they differ.
            let raw = |meaning: &Meaning<'_>, node: Option<NodeId>| {
                node.map(|node| Value::Text(meaning.plan.tree.raw(node).to_owned()))
            };
            (old, new) = (raw(&self.old, pair.0), raw(&self.new, pair.1));
        }
        Change { path: path.unwrap_or_default(), old, new }
    }
}

impl<'a> Meaning<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self { plan, money: money_of(plan) }
    }

    /// Returns the dotted path of a node; a plain value in a list has that of the list.
    pub(super) fn path(&self, node: NodeId) -> String {
        let tree = &self.plan.tree;
        let list =
            tree.parent(node).filter(|parent| tree.kind(*parent) == Kind::Array && tree.kind(node) != Kind::Table);
        self.plan.path_of(list.unwrap_or(node))
    }

    fn is_table(&self, node: NodeId) -> bool {
        self.plan.tree.kind(node) == Kind::Table
    }

    /// Returns what is at a node.
    pub(super) fn value(&self, node: NodeId) -> Value {
        let tree = &self.plan.tree;
        if let Some(money) = self.money.get(&node) {
            return Value::Money(*money);
        }
        match tree.kind(node) {
            Kind::Table | Kind::Array => Value::Entry(self.line(node)),
            Kind::Integer | Kind::Float => {
                number(tree.raw(node)).map_or_else(|| Value::Text(tree.raw(node).to_owned()), Value::Number)
            }
            _ => Value::Text(tree.text(node).into_owned()),
        }
    }

    /// Returns an entry in a line: its keys with their values.
    fn line(&self, node: NodeId) -> String {
        let mut line = String::new();
        self.write_line(node, "", &mut line);
        line
    }

    fn write_line(&self, node: NodeId, key: &str, line: &mut String) {
        let tree = &self.plan.tree;
        if line.len() > LINE {
            return;
        }
        if matches!(tree.kind(node), Kind::Table | Kind::Array) {
            for child in tree.children(node) {
                let own = tree.key(child).unwrap_or_default();
                let key = if key.is_empty() || own.is_empty() { format!("{key}{own}") } else { format!("{key}.{own}") };
                self.write_line(child, &key, line);
            }
            return;
        }
        let value = match self.value(node) {
            Value::Money(money) => money.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) | Value::Entry(text) => text,
        };
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(key);
        line.push(' ');
        line.push_str(&value);
    }

    /// Returns a text that two nodes share when they mean the same.
    fn canonical(&self, node: NodeId) -> String {
        let tree = &self.plan.tree;
        let mut parts: Vec<String> = match tree.kind(node) {
            Kind::Table => {
                let key = |child| tree.key(child).unwrap_or_default().into_owned();
                tree.children(node).map(|child| format!("{:?}={}", key(child), self.canonical(child))).collect()
            }
            Kind::Array => tree.children(node).map(|child| self.canonical(child)).collect(),
            kind => {
                return match self.value(node) {
                    Value::Money(money) => format!("£{}", money.plain()),
                    Value::Number(number) => format!("#{}", number.normalize()),
                    Value::Text(text) | Value::Entry(text) => format!("{kind:?} {text:?}"),
                };
            }
        };
        parts.sort_unstable();
        format!("{:?}[{}]", tree.kind(node), parts.join(","))
    }

    /// Returns the entries of a list, each with its name; plain values and entries without one have none.
    fn named(&self, list: Option<NodeId>) -> Vec<(String, NodeId)> {
        let tree = &self.plan.tree;
        let own = list.and_then(|list| self.plan.known_by(list));
        let text = |entry: NodeId, key: &str| {
            tree.get(entry, key).filter(|node| tree.kind(*node) == Kind::String).map(|node| tree.text(node))
        };
        let name = |entry: NodeId| text(entry, "id").or_else(|| text(entry, own?)).unwrap_or_default().into_owned();
        list.into_iter().flat_map(|list| tree.children(list)).map(|entry| (name(entry), entry)).collect()
    }
}

/// Returns a number as it is written, if it is a plain one.
fn number(raw: &str) -> Option<Decimal> {
    raw.replace('_', "").trim_start_matches('+').parse().ok()
}

/// Returns every figure of a plan that is money, with its pounds.
fn money_of(plan: &Plan) -> HashMap<NodeId, Money> {
    let dated = plan.notes.amounts().map(|(_, node, pounds)| (node, pounds));
    let mut all: HashMap<NodeId, Money> = dated.chain(plan.notes.money().iter().copied()).collect();
    let restated: HashSet<NodeId> = all.keys().copied().collect();
    for statement in &plan.statements {
        let of = statement
            .of
            .str()
            .filter(|_| statement.says.get() == Some(&Says::Restates))
            .and_then(|path| plan.resolve(path));
        let in_unit = of.is_some_and(|node| restated.contains(&node));
        for figure in statement.parts.iter().chain(statement.figures.iter().map(|(_, figure)| figure)) {
            match figure {
                Field::Is(Figure::Money(amount), node) => all.extend([(*node, amount.pounds)]),
                Field::Is(Figure::Number(_), node) if in_unit => {
                    let amount = money::parse_number(plan.tree.raw(*node), plan.unit());
                    all.extend(amount.ok().map(|amount| (*node, amount.pounds)));
                }
                _ => {}
            }
        }
    }
    all
}
