//! Figures that government published for a plan's area and that were read from a list for a whole region instead of
//! the plan's text. They count as if `[allocations]` held them, but have no span, since no byte of the plan holds them.

use std::borrow::Cow;

use foldhash::HashMap;

use super::field::{Amounts, Field, Named, Text};
use super::model::Plan;
use super::notes::{FigureNote, Reference};
use super::outside::{Outside, Published};
use super::path::segment;
use super::shape::{NamesOf, Role, Target};
use crate::money::Amount;
use crate::span::{NodeId, Span};

/// A figure of the plan beside the published one that took its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The dotted path.
    pub path: String,
    /// The plan's own figure.
    pub own: Amount,
    /// The published figure.
    pub published: Amount,
    /// The place of the published figure.
    pub origin: String,
}

/// The place of each partner in the list of published shares; of two of one id, the first.
type Partners = HashMap<Text, usize>;

impl Plan {
    /// Adds published figures to `[allocations]`. A figure of the plan's own that agrees with the published one stays,
    /// since it has a place to point at; one that does not is replaced, and returned. A figure of the plan that cannot
    /// be read stays unreadable.
    pub fn publish(&mut self, figures: impl IntoIterator<Item = Published>) -> Vec<Replaced> {
        let mut replaced = Vec::new();
        let partners = self.allocations.by_partner.iter().enumerate().rev();
        let mut partners: Partners = partners.map(|(n, (partner, _, _))| (partner.clone(), n)).collect();
        for figure in figures {
            self.published.push(figure.clone());
            replaced.extend(self.publish_one(figure, &mut partners));
        }
        replaced
    }

    fn publish_one(&mut self, figure: Published, partners: &mut Partners) -> Option<Replaced> {
        let mut path = "allocations".to_owned();
        let table = self.allocations.node.unwrap_or_else(|| self.outside((path.clone(), "allocations"), None, None));
        self.allocations.node = Some(table);
        if let Some(partner) = &figure.partner {
            path = format!("{path}.by_partner.{}", segment(partner));
            if !partners.contains_key(partner.as_str()) {
                let node = self.outside((path.clone(), partner), Some(figure.origin.clone()), None);
                self.notes.name(node, NamesOf::Ids(Target::Partner));
                partners.insert(partner.as_str().into(), self.allocations.by_partner.len());
                self.allocations.by_partner.push((partner.as_str().into(), node, Vec::new()));
            }
        }
        path = format!("{path}.{}", segment(&figure.stream));
        let stream = self.next_outside();
        let (node, path_of_figure) = (NodeId(stream.0 + 1), format!("{path}.{}", figure.year));
        let doubts = &self.doubts;
        let shares = match figure.partner.as_deref().and_then(|partner| partners.get(partner)) {
            Some(n) => &mut self.allocations.by_partner[*n].2,
            None => &mut self.allocations.streams,
        };
        let amounts = entry(shares, &figure.stream, stream);
        let own = amounts.at(figure.year);
        let said = match own {
            Field::Absent => None,
            Field::Is(own, _) if !own.agrees(figure.amount) => Some(own),
            // What is doubted of the plan's own stands aside for what was published.
            Field::Unreadable(own) if doubts.about(own).is_some() => None,
            Field::Is(..) | Field::Unreadable(_) => return None,
        };
        let published = match doubts.about(node) {
            Some(_) => Field::Unreadable(node),
            None => Field::Is(figure.amount, node),
        };
        amounts.entries.retain(|(year, _)| *year != figure.year);
        amounts.entries.push((figure.year, published));
        self.outside((path, &figure.stream), Some(figure.origin.clone()), None);
        let year = figure.year.to_string();
        self.outside((path_of_figure.clone(), &year), Some(figure.origin.clone()), Some(figure.amount));
        self.notes.begin_series(Role::Published, true, stream);
        self.notes.table_of_series(stream, false);
        self.notes.figure(FigureNote { node, period: figure.year.into(), pounds: Some(figure.amount.pounds) });
        said.map(|own| Replaced { path: path_of_figure, own, published: figure.amount, origin: figure.origin })
    }

    fn outside(&mut self, (path, name): (String, &str), origin: Option<String>, amount: Option<Amount>) -> NodeId {
        let node = self.next_outside();
        self.outside.push(Outside { path, name: name.to_owned(), origin, amount });
        node
    }

    fn next_outside(&self) -> NodeId {
        NodeId(u32::try_from(self.tree.len() + self.outside.len()).unwrap_or(u32::MAX))
    }

    fn outside_at(&self, node: NodeId) -> Option<&Outside> {
        self.outside.get((node.0 as usize).checked_sub(self.tree.len())?)
    }

    /// Returns whether a node is not in the plan's text.
    pub fn is_outside(&self, node: NodeId) -> bool {
        self.outside_at(node).is_some()
    }

    /// Returns the origin of a figure that is not in the plan's text: `allocations.csv line 7`.
    pub fn origin_of(&self, node: NodeId) -> Option<&str> {
        self.outside_at(node)?.origin.as_deref()
    }

    /// Returns the published figure at a node that is not in the plan's text.
    pub fn published_at(&self, node: NodeId) -> Option<Amount> {
        self.outside_at(node)?.amount
    }

    /// Returns the key of a node, or the one it would have.
    pub fn key_of(&self, node: NodeId) -> Option<Cow<'_, str>> {
        match self.outside_at(node) {
            Some(outside) => Some(outside.name.as_str().into()),
            None => self.tree.key(node),
        }
    }

    /// Returns the word or name of a reference.
    pub fn word_of(&self, reference: &Reference) -> Cow<'_, str> {
        let node = reference.node;
        if reference.is_key { self.key_of(node).unwrap_or_default() } else { self.tree.text(node) }
    }

    /// Returns the node outside the text that has this path.
    pub(super) fn resolve_outside(&self, path: &str) -> Option<NodeId> {
        let at = self.outside.find(path)?;
        Some(NodeId(u32::try_from(self.tree.len() + at).unwrap_or(u32::MAX)))
    }

    /// Returns the path that a node outside the text would have in it, and the span of the header it would be under;
    /// nothing for a node of the text.
    pub(super) fn outside_site(&self, node: NodeId) -> Option<(&str, Span)> {
        let outside = self.outside_at(node)?;
        let header = self.allocations.node.filter(|table| !self.is_outside(*table)).or(self.header.node);
        Some((&outside.path, header.map_or(Span::at(0), |header| self.header_span(header))))
    }
}

fn entry<'a>(shares: &'a mut Named<Amounts>, stream: &str, node: NodeId) -> &'a mut Amounts {
    let at = shares.iter().position(|(known, _, _)| &**known == stream).unwrap_or_else(|| {
        shares.push((stream.into(), node, Amounts { node: Some(node), ..Amounts::default() }));
        shares.len() - 1
    });
    &mut shares[at].2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Money, parse_text};
    use crate::period::Year;

    fn figure(stream: &str, amount: &str, line: usize) -> Published {
        let amount = parse_text(amount).unwrap();
        let origin = format!("a.csv line {line}");
        Published { partner: None, stream: stream.into(), year: Year::starting(2017), amount, origin }
    }

    #[test]
    fn a_figure_from_elsewhere_has_a_path_and_stands_at_a_header() {
        let mut plan = Plan::read("[plan]\nformat = 1\n".into());
        assert!(plan.publish([figure("dfg", "£5", 2)]).is_empty());
        let Field::Is(amount, node) = plan.allocations.streams[0].2.at(Year::starting(2017)) else {
            panic!("it is there")
        };
        let site = plan.site(&node.into());
        assert_eq!((amount.pounds, plan.origin_of(node)), (Money::from_pounds(5), Some("a.csv line 2")));
        assert_eq!((site.path.as_str(), site.span.of(plan.tree.source())), ("allocations.dfg.2017-18", "[plan]"));
    }

    #[test]
    fn what_was_published_beats_what_the_plan_says_of_it() {
        let mut plan = Plan::read(
            "[plan]\nmoney = \"thousands\"\n[allocations]\ndfg = { 2017-18 = 5 }\nibcf = { 2017-18 = 9 }\n".into(),
        );
        let replaced = plan.publish([figure("dfg", "£5,100", 2), figure("ibcf", "£7,000", 3)]);
        let at = |n: usize| plan.allocations.streams[n].2.at(Year::starting(2017));
        assert!(at(0).node().is_some_and(|node| !plan.is_outside(node)), "5 thousand is 5,100 rounded");
        assert_eq!(at(1).get().map(|amount| amount.pounds), Some(Money::from_pounds(7_000)));
        assert_eq!(replaced.iter().map(|r| r.path.as_str()).collect::<Vec<_>>(), ["allocations.ibcf.2017-18"]);
    }
}
