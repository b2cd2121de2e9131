//! A text in sections, for a terminal.

use std::fmt::Write;

use super::View;
use super::paint::Ink;
use crate::text::escape::{shown, shown_lines};
use crate::text::wrap::wrapped;

/// A text in sections.
pub(super) struct Page {
    view: View,
    out: String,
}

impl Page {
    pub(super) fn new(view: View) -> Self {
        Self { view, out: String::new() }
    }

    /// Writes the subject, and what it is.
    pub(super) fn title(&mut self, id: &str, beside: &str) {
        let paint = self.view.paint();
        let _ = writeln!(self.out, "{}  {}", paint.ink(Ink::Strong, id), paint.ink(Ink::Faint, beside));
    }

    pub(super) fn heading(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{}", self.view.paint().ink(Ink::Strong, text));
    }

    /// Writes prose, wrapped and indented; a blank line stays one.
    pub(super) fn prose(&mut self, text: &str) {
        for paragraph in text.trim().lines() {
            for line in wrapped(&shown(paragraph.trim()), self.view.width.min(100).saturating_sub(2).max(30)) {
                let _ = writeln!(self.out, "{}", format!("  {line}").trim_end());
            }
        }
    }

    /// Writes the text of a plan unchanged.
    pub(super) fn code(&mut self, text: &str) {
        for line in shown_lines(text.trim_matches('\n')).lines() {
            let bar = self.view.paint().ink(Ink::Faint, if self.view.unicode { "│" } else { "|" });
            let _ = writeln!(self.out, "{}", format!("  {bar} {line}").trim_end());
        }
    }

    /// Writes a text unchanged.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Names with what is said of each, aligned.
    pub(super) fn rows(&mut self, rows: &[(String, String)]) {
        let widest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(40);
        let room = self.view.width.min(110).saturating_sub(widest + 4).max(30);
        for (name, says) in rows {
            let lines = wrapped(&shown(says), room);
            let name = shown(name);
            let _ =
                writeln!(self.out, "{}", format!("  {name:widest$}  {}", lines.first().map_or("", |l| l)).trim_end());
            for line in lines.iter().skip(1) {
                let _ = writeln!(self.out, "  {:widest$}  {line}", "");
            }
        }
    }

    pub(super) const fn view(&self) -> View {
        self.view
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}
