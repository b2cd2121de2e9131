//! The world as the server needs it: somebody who checks texts.

use std::path::PathBuf;

use crate::check::Checked;
use crate::diagnosis::Recheck;
use crate::finding::Level;
use crate::period::Date;
use crate::policy::Rounds;

/// A document of the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The address by which the editor knows it.
    pub address: String,
    /// The file it is the text of; none for a text that was never saved.
    pub path: Option<PathBuf>,
}

/// Something that is said of a whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The level.
    pub level: Level,
    /// The fact, and what to do on a line of its own.
    pub message: String,
}

/// The kinds of what a document is found to be.
#[derive(Debug)]
pub enum Look {
    /// No plan: nothing is said of it.
    Other,
    /// Something that cannot be checked, and why.
    Told(Vec<Trouble>),
    /// A plan.
    Plan {
        /// The plan, checked.
        checked: Box<Checked>,
        /// The rounds that the check knew.
        rounds: Rounds,
        /// The notes that are to be told beside the result, a sentence each.
        notes: Vec<String>,
    },
}

/// Checks the texts of documents. It is asked from many threads.
pub trait World: Sync {
    /// Checks the text of a document as its file would be checked today, or on the day the editor asked for.
    fn look(&self, subject: &Subject, text: &str, day: Option<Date>) -> Look;

    /// Returns what checks other texts of a document as that one was checked.
    fn recheck<'a>(&'a self, subject: &'a Subject, _: &Checked, day: Option<Date>) -> Box<Recheck<'a>> {
        Box::new(move |tree, _| match self.look(subject, tree.source(), day) {
            Look::Plan { checked, .. } => Some(*checked),
            Look::Other | Look::Told(_) => None,
        })
    }

    /// Returns what is to be said, once, of a check that ended in a defect of the program.
    fn defect(&self) -> String;
}
