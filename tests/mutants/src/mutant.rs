//! A change of the code, to be made behind a switch.

use std::ops::Range;

/// The way in which the changes of a place are woven into the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weave {
    /// An expression: one or the other is evaluated.
    Expression,
    /// The start of a function's body: a change returns at once.
    Body,
    /// A statement: the change leaves it out.
    Statement,
    /// The end of a pattern of a `match`: the change makes the arm fit nothing.
    Arm,
    /// The end of a condition with `let`: the change makes it false.
    Chain,
}

/// The text that a change puts in the place of another.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// The bytes that are replaced.
    pub(crate) range: Range<usize>,
    /// The text that replaces them.
    pub(crate) with: String,
}

/// The words that name a change in every run, whatever moves about it: no line, and no other change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    /// The file, below the root of the project.
    pub(crate) file: String,
    /// The function, with its type.
    pub(crate) function: String,
    /// The change: what becomes what.
    pub(crate) change: String,
    /// Its place among changes of the function with the same words, from 1.
    pub(crate) nth: usize,
}

/// One change.
#[derive(Clone, Debug)]
pub(crate) struct Mutant {
    pub(crate) key: Key,
    pub(crate) weave: Weave,
    /// The bytes that the switch encloses; empty where it is inserted.
    pub(crate) site: Range<usize>,
    pub(crate) edit: Edit,
    /// The line of the edit, from 1.
    pub(crate) line: usize,
}

/// A file of the project and its text.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path below the root of the project, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Mutant {
    /// Returns the place where it is woven in; mutants of one place share a switch.
    pub(crate) fn place(&self) -> (usize, std::cmp::Reverse<usize>, Weave) {
        (self.site.start, std::cmp::Reverse(self.site.end), self.weave)
    }

    /// Returns the lines it changes as they are and as they become.
    pub(crate) fn diff(&self, text: &str) -> String {
        let start = text[..self.edit.range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[self.edit.range.end..].find('\n').map_or(text.len(), |at| self.edit.range.end + at);
        let changed =
            format!("{}{}{}", &text[start..self.edit.range.start], self.edit.with, &text[self.edit.range.end..end]);
        let signed = |sign: &str, lines: &str| format!("{sign} {}\n", lines.replace('\n', &format!("\n{sign} ")));
        signed("-", &text[start..end]) + &signed("+", &changed)
    }
}
