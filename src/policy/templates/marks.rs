//! Labels of templates, and the marks by which one is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::finding::Basis;
use crate::policy::held::{List, Text};
use crate::text::words::plainly;

/// A label as it is compared: in lower case, words alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(pub(in crate::policy) Text);

impl Label {
    /// Returns its words.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Returns whether its words are in a text, one behind the other.
    pub fn is_in(&self, text: &str) -> bool {
        let ends = |(at, found): (usize, &str)| {
            let (before, after) = (&text[..at], &text[at + found.len()..]);
            (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
        };
        !self.0.is_empty() && text.match_indices(self.0.as_str()).any(ends)
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(plainly(&text).into()))
    }
}

/// Reads words by the labels they stand under.
pub(super) fn by_label<'de, D: Deserializer<'de>>(from: D) -> Result<List<(Label, Text)>, D::Error> {
    BTreeMap::deserialize(from).map(|words: BTreeMap<Label, Text>| words.into_iter().collect())
}

/// The wordings of a label: any of them will do.
#[derive(Debug, Deserialize)]
pub struct Marks {
    /// Whole texts.
    #[serde(default)]
    pub is: List<Label>,
    /// Beginnings.
    #[serde(default)]
    pub begins: List<Label>,
    /// Words in it.
    #[serde(default)]
    pub has: List<Label>,
    /// The basis on which they are known.
    pub basis: Basis,
}

impl Marks {
    /// Returns whether a label, as labels are compared, is one of these.
    pub fn fit(&self, label: &str) -> bool {
        self.is.iter().any(|own| own.text() == label)
            || self.begins.iter().any(|own| label.starts_with(own.text()))
            || self.has.iter().any(|own| own.is_in(label))
    }

    /// Goes through all wordings.
    pub fn wordings(&self) -> impl Iterator<Item = &Label> {
        self.is.iter().chain(&self.begins).chain(&self.has)
    }
}
