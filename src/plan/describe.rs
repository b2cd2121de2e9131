//! Describes a section as data: a form that records each declared key instead of reading one.

use super::field::{Amounts, Field, Named};
use super::form::{Form, Key, Kind, Others, Section};
use super::shape::{self, Names, Needs, Series, Shape, Sign, Table, Value};
use super::words::MoneyUnit;
use crate::money::{Money, Unit};
use crate::span::NodeId;

/// Returns the keys that a section declares.
pub(super) fn describe<S: Section>() -> Table {
    let mut describer = Describer::default();
    S::read(&mut describer);
    describer.0
}

/// A form that records the keys it visits and reads nothing.
#[derive(Default)]
struct Describer(Table);

impl Form for Describer {
    fn node(&self) -> NodeId {
        NodeId(0)
    }

    fn field<K: Kind>(&mut self, key: Key<K>) -> K::Value {
        let Key { name, says, need, lasts, kind } = key;
        self.0.keys.push(shape::Key { name, says, need, shape: kind.shape(), lasts });
        K::Value::default()
    }

    fn others(&mut self, names: Others) -> Named<Amounts> {
        let each = Shape::Series(Series { each: Value::Money(Sign::Never), by_period: false, role: names.role });
        self.0.others = Some(Box::new(Names { of: names.of, each, signed: names.signed }));
        Vec::new()
    }

    fn needs(&mut self, _: Option<&str>, needs: &'static [Needs]) {
        self.0.needs.extend_from_slice(needs);
    }

    fn set_unit(&mut self, _: Field<MoneyUnit>) -> (Unit, Option<NodeId>) {
        (Unit::Pounds, None)
    }

    fn set_precision(&mut self, _: Money) {}

    fn is_headless(&self) -> bool {
        false
    }
}
