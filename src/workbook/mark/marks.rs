//! The marks of a check: its verdict, and each finding with its cell.

use crate::cells::CellName;
use crate::finding::Level;

/// Everything that is marked in a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The word of the verdict: `FAIL`.
    pub word: String,
    /// True when the word is a pass.
    pub passes: bool,
    /// The sentence that follows the word.
    pub sentence: String,
    /// The findings, in the order in which they are listed.
    pub findings: Vec<Mark>,
}

/// A finding as it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its level.
    pub level: Level,
    /// The word of its status where it does not count, as `waived`, or is no finding but the cause of several. It is
    /// listed, and its cell left as it is.
    pub excused: Option<String>,
    /// The rule's id.
    pub rule: String,
    /// The fact.
    pub message: String,
    /// The advice on mending it; empty where there is none.
    pub help: String,
    /// The one change that mends it; empty where there is none.
    pub edit: String,
    /// The clause it rests on, and how that is known; empty where there is none.
    pub clause: String,
    /// The cell it is about.
    pub place: Option<CellName>,
}

impl Mark {
    /// Returns the word that says how much it matters.
    pub(super) fn word(&self) -> &str {
        self.excused.as_deref().unwrap_or(self.level.word())
    }

    /// Returns whether its cell is marked.
    pub(super) fn counts(&self) -> bool {
        self.excused.is_none()
    }
}
