//! The lines of a text, which the layout is given, and the cells of tables, which it gives back.

/// A line of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::narrative) struct Line<'s> {
    /// The byte of the text it begins at.
    pub start: usize,
    pub text: &'s str,
    /// True where it begins a page.
    pub begins_page: bool,
    pub standing: Standing,
}

/// The part that a line can have in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::narrative) enum Standing {
    /// Any.
    #[default]
    Free,
    /// None, and none in the text: it stands at the edge of every page.
    Skipped,
    /// None: it heads a section, or has tabs or bars.
    Stops,
    /// It begins an entry of a list, with which no table begins.
    Lists,
}

impl Line<'_> {
    /// Returns whether nothing is to be read on it.
    pub(in crate::narrative) fn is_blank(&self) -> bool {
        self.is_skipped() || self.text.trim().is_empty()
    }

    /// Returns whether it is no part of the text.
    pub(in crate::narrative) fn is_skipped(&self) -> bool {
        self.standing == Standing::Skipped
    }

    /// Returns whether it ends a table.
    pub(super) fn stops(&self) -> bool {
        self.standing == Standing::Stops
    }

    /// Returns whether it begins an entry of a list.
    pub(super) fn lists(&self) -> bool {
        self.standing == Standing::Lists
    }
}

/// A cell, with the text of each of its lines and the byte it begins at.
#[derive(Clone, Debug, Default)]
pub(in crate::narrative) struct CellLines<'s> {
    pub lines: Vec<(usize, &'s str)>,
    /// The number of columns it is in.
    pub columns: u32,
}
