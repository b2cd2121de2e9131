//! The thing the cursor is on: the sentence of its key, what its word or id stands for with the clause it rests on, how far its
//! stream is spent, the floors and sums it is part of, and what was found there.

use serde::Serialize;

use super::note::{Citation, Note, NoteKind};
use super::sheet::Sheet;
use super::totals::totals;
use super::under::{Part, Under, under};
use crate::check::{Lists, clause_of};
use crate::finding::Finding;
use crate::plan::{Known, Reference, key_at};
use crate::policy::Round;
use crate::span::Span;
use crate::text::escape::{shown, shown_lines};

/// All that is told of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hover {
    /// The place it is about.
    pub at: Span,
    /// The notes, in the order in which they are told.
    pub notes: Vec<Note>,
}

impl Hover {
    /// Returns it as text without signs, a line each.
    pub fn plain(&self) -> String {
        let line = |note: &Note| {
            let clause = note.clause.as_ref().map(|clause| format!("\n  {} ({})", clause.at, clause.known));
            shown_lines(&format!("{}: {}{}", note.head, note.text, clause.unwrap_or_default()))
        };
        self.notes.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Returns it as Markdown, in which no text of the plan is a sign.
    pub fn markdown(&self) -> String {
        self.notes.iter().map(markdown).collect::<Vec<_>>().join("\n\n")
    }
}

impl Sheet {
    /// Returns what is to be told of a byte of the plan's text; nothing where there is neither a key nor a value.
    pub fn hover(&self, offset: u32) -> Option<Hover> {
        let at = under(self.plan(), offset)?;
        let mut notes = Vec::new();
        notes.extend(self.key(at));
        notes.extend(self.word(at));
        if at.part == Part::Value {
            notes.extend(totals(self, at.node));
        }
        let checked = self.checked();
        notes.extend(checked.findings.iter().filter(|finding| finding.at.span == at.span).map(found));
        (!notes.is_empty()).then_some(Hover { at: at.span, notes })
    }

    /// Returns the key with its sentence.
    fn key(&self, at: Under) -> Option<Note> {
        let (head, key) = key_at(&self.plan().path_of(at.node))?;
        Some(Note { kind: NoteKind::Key, head, text: key.says.to_owned(), clause: None })
    }

    /// Returns what a word, or an id, stands for.
    fn word(&self, at: Under) -> Option<Note> {
        let plan = self.plan();
        let is_here = |reference: &&Reference| reference.node == at.node && reference.is_key == (at.part == Part::Key);
        let reference = plan.notes.references().iter().find(is_here)?;
        let word = plan.word_of(reference);
        let own = match reference.to {
            Known::There(target) => self.called(target, &word),
            Known::Listed(_) => None,
        };
        let list = match reference.to {
            Known::There(target) => target.words(),
            Known::Listed(list) => Some(list),
        };
        let rounds: Vec<&Round> = self.round().into_iter().collect();
        let text = own.or_else(|| Lists::of(&rounds).name(&word));
        let clause = self.round().zip(list).filter(|_| own.is_none()).and_then(|(round, list)| {
            clause_of(round, list, &word).map(|clause| Citation::from(&round.citation(clause)))
        });
        let is_told = text.is_some() || clause.is_some();
        let text = text.unwrap_or_default().to_owned();
        is_told.then(|| Note { kind: NoteKind::Word, head: word.into_owned(), text, clause })
    }
}

/// Returns a finding with its clause.
fn found(finding: &Finding) -> Note {
    let aside = match &finding.status {
        crate::finding::Status::Failed => String::new(),
        status => format!(" ({})", status.word()),
    };
    Note {
        kind: NoteKind::Finding,
        head: format!("{}[{}]", finding.level, finding.rule),
        text: format!("{}{aside}", finding.message),
        clause: finding.clause.as_ref().map(Citation::from),
    }
}

fn markdown(note: &Note) -> String {
    let head = shown(&note.head).replace('`', "'");
    let head = match note.kind {
        NoteKind::Key | NoteKind::Finding => format!("**`{head}`**"),
        NoteKind::Word => format!("`{head}`"),
        NoteKind::Total | NoteKind::Floor | NoteKind::Sum => format!("**{}**", escaped(&note.head)),
    };
    let mut out = if note.text.is_empty() { head } else { format!("{head}: {}", escaped(&note.text)) };
    if let Some(clause) = &note.clause {
        let at = escaped(&format!("{} ({})", clause.at, clause.known));
        let is_address = clause.url.starts_with("https://") && !clause.url.contains(['<', '>', ' ', ')', '(']);
        out.push_str("  \n");
        let cited = if is_address { format!("[{at}]({})", clause.url) } else { at };
        out.push_str(&cited);
    }
    out
}

/// Returns a text of a plan or a round in which Markdown finds no sign of its own.
fn escaped(text: &str) -> String {
    let text = shown(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
