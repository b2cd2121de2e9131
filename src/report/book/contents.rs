//! The pages of the book in their order, and the list of them.

use std::fmt::Write as _;

/// A file of the book.
#[derive(Debug)]
pub struct Leaf {
    /// Its path, with `/`.
    pub path: String,
    /// All that stands in it.
    pub text: String,
}

/// The pages of the book and the list of them, as they are written.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) pages: Vec<Leaf>,
    summary: String,
}

impl Contents {
    /// Begins a part of the book.
    pub(super) fn part(&mut self, title: &str) {
        let _ = write!(self.summary, "\n# {title}\n\n");
    }

    /// Adds the page that comes before all parts.
    pub(super) fn front(&mut self, title: &str, path: &str, text: &str) {
        let _ = writeln!(self.summary, "[{title}]({path})");
        self.pages.push(Leaf { path: path.to_owned(), text: text.to_owned() });
    }

    /// Adds a page, `depth` steps below the pages of its part.
    pub(super) fn page(&mut self, depth: usize, title: &str, path: String, text: String) {
        let _ = writeln!(self.summary, "{:indent$}- [{title}]({path})", "", indent = 2 * depth);
        self.pages.push(Leaf { path, text });
    }

    /// Returns the list of the pages as `mdBook` reads it.
    pub(super) fn summary(&self) -> String {
        format!("# Summary\n\n{}", self.summary)
    }
}
