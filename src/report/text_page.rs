//! A text in sections, for a terminal or for a page of the book.

use std::fmt::Write;

use super::View;
use super::marked::{fenced, marked, row};
use super::paint::Ink;
use crate::text::escape::{columns_of, shown, shown_lines};
use crate::text::wrap::wrapped;

/// The columns that are filled where what is printed stands on a page of the book.
pub const BOOK_COLUMNS: usize = 82;

/// The least room for a text beside a name.
pub(super) const LEAST: usize = 24;
/// The columns of a word that stands behind a name, and of what is between them and beside them.
pub(super) const BESIDE: usize = 15;

/// The medium of a text in sections.
#[derive(Clone, Copy, Debug)]
pub enum Medium {
    /// A terminal, or a file that looks like one.
    Terminal(View),
    /// A page of the book, in Markdown.
    Book,
}

/// A text in sections.
pub(super) struct Page {
    medium: Medium,
    out: String,
}

impl Page {
    pub(super) const fn new(medium: Medium) -> Self {
        Self { medium, out: String::new() }
    }

    /// Writes the subject, and what it is.
    pub(super) fn title(&mut self, id: &str, beside: &str) {
        let _ = match self.medium {
            Medium::Terminal(view) if columns_of(id) + columns_of(beside) + 2 <= view.width => {
                let paint = view.paint();
                writeln!(self.out, "{}  {}", paint.ink(Ink::Strong, id), paint.ink(Ink::Faint, beside))
            }
            Medium::Terminal(view) => {
                let paint = view.paint();
                let _ = writeln!(self.out, "{}", paint.ink(Ink::Strong, id));
                let lines = wrapped(beside, view.width.min(100).saturating_sub(2));
                lines.iter().try_for_each(|line| writeln!(self.out, "  {}", paint.ink(Ink::Faint, line)))
            }
            Medium::Book => writeln!(self.out, "# {}\n\n*{}*", marked(id), marked(beside)),
        };
    }

    pub(super) fn heading(&mut self, text: &str) {
        let _ = match self.medium {
            Medium::Terminal(view) => {
                let lines =
                    wrapped(text, view.width).into_iter().map(|line| view.paint().ink(Ink::Strong, line).to_string());
                writeln!(self.out, "\n{}", lines.collect::<Vec<_>>().join("\n"))
            }
            Medium::Book => writeln!(self.out, "\n## {}", marked(text)),
        };
    }

    /// Writes prose, wrapped and indented; a blank line stays one.
    pub(super) fn prose(&mut self, text: &str) {
        for paragraph in text.trim().lines() {
            let paragraph = shown(paragraph.trim());
            let Medium::Terminal(view) = self.medium else {
                let _ = writeln!(self.out, "\n{}", marked(&paragraph));
                continue;
            };
            for line in wrapped(&paragraph, view.width.min(100).saturating_sub(2).max(30)) {
                let _ = writeln!(self.out, "{}", format!("  {line}").trim_end());
            }
        }
    }

    /// Writes the text of a plan unchanged.
    pub(super) fn code(&mut self, text: &str) {
        let text = shown_lines(text.trim_matches('\n'));
        let Medium::Terminal(view) = self.medium else {
            self.out.push_str(&fenced("toml", &text));
            return;
        };
        for line in text.lines() {
            let bar = view.paint().ink(Ink::Faint, if view.unicode { "│" } else { "|" });
            let _ = writeln!(self.out, "{}", format!("  {bar} {line}").trim_end());
        }
    }

    /// Writes what the program prints, a blank line before it.
    pub(super) fn printed(&mut self, text: &str) {
        let _ = match self.medium {
            Medium::Terminal(_) => write!(self.out, "\n{text}"),
            Medium::Book => write!(self.out, "{}", fenced("text", text)),
        };
    }

    /// Parts what follows from what stands there.
    pub(super) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// Writes names with what is said of each, aligned.
    pub(super) fn rows(&mut self, rows: &[(String, String)]) {
        let Medium::Terminal(view) = self.medium else {
            return self.table(rows.iter().map(|(name, says)| vec![format!("`{name}`"), marked(says)]), 2);
        };
        let widest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(40);
        for (name, says) in rows {
            let name = shown(name);
            self.aligned(&format!("{name:widest$}"), &shown(says), View { width: view.width.min(110), ..view });
        }
    }

    /// Writes names, each with a word and with what is said of it, aligned.
    pub(super) fn worded_rows(&mut self, rows: &[(&str, String, &str)]) {
        let Medium::Terminal(view) = self.medium else {
            let cells =
                |(name, word, says): &(&str, String, &str)| vec![format!("`{name}`"), marked(word), marked(says)];
            return self.table(rows.iter().map(cells), 3);
        };
        let widest = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        for (name, word, says) in rows {
            self.aligned(&format!("{name:widest$}  {word:<9}"), says, view);
        }
    }

    /// Writes a text beside what stands before it; below that where there is too little room beside it.
    fn aligned(&mut self, before: &str, text: &str, view: View) {
        let columns = columns_of(before);
        let room = view.width.saturating_sub(columns + 4);
        if room < LEAST {
            let parts: Vec<&str> = before.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
            let together = parts.join("  ");
            let above = if columns_of(&together) + 2 > view.width { parts } else { vec![&*together] };
            for part in above {
                let _ = writeln!(self.out, "  {part}");
            }
            for line in wrapped(text, view.width.saturating_sub(6)) {
                let _ = writeln!(self.out, "      {line}");
            }
            return;
        }
        let lines = wrapped(text, room);
        let first = lines.first().map_or("", String::as_str);
        let _ = writeln!(self.out, "{}", format!("  {before}  {first}").trim_end());
        for line in lines.iter().skip(1) {
            let _ = writeln!(self.out, "  {:columns$}  {line}", "");
        }
    }

    /// Writes a table of the book without names for its columns.
    fn table(&mut self, rows: impl Iterator<Item = Vec<String>>, columns: usize) {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return;
        }
        let _ = write!(self.out, "\n{}|{}\n", row(&vec![String::new(); columns]), "---|".repeat(columns));
        rows.for_each(|cells| self.out.push_str(&row(&cells)));
    }

    /// Returns how what the program prints looks here.
    pub(super) const fn view(&self) -> View {
        match self.medium {
            Medium::Terminal(view) => view,
            Medium::Book => View::plain(BOOK_COLUMNS),
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}
