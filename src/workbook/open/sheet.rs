//! The part of a sheet, looked through before its cells are read: each cell in its place and once, nothing outside the
//! sheet's data, and what is hidden, merged or calculated.

use quick_xml::events::BytesStart;

use super::address::{Address, cell, column, range, row};
use crate::archive::xml::{attribute, attributes};

/// The things that the part of a sheet says of its cells, apart from what is in them.
#[derive(Debug, Default)]
pub(in crate::workbook) struct SheetPart {
    /// The cells whose value a formula made, in order.
    pub(in crate::workbook) formulas: Vec<Address>,
    /// Formulas that nobody has calculated, in order.
    pub(in crate::workbook) uncalculated: Vec<Address>,
    /// The rows that are not shown, in order.
    pub(in crate::workbook) hidden_rows: Vec<u32>,
    /// The first and the last of columns that are not shown.
    pub(in crate::workbook) hidden_columns: Vec<(u32, u32)>,
    /// The first and the last of cells that are merged.
    pub(in crate::workbook) merged: Vec<(Address, Address)>,
}

/// The elements of a sheet that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Root,
    Data,
    Row,
    Cell,
    Value,
    Formula,
    Merges,
    Columns,
    Other,
}

/// A walk through the part of a sheet.
#[derive(Debug, Default)]
pub(super) struct SheetWalk {
    pub(super) part: SheetPart,
    open: Vec<Element>,
    seen: bool,
    /// The row that comes next where a row does not say which it is.
    next_row: u32,
    /// The same of the cells of a row.
    next_column: u32,
    cell: OpenCell,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct OpenCell {
    at: Address,
    /// True for one that holds text, which may be blank.
    text: bool,
    values: usize,
    formula: bool,
    filled: bool,
}

impl SheetWalk {
    /// Looks at the start of an element.
    pub(super) fn start(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), String> {
        let above = self.open.last().copied();
        if name == "dimension" && !self.seen && attribute(tag, "ref")?.is_some_and(|text| range(&text).is_none()) {
            return Err("it does not say how far its cells reach".to_owned());
        }
        let element = match (above, name) {
            (None, _) => Element::Root,
            (Some(Element::Root), "sheetData") if !self.seen => {
                self.seen = true;
                Element::Data
            }
            (_, "sheetData") => return Err("its cells stand in two places".to_owned()),
            (Some(Element::Data), "row") => self.row(tag)?,
            (Some(Element::Row), "c") => self.cell(tag)?,
            _ if self.is_outside(name) => return Err("a row or a cell stands outside its data".to_owned()),
            (Some(Element::Cell), name) => self.within_cell(name),
            (Some(Element::Root), "mergeCells") => Element::Merges,
            (Some(Element::Root), "cols") => Element::Columns,
            (Some(Element::Merges), "mergeCell") => {
                let merged = attribute(tag, "ref")?.and_then(|text| range(&text));
                self.part.merged.push(merged.ok_or("a range of merged cells is none")?);
                Element::Other
            }
            (Some(Element::Columns), "col") => self.columns(tag)?,
            _ => Element::Other,
        };
        self.open.push(element);
        Ok(())
    }

    /// Returns whether an element is a row or a cell where none may be: what draws a sheet has rows of its own elsewhere.
    fn is_outside(&self, name: &str) -> bool {
        let where_cells_are = self.open.len() == 1 || self.open.get(1) == Some(&Element::Data);
        where_cells_are && matches!(name, "row" | "c")
    }

    fn within_cell(&mut self, name: &str) -> Element {
        match name {
            // The value of a cell with a text of its own is the text.
            "v" | "is" => {
                self.cell.values += usize::from(name == "is" || !self.cell.text);
                Element::Value
            }
            "f" => {
                self.cell.formula = true;
                Element::Formula
            }
            _ => Element::Other,
        }
    }

    fn row(&mut self, tag: &BytesStart<'_>) -> Result<Element, String> {
        let mut at = self.next_row;
        for (key, value) in attributes(tag) {
            match key {
                "r" => at = row(value).ok_or_else(|| format!("`{value}` is the number of no row"))?,
                "hidden" if is_true(value) => self.part.hidden_rows.push(u32::MAX),
                _ => {}
            }
        }
        if at < self.next_row {
            return Err(format!("row {} comes twice, or after one below it", at + 1));
        }
        // Whether a row is hidden may be said before its number.
        if let Some(hidden) = self.part.hidden_rows.last_mut().filter(|hidden| **hidden == u32::MAX) {
            *hidden = at;
        }
        (self.next_row, self.next_column) = (at + 1, 0);
        Ok(Element::Row)
    }

    fn cell(&mut self, tag: &BytesStart<'_>) -> Result<Element, String> {
        let own_row = self.next_row - 1;
        let mut found = OpenCell { at: (own_row, self.next_column), ..OpenCell::default() };
        for (key, value) in attributes(tag) {
            match key {
                "r" => found.at = cell(value).ok_or_else(|| format!("`{value}` is the address of no cell"))?,
                "t" => found.text = matches!(value, "inlineStr" | "is" | "str"),
                _ => {}
            }
        }
        let (at_row, at_column) = found.at;
        if at_row != own_row {
            return Err(format!("row {} holds a cell of row {}", own_row + 1, at_row + 1));
        }
        if at_column < self.next_column {
            return Err(format!("a cell of row {} comes twice, or after one to the right of it", at_row + 1));
        }
        if at_column >= super::address::GRID.1 {
            return Err("a cell lies beyond the last column".to_owned());
        }
        self.next_column = at_column + 1;
        self.cell = found;
        Ok(Element::Cell)
    }

    fn columns(&mut self, tag: &BytesStart<'_>) -> Result<Element, String> {
        let (mut first, mut last, mut hidden) = (None, None, false);
        for (key, value) in attributes(tag) {
            match key {
                "min" => first = column(value),
                "max" => last = column(value),
                "hidden" => hidden = is_true(value),
                _ => {}
            }
        }
        match (first, last) {
            (Some(first), Some(last)) if first <= last => {
                self.part.hidden_columns.extend(hidden.then_some((first, last)));
                Ok(Element::Other)
            }
            _ => Err("the widths of its columns are those of no columns".to_owned()),
        }
    }

    /// Looks at a text.
    pub(super) fn text(&mut self, text: &str) {
        if self.open.contains(&Element::Value) && !text.is_empty() {
            self.cell.filled = true;
        }
    }

    /// Looks at the end of an element.
    pub(super) fn end(&mut self) -> Result<(), String> {
        if self.open.pop() != Some(Element::Cell) {
            return Ok(());
        }
        let cell = std::mem::take(&mut self.cell);
        if cell.values > 1 {
            return Err(format!("a cell of row {} holds two values", cell.at.0 + 1));
        }
        if cell.formula {
            // A formula may well give a blank text.
            let found = if cell.filled || cell.text { &mut self.part.formulas } else { &mut self.part.uncalculated };
            found.push(cell.at);
        }
        Ok(())
    }
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true")
}
