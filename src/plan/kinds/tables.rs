//! Tables with keys of the format, and lists of them.

use std::marker::PhantomData;

use crate::money::{Money, Unit};
use crate::plan::describe::describe;
use crate::plan::field::{Amounts, Field, List, Named};
use crate::plan::form::{Form, Key, Kind, Others, Section};
use crate::plan::reader::Reader;
use crate::plan::shape::{Entry, Needs, Shape};
use crate::plan::words::MoneyUnit;
use crate::span::NodeId;

/// A form for a section that is there and cannot be read: so is every key of it.
struct Lost<'r, 't> {
    reader: &'r mut Reader<'t>,
    node: NodeId,
}

impl Form for Lost<'_, '_> {
    fn node(&self) -> NodeId {
        self.node
    }

    fn field<K: Kind>(&mut self, key: Key<K>) -> K::Value {
        key.kind.misspelt(self.reader, self.node)
    }

    fn others(&mut self, _: Others) -> Named<Amounts> {
        Vec::new()
    }

    fn needs(&mut self, _: Option<&str>, _: &'static [Needs]) {}

    fn set_unit(&mut self, _: Field<MoneyUnit>) -> (Unit, Option<NodeId>) {
        (self.reader.unit, self.reader.no_unit)
    }

    fn set_precision(&mut self, _: Money) {}

    fn is_headless(&self) -> bool {
        self.reader.headless
    }
}

/// A table with keys of the format.
pub(crate) struct Inside<S>(PhantomData<S>);

impl<S: Section + Default> Kind for Inside<S> {
    type Value = S;
    const IS_SECTION: bool = true;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> S {
        reader.table(node).unwrap_or_default()
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> S {
        S::default()
    }

    fn misspelt(&self, reader: &mut Reader<'_>, node: NodeId) -> S {
        S::read(&mut Lost { reader, node })
    }

    fn shape(&self) -> Shape {
        Shape::Table(describe::<S>())
    }
}

/// Declares a section that is no list.
pub(in crate::plan) fn section<S: Section + Default>(name: &'static str, says: &'static str) -> Key<Inside<S>> {
    Key::new(name, says, Inside(PhantomData))
}

/// A table that may not be there at all.
pub(crate) struct Perhaps<S>(PhantomData<S>);

impl<S: Section> Kind for Perhaps<S> {
    type Value = Option<S>;
    const IS_SECTION: bool = true;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Option<S> {
        reader.table(node)
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> Option<S> {
        None
    }

    fn misspelt(&self, reader: &mut Reader<'_>, node: NodeId) -> Option<S> {
        Some(S::read(&mut Lost { reader, node }))
    }

    fn shape(&self) -> Shape {
        Shape::Table(describe::<S>())
    }
}

/// Declares a table whose absence says something.
pub(in crate::plan) fn perhaps<S: Section>(name: &'static str, says: &'static str) -> Key<Perhaps<S>> {
    Key::new(name, says, Perhaps(PhantomData))
}

/// A list of tables.
pub(crate) struct Entries<S>(PhantomData<S>);

impl<S: Section> Kind for Entries<S> {
    type Value = List<S>;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> List<S> {
        reader.array(node, "a list of tables", Reader::table)
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> List<S> {
        List { damaged: true, ..List::default() }
    }

    fn misspelt(&self, _: &mut Reader<'_>, node: NodeId) -> List<S> {
        List { node: Some(node), damaged: true, items: Vec::new() }
    }

    fn damage(&self, list: &mut List<S>) {
        list.damaged = true;
    }

    fn shape(&self) -> Shape {
        let table = describe::<S>();
        Shape::Entries(Entry { noun: S::NOUN, says: S::SAYS, known_by: S::KNOWN_BY, table })
    }
}

pub(in crate::plan) fn entries<S: Section>(name: &'static str, says: &'static str) -> Key<Entries<S>> {
    Key::new(name, says, Entries(PhantomData))
}
