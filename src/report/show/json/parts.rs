//! The parts that several sections of the picture share: places, figures by year, texts that may be left out.

use schemars::JsonSchema;
use serde::Serialize;

use crate::money::Money;
use crate::period::Year;
use crate::view::{Cell, Where};

/// A place in the plan.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct At<'a> {
    /// Its dotted path.
    path: &'a str,
    /// Its line in the plan, from 1; none for a place outside the plan, and for a plan in a workbook.
    line: Option<usize>,
    /// The sheet it is on, where the plan is a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    /// The cell on that sheet: F17.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<&'a str>,
    /// The file it was published in, where it is not the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
}

impl<'a> From<&'a Where> for At<'a> {
    fn from(at: &'a Where) -> Self {
        let (sheet, cell) = at.cell.as_ref().map(|name| (name.sheet.as_str(), name.cell.as_str())).unzip();
        Self { path: &at.path, line: at.line, sheet, cell, origin: at.origin.as_deref() }
    }
}

/// A figure of a year.
#[derive(Serialize, JsonSchema)]
pub(super) struct FigureOut {
    /// The financial year.
    year: Year,
    /// The figure; none where nothing is stated.
    pounds: Option<Money>,
    /// True where a figure of it cannot be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
}

/// Returns the figure of a year from a cell of the picture.
fn figure(year: Year, cell: Cell) -> FigureOut {
    FigureOut { year, pounds: cell.pounds, unreadable: cell.unreadable }
}

/// Returns the cells of a row with their years.
pub(super) fn by_year(cells: &[Cell], years: &[Year]) -> Vec<FigureOut> {
    years.iter().zip(cells).map(|(year, cell)| figure(*year, *cell)).collect()
}

/// Returns the text, or nothing where it is empty because nothing was stated.
pub(super) fn stated(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
