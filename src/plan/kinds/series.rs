//! Values by year or period, alone and under names.

use std::marker::PhantomData;

use super::one::{NumberOrRange, One, OwnWord, PlainNumber};
use crate::period::{Period, Year};
use crate::plan::field::{Amounts as AmountSeries, Field, Named, Number, Series};
use crate::plan::form::{Key, Kind, Others};
use crate::plan::reader::{Noteworthy, PeriodKey, Reader};
use crate::plan::shape::{self, NamesOf, Role, Shape, Sign, Value};
use crate::plan::words::Rag;
use crate::span::NodeId;

/// Money by financial year.
pub(crate) struct Amounts {
    role: Role,
    sign: Sign,
}

impl Kind for Amounts {
    type Value = AmountSeries;

    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> AmountSeries {
        let signed = match self.sign {
            Sign::Never => false,
            Sign::Always => true,
            Sign::Where(key, word) => reader.says(entry, key, word),
        };
        reader.series(self.role, entry, node, |reader, node| reader.money(node, signed))
    }

    fn lost(&self, reader: &mut Reader<'_>, entry: NodeId) -> AmountSeries {
        reader.notes.begin_series(self.role, true, entry);
        reader.notes.table_of_series(entry, true);
        Series { node: Some(entry), damaged: true, entries: Vec::new() }
    }

    fn unsaid(&self, reader: &mut Reader<'_>, entry: NodeId, required: bool) -> AmountSeries {
        if required {
            // The complaint covers every year: an amount that was not written is not zero.
            return self.lost(reader, entry);
        }
        if self.role.is_complete() {
            reader.notes.begin_series(self.role, true, entry);
        }
        AmountSeries::default()
    }

    fn shape(&self) -> Shape {
        Shape::Series(shape::Series { each: Value::Money(self.sign), by_period: false, role: self.role })
    }
}

pub(in crate::plan) fn amounts(role: Role, name: &'static str, says: &'static str) -> Key<Amounts> {
    Key::new(name, says, Amounts { role, sign: Sign::Never })
}

impl Key<Amounts> {
    /// Lets the amounts be negative.
    pub(in crate::plan) fn signed(mut self) -> Self {
        self.kind.sign = Sign::Always;
        self
    }

    /// Lets the amounts be negative where the entry has this word under this key.
    pub(in crate::plan) fn signed_where(mut self, key: &'static str, word: &'static str) -> Self {
        self.kind.sign = Sign::Where(key, word);
        self
    }
}

/// Numbers or ratings by year or period.
pub(crate) struct Periodic<K, O> {
    role: Role,
    each: O,
    key: PhantomData<K>,
}

impl<K: PeriodKey, O: One> Kind for Periodic<K, O>
where
    O::Of: Noteworthy,
{
    type Value = Series<K, O::Of>;

    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Self::Value {
        reader.series(self.role, entry, node, |reader, node| self.each.one(reader, entry, node))
    }

    fn lost(&self, _: &mut Reader<'_>, entry: NodeId) -> Self::Value {
        Series { node: Some(entry), damaged: true, entries: Vec::new() }
    }

    fn shape(&self) -> Shape {
        Shape::Series(shape::Series { each: self.each.value(), by_period: K::TAKES_PARTS, role: self.role })
    }
}

/// A number, nil or more.
pub(crate) struct Count;

impl One for Count {
    type Of = Number;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Number> {
        reader.count(node)
    }

    fn value(&self) -> Value {
        Value::Count
    }
}

/// Numbers of people, admissions or the like by financial year.
pub(in crate::plan) fn counts(role: Role, name: &'static str, says: &'static str) -> Key<Periodic<Year, Count>> {
    Key::new(name, says, Periodic::of(role, Count))
}

/// Numbers, nil or more, by year, quarter or month.
pub(in crate::plan) fn shares(role: Role, name: &'static str, says: &'static str) -> Key<Periodic<Period, Count>> {
    Key::new(name, says, Periodic::of(role, Count))
}

/// Numbers by year, quarter or month.
pub(in crate::plan) fn values(
    role: Role,
    name: &'static str,
    says: &'static str,
) -> Key<Periodic<Period, PlainNumber>> {
    Key::new(name, says, Periodic::of(role, PlainNumber))
}

/// Numbers by year, quarter or month, each of which may be a range.
pub(in crate::plan) fn ranges(
    role: Role,
    name: &'static str,
    says: &'static str,
) -> Key<Periodic<Period, NumberOrRange>> {
    Key::new(name, says, Periodic::of(role, NumberOrRange))
}

/// Ratings by year, quarter or month.
pub(in crate::plan) fn ratings(
    role: Role,
    name: &'static str,
    says: &'static str,
) -> Key<Periodic<Period, OwnWord<Rag>>> {
    Key::new(name, says, Periodic::of(role, OwnWord::new()))
}

impl<K, O> Periodic<K, O> {
    const fn of(role: Role, each: O) -> Self {
        Self { role, each, key: PhantomData }
    }
}

/// A table with names for keys.
pub(crate) struct Names<K> {
    of: NamesOf,
    each: K,
}

impl<K: Kind> Kind for Names<K> {
    type Value = Named<K::Value>;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Self::Value {
        let names = reader.names(node, self.of);
        let read = |(name, child)| (name, child, self.each.read(reader, child, child));
        names.into_iter().map(read).collect()
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> Self::Value {
        Vec::new()
    }

    fn shape(&self) -> Shape {
        Shape::Names(Box::new(shape::Names { of: self.of, each: self.each.shape(), signed: |_| false }))
    }
}

/// Money by year under names.
pub(in crate::plan) fn named_amounts(
    of: NamesOf,
    role: Role,
    name: &'static str,
    says: &'static str,
) -> Key<Names<Amounts>> {
    Key::new(name, says, Names { of, each: Amounts { role, sign: Sign::Never } })
}

/// Numbers by period under names.
pub(in crate::plan) fn named_values(
    of: NamesOf,
    role: Role,
    name: &'static str,
    says: &'static str,
) -> Key<Names<Periodic<Period, PlainNumber>>> {
    Key::new(name, says, Names { of, each: Periodic::of(role, PlainNumber) })
}

impl Key<Names<Amounts>> {
    /// Lets the amounts be negative.
    pub(in crate::plan) fn signed(mut self) -> Self {
        self.kind.each.sign = Sign::Always;
        self
    }

    /// Nests the table: each name, of this kind, has a table of such names of its own.
    pub(in crate::plan) fn within(self, of: NamesOf) -> Key<Names<Names<Amounts>>> {
        Key::new(self.name, self.says, Names { of, each: self.kind })
    }
}

/// Declares every key that is no key of the format: money by year under names of this kind.
pub(in crate::plan) const fn others(of: NamesOf, role: Role) -> Others {
    Others { of, role, signed: |_| false }
}

impl Others {
    /// Lets amounts under some names be negative.
    pub(in crate::plan) const fn signed(self, names: fn(&str) -> bool) -> Self {
        Self { signed: names, ..self }
    }
}
