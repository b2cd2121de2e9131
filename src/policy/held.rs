//! A part of a round that is inside the program or was read from a file.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text or a list of a round. That of a round inside the program takes no work and no memory when the program runs; that
/// of a project's own round is read from its file.
pub enum Held<T: ?Sized + 'static> {
    /// It is inside the program.
    Inside(&'static T),
    /// It was read.
    Read(Box<T>),
}

/// A text of a round.
pub type Text = Held<str>;
/// A list of a round.
pub type List<T> = Held<[T]>;

impl Text {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self
    }
}

impl<T> List<T> {
    /// Returns the list.
    pub fn as_slice(&self) -> &[T] {
        self
    }
}

impl<T: ?Sized> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Inside(held) => held,
            Self::Read(held) => held,
        }
    }
}

impl<T: ?Sized> AsRef<T> for Held<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Inside("")
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::Inside(&[])
    }
}

impl<T: ?Sized> Clone for Held<T>
where
    Box<T>: Clone,
{
    fn clone(&self) -> Self {
        match self {
            Self::Inside(held) => Self::Inside(held),
            Self::Read(held) => Self::Read(held.clone()),
        }
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Held<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Held<T> {}

impl<T: ?Sized + PartialOrd> PartialOrd for Held<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: ?Sized + Ord> Ord for Held<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: ?Sized + Hash> Hash for Held<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized> Borrow<T> for Held<T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        *self == **other
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Held<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Read(items.into_iter().collect())
    }
}

impl<T: PartialEq> PartialEq<Vec<T>> for List<T> {
    fn eq(&self, other: &Vec<T>) -> bool {
        **self == **other
    }
}

impl<T: PartialEq> PartialEq<List<T>> for Vec<T> {
    fn eq(&self, other: &List<T>) -> bool {
        **self == **other
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self::Read(items.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Read(text.into())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.to_string()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.to_string()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

/// Gives a type of a round the schema of what it holds.
macro_rules! schema_of {
    ($($held:ty [$($of:tt)*] as $whole:ty),*) => {$(
        impl<$($of)*> JsonSchema for $held {
            fn inline_schema() -> bool {
                <$whole>::inline_schema()
            }

            fn schema_name() -> Cow<'static, str> {
                <$whole>::schema_name()
            }

            fn schema_id() -> Cow<'static, str> {
                <$whole>::schema_id()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                <$whole>::json_schema(generator)
            }
        }
    )*};
}

schema_of!(Text [] as String, List<T> [T: JsonSchema] as Vec<T>);
