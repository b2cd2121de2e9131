//! For a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{ShownRound, aside, beside, current, known, years};
use crate::period::Date;
use crate::policy::Clause;
use crate::policy::outline::Section;
use crate::report::View;
use crate::report::fitted::{Fitted, Words, write_lines};
use crate::report::paint::Ink;
use crate::text::escape::shown;
use crate::text::words::count;
use crate::text::wrap::wrapped;

/// Writes the rounds, a row each.
///
/// # Errors
/// When `out` cannot be written.
pub fn list_of(rounds: &[ShownRound<'_>], today: Date, view: View, out: &mut dyn Write) -> io::Result<()> {
    let header = ["round", "name", "years", "from", "clauses"];
    let row = |shown: &ShownRound<'_>| {
        let round = shown.round;
        let from = match shown.own {
            None => "bcf".to_owned(),
            Some(own) => match &own.extends {
                None => own.file.clone(),
                Some(base) => format!("{}, extends {base}", own.file),
            },
        };
        let clauses = round.clauses.len().to_string();
        let mark = if shown.is_current(today) { ", current" } else { "" };
        vec![round.id.to_string(), round.name.to_string(), format!("{}{mark}", years(&round.years)), from, clauses]
    };
    let rows: Vec<Vec<String>> = rounds.iter().map(row).collect();
    let table = Fitted::new(&header, &rows, (4, header.len()), Words::Whole, view);
    writeln!(out, "{}", table.text(false, 0))?;
    write_lines(&current(rounds, today), view, out)?;
    writeln!(out)?;
    FOOT.iter().try_for_each(|text| write_lines(text, view, out))
}

/// The lines that follow the list of the rounds.
const FOOT: [&str; 2] = [
    "`bcf rounds ROUND` shows one whole: what it asks, where each thing is written, and what is not covered.",
    "`bcf rounds diff OLD NEW` says what changed; `bcf rounds --guide` how to write one of your own.",
];

/// Writes a whole round.
///
/// # Errors
/// When `out` cannot be written.
pub fn whole(round: ShownRound<'_>, view: View, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = RoundPage { shown: round, view, out: String::new() };
    sheet.head();
    let outline = round.round.outline();
    for section in &outline {
        sheet.section(section);
    }
    let used: Vec<&str> =
        outline.iter().flat_map(|section| &section.facts).filter_map(|fact| fact.clause.as_deref()).collect();
    sheet.other_clauses(&beside(round.round, &used));
    sheet.not_covered();
    sheet.documents();
    out.write_all(sheet.out.as_bytes())
}

/// The page of a round: every fact is followed by the clause it is on.
struct RoundPage<'a> {
    shown: ShownRound<'a>,
    view: View,
    out: String,
}

impl RoundPage<'_> {
    fn head(&mut self) {
        let (round, paint) = (self.shown.round, self.view.paint());
        let (name, id) = (shown(&round.name), shown(&round.id));
        let _ = writeln!(self.out, "{}  {}", paint.ink(Ink::Strong, &*name), paint.ink(Ink::Faint, &*id));
        if let Some(origin) = self.shown.origin() {
            self.text(&origin, 2, 2);
        }
        let text = format!(
            "{}; {}. Under each fact: its clause (`bcf explain CLAUSE` says what it asks), where it is written, the document (listed last), and how that is known.",
            years(&round.years),
            count(round.clauses.len(), "clause", "clauses")
        );
        self.text(&text, 2, 2);
    }

    fn title(&mut self, title: &str) {
        let _ = writeln!(self.out, "\n{}", self.view.paint().ink(Ink::Strong, title));
    }

    /// Writes a wrapped text: `first` columns before its first line, `rest` before the others.
    fn text(&mut self, text: &str, first: usize, rest: usize) {
        for (n, line) in wrapped(&shown(text), self.room(rest)).into_iter().enumerate() {
            let indent = if n == 0 { first } else { rest };
            let _ = writeln!(self.out, "{:indent$}{line}", "");
        }
    }

    fn room(&self, indent: usize) -> usize {
        self.view.width.min(120).saturating_sub(indent).max(30)
    }

    fn section(&mut self, section: &Section) {
        self.title(section.title);
        for fact in &section.facts {
            let text = match section.id {
                "conditions" | "streams" | "metrics" | "topics" if !fact.id.contains('.') => {
                    format!("{} (`{}`){}", fact.what, fact.id, after(&fact.value.to_string()))
                }
                _ => fact.to_string(),
            };
            self.text(&text, 2, 6);
            if let Some(clause) = &fact.clause {
                self.reference(clause);
            }
        }
    }

    /// Writes the reference of a clause: `Annex A, condition 1; framework (quoted)`
    fn reference(&mut self, id: &str) {
        match self.shown.round.clause(id) {
            None => self.from(&format!("clause `{id}`")),
            Some(clause) => self.from(&self.written(clause)),
        }
    }

    fn from(&mut self, from: &str) {
        for line in wrapped(&shown(from), self.room(6)) {
            let _ = writeln!(self.out, "      {}", self.view.paint().ink(Ink::Faint, line));
        }
    }

    fn written(&self, clause: &Clause) -> String {
        let parts: Vec<&str> =
            [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        let place = if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) };
        let from = self.shown.inherited(clause).map(|base| format!(", from {base}")).unwrap_or_default();
        format!("`{}`{place} ({}{from})", clause.id, known(clause))
    }

    /// Writes the clauses beside the facts above: what else is asked or defined, and why no rule checks it.
    fn other_clauses(&mut self, clauses: &[&Clause]) {
        if clauses.is_empty() {
            return;
        }
        self.title("What else it asks");
        for clause in clauses {
            self.text(&clause.says, 2, 6);
            self.from(&self.written(clause));
            if let Some(aside) = aside(clause) {
                self.text(&aside, 6, 6);
            }
        }
    }

    fn not_covered(&mut self) {
        if self.shown.round.not_covered.is_empty() {
            return;
        }
        self.title("Not covered");
        for text in &self.shown.round.not_covered {
            self.text(text, 2, 6);
        }
    }

    fn documents(&mut self) {
        if self.shown.round.documents.is_empty() {
            return;
        }
        self.title("Documents");
        for document in &self.shown.round.documents {
            self.text(&format!("{}: {}", document.key, document.title), 2, 6);
            if !document.url.is_empty() {
                let _ = writeln!(self.out, "      {}", self.view.paint().ink(Ink::Faint, &*shown(&document.url)));
            }
        }
    }
}

fn after(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(": {value}") }
}
