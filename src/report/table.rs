//! Tables as this program draws them: a rule under the header and nothing else.

use std::fmt::Write;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};

use super::View;
use super::paint::Ink;
use crate::text::escape::shown;

/// A header over one thin rule.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
/// The same without unicode.
const RULED_ASCII: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));

/// A table in the making.
#[derive(Debug)]
pub(crate) struct Ruled {
    table: Table,
    view: View,
}

impl Ruled {
    /// Returns a table no wider than the view.
    pub(crate) fn new(view: View, header: &[&str]) -> Self {
        let mut table = Table::new();
        let width = u16::try_from(view.width.max(40)).unwrap_or(u16::MAX);
        table.load_style(if view.unicode { RULED } else { RULED_ASCII });
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width).set_header(header.to_vec());
        Self { table, view }
    }

    /// Aligns every column from `first` on to the right.
    #[must_use]
    pub(crate) fn numbers_from(mut self, first: usize) -> Self {
        for column in self.table.column_iter_mut().skip(first) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        self
    }

    /// Makes every column just so many columns of text wide, two apart, and those of numbers aligned to the right.
    #[must_use]
    pub(crate) fn laid_out(mut self, widths: impl IntoIterator<Item = (usize, bool)>) -> Self {
        for (column, (width, number)) in self.table.column_iter_mut().zip(widths) {
            let padded = u16::try_from(width + 1).unwrap_or(u16::MAX);
            column.set_padding((1, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(padded)));
            if number {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self
    }

    /// Adds a row.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.table.add_row(cells.into_iter().map(|cell| Cell::new(shown(cell.as_ref()))));
    }

    /// Returns whether it has no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Returns the table as text: indented, its header strong, nothing after the last character of a line.
    pub(crate) fn text(&self) -> String {
        let paint = self.view.paint();
        let mut out = String::new();
        let mut head = true;
        for line in self.table.lines() {
            let line = line.trim_end();
            let is_rule = head && line.trim_start().starts_with(['─', '-']);
            if head {
                let ink = if is_rule { Ink::Faint } else { Ink::Strong };
                let _ = writeln!(out, " {}", paint.ink(ink, line));
            } else {
                let _ = writeln!(out, " {line}");
            }
            head &= !is_rule;
        }
        out
    }
}

/// Returns a count for a table; nil is a quiet sign.
pub(crate) fn number(n: usize, unicode: bool) -> String {
    match n {
        0 if unicode => "·".to_owned(),
        0 => "-".to_owned(),
        n => n.to_string(),
    }
}
