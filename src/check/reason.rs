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
    /// Says that another test or finding has decided it, or that nothing hangs on it: no verdict waits for it.
    pub fn free(text: impl Into<String>) -> Self {
        Self { is_free: true, ..text.into().into() }
    }

    /// Names the dotted path that a finding about what is lacking is at.
    #[must_use]
    pub fn lacking(self, path: impl Into<Box<str>>) -> Self {
        Self { cause: Cause::Path(path.into()), ..self }
    }

    /// Names the value that is wrong, where that is not the one the words name.
    #[must_use]
    pub fn because_of(self, node: NodeId) -> Self {
        Self { cause: Cause::At(node), ..self }
    }

    /// Frees a test of the verdict, if `free`.
    #[must_use]
    pub fn free_if(self, free: bool) -> Self {
        Self { is_free: self.is_free || free, ..self }
    }

    /// Returns its words, what keeps the test from being made, and whether no verdict waits for it.
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
