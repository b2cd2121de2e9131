//! The declaration of a section: one generic function that a reader and a describer walk alike.
//!
//! ```ignore
//! impl Section for Partner {
//!     fn read<F: Form>(form: &mut F) -> Self {
//!         Self {
//!             node: form.node(),
//!             id: form.field(id("What the rest of the file calls the body.").required()),
//!             name: form.field(text("name", "The body's name.").required()),
//!             kind: form.field(word("kind", "What kind of body it is.").required()),
//!         }
//!     }
//! }
//! ```
//!
//! From that alone come the entry that is read, what the format reference, the schema and the workbook say of it, and
//! all figures, dates and references that rules go through.

use super::field::{Amounts, Field, Named};
use super::reader::Reader;
use super::shape::{NamesOf, Need, Needs, Role, Shape};
use super::words::MoneyUnit;
use crate::money::{Money, Unit};
use crate::span::NodeId;

/// A table of the format that declares its keys.
pub(crate) trait Section: Sized {
    /// The name of an entry in a sentence: `spend line`. Empty for a section that is no list.
    const NOUN: &'static str = "";
    /// A sentence that says what an entry is. Empty for a section that is no list.
    const SAYS: &'static str = "";
    /// The key by which an entry without an id is known in dotted paths.
    const KNOWN_BY: Option<&'static str> = None;

    /// Declares the keys, and builds the section from their values.
    fn read<F: Form>(form: &mut F) -> Self;
}

/// A visitor of the declaration of a section.
pub(crate) trait Form: Sized {
    /// Returns the table that is read; any node when none is.
    fn node(&self) -> NodeId;
    /// Visits a key of the format.
    fn field<K: Kind>(&mut self, key: Key<K>) -> K::Value;
    /// Visits every key that was not visited so far, as money by year.
    fn others(&mut self, names: Others) -> Named<Amounts>;
    /// Requires the keys that a word under another key makes necessary. `said` is that word, if it is there.
    fn needs(&mut self, said: Option<&str>, needs: &'static [Needs]);
    /// Sets the unit of the bare amounts that are read from here on. Returns it, pounds where the plan names none, and the
    /// place where it names one that bare amounts cannot be read in.
    fn set_unit(&mut self, unit: Field<MoneyUnit>) -> (Unit, Option<NodeId>);
    /// Sets the precision, in pounds, that amounts read from here on do not exceed.
    fn set_precision(&mut self, coarsest: Money);
    /// Returns whether the plan has no header and was only meant to be one.
    fn is_headless(&self) -> bool;
}

/// A kind of value that a key may have.
pub(crate) trait Kind {
    /// The type it is read into. Its default is the value of an absent key.
    type Value: Default;
    /// True when it is a section, as messages call what is missing.
    const IS_SECTION: bool = false;

    /// Reads the value at a node, under a key of `entry`.
    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Self::Value;

    /// Returns the value of a key that a syntax error in `entry` may have swallowed.
    fn lost(&self, reader: &mut Reader<'_>, entry: NodeId) -> Self::Value;

    /// Returns the value of a key that is there under a misspelt one, at `node`.
    fn misspelt(&self, reader: &mut Reader<'_>, node: NodeId) -> Self::Value {
        self.lost(reader, node)
    }

    /// Notes that a part of the value stands under a misspelt key.
    fn damage(&self, _: &mut Self::Value) {}

    /// Returns the value of a key that `entry` does not have, though it must where `required` is true.
    fn unsaid(&self, _: &mut Reader<'_>, _entry: NodeId, _required: bool) -> Self::Value {
        Self::Value::default()
    }

    /// Describes the kind, for the format as data.
    fn shape(&self) -> Shape;
}

/// A key with what it is for.
pub(crate) struct Key<K> {
    pub(super) name: &'static str,
    pub(super) says: &'static str,
    pub(super) need: Need,
    pub(super) lasts: bool,
    pub(super) kind: K,
}

impl<K> Key<K> {
    pub(super) const fn new(name: &'static str, says: &'static str, kind: K) -> Self {
        Self { name, says, need: Need::Optional, lasts: false, kind }
    }

    /// Replaces the sentence that says what it is for.
    pub(super) fn saying(self, says: &'static str) -> Self {
        Self { says, ..self }
    }

    /// Requires a plan to have it.
    pub(super) fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    /// Requires a plan to have it unless it has another key.
    pub(super) fn required_unless(self, other: &'static str) -> Self {
        Self { need: Need::Unless(other), ..self }
    }

    /// Requires a plan to have it where it has another key.
    pub(super) fn required_beside(self, other: &'static str) -> Self {
        Self { need: Need::Beside(other), ..self }
    }

    /// Lets a plan that is rolled into a later round take it over as it was.
    pub(super) fn lasts(self) -> Self {
        Self { lasts: true, ..self }
    }
}

/// Every key of a table that is no key of the format: money by year.
pub(crate) struct Others {
    pub(super) of: NamesOf,
    pub(super) role: Role,
    /// The names under which an amount may be negative.
    pub(super) signed: fn(&str) -> bool,
}
