//! The national planning templates as data: how each is known, and what its sheets, headings and words mean in a plan.
//!
//! One TOML file a template, and one for what they share; a test makes the values of them that the program holds
//! (`inside`). No position of a cell is in them: a template is read by what stands in it.

mod layout;
mod marks;

use serde::Deserialize;

use super::held::{List, Text};
use super::inside::TEMPLATES;
use crate::finding::Basis;
pub use layout::{
    Block, Column, FloorMarks, Layout, Mark, Meaning, MetricMarks, NotAsked, Requirement, RowMarks, SheetMarks,
    SheetRole, SignatureMarks, SumMarks, Words,
};
pub use marks::{Label, Marks};

/// A national planning template.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Template {
    /// The id of the planning round it is of.
    pub round: Text,
    /// The name people use: "planning template of 2023-25".
    pub name: Text,
    /// Its titles.
    pub titles: Marks,
    /// The parts it has of its own.
    #[serde(flatten)]
    pub layout: Layout,
}

/// The parts all templates share.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Shared {
    pub(super) title: Title,
    pub(super) kinds: List<OtherKind>,
    #[serde(flatten)]
    pub(super) layout: Layout,
}

/// The words by which a title is known for one of the fund's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Title {
    /// The names of the fund.
    pub fund: List<Label>,
    /// The words for what is filled in.
    pub form: List<Label>,
    /// The number of rows of a sheet in which a title may stand.
    pub rows: usize,
    /// The basis on which it is known.
    pub basis: Basis,
}

/// A workbook of the fund that is no planning template.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OtherKind {
    /// A phrase that says what it is.
    pub says: Text,
    /// The advice on what to give instead.
    pub advice: Text,
    /// The words of its title.
    #[serde(flatten)]
    pub marks: Marks,
}

/// The templates, and what they share.
#[derive(Debug)]
pub struct Templates {
    pub(super) shared: Shared,
    /// Each template, newest first.
    pub each: List<Template>,
}

/// Returns the templates.
pub fn templates() -> &'static Templates {
    &TEMPLATES
}

impl Templates {
    /// Returns the words by which a title is known.
    pub const fn title(&self) -> &Title {
        &self.shared.title
    }

    /// Returns the workbooks of the fund that are no planning templates.
    pub fn other_kinds(&self) -> &[OtherKind] {
        &self.shared.kinds
    }

    /// Returns the labels that any template has for the words of a key, each with its word.
    pub fn labels<'a>(&'a self, of: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let layouts = self.each.iter().map(|template| &template.layout).chain([&self.shared.layout]);
        let words = layouts.flat_map(|layout| &layout.words).filter(move |words| words.of == of);
        words.flat_map(|words| &words.labels).map(|(label, word)| (label.text(), word.as_str()))
    }

    /// Returns what is known of the sheets of a template: its own first, then what all share.
    pub fn known<'a>(&'a self, template: &'a Template) -> Known<'a> {
        Known { layouts: [&template.layout, &self.shared.layout] }
    }
}

/// The sheets of one template as far as they are known.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    layouts: [&'a Layout; 2],
}

impl<'a> Known<'a> {
    /// Goes through a list of the layouts.
    pub fn all<T: 'a>(self, list: impl Fn(&'a Layout) -> &'a [T]) -> impl Iterator<Item = &'a T> {
        self.layouts.into_iter().flat_map(list)
    }

    /// Returns whether a label has a meaning.
    pub fn means(self, label: &str, meaning: Meaning) -> bool {
        self.all(|layout| &layout.marks).any(|mark| mark.of == meaning && mark.marks.fit(label))
    }

    /// Returns the word of a plan for a label under a key.
    pub fn word(self, of: &str, label: &str) -> Option<&'a str> {
        let lists = self.all(|layout| &layout.words).filter(|words| words.of == of);
        let mut found = lists.filter_map(|words| words.labels.iter().find(|(known, _)| known.text() == label));
        found.next().map(|(_, word)| word.as_str())
    }
}

#[cfg(test)]
mod tests;
