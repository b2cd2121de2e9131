//! A workbook that can be changed: what is in its cells and how it is shown, written anew.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

/// The content of a cell.
#[derive(Clone)]
pub(super) enum Content {
    Text(String),
    /// A number and its format.
    Number(f64, String),
    Truth(bool),
    /// A formula, its result (blank for none) and the format of that.
    Formula(String, String, String),
    /// A day, as the format shows it.
    Day(ExcelDateTime, String),
}

impl Content {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn formula(result: impl Into<String>, format: &str) -> Self {
        Self::Formula("=A1".to_owned(), result.into(), format.to_owned())
    }
}

/// A sheet.
#[derive(Clone, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) cells: BTreeMap<(u32, u16), Content>,
    pub(super) merged: Vec<(u32, u16, u32, u16)>,
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<u16>,
    pub(super) hidden: bool,
}

/// A workbook.
#[derive(Clone)]
pub(super) struct Book(pub(super) Vec<Sheet>);

/// Returns a header as it is compared: in small letters, without a star.
fn plain(text: &str) -> String {
    let text = text.trim().trim_end_matches('*').to_lowercase().replace(['_', '.'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Book {
    /// Reads a workbook.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let names = book.sheet_names();
        let read = |name: String| {
            let mut reader = book.worksheet_cells_reader(&name).expect("a sheet");
            let mut cells = BTreeMap::new();
            while let Some((cell, style)) = reader.next_cell_with_style_id().expect("a cell") {
                let format = reader.styles().get(style).and_then(|style| style.number_format.clone());
                let format = format.map(|format| format.format_code.clone()).unwrap_or_default();
                let (row, column) = cell.get_position();
                let at = (row, u16::try_from(column).expect("a column"));
                let content = match cell.get_value().clone() {
                    DataRef::Empty => continue,
                    DataRef::DateTime(day) => {
                        Content::Day(ExcelDateTime::from_serial_datetime(day.as_f64()).expect("a day"), format)
                    }
                    value => match Data::from(value.clone()) {
                        Data::Float(number) => Content::Number(number, format),
                        Data::Int(number) => Content::Number(number.to_string().parse().expect("a number"), format),
                        Data::Bool(truth) => Content::Truth(truth),
                        other => Content::Text(other.to_string()),
                    },
                };
                cells.insert(at, content);
            }
            Sheet { name, cells, ..Sheet::default() }
        };
        Self(names.into_iter().map(read).collect())
    }

    /// Returns the bytes of the workbook.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let mut make = || -> Result<Vec<u8>, XlsxError> {
            for sheet in &self.0 {
                sheet.write(book.add_worksheet().set_name(&sheet.name)?)?;
            }
            book.save_to_buffer()
        };
        make().expect("a workbook")
    }

    /// Returns the sheet of a name.
    pub(super) fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.0.iter_mut().find(|sheet| plain(&sheet.name) == plain(name)).unwrap_or_else(|| panic!("no sheet {name}"))
    }
}

impl Sheet {
    fn write(&self, out: &mut Worksheet) -> Result<(), XlsxError> {
        let shown = |code: &str| if code.is_empty() { Format::new() } else { Format::new().set_num_format(code) };
        for area in &self.merged {
            out.merge_range(area.0, area.1, area.2, area.3, "", &Format::new())?;
        }
        for ((row, column), content) in &self.cells {
            let (row, column) = (*row, *column);
            match content {
                Content::Text(text) => out.write_string(row, column, text)?,
                Content::Number(number, format) => {
                    out.write_number_with_format(row, column, *number, &shown(format))?
                }
                Content::Truth(truth) => out.write_boolean(row, column, *truth)?,
                Content::Formula(formula, result, format) => {
                    let formula = Formula::new(formula).set_result(result);
                    out.write_formula_with_format(row, column, formula, &shown(format))?
                }
                Content::Day(day, format) => out.write_datetime_with_format(row, column, day, &shown(format))?,
            };
        }
        for row in &self.hidden_rows {
            out.set_row_hidden(*row)?;
        }
        for column in &self.hidden_columns {
            out.set_column_hidden(*column)?;
        }
        out.set_hidden(self.hidden);
        Ok(())
    }

    /// Returns the column of a header, in the first row.
    pub(super) fn column(&self, header: &str) -> u16 {
        let is = |((row, _), content): &(&(u32, u16), &Content)| {
            *row == 0 && matches!(content, Content::Text(text) if plain(text) == plain(header))
        };
        let found = self.cells.iter().find(is).unwrap_or_else(|| panic!("{} has no column {header}", self.name));
        found.0.1
    }

    /// Returns the row of a key, in the first column.
    pub(super) fn row(&self, key: &str) -> u32 {
        let is = |((_, column), content): &(&(u32, u16), &Content)| {
            *column == 0 && matches!(content, Content::Text(text) if plain(text) == plain(key))
        };
        self.cells.iter().find(is).unwrap_or_else(|| panic!("{} has no row {key}", self.name)).0.0
    }

    /// Returns the cell below a header.
    pub(super) fn at(&mut self, row: u32, header: &str) -> &mut Content {
        let column = self.column(header);
        self.cells.entry((row, column)).or_insert_with(|| Content::text(""))
    }

    /// Returns the last row and the last column that hold something.
    pub(super) fn end(&self) -> (u32, u16) {
        let row = self.cells.keys().map(|at| at.0).max().unwrap_or(0);
        (row, self.cells.keys().map(|at| at.1).max().unwrap_or(0))
    }

    /// Moves the rows from one on down.
    pub(super) fn insert_rows(&mut self, from: u32, count: u32) {
        self.moved(|(row, column)| (if row >= from { row + count } else { row }, column));
    }

    /// Moves the columns from one on to the right.
    pub(super) fn insert_column(&mut self, from: u16) {
        self.moved(|(row, column)| (row, if column >= from { column + 1 } else { column }));
    }

    /// Moves every cell.
    pub(super) fn moved(&mut self, to: impl Fn((u32, u16)) -> (u32, u16)) {
        self.cells = std::mem::take(&mut self.cells).into_iter().map(|(at, content)| (to(at), content)).collect();
    }

    /// Writes the headers otherwise.
    pub(super) fn headers(&mut self, otherwise: impl Fn(&str) -> String) {
        for ((row, _), content) in &mut self.cells {
            if let (0, Content::Text(text)) = (row, content) {
                *text = otherwise(text);
            }
        }
    }

    /// Writes something into a cell.
    pub(super) fn put(&mut self, row: u32, column: u16, content: Content) {
        self.cells.insert((row, column), content);
    }
}
