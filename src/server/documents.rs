//! The documents that are open, each with its text and what was found in it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::world::{Look, Subject, Trouble, World};
use crate::editor::Sheet;
use crate::finding::Level;
use crate::period::Date;
use crate::span::{Caret, Carets, Units};

/// An open document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) subject: Subject,
    pub(super) version: i32,
    pub(super) text: String,
    pub(super) state: State,
    /// The notes on its last check, and those of them that were told.
    pub(super) notes: Vec<String>,
    pub(super) told_notes: Vec<String>,
    /// The message that told its diagnostics last.
    pub(super) told: Option<String>,
    /// True from a look at it until the editor was told what it found.
    pub(super) is_untold: bool,
    /// True when it was told that the program has a defect, and no check since then went well.
    pub(super) is_defect_told: bool,
}

/// The state of what is known of the text of a document.
#[derive(Debug)]
pub(super) enum State {
    /// It was not checked since it changed.
    Unchecked,
    /// It is no plan.
    Other,
    /// It cannot be checked.
    Told(Vec<Trouble>),
    /// A plan, with the places of its text.
    Plan(Box<Sheet>, Carets),
}

impl Document {
    /// Returns a document that was just opened.
    pub(super) fn new(uri: Uri, version: i32, text: String) -> Self {
        let subject = Subject { address: uri.as_str().to_owned(), path: path_of(&uri) };
        Self {
            uri,
            subject,
            version,
            text,
            state: State::Unchecked,
            notes: Vec::new(),
            told_notes: Vec::new(),
            told: None,
            is_untold: false,
            is_defect_told: false,
        }
    }

    /// Takes in changes, each of the text that the one before it left.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, units: Units) {
        // A name that is changed everywhere comes as thousands of changes, from the first to the last or the other way:
        // the lines before each are known from the one before it.
        let mut carets = Carets::of_changing(units);
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                carets.cut(0);
                continue;
            };
            carets.reach(range.start.line.max(range.end.line), &self.text);
            let at = |place: lsp_types::Position| {
                carets.offset(Caret { line: place.line, character: place.character }, &self.text)
            };
            let (start, end) = (at(range.start), at(range.end));
            self.text.replace_range(start as usize..end.max(start) as usize, &change.text);
            carets.cut(start);
        }
        self.version = version;
        self.state = State::Unchecked;
    }

    /// Checks the text, where it was not checked since it changed. Returns what is to be said of a defect of the program,
    /// which ends nothing but this check.
    pub(super) fn look(&mut self, world: &dyn World, day: Option<Date>, units: Units) -> Option<String> {
        if !self.is_unchecked() {
            return None;
        }
        self.is_untold = true;
        let looked = catch_unwind(AssertUnwindSafe(|| world.look(&self.subject, &self.text, day)));
        let Ok(looked) = looked else { return self.defect(world) };
        self.is_defect_told = false;
        self.state = match looked {
            Look::Other => State::Other,
            Look::Told(troubles) => State::Told(troubles),
            Look::Plan { checked, rounds, notes } => {
                self.notes = notes;
                State::Plan(Box::new(Sheet::of(*checked, &rounds)), Carets::new(&self.text, units))
            }
        };
        None
    }

    /// Returns whether it was not checked since it changed.
    const fn is_unchecked(&self) -> bool {
        matches!(self.state, State::Unchecked)
    }

    /// Looks for what mends the plan, where it was checked and nobody looked yet. Returns what is to be said of a defect
    /// of the program.
    pub(super) fn diagnose(&mut self, world: &dyn World, day: Option<Date>) -> Option<String> {
        let State::Plan(sheet, _) = &mut self.state else { return None };
        self.is_untold = true;
        let done = catch_unwind(AssertUnwindSafe(|| {
            let recheck = world.recheck(&self.subject, sheet.checked(), day);
            sheet.diagnose(&*recheck);
        }));
        done.err().and_then(|_| self.defect(world))
    }

    /// Returns whether it is a plan of which nobody looked yet what mends it.
    pub(super) fn is_to_be_diagnosed(&self) -> bool {
        matches!(&self.state, State::Plan(sheet, _) if !sheet.is_diagnosed())
    }

    /// Puts a defect of the program in the place of what is known of the text. Returns what is to be said of it, once.
    pub(super) fn defect(&mut self, world: &dyn World) -> Option<String> {
        let message = world.defect();
        self.state = State::Told(vec![Trouble { level: Level::Error, message: message.clone() }]);
        let is_new = !std::mem::replace(&mut self.is_defect_told, true);
        is_new.then_some(message)
    }
}

/// Returns the file that an address names; nothing for a text that is in none.
fn path_of(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().is_some_and(|scheme| scheme.eq_lowercase("file"));
    let path = uri.path().as_estr().decode().into_string().ok().filter(|path| is_file && !path.is_empty())?;
    // On Windows a drive follows the first slash.
    let drive = path.strip_prefix('/').filter(|rest| cfg!(windows) && rest.as_bytes().get(1) == Some(&b':'));
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;

    /// Returns a text of a few characters, among them all that end lines and those that are several units.
    fn text(random: &mut fastrand::Rng, most: usize) -> String {
        let all = ["a", "\n", "\r", "\r\n", "\u{1d538}", "£"];
        (0..random.usize(..=most)).map(|_| all[random.usize(..all.len())]).collect()
    }

    #[test]
    fn many_changes_at_once_are_those_changes_one_after_the_other() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..3_000 {
            let units = if random.bool() { Units::Utf16 } else { Units::Utf8 };
            let mut expected = text(&mut random, 20);
            let uri = "untitled:a".parse().unwrap();
            let mut document = Document::new(uri, 1, expected.clone());
            let mut changes = Vec::new();
            for _ in 0..random.usize(..8) {
                let mut place = || Position { line: random.u32(..9), character: random.u32(..6) };
                let (one, two) = (place(), place());
                let range = Range { start: one.min(two), end: one.max(two) };
                let with = text(&mut random, 3);
                let carets = Carets::new(&expected, units);
                let at = |at: Position| carets.offset(Caret { line: at.line, character: at.character }, &expected);
                let (start, end) = (at(range.start) as usize, at(range.end) as usize);
                expected.replace_range(start..end, &with);
                changes.push(TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: with });
            }
            document.change(2, changes, units);
            assert_eq!(document.text, expected);
        }
    }
}
