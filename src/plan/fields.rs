//! A table being read: each key of the format is asked for once, and keys that nobody asked for are unknown.

use super::doubt::Doubt;
use super::field::{Amounts, Complaint, ComplaintKind, Field, Named, Place, Text};
use super::form::{Form, Key, Kind, Others, Section};
use super::keys::{KeyThere, Lists};
use super::reader::{Reader, shortened};
use super::shape::{Need, Needs};
use super::syntax;
use super::syntax::Tree;
use super::words::{MoneyUnit, nearest};
use crate::money::{Money, Unit};
use crate::span::NodeId;

/// A table being read.
struct Fields<'r, 't> {
    reader: &'r mut Reader<'t>,
    node: NodeId,
    lists: Lists<'t>,
    /// The keys that are not in the format, each as the key it was meant for.
    misspelt: Vec<(&'static str, NodeId)>,
    /// True when the keys that are not in the format were read as names, so that none is unknown.
    open: bool,
}

impl Reader<'_> {
    /// Reads the section at `node`; nothing, and a complaint, when there is no table.
    pub(super) fn table<S: Section>(&mut self, node: NodeId) -> Option<S> {
        if self.tree.kind(node) != syntax::Kind::Table {
            self.wrong_type(node, "a table");
            return None;
        }
        let around = self.copy;
        self.copy = around.or_else(|| self.doubts.original_of(node).map(|_| node));
        let (complaints, notes) = (self.complaints.len(), self.notes.mark());
        let mut section = self.section(node, Vec::new());
        // What a key was meant for is known once all keys of the section are.
        if !section.1.is_empty() {
            self.complaints.truncate(complaints);
            self.notes.back_to(notes);
            section = self.section(node, section.1);
        }
        self.copy = around;
        Some(section.0)
    }

    /// Reads the table at `node`, with what is known of its misspelt keys. Returns what it holds, and those keys.
    fn section<S: Section>(
        &mut self,
        node: NodeId,
        misspelt: Vec<(&'static str, NodeId)>,
    ) -> (S, Vec<(&'static str, NodeId)>) {
        let tree = self.tree;
        let mut lists = self.spare.pop().unwrap_or_default();
        lists.fill(tree, node);
        let mut fields = Fields { reader: self, node, lists, misspelt, open: false };
        let section = S::read(&mut fields);
        let (mut lists, misspelt) = fields.finish();
        lists.clear();
        self.spare.push(lists);
        (section, misspelt)
    }
}

impl Form for Fields<'_, '_> {
    fn node(&self) -> NodeId {
        self.node
    }

    fn field<K: Kind>(&mut self, key: Key<K>) -> K::Value {
        let misspelt = self.misspelt.iter().find(|(meant, _)| *meant == key.name).map(|(_, node)| *node);
        match (self.asked(key.name), misspelt) {
            (Some(node), None) => return key.kind.read(self.reader, self.node, node),
            (Some(node), Some(_)) => {
                let mut value = key.kind.read(self.reader, self.node, node);
                key.kind.damage(&mut value);
                return value;
            }
            (None, Some(node)) => return key.kind.misspelt(self.reader, node),
            (None, None) => {}
        }
        // A syntax error may have swallowed this key.
        if self.reader.tree.is_damaged(self.node) {
            return key.kind.lost(self.reader, self.node);
        }
        let required = match key.need {
            Need::Optional => false,
            Need::Required => true,
            Need::Unless(other) => {
                self.entry(other).is_none() && !self.misspelt.iter().any(|(meant, _)| *meant == other)
            }
            Need::Beside(other) => self.entry(other).is_some(),
        };
        if required {
            self.missing(key.name, K::IS_SECTION);
        }
        key.kind.unsaid(self.reader, self.node, required)
    }

    fn others(&mut self, others: Others) -> Named<Amounts> {
        let (mut named, absent) = (Vec::new(), self.absent());
        for KeyThere { key, node, .. } in self.lists.entries.iter().filter(|entry| !entry.asked) {
            let node = *node;
            if self.meant_beside_names(key, node, &absent).is_none() {
                let signed = (others.signed)(key);
                self.reader.notes.name(node, others.of);
                let money = |reader: &mut Reader<'_>, node| reader.money(node, signed);
                named.push((Text::from(&**key), node, self.reader.series(others.role, node, node, money)));
            }
        }
        self.open = true;
        named
    }

    fn needs(&mut self, said: Option<&str>, needs: &'static [Needs]) {
        let tree = self.reader.tree;
        if tree.is_damaged(self.node) {
            return;
        }
        let is_said = |needs: &&Needs| needs.unless.is_some_and(|section| tree.get(Tree::ROOT, section).is_some());
        for needs in needs.iter().filter(|needs| said == Some(needs.word) && !is_said(needs)) {
            let lacking = |keys: &'static [&'static str]| keys.iter().filter(|key| !self.is_there(key));
            let there = needs.two_of.len() - lacking(needs.two_of).count();
            let of_two = lacking(needs.two_of).take(2_usize.saturating_sub(there));
            let lacking: Vec<_> = lacking(needs.keys).chain(of_two).collect();
            for key in lacking {
                self.missing(key, false);
            }
        }
    }

    fn set_unit(&mut self, unit: Field<MoneyUnit>) -> (Unit, Option<NodeId>) {
        let is_doubted = |node: &NodeId| self.reader.doubts.about(*node) == Some(Doubt::Unit);
        self.reader.no_unit = match unit {
            Field::Unreadable(node) => Some(node),
            Field::Is(_, node) => Some(node).filter(is_doubted),
            // Where none is stated the section is what has none.
            Field::Absent => Some(self.node).filter(is_doubted),
        };
        self.reader.unit = unit.get().map_or(Unit::Pounds, |unit| unit.unit());
        (self.reader.unit, self.reader.no_unit)
    }

    fn set_precision(&mut self, coarsest: Money) {
        self.reader.coarsest = coarsest;
    }

    fn is_headless(&self) -> bool {
        self.reader.headless
    }
}

impl<'t> Fields<'_, 't> {
    fn entry(&self, key: &str) -> Option<NodeId> {
        self.lists.position(key).map(|n| self.lists.entries[n].node)
    }

    /// Returns the same of a key that is asked for.
    fn asked(&mut self, key: &'static str) -> Option<NodeId> {
        self.lists.known.push(key);
        let entry = self.lists.position(key).map(|n| &mut self.lists.entries[n])?;
        entry.asked = true;
        Some(entry.node)
    }

    /// Returns whether a key is there, misspelt or not.
    fn is_there(&self, key: &str) -> bool {
        self.entry(key).is_some() || self.misspelt.iter().any(|(meant, _)| *meant == key)
    }

    /// Complains that a required key is absent.
    fn missing(&mut self, key: &'static str, is_section: bool) {
        let (message, help) = if is_section {
            let help = format!("add `[{key}]`; the example plans show what it holds");
            (format!("the section `[{key}]` is missing"), help)
        } else {
            (format!("the key `{key}` is missing"), format!("add `{key} = …` below this header"))
        };
        let at = Place::Absent(self.node, key.to_owned());
        self.reader.complain(ComplaintKind::MissingKey, at, message).help = Some(help);
    }

    /// Returns the keys asked for so far that are not there.
    fn absent(&self) -> Vec<&'static str> {
        self.lists.known.iter().copied().filter(|known| self.entry(known).is_none()).collect()
    }

    /// Returns the key of the format that a key which is not in it was meant for: first one of those that are `absent`.
    fn meant(&self, key: &str, absent: &[&'static str]) -> Option<&'static str> {
        nearest(key, absent.iter().copied()).or_else(|| nearest(key, self.lists.known.iter().copied()))
    }

    /// Returns the same of a key in a table of names, unless its value is by year as that of every name is.
    fn meant_beside_names(&self, key: &str, node: NodeId, absent: &[&'static str]) -> Option<&'static str> {
        let tree = self.reader.tree;
        let first = tree.children(node).next().and_then(|first| tree.key(first));
        let is_by_year = first.is_some_and(|key| key.starts_with(|c: char| c.is_ascii_digit()));
        if is_by_year { None } else { self.meant(key, absent) }
    }

    /// Complains of every key that was not asked for. Returns the lists, to be used again, and those keys that were
    /// meant for one of the format.
    fn finish(self) -> (Lists<'t>, Vec<(&'static str, NodeId)>) {
        let known = &self.lists.known;
        let (mut misspelt, mut absent) = (Vec::new(), None);
        for KeyThere { key, node: child, .. } in self.lists.entries.iter().filter(|entry| !entry.asked) {
            let absent = absent.get_or_insert_with(|| self.absent());
            let near = if self.open { self.meant_beside_names(key, *child, absent) } else { self.meant(key, absent) };
            if self.open && near.is_none() || self.reader.said.contains(child) {
                continue;
            }
            misspelt.extend(near.map(|near| (near, *child)));
            // A key that is there already would be given twice, unless both are parts of one list.
            let other = near.and_then(|near| self.reader.tree.get(self.node, near));
            let twice = other.is_some_and(|other| !self.is_of_list(*child, other));
            let message = format!("the format has no key `{}` here", shortened(key));
            let complaint = Complaint::of(ComplaintKind::UnknownKey, Place::Key(*child), message);
            let help = match near {
                Some(near) if twice => format!("did you mean `{near}`? It is there already: keep one of the two"),
                Some(near) => format!("did you mean `{near}`?"),
                None if known.len() <= 12 => {
                    let keys: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
                    format!("the keys here are {}", keys.join(", "))
                }
                None => "take it out, or see the plan format for the keys there are".into(),
            };
            let with = near.filter(|_| !twice).map(str::to_owned);
            self.reader.keep(Complaint { help: Some(help), with, ..complaint });
        }
        (self.lists, misspelt)
    }

    /// Returns whether a value under another key can be more of a list: both were written as entries with headers.
    fn is_of_list(&self, child: NodeId, list: NodeId) -> bool {
        let tree = self.reader.tree;
        let has_header = |node| tree.key_span(node).is_none_or(|key| key.end > tree.span(node).start);
        tree.kind(list) == syntax::Kind::Array && has_header(list) && has_header(child)
    }
}
