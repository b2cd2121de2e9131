//! The tables of a file that is no plan: comma-separated values, or the sheets of a workbook.

use std::fmt;
use std::sync::Arc;

use super::fault::Fault;
use super::utf8::utf8;
use crate::cells::{letters, quoted};
use crate::span::{LineIndex, Span, without_mark};
use crate::text::escape::shown;
use crate::text::kind;

/// The characters that fields are separated by: the first is meant where a line has none of them.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A table of a file.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The sheet it is; none of a file that is one table.
    pub(super) sheet: Option<Arc<str>>,
    /// The text of the file, where it is one.
    pub(super) source: Arc<str>,
    /// Its rows, without those that have nothing.
    pub(super) rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct TableRow {
    /// Its line or row, from 1.
    pub(super) number: usize,
    /// The bytes of its first line in the text.
    pub(super) span: Span,
    /// Its fields.
    pub(super) fields: csv::StringRecord,
}

/// The place of a field, or of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A line of a text.
    Line(usize),
    /// A cell of a workbook.
    Cell(Arc<str>, String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Cell(sheet, cell) => write!(f, "{}!{cell}", shown(&quoted(sheet))),
        }
    }
}

impl Table {
    /// Returns where a field of a row is.
    pub(super) fn place(&self, row: &TableRow, column: usize) -> Place {
        match &self.sheet {
            Some(sheet) => Place::Cell(sheet.clone(), format!("{}{}", letters(column), row.number)),
            None => Place::Line(row.number),
        }
    }
}

impl TableRow {
    /// Returns a field without the blanks around it; nothing for one that is not there.
    pub(super) fn field(&self, column: usize) -> &str {
        self.fields.get(column).unwrap_or_default().trim()
    }
}

/// Returns the tables of a file, called `name` in messages.
///
/// # Errors
/// When it is neither a text nor a workbook that can be read.
pub(super) fn tables(bytes: &[u8], name: &str) -> Result<Vec<Table>, Vec<Fault>> {
    if kind::is_workbook(bytes) {
        return sheets(bytes, name).map_err(|fault| vec![fault]);
    }
    let text = utf8(without_mark(bytes).to_owned(), name).map_err(|fault| vec![fault])?;
    Ok(vec![of_text(&text)])
}

#[cfg(feature = "workbook")]
fn sheets(bytes: &[u8], name: &str) -> Result<Vec<Table>, Fault> {
    let sheets = crate::workbook::tables(bytes).map_err(|fault| {
        let help = Some(&fault.help).filter(|help| !help.is_empty());
        Fault::new(format!("{name} cannot be read: {fault}")).help_if(help)
    })?;
    let row = |(row, cells): (usize, Vec<(usize, String)>)| {
        let mut fields = csv::StringRecord::new();
        for (column, text) in cells {
            while fields.len() < column {
                fields.push_field("");
            }
            fields.push_field(&text);
        }
        TableRow { number: row + 1, span: Span::at(0), fields }
    };
    let table = |sheet: crate::workbook::SheetTable| Table {
        sheet: Some(sheet.name.into()),
        source: "".into(),
        rows: sheet.rows.into_iter().map(row).collect(),
    };
    Ok(sheets.into_iter().map(table).collect())
}

#[cfg(not(feature = "workbook"))]
fn sheets(_: &[u8], _: &str) -> Result<Vec<Table>, Fault> {
    Err(super::no_workbooks::refused("read"))
}

/// Returns the table a text is.
fn of_text(text: &str) -> Table {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).delimiter(separator(text)).from_reader(text.as_bytes());
    let lines = LineIndex::new(text);
    // Text that is UTF-8 has no fault to a reader of any number of fields.
    let records = reader.records().filter_map(Result::ok);
    let row = |fields: csv::StringRecord| {
        let from = fields.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX)).min(text.len());
        let rest = text.get(from..).unwrap_or_default();
        // Blank lines before a record are none of it.
        let start = from + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
        TableRow { number: lines.line_of(Span::at(start).start) + 1, span: Span::new(start, end), fields }
    };
    Table { sheet: None, source: text.into(), rows: records.map(row).collect() }
}

/// Returns what separates the fields of a text: what its first line has most of, outside of quotes.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in first.bytes() {
        is_quoted ^= byte == b'"';
        if let Some(n) = SEPARATORS.iter().position(|separator| *separator == byte && !is_quoted) {
            counts[n] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    SEPARATORS[counts.iter().position(|count| *count == most).unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_separated_by_what_the_first_line_has_most_of() {
        for (text, rows) in [
            ("a,b\n\n\"1,5\",2\n", vec![(1, vec!["a", "b"]), (3, vec!["1,5", "2"])]),
            ("\r\n\"a,x,y\";b\r\n1,5;2", vec![(2, vec!["a,x,y", "b"]), (3, vec!["1,5", "2"])]),
            ("a\tb\n1\t2", vec![(1, vec!["a", "b"]), (2, vec!["1", "2"])]),
            ("", vec![]),
        ] {
            let table = of_text(text);
            let found: Vec<_> = table.rows.iter().map(|row| (row.number, row.fields.iter().collect())).collect();
            assert_eq!(found, rows, "{text}");
        }
    }
}
