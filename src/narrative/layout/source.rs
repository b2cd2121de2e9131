//! The lines of a text, which the layout is given, and the cells of tables, which it gives back.

/// A line of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::narrative) struct Line<'s> {
    /// The byte of the text it begins at.
    pub start: usize,
    pub text: &'s str,
    /// True where it begins a page.
    pub begins_page: bool,
    /// True where it is no part of the text: it stands at the edge of every page.
    pub skipped: bool,
    /// True where it can be no part of a table: it heads a section, or has tabs or bars.
    pub stops: bool,
    /// True where it begins an entry of a list, with which no table begins.
    pub lists: bool,
}

impl Line<'_> {
    /// Returns whether nothing is to be read on it.
    pub(in crate::narrative) fn is_blank(&self) -> bool {
        self.skipped || self.text.trim().is_empty()
    }
}

/// A cell, with the text of each of its lines and the byte it begins at.
#[derive(Clone, Debug, Default)]
pub(in crate::narrative) struct CellLines<'s> {
    pub lines: Vec<(usize, &'s str)>,
    /// The number of columns it is in.
    pub columns: u32,
}
