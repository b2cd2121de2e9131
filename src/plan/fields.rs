//! A table being read: each key of the format is asked for once, and keys that nobody asked for are unknown.

use super::field::{Amounts, ComplaintKind, Named, Place, Text};
use super::form::{Form, Key, Kind, Others, Section};
use super::reader::{Lists, Reader, shortened};
use super::shape::{NamesOf, Need, Needs};
use super::syntax;
use super::words::nearest;
use crate::money::{Money, Unit};
use crate::span::NodeId;

/// A table being read.
struct Fields<'r, 't> {
    reader: &'r mut Reader<'t>,
    node: NodeId,
    lists: Lists<'t>,
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
        let tree = self.tree;
        let mut lists = self.spare.pop().unwrap_or_default();
        lists.entries.extend(tree.children(node).filter_map(|child| Some((tree.key(child)?, child))));
        let mut fields = Fields { reader: self, node, lists, open: false };
        let section = S::read(&mut fields);
        let mut lists = fields.finish();
        lists.entries.clear();
        lists.known.clear();
        self.spare.push(lists);
        Some(section)
    }
}

impl Form for Fields<'_, '_> {
    fn node(&self) -> NodeId {
        self.node
    }

    fn field<K: Kind>(&mut self, key: Key<K>) -> K::Value {
        self.lists.known.push(key.name);
        if let Some(node) = self.entry(key.name) {
            return key.kind.read(self.reader, self.node, node);
        }
        // A syntax error may have swallowed this key.
        if self.reader.tree.is_damaged(self.node) {
            return key.kind.lost(self.reader, self.node);
        }
        let required = match key.need {
            Need::Optional => false,
            Need::Required => true,
            Need::Unless(other) => self.entry(other).is_none(),
            Need::Beside(other) => self.entry(other).is_some(),
        };
        if required {
            self.missing(key.name, K::IS_SECTION);
        }
        key.kind.unsaid(self.reader, self.node, required)
    }

    fn others(&mut self, others: Others) -> Named<Amounts> {
        let mut named = Vec::new();
        for (name, child) in &self.lists.entries {
            if !self.lists.known.contains(&&**name) {
                let signed = (others.signed)(name);
                self.reader.notes.name(*child, NamesOf::Words(others.of));
                let money = |reader: &mut Reader<'_>, node| reader.money(node, signed);
                named.push((Text::from(&**name), *child, self.reader.series(others.role, *child, *child, money)));
            }
        }
        self.open = true;
        named
    }

    fn needs(&mut self, said: Option<&str>, needs: &'static [Needs]) {
        let needed = needs.iter().filter(|needs| said == Some(needs.word)).flat_map(|needs| needs.keys);
        for key in needed {
            if self.entry(key).is_none() && !self.reader.tree.is_damaged(self.node) {
                self.missing(key, false);
            }
        }
    }

    fn set_unit(&mut self, unit: Unit) {
        self.reader.unit = unit;
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
        self.lists.entries.iter().find(|(name, _)| *name == key).map(|(_, node)| *node)
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

    /// Complains of every key that was not asked for. Returns the lists, to be used again.
    fn finish(self) -> Lists<'t> {
        let known = &self.lists.known;
        let unknown = self.lists.entries.iter().filter(|(key, _)| !self.open && !known.contains(&&**key));
        for (key, child) in unknown {
            if self.reader.said.contains(child) {
                continue;
            }
            let near = nearest(key, known.iter().copied());
            // A key that is there already would be given twice.
            let twice = near.is_some_and(|near| self.reader.tree.get(self.node, near).is_some());
            let message = format!("the format has no key `{}` here", shortened(key));
            let complaint = self.reader.complain(ComplaintKind::UnknownKey, Place::Key(*child), message);
            complaint.help = Some(match near {
                Some(near) if twice => format!("did you mean `{near}`? It is there already: keep one of the two"),
                Some(near) => format!("did you mean `{near}`?"),
                None if known.len() <= 12 => {
                    let keys: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
                    format!("the keys here are {}", keys.join(", "))
                }
                None => "take it out, or see the plan format for the keys there are".into(),
            });
            complaint.with = near.filter(|_| !twice).map(str::to_owned);
        }
        self.lists
    }
}
