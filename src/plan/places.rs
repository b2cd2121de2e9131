//! Facts of a plan as a whole, and the places in it.

use rust_decimal::Decimal;

use super::field::{Figure, Number, Place};
use super::model::Plan;
use super::path;
use super::sections::Metric;
use super::shape::{Target, Value};
use super::syntax::{Kind, Tree};
use crate::finding::{Site, hex};
use crate::money::{self, Amount, Money, Unit};
use crate::span::{NodeId, Span};

impl Plan {
    /// Returns the SHA-256 of its file, in hexadecimal: of its text, or of the workbook it was made from.
    pub fn sha256(&self) -> String {
        use sha2::Digest;
        match &self.cells {
            Some(cells) => cells.sha256.clone(),
            None => hex(&sha2::Sha256::digest(self.tree.source())),
        }
    }

    /// Returns the size of its file in bytes.
    pub fn length(&self) -> usize {
        self.cells.as_ref().map_or(self.tree.source().len(), |cells| cells.length)
    }

    /// Returns whether the plan says that it is a draft, in which gaps are warnings only.
    pub fn is_draft(&self) -> bool {
        self.header.is_draft()
    }

    /// Returns whether the plan says that it was sent in, or is approved.
    pub fn is_sent_in(&self) -> bool {
        self.header.is_sent_in()
    }

    /// Returns the unit of bare amounts.
    pub fn unit(&self) -> Unit {
        self.header.money
    }

    /// Returns the precision of the plan: its unit, or what it says its figures are rounded to.
    pub fn precision(&self) -> Money {
        self.unit_precision().max(self.rounded_to())
    }

    /// Returns what the plan says its figures are rounded to, which none of them is finer than; nil where it says nothing.
    pub fn rounded_to(&self) -> Money {
        self.header.rounded_to.get().map_or(Money::ZERO, |amount| amount.pounds)
    }

    /// Returns the figure at a node, as precise as it is written: one that was published elsewhere, an amount of money, or
    /// a plain number.
    pub fn figure_at(&self, node: NodeId) -> Option<Figure> {
        if let Some(published) = self.published_at(node) {
            return Some(Figure::Money(published));
        }
        let money = |amount: Amount| Figure::Money(amount.no_finer_than(self.rounded_to()));
        match self.tree.kind(node) {
            Kind::String => money::parse_text(&self.tree.text(node)).ok().map(money),
            Kind::Integer | Kind::Float if self.is_money(node) => {
                money::parse_number(self.tree.raw(node), self.unit()).ok().map(money)
            }
            Kind::Integer | Kind::Float => {
                let value = Decimal::from_str_exact(&self.tree.raw(node).replace('_', "")).ok()?;
                Some(Figure::Number(Number { value }))
            }
            _ => None,
        }
    }

    /// Returns how precise a bare amount is by the plan's unit, in pounds: one unit. No plan rounds to whole millions,
    /// so for a plan in millions it is the finest last digit among the amounts of its sources.
    pub fn unit_precision(&self) -> Money {
        let size = self.unit().size();
        if self.unit() != Unit::Millions {
            return size;
        }
        let bare = |node: &NodeId| matches!(self.tree.kind(*node), Kind::Integer | Kind::Float);
        let written = self.sources.iter().flat_map(|source| source.amount.readable());
        let written = written.filter(|(_, amount, node)| amount.pounds != Money::ZERO && bare(node));
        written.map(|(_, amount, _)| amount.precision).min().map_or(size, |finest| finest.min(size))
    }

    /// Returns whether a figure stands in the plan's text without a unit of its own.
    pub fn is_bare(&self, figure: NodeId) -> bool {
        !self.is_outside(figure) && matches!(self.tree.kind(figure), Kind::Integer | Kind::Float)
    }

    /// Returns the dotted path of a node.
    pub fn path_of(&self, node: NodeId) -> String {
        if let Some((path, _)) = self.outside_site(node) {
            return path.to_owned();
        }
        path::path(&self.names, &self.tree, node)
    }

    /// Returns of these nodes the one with the lowest path.
    pub fn lowest(&self, nodes: impl Iterator<Item = NodeId> + Clone) -> Option<NodeId> {
        if nodes.clone().any(|node| self.is_outside(node)) {
            return nodes.min_by_key(|node| self.path_of(*node));
        }
        path::lowest(&self.names, &self.tree, nodes)
    }

    /// Returns the path of a place in a form that stays the same when entries are added or removed elsewhere: an entry
    /// without an id is named by the SHA-256 of its required values instead of by its number. `path` is the path of
    /// the place as [`Self::site`] gives it.
    pub fn identity_of(&self, place: &Place, path: &str) -> String {
        let (node, below) = match place {
            Place::Value(node) | Place::Key(node) => (*node, ""),
            Place::Absent(node, key) => (*node, key.as_str()),
            Place::Bytes(..) => return path.to_owned(),
        };
        if !path.contains('#') || self.outside_site(node).is_some() {
            return path.to_owned();
        }
        let base = path::identity(&self.names, &self.tree, node);
        match (base.is_empty(), below.is_empty()) {
            (_, true) => base,
            (true, false) => below.to_owned(),
            (false, false) => format!("{base}.{below}"),
        }
    }

    /// Returns whether a node is one of the format's lists of entries.
    pub fn has_entries(&self, list: NodeId) -> bool {
        path::entry_of(&self.tree, list).is_some()
    }

    /// Returns what an entry of a list is called in a sentence.
    pub fn noun_of(&self, list: NodeId) -> &'static str {
        path::entry_of(&self.tree, list).map_or("entry", |entry| entry.noun)
    }

    /// Returns whether a node is an amount of money by its key, whatever is written there.
    pub fn is_money(&self, node: NodeId) -> bool {
        matches!(path::value_of(&self.tree, node), Some(Value::Money(_)))
    }

    /// Returns the key by which entries of a list that have no id are known.
    pub fn known_by(&self, list: NodeId) -> Option<&'static str> {
        path::entry_of(&self.tree, list)?.known_by
    }

    /// Returns the names that entries of the plan are referred to by, in its order.
    pub fn ids_of(&self, target: Target) -> Vec<&str> {
        match target {
            Target::Partner => self.partners.iter().filter_map(|one| one.id.str()).collect(),
            Target::Source => self.sources.iter().filter_map(|one| one.id.str()).collect(),
            Target::Scheme => self.schemes.iter().filter_map(|one| one.id.str()).collect(),
            Target::Metric => self.metrics.iter().filter_map(Metric::key).collect(),
            Target::Clause | Target::Rule | Target::Place | Target::Scope => Vec::new(),
        }
    }

    /// Returns the node a dotted path names, if there is one.
    pub fn resolve(&self, path: &str) -> Option<NodeId> {
        path::resolve(&self.names, &self.tree, path).or_else(|| self.resolve_outside(path))
    }

    /// Returns the bytes of a node's value; for a node that is not in the text, the header it would be under.
    pub fn span_of(&self, node: NodeId) -> Span {
        self.outside_site(node).map_or_else(|| self.tree.span(node), |(_, header)| header)
    }

    /// Returns what a figure is, for the lines of a ledger: the name of the entry it belongs to.
    pub fn name_of(&self, node: NodeId) -> String {
        if let Some(origin) = self.origin_of(node) {
            return format!("{}, {origin}", self.path_of(node));
        }
        path::name(&self.names, &self.tree, node)
    }

    /// Returns a place as findings carry it.
    pub fn site(&self, place: &Place) -> Site {
        match place {
            Place::Value(node) => Site { path: self.path_of(*node), span: self.span_of(*node) },
            Place::Key(node) => {
                let span = self.tree.key_span(*node).unwrap_or_else(|| self.span_of(*node));
                Site { path: self.path_of(*node), span }
            }
            Place::Absent(header, key) => {
                let base = self.path_of(*header);
                let path = if base.is_empty() { key.clone() } else { format!("{base}.{key}") };
                Site { path, span: self.header_span(*header) }
            }
            Place::Bytes(span, path) => Site { path: path.clone(), span: *span },
        }
    }

    /// Returns where something the plan does not have would be reported: the header of `section`, else `[plan]`, else the first
    /// byte. `path` is the path it would have.
    pub fn absent(&self, section: Option<NodeId>, path: impl Into<String>) -> Place {
        let node = section.or(self.header.node);
        Place::Bytes(node.map_or(Span::at(0), |node| self.header_span(node)), path.into())
    }

    /// Returns the span of `[plan]`, else the first byte.
    pub fn plan_span(&self) -> Span {
        self.header.node.map_or(Span::at(0), |node| self.header_span(node))
    }

    /// Returns the span of what heads a table: its header, or its key when it is written inline.
    pub fn header_span(&self, node: NodeId) -> Span {
        if let Some((_, header)) = self.outside_site(node) {
            return header;
        }
        if node == Tree::ROOT {
            return self.header.node.map_or(Span::at(0), |node| self.tree.span(node));
        }
        let span = self.tree.span(node);
        let inline = self.tree.source().as_bytes().get(span.start as usize) == Some(&b'{');
        if inline { self.tree.key_span(node).unwrap_or(span) } else { span }
    }
}
