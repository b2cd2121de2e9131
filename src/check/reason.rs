//! The reason why a test could not be made.

use std::fmt;

use crate::finding::Cause;
use crate::span::NodeId;

/// The reason why a test could not be made, and the cause that keeps it from being made.
#[derive(Clone, Debug)]
pub struct Reason {
    text: String,
    cause: Cause,
    is_free: bool,
}

impl Reason {
    /// Returns a reason that frees the test: another test or finding has decided it, or nothing depends on it, so the
    /// verdict does not need it.
    pub fn free(text: impl Into<String>) -> Self {
        Self { is_free: true, ..text.into().into() }
    }

    /// Sets the cause: something that the plan lacks. `path` is the dotted path where a finding reports that.
    #[must_use]
    pub fn lacking(self, path: impl Into<Box<str>>) -> Self {
        Self { cause: Cause::Path(path.into()), ..self }
    }

    /// Sets the cause: the value at `node`, which is wrong or cannot be read.
    #[must_use]
    pub fn because_of(self, node: NodeId) -> Self {
        Self { cause: Cause::At(node), ..self }
    }

    /// Frees the test, if `free` is true: the verdict does not need it.
    #[must_use]
    pub fn free_if(self, free: bool) -> Self {
        Self { is_free: self.is_free || free, ..self }
    }

    /// Returns its text, what keeps the test from being made, and whether the verdict does without it.
    pub(super) fn into_parts(self) -> (String, Cause, bool) {
        (self.text, self.cause, self.is_free)
    }
}

impl From<String> for Reason {
    fn from(text: String) -> Self {
        Self { text, cause: Cause::Unknown, is_free: false }
    }
}

impl From<&str> for Reason {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.text
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
